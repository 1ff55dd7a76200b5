//! Records of JSON and tables.

use super::Content::{Bytes, Fixture, Text};
use super::Right::{Are, Count, Field, First, Has, Left, Nearest};
use super::{case, check, fixture, search};
use crate::sandbox::Sandbox;

#[test]
fn records_of_json_in_lists_and_within_objects() {
    check(&[
        case(
            "json-array.json",
            Fixture,
            &[],
            &[
                Are(&[
                    "The bakery on the corner opens at six in the morning.",
                    "Buses stop running at midnight on weekdays.",
                    "The library lends tools such as drills and saws.",
                ]),
                Field("own_id", &["1", "2", "3"]),
                Field("source", &["a", "b", "a"]),
            ],
        ),
        case(
            "one-line.json",
            Text(
                "[{\"id\":\"x\",\"text\":\"La boulangerie ouvre à six heures.\"},{\"id\":\"y\",\"text\":\"Le bus s’arrête à minuit.\"}]",
            ),
            &[],
            &[
                Are(&["La boulangerie ouvre à six heures.", "Le bus s’arrête à minuit."]),
                Field("own_id", &["x", "y"]),
            ],
        ),
        case(
            "wrapped.json",
            Text(
                "{\n \"total\": 2,\n \"next\": null,\n \"results\": [\n  {\"id\": 8, \"text\": \"The bakery opens at six.\"},\n  {\"id\": 9, \"text\": \"The bus is late.\"}\n ]\n}\n",
            ),
            &[],
            &[Are(&["The bakery opens at six.", "The bus is late."]), Field("own_id", &["8", "9"])],
        ),
        case(
            "one-after-the-other.json",
            Text(
                "{\n  \"id\": 1,\n  \"text\": \"Die Bäckerei öffnet um sechs.\"\n}\n{\n  \"id\": 2,\n  \"text\": \"Der Bus kommt zu spät.\"\n}\n",
            ),
            &[],
            &[
                Are(&["Die Bäckerei öffnet um sechs.", "Der Bus kommt zu spät."]),
                Field("own_id", &["1", "2"]),
            ],
        ),
        case(
            "json-nested.jsonl",
            Fixture,
            &["--text-field", "doc.body", "--date-field", "meta.date"],
            &[
                Are(&[
                    "The bakery on the corner opens at six in the morning.",
                    "Buses stop running at midnight on weekdays.",
                ]),
                Field("date", &["2024-01-02", "2024-01-03"]),
            ],
        ),
        case(
            "nested-list.json",
            Text(
                "[{\"post\": {\"key\": \"a\", \"content\": {\"raw\": \"빵집은 여섯 시에 문을 연다.\"}, \"at\": \"2024-01-02\"}},\n\
                 {\"post\": {\"key\": \"b\", \"content\": {\"raw\": \"버스는 자정에 끊긴다.\"}, \"at\": \"2024-01-03\"}}]\n",
            ),
            &["--text-field", "post.content.raw", "--id-field", "post.key", "--date-field", "post.at"],
            &[
                Are(&["빵집은 여섯 시에 문을 연다.", "버스는 자정에 끊긴다."]),
                Field("own_id", &["a", "b"]),
                Field("date", &["2024-01-02", "2024-01-03"]),
            ],
        ),
        case(
            "dotted-name.jsonl",
            Text(
                "{\"id\": 1, \"doc.body\": \"The bakery opens at six.\", \"meta\": {\"name\": \"Opening hours\"}}\n",
            ),
            &["--text-field", "doc.body", "--title-field", "meta.name"],
            &[Are(&["Opening hours The bakery opens at six."]), Field("title", &["Opening hours"])],
        ),
    ]);
}

const COUNCIL: [&str; 8] = [
    "The council met on Monday and approved the minutes of the previous meeting without debate.",
    "Road works on the ring road will last until October; drivers should expect delays near the bridge.",
    "The school choir sang at the opening of the new town hall and was applauded for several minutes.",
    "Garbage will be collected on Tuesdays instead of Wednesdays from next month on.",
    "A beekeeper reported that half of his hives did not survive the winter because of varroa mites.",
    "The swimming pool stays closed on public holidays; season tickets remain valid.",
    "The volunteer fire brigade bought a second-hand ladder truck from a neighbouring district.",
    "Dog owners must use a leash in the municipal park between March and July.",
];

#[test]
fn a_long_record_has_the_paragraphs_that_a_file_would_have() {
    check(&[
        case(
            "long-record.jsonl",
            Fixture,
            &[],
            &[Count(11), Has(&COUNCIL), First("bee colonies died from parasites", "hives")],
        ),
        case(
            "long-record.md",
            Fixture,
            &[],
            &[Are(&COUNCIL), First("bee colonies died from parasites", "hives")],
        ),
        case(
            "long-cell.csv",
            Text(
                "id,text\nrat,\"Der Rat billigte am Montag das Protokoll der letzten Sitzung.\n\nEin Imker verlor im Winter die Hälfte seiner Bienenvölker an Milben.\n\nDas Schwimmbad bleibt an Feiertagen geschlossen.\"\n",
            ),
            &[],
            &[
                Are(&[
                    "Der Rat billigte am Montag das Protokoll der letzten Sitzung.",
                    "Ein Imker verlor im Winter die Hälfte seiner Bienenvölker an Milben.",
                    "Das Schwimmbad bleibt an Feiertagen geschlossen.",
                ]),
                Field("own_id", &["rat", "rat", "rat"]),
                First("bee colonies died from parasites", "Imker"),
            ],
        ),
        case(
            "carriage-returns.json",
            Text(
                "[{\"id\": 1, \"text\": \"Le conseil a approuvé le procès-verbal lundi.\\r\\n\\r\\nUn apiculteur a perdu la moitié de ses ruches à cause des acariens.\\r\\n \\r\\nLa piscine reste fermée les jours fériés.\"}]",
            ),
            &[],
            &[
                Are(&[
                    "Le conseil a approuvé le procès-verbal lundi.",
                    "Un apiculteur a perdu la moitié de ses ruches à cause des acariens.",
                    "La piscine reste fermée les jours fériés.",
                ]),
                Nearest("bee colonies died from parasites", "ruches"),
            ],
        ),
    ]);
}

#[test]
fn titles_speak_for_records_that_say_little() {
    check(&[
        case(
            "title-field.jsonl",
            Fixture,
            &[],
            &[
                Field(
                    "title",
                    &["How do you heat an old church?", "Swan rescued from motorway", "Recipe for plum cake"],
                ),
                First("bird on the motorway", "Swan rescued from motorway"),
            ],
        ),
        case(
            "headline.csv",
            Text(
                "id,headline,text\n1,Wie heizt man eine alte Kirche?,\"Für unsere Gemeinde, danke für jeden Rat.\"\n2,Schwan von der Autobahn gerettet,Heute Morgen an der Ausfahrt zwölf geschehen.\n",
            ),
            &[],
            &[
                Field("title", &["Wie heizt man eine alte Kirche?", "Schwan von der Autobahn gerettet"]),
                First("bird on the motorway", "Schwan"),
            ],
        ),
        case(
            "named-title.json",
            Text(
                "[{\"id\": 1, \"objet\": \"Comment chauffer une vieille église ?\", \"text\": \"Pour notre paroisse, merci de vos conseils.\"},\n\
                 {\"id\": 2, \"objet\": \"Un cygne sauvé sur l’autoroute\", \"text\": \"C’est arrivé ce matin près de la sortie douze.\"}]",
            ),
            &["--title-field", "objet"],
            &[
                Field("title", &["Comment chauffer une vieille église ?", "Un cygne sauvé sur l’autoroute"]),
                First("bird on the motorway", "cygne"),
            ],
        ),
        case(
            "empty-text-field.jsonl",
            Fixture,
            &[],
            &[
                Has(&[
                    "We want to heat an old church without harming the organ.",
                    "Police closed the motorway",
                ]),
                First("bird on the motorway", "swan"),
            ],
        ),
        case(
            "null-text.jsonl",
            Text(
                "{\"id\": 1, \"title\": \"Église\", \"text\": null, \"body\": \"Nous voulons chauffer une vieille église sans abîmer l’orgue.\"}\n\
                 {\"id\": 2, \"title\": \"Cygne\", \"text\": \"  \", \"body\": \"La police a fermé l’autoroute pour attraper un cygne.\"}\n",
            ),
            &[],
            &[Has(&["Nous voulons chauffer", "La police a fermé"]), First("bird on the motorway", "cygne")],
        ),
        case(
            "empty-cells.csv",
            Text(
                "id,text,content\n1,,Wir wollen eine alte Kirche heizen und die Orgel schonen.\n2,,Die Polizei sperrte die Autobahn wegen eines Schwans.\n",
            ),
            &[],
            &[Has(&["eine alte Kirche heizen"]), First("bird on the motorway", "Schwan")],
        ),
    ]);
}

#[test]
fn numbers_that_json_does_not_have() {
    check(&[
        case(
            "nan-field.jsonl",
            Fixture,
            &[],
            &[
                Are(&[
                    "Police closed the motorway to catch a swan.",
                    "The church needs a new heating system.",
                ]),
                First("bird on the motorway", "swan"),
            ],
        ),
        case(
            "infinities.jsonl",
            Text(
                "{\"id\":1,\"score\":-Infinity,\"text\":\"La police a fermé l’autoroute.\"}\n{\"id\":2,\"scores\":[NaN,Infinity],\"text\":\"NaN is no number, and Infinity has no end.\"}\n",
            ),
            &[],
            &[Are(&["La police a fermé l’autoroute.", "NaN is no number, and Infinity has no end."])],
        ),
        case(
            "nan-in-list.json",
            Text(
                "[\n {\"id\": 1, \"score\": NaN, \"text\": \"Die Polizei sperrte die Autobahn.\"},\n {\"id\": 2, \"score\": 3, \"text\": \"Die Kirche wird geheizt.\"}\n]\n",
            ),
            &[],
            &[Are(&["Die Polizei sperrte die Autobahn.", "Die Kirche wird geheizt."])],
        ),
    ]);
}

#[test]
fn one_bad_record_leaves_the_others() {
    check(&[
        case(
            "broken-in-the-middle.jsonl",
            Text(
                "{\"text\": \"Les bus s’arrêtent à minuit.\"}\n{\"text\": \"coupé\n{\"text\": \"La bibliothèque prête des scies.\"}\n",
            ),
            &[],
            &[
                Are(&["Les bus s’arrêtent à minuit.", "La bibliothèque prête des scies."]),
                Left(1, "line 2: broken JSON"),
            ],
        ),
        case(
            "not-an-object.ndjson",
            Text("{\"text\": \"Buses stop at midnight.\"}\n[1, 2]\n\"a text alone\"\n{\"text\": \"The library lends saws.\"}\n"),
            &[],
            &[Has(&["Buses stop at midnight.", "The library lends saws."]), Left(2, "line 2")],
        ),
        case(
            "bad-bytes.jsonl",
            Bytes(b"{\"text\": \"Buses stop at midnight.\"}\n{\"text\": \"caf\xe9\xff\xfe\"\n{\"text\": \"The library lends saws.\"}\n"),
            &[],
            &[Has(&["Buses stop at midnight.", "The library lends saws."]), Left(1, "line 2")],
        ),
        case(
            "trailing-comma.json",
            Text("[\n {\"id\": 1, \"text\": \"Der Bus fährt bis Mitternacht.\"},\n {\"id\": 2, \"text\": },\n {\"id\": 3, \"text\": \"Die Bücherei verleiht Sägen.\"}\n]\n"),
            &[],
            &[Has(&["Der Bus fährt bis Mitternacht.", "Die Bücherei verleiht Sägen."]), Left(1, "line 3")],
        ),
    ]);
    // A folder of good and bad files: what is good is found, and each bad place is named.
    let here = Sandbox::new();
    for name in ["good.txt", "cut.jsonl", "rows.csv"] {
        here.write(&format!("in/{name}"), fixture(&format!("one-bad-record/{name}")));
    }
    here.write("in/cut.json", "[{\"text\": \"The ferry is painted blue.\"}, {\"text\": \"The fer");
    here.write(
        "in/cut.csv",
        "id,text\n1,The museum buys a canoe.\n2,\"The quote never ends\n3,nor does it here\n",
    );
    for (query, text) in [
        ("rye bread", "sells rye bread"),
        ("buses at midnight", "Buses stop running"),
        ("mill is closed", "The mill is closed"),
        ("blue ferry", "painted blue"),
        ("museum canoe", "buys a canoe"),
    ] {
        let (code, texts) = search(&here, query, &[]);
        assert!(code == Some(0) && texts[0].contains(text), "{query}: {code:?} {texts:?}");
    }
    let told = here.run(&["search", "rye bread", "in", "-v"]).succeeds().stderr;
    for part in [
        "in/cut.jsonl: 1 record left out: line 2: broken JSON",
        "in/rows.csv: 1 record left out: line 3: the row has 4 cells",
        "in/cut.json: 1 record left out: line 1",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn dates_of_many_forms() {
    check(&[
        case(
            "dates-compact.jsonl",
            Fixture,
            &[],
            &[Field("date", &["2023-09-13", "2023-09-14", "2023-10-02", "2023-11-20"])],
        ),
        case(
            "dates-forms.jsonl",
            Fixture,
            &[],
            &[Field("date", &["2023-09-13T10:00:00+02:00", "2023-10-02T10:00:00+02:00"])],
        ),
        case(
            "dates-compact.csv",
            Text(
                "id,date,text\n1,20230913,The ferry was cancelled because of high waves.\n2,20231002,The ferry company bought a second ship.\n",
            ),
            &[],
            &[Field("date", &["2023-09-13", "2023-10-02"])],
        ),
        case(
            "digits.jsonl",
            Text(
                "{\"date\": \"20230913\", \"text\": \"Le ferry a été annulé à cause des vagues.\"}\n{\"date\": 20231002101500, \"text\": \"La compagnie a acheté un second navire.\"}\n{\"date\": 2023, \"text\": \"Le port a été agrandi.\"}\n",
            ),
            &[],
            &[Field("date", &["2023-09-13", "2023-10-02T10:15:00", "2023"])],
        ),
        case(
            "seconds.jsonl",
            Text(
                "{\"date\": 1694599200, \"text\": \"The ferry was cancelled because of high waves.\"}\n{\"date\": 1696240800000, \"text\": \"The ferry company bought a second ship.\"}\n",
            ),
            &[],
            &[Field("date", &["2023-09-13T10:00:00Z", "2023-10-02T10:00:00Z"])],
        ),
        case(
            "dates-of-languages.csv",
            Text(
                "date,text\n13 settembre 2023,Il traghetto è stato cancellato.\n13 de setembro de 2023,A balsa foi cancelada.\n13 вересня 2023 року,Паром скасували через хвилі.\n\
                 3 maart 2023,De veerboot vaart niet meer.\nden 3 maj 2023,Färjan är inställd i dag.\n2023. 9. 13.,배가 취소되었다.\n13. 9. 2023,Trajekt dnes nejede.\n",
            ),
            &[],
            &[Field(
                "date",
                &[
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-03-03",
                    "2023-05-03",
                    "2023-09-13",
                    "2023-09-13",
                ],
            )],
        ),
        case(
            "dates-in-words.jsonl",
            Text(
                "{\"date\": \"13.09.2023\", \"text\": \"Die Fähre fiel wegen hoher Wellen aus.\"}\n{\"date\": \"13 septembre 2023\", \"text\": \"Le ferry a été annulé.\"}\n\
                 {\"date\": \"September 13, 2023\", \"text\": \"The ferry was cancelled.\"}\n{\"date\": \"2023/09/13\", \"text\": \"The passengers slept in the terminal.\"}\n\
                 {\"date\": \"13 сентября 2023\", \"text\": \"Паром отменили из-за волн.\"}\n{\"date\": \"2023년 9월 13일\", \"text\": \"파도 때문에 배가 취소되었다.\"}\n\
                 {\"date\": \"13. September 2023\", \"text\": \"Die Fahrgäste schliefen im Hafen.\"}\n{\"date\": \"20230913T101500Z\", \"text\": \"The captain apologised to everybody.\"}\n",
            ),
            &[],
            &[Field(
                "date",
                &[
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13",
                    "2023-09-13T10:15:00Z",
                ],
            )],
        ),
    ]);
    // Months without a text are in the timeline, and what is no date is counted.
    let here = Sandbox::new();
    here.write("in/a.jsonl", fixture("dates-compact.jsonl"));
    here.write(
        "in/b.jsonl",
        "{\"date\": \"when the tide was high\", \"text\": \"Nobody knows when the ferry sank.\"}\n",
    );
    let timeline =
        here.run(&["topics", "in", "--json", "--every", "month"]).succeeds().json()["timeline"].clone();
    let labels: Vec<&str> =
        timeline["bins"].as_array().unwrap().iter().map(|bin| bin["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["2023-09", "2023-10", "2023-11"]);
    assert_eq!(timeline["undated"]["not_read"], 1);
}
