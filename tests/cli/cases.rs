//! Small inputs of kinds that are easily read wrong, and what is right: several of each kind, in other languages and other layouts.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A file, how it is read, and what is right.
struct Case {
    name: &'static str,
    content: Content,
    options: &'static [&'static str],
    right: &'static [Right],
}

enum Content {
    /// A file of that name below `tests/fixtures/cases`.
    Fixture,
    Text(&'static str),
    /// Text in an encoding.
    In(&'static str, &'static str),
    Bytes(&'static [u8]),
}

use Content::{Bytes, Fixture, In, Text};

/// What holds of what was read. Texts are compared with their line breaks as spaces.
enum Right {
    /// The texts proper, in their order.
    Are(&'static [&'static str]),
    /// There are so many texts proper.
    Count(usize),
    /// In one of the texts proper stands each of these.
    Has(&'static [&'static str]),
    /// In no text at all, also none that is set apart, stands any of these.
    Lacks(&'static [&'static str]),
    /// What is set apart, and why.
    Apart(&'static str, &'static str),
    /// A field of each text proper; empty where there is none.
    Field(&'static str, &'static [&'static str]),
    /// What was left out of the file: how many records, and words of the reason.
    Left(u64, &'static str),
    /// A query, and what stands in the first text that it finds.
    First(&'static str, &'static str),
    /// The same, whether or not it is near enough to be an answer.
    Nearest(&'static str, &'static str),
    /// A query, and what each of the first texts that it finds has one of, in any order.
    Both(&'static str, [&'static str; 2]),
    /// A query that nothing answers.
    Nothing(&'static str),
    /// Terms and labels of topics that there are, and what is in none of them.
    Terms(&'static [&'static str], &'static [&'static str]),
}

use Right::{Apart, Are, Both, Count, Field, First, Has, Lacks, Left, Nearest, Nothing, Terms};

const fn case(
    name: &'static str,
    content: Content,
    options: &'static [&'static str],
    right: &'static [Right],
) -> Case {
    Case { name, content, options, right }
}

/// What is given with the sources.
fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads every file as a person would and tells all that is wrong.
#[track_caller]
fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().flat_map(wrong_in).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong_in(case: &Case) -> Vec<String> {
    let here = Sandbox::new();
    let bytes = match case.content {
        Fixture => fixture(case.name),
        Text(text) => text.as_bytes().to_vec(),
        In(encoding, text) => {
            let (bytes, _, unmappable) =
                encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
            assert!(!unmappable, "{encoding} has no letters for {text}");
            bytes.into_owned()
        }
        Bytes(bytes) => bytes.to_vec(),
    };
    here.write(&format!("in/{}", case.name), bytes);
    let run = here.run(&[&["topics", "in", "--json"], case.options].concat());
    if run.code != Some(0) {
        return vec![format!("{}: {run:?}", case.name)];
    }
    let report = run.json();
    let wrong = case.right.iter().filter_map(|right| right.missed_by(&report, &here, case.options));
    wrong.map(|what| format!("{}: {what}", case.name)).collect()
}

fn flat(value: &Value) -> String {
    value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Right {
    /// What is wrong instead.
    fn missed_by(&self, report: &Value, here: &Sandbox, options: &[&str]) -> Option<String> {
        let units = report["units"].as_array().unwrap();
        let proper: Vec<&Value> = units.iter().filter(|unit| unit["boilerplate"].is_null()).collect();
        let texts: Vec<String> = proper.iter().map(|unit| flat(&unit["text"])).collect();
        match self {
            Are(right) => (texts != *right).then(|| format!("texts are {texts:#?}")),
            Count(right) => (texts.len() != *right).then(|| format!("{} texts: {texts:#?}", texts.len())),
            Has(parts) => {
                let part = parts.iter().find(|part| !texts.iter().any(|text| text.contains(**part)))?;
                Some(format!("no text has `{part}`: {texts:#?}"))
            }
            Lacks(parts) => {
                let all: Vec<String> = units.iter().map(|unit| flat(&unit["text"])).collect();
                let part = parts.iter().find(|part| all.iter().any(|text| text.contains(**part)))?;
                Some(format!("a text has `{part}`: {all:#?}"))
            }
            Apart(part, why) => {
                let apart = |unit: &&Value| unit["boilerplate"] == *why && flat(&unit["text"]).contains(part);
                (!units.iter().any(|unit| apart(&unit)))
                    .then(|| format!("`{part}` is not set apart as {why}: {units:#?}"))
            }
            Field(name, right) => {
                let values: Vec<&str> =
                    proper.iter().map(|unit| unit[*name].as_str().unwrap_or_default()).collect();
                (values != *right).then(|| format!("`{name}` is {values:?}"))
            }
            Left(records, reason) => {
                let skipped = &report["corpus"]["skipped"];
                let told = skipped[0]["reason"].as_str().unwrap_or_default().contains(reason);
                (!told || skipped[0]["records"] != *records).then(|| format!("left out: {skipped}"))
            }
            First(query, part) | Nearest(query, part) => {
                let (code, texts) = search(here, query, options);
                let is_answer = code == Some(0) || matches!((self, code), (Nearest(..), Some(1)));
                (!is_answer || !texts.first().is_some_and(|text| text.contains(part)))
                    .then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Both(query, parts) => {
                let (code, texts) = search(here, query, options);
                let found = texts.iter().take(2).filter(|text| parts.iter().any(|part| text.contains(*part)));
                (code != Some(0) || found.count() < 2)
                    .then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Nothing(query) => {
                let (code, texts) = search(here, query, options);
                (code != Some(1)).then(|| format!("`{query}` ends with {code:?} and finds {texts:#?}"))
            }
            Terms(are, are_not) => {
                let topics = report["topics"].as_array().unwrap();
                let words: Vec<String> = topics
                    .iter()
                    .flat_map(|topic| {
                        let terms = topic["terms"].as_array().unwrap().iter().map(|term| flat(&term["text"]));
                        terms.chain([flat(&topic["label"])]).collect::<Vec<_>>()
                    })
                    .collect();
                let has = |part: &&&str| words.iter().any(|word| word.contains(**part));
                let wrong = are.iter().find(|part| !has(part)).or_else(|| are_not.iter().find(has))?;
                Some(format!("`{wrong}` and the words of topics, which are {words:?}"))
            }
        }
    }
}

/// Exit code and texts that a query finds.
fn search(here: &Sandbox, query: &str, options: &[&str]) -> (Option<i32>, Vec<String>) {
    let run = here.run(&[&["search", query, "in", "-k", "3", "--json"], options].concat());
    let texts = match run.code {
        Some(0 | 1) => {
            run.json()["results"].as_array().unwrap().iter().map(|hit| flat(&hit["text"])).collect()
        }
        _ => vec![run.stderr],
    };
    (run.code, texts)
}

#[test]
fn pages_whose_text_stands_in_forms() {
    check(&[
        case(
            "form-page.html",
            Fixture,
            &[],
            &[
                Are(&[
                    "Harbour dredging begins The town council has hired two barges to dredge the harbour before the herring season opens in March.",
                    "Fishermen had complained for years that their boats touch the bottom at low tide.",
                ]),
                Field("title", &["Harbour dredging begins - Town News"; 2]),
            ],
        ),
        case(
            "fieldset.html",
            Text(
                "<!DOCTYPE html><html lang=\"de\"><head><title>Markttag</title></head><body><form action=\"/abo\"><fieldset><legend>Der Markt zieht um</legend>\n\
                 <p>Der Wochenmarkt zieht wegen der Bauarbeiten für drei Monate auf den Kirchplatz um.</p>\n\
                 <p>Die Händler fürchten, dass ihre Stammkunden den Weg über die Brücke scheuen.</p></fieldset>\n\
                 <label>E-Mail <input name=\"mail\" value=\"Ihre Anschrift\"></label><select><option>Augsburg</option><option>Bremen</option></select>\n\
                 <button type=\"submit\">Absenden</button></form></body></html>\n",
            ),
            &[],
            &[
                Has(&["Der Wochenmarkt zieht wegen der Bauarbeiten", "Die Händler fürchten"]),
                Lacks(&["Bremen", "Ihre Anschrift"]),
                First("Bauarbeiten Kirchplatz", "Wochenmarkt"),
            ],
        ),
        case(
            "form-of-tables.html",
            Text(
                "<html lang=\"fr\"><head><title>Mairie</title></head><body><form name=\"f\"><table width=\"100%\"><tr><td>\n\
                 <p>La mairie rouvre le lavoir au public après quarante ans de fermeture.</p>\n\
                 <p>Les habitants y apprendront à laver la laine comme autrefois.</p></td></tr></table>\n\
                 <input type=\"hidden\" name=\"__VIEWSTATE\" value=\"dDwtMTA4MzE0MjEwNTs7Pg==\"></form></body></html>\n",
            ),
            &[],
            &[
                Has(&["La mairie rouvre le lavoir au public", "Les habitants y apprendront"]),
                Lacks(&["dDwtMTA4"]),
                First("washing wool by hand", "laver la laine"),
            ],
        ),
    ]);
}

#[test]
fn pages_with_questions_in_buttons_and_parts_that_nobody_sees() {
    check(&[
        case(
            "html-faq.html",
            Fixture,
            &[],
            &[
                Has(&[
                    "May I bring my own diving fins to the pool?",
                    "Yes, but only in lane six and before noon.",
                    "What does a season ticket cost for pensioners?",
                    "Ninety euros, to be paid at the desk in cash.",
                    "The sauna stays closed until the heating has been repaired by the city.",
                    "Women only from 18:00",
                    "closed for cleaning",
                    "And a new stanza begins here with its second line.",
                    "Warm water costs twenty cents.",
                ]),
                Lacks(&["HIDDEN TEMPLATE", "Old prices"]),
            ],
        ),
        case(
            "details.html",
            Text(
                "<!DOCTYPE html><html lang=\"fr\"><head><title>Train de nuit</title></head><body><main><h1>Questions</h1>\n\
                 <details><summary>Puis-je emmener mon chien dans le train de nuit ?</summary><p>Oui, s’il voyage dans un panier et ne dérange personne.</p></details>\n\
                 <details open><summary>À quelle heure le petit déjeuner est-il servi ?</summary><p>Une heure avant l’arrivée, dans la voiture-restaurant.</p></details>\n\
                 <template><p>Modèle de réponse que personne ne doit voir.</p></template>\n\
                 <p style=\"color:red; display: none\">Anciens tarifs de la saison passée, à supprimer.</p></main></body></html>\n",
            ),
            &[],
            &[
                Has(&[
                    "Puis-je emmener mon chien dans le train de nuit ?",
                    "Oui, s’il voyage dans un panier",
                    "À quelle heure le petit déjeuner est-il servi ?",
                    "Une heure avant l’arrivée",
                ]),
                Lacks(&["Modèle de réponse", "Anciens tarifs"]),
                First("is breakfast served", "petit déjeuner"),
            ],
        ),
        case(
            "accordion.html",
            Text(
                "<!DOCTYPE html><html lang=\"ru\"><head><title>Каток</title></head><body><main><h1>Каток: вопросы и ответы</h1><dl>\n\
                 <dt><button type=\"button\" aria-controls=\"a1\">Можно ли прийти на каток со своими коньками?</button></dt>\n\
                 <dd id=\"a1\"><p>Да, но лезвия нужно наточить заранее в мастерской у входа.</p></dd>\n\
                 <dt><button type=\"button\" aria-controls=\"a2\">Сколько стоит прокат коньков для детей?</button></dt>\n\
                 <dd id=\"a2\"><p>Двести рублей в час, оплата только на кассе.</p></dd></dl>\n\
                 <div hidden=\"\"><p>Черновик объявления, которое никто не должен видеть.</p></div></main></body></html>\n",
            ),
            &[],
            &[
                Has(&[
                    "Можно ли прийти на каток со своими коньками?",
                    "лезвия нужно наточить заранее",
                    "Сколько стоит прокат коньков для детей?",
                    "Двести рублей в час",
                ]),
                Lacks(&["Черновик"]),
            ],
        ),
    ]);
}

#[test]
fn pages_that_say_their_encoding() {
    check(&[
        case("charset-declared.html", Fixture, &[], &[Are(&["A tűzoltók őrzik a tetőt."])]),
        case(
            "windows-1251.html",
            In(
                "windows-1251",
                "<!doctype html><html><head><meta charset='windows-1251'><title>Мост</title></head><body><p>Мост закрыли на ремонт.</p></body></html>",
            ),
            &[],
            &[Are(&["Мост закрыли на ремонт."]), Field("title", &["Мост"])],
        ),
        case(
            "koi8-r.html",
            In(
                "koi8-r",
                "<html><head><meta http-equiv=content-type content='text/html;charset=koi8-r'></head><body><p>Паром не ходит зимой.</p></body></html>",
            ),
            &[],
            &[Are(&["Паром не ходит зимой."])],
        ),
        case(
            "shift-jis.html",
            In(
                "shift_jis",
                "<html lang=\"ja\"><head><meta charset=\"Shift_JIS\"></head><body><p>橋は来月まで通行止めです。</p></body></html>",
            ),
            &[],
            &[Are(&["橋は来月まで通行止めです。"])],
        ),
        case(
            "latin-9.xhtml",
            In(
                "iso-8859-15",
                "<?xml version=\"1.0\" encoding=\"iso-8859-15\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Le cœur du moulin coûte douze € de trop.</p></body></html>",
            ),
            &[],
            &[Are(&["Le cœur du moulin coûte douze € de trop."])],
        ),
        // What is plainly another encoding than the one that is named.
        case(
            "wrongly-named.html",
            Text(
                "<html><head><meta charset=\"iso-8859-1\"></head><body><p>Die Fähre überquert die Förde täglich.</p></body></html>",
            ),
            &[],
            &[Are(&["Die Fähre überquert die Förde täglich."])],
        ),
    ]);
}

#[test]
fn cells_with_blank_lines_quotes_and_tabs() {
    check(&[
        case(
            "csv-blank-line-in-cell.csv",
            Fixture,
            &[],
            &[
                Are(&[
                    "The mill burned down on Sunday.",
                    "Nobody was hurt.",
                    "The owner wants to rebuild the mill in spring.",
                ]),
                Field("own_id", &["1", "1", "2"]),
            ],
        ),
        case(
            "blank-line-between-tabs.tsv",
            Text(
                "id\ttext\r\n1\t\"Le moulin a brûlé dimanche.\r\n\r\nPersonne n’a été blessé.\"\r\n2\tLe propriétaire veut le reconstruire au printemps.\r\n",
            ),
            &[],
            &[
                Are(&[
                    "Le moulin a brûlé dimanche.",
                    "Personne n’a été blessé.",
                    "Le propriétaire veut le reconstruire au printemps.",
                ]),
                Field("own_id", &["1", "1", "2"]),
            ],
        ),
        case(
            "one-column.csv",
            Text(
                "text\r\n\"The mill burned down on Sunday.\r\n\r\n\r\nNobody was hurt.\"\r\n\"The owner wants to rebuild the mill, in spring.\"\r\n",
            ),
            &[],
            &[Are(&[
                "The mill burned down on Sunday.",
                "Nobody was hurt.",
                "The owner wants to rebuild the mill, in spring.",
            ])],
        ),
        case(
            "quotes-and-tabs.csv",
            Text(
                "nr;text\n1;\"Die Mühle \"\"Alte Anna\"\"\tist abgebrannt; sie stand leer.\n\n  Niemand wurde verletzt.\"\n\n2;Die Feuerwehr kam zu spät.\n",
            ),
            &["--id-field", "nr"],
            &[
                Are(&[
                    "Die Mühle \"Alte Anna\" ist abgebrannt; sie stand leer.",
                    "Niemand wurde verletzt.",
                    "Die Feuerwehr kam zu spät.",
                ]),
                Field("own_id", &["1", "1", "2"]),
            ],
        ),
        case(
            "tsv-quoted.tsv",
            Fixture,
            &[],
            &[
                Are(&[
                    "The mill \"Old Anna\" burned down on Sunday night.",
                    "Nobody was hurt.",
                    "Firefighters from three villages pumped water from the river.",
                    "The owner wants to rebuild the mill in spring.",
                ]),
                Field("own_id", &["1", "1", "2", "3"]),
            ],
        ),
        case(
            "quoted-everywhere.tsv",
            Text(
                "\"id\"\t\"text\"\n\"1\"\t\"방앗간 \"\"옛 안나\"\"가 불탔다.\"\n\"2\"\t\"아무도\t다치지 않았다.\"\n",
            ),
            &[],
            &[Are(&["방앗간 \"옛 안나\"가 불탔다.", "아무도 다치지 않았다."]), Field("own_id", &["1", "2"])],
        ),
        case(
            "quotes-that-are-inches.tsv",
            Text(
                "id\ttext\n1\tThe plumber needs a 5\" pipe for the mill.\n2\tShe said \"no\" and left the mill.\n3\tThe owner paid him.\n",
            ),
            &[],
            &[Are(&[
                "The plumber needs a 5\" pipe for the mill.",
                "She said \"no\" and left the mill.",
                "The owner paid him.",
            ])],
        ),
    ]);
}

#[test]
fn tables_tell_what_stands_between_their_cells() {
    let comma = &[
        Are(&["The bakery opens at six, except on Sunday.", "The bus stops at the bakery."]),
        Field("own_id", &["1", "2"]),
        First("when does the bakery open", "opens at six"),
    ];
    check(&[
        case(
            "csv-sep-line.csv",
            Fixture,
            &[],
            &[
                Are(&["The bakery opens at six.", "The bus stops at the bakery."]),
                Field("own_id", &["1", "2"]),
                First("when does the bakery open", "opens at six"),
            ],
        ),
        case("csv-tabs.csv", Fixture, &[], comma),
        case("csv-pipes.csv", Fixture, &[], comma),
        case(
            "sep-and-mark.csv",
            Text("\u{feff}sep=|\r\nid|text\r\n1|The bakery opens at six, except on Sunday.\r\n2|The bus stops at the bakery.\r\n"),
            &[],
            comma,
        ),
        case(
            "sep-comma.csv",
            Text("sep=,\nid,text\n1,\"The bakery opens at six, except on Sunday.\"\n2,The bus stops at the bakery.\n"),
            &[],
            comma,
        ),
        case(
            "semicolons.csv",
            Text("id;preis;text\n1;2,50;Die Bäckerei öffnet um sechs, außer am Sonntag.\n2;3,20;Der Bus hält an der Bäckerei.\n"),
            &[],
            &[
                Are(&["Die Bäckerei öffnet um sechs, außer am Sonntag.", "Der Bus hält an der Bäckerei."]),
                Field("own_id", &["1", "2"]),
            ],
        ),
        case(
            "tabs.csv",
            Text("id\tdate\ttext\r\n1\t2024-03-02\tПекарня открывается в шесть, кроме воскресенья.\r\n2\t2024-03-03\tАвтобус стоит у пекарни.\r\n"),
            &[],
            &[
                Are(&["Пекарня открывается в шесть, кроме воскресенья.", "Автобус стоит у пекарни."]),
                Field("date", &["2024-03-02", "2024-03-03"]),
            ],
        ),
        case(
            "pipes-in-utf-16.csv",
            Bytes(
                b"\xff\xfei\0d\0|\0t\0e\0x\0t\0\n\x001\0|\0A\0 \0b\0a\0k\0e\0r\0,\0 \0u\0p\0 \0a\0t\0 \0s\0i\0x\0.\0\n\x002\0|\0A\0 \0b\0u\0s\0 \0s\0t\0o\0p\0.\0\n\0",
            ),
            &[],
            &[Are(&["A baker, up at six.", "A bus stop."]), Field("own_id", &["1", "2"])],
        ),
    ]);
}

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
fn short_notes_and_bullets_are_found_by_themselves() {
    check(&[
        case("short-notes.md", Fixture, &[], &[First("landlord money", "Pay the rent.")]),
        case(
            "notizen.md",
            Text(
                "# Woche 12\n\nZahnarzt am Dienstag.\n\nMiete zahlen.\n\nKartoffeln kaufen.\n\nDie Bücher vor Freitag zurückbringen, sonst kostet es zwei Euro.\n",
            ),
            &[],
            &[First("pay the rent", "Miete"), Has(&["Kartoffeln kaufen."])],
        ),
        case(
            "notes.txt",
            Text("Dentiste mardi.\n\nPayer le loyer.\n\nAcheter des pommes de terre.\n"),
            &[],
            &[First("pay the rent", "loyer"), First("pommes de terre", "Acheter")],
        ),
        case(
            "bullets.md",
            Fixture,
            &[],
            &[
                Nearest("sick pet", "The vet says the cat has a kidney problem"),
                Has(&[
                    "eels and their migration to the Sargasso Sea • the author followed fishermen in Sweden",
                ]),
                Count(7),
            ],
        ),
        case(
            "stars.md",
            Text(
                "* Le couvreur réparera la cheminée avant Noël, a-t-il promis hier\n* Idée de dîner: lentilles aux carottes rôties et à la feta\n* Le vétérinaire dit que le chat a un problème aux reins\n* Le train pour Lyon est réservé pour le trois mai\n",
            ),
            &[],
            &[Count(4), Nearest("sick pet", "Le vétérinaire dit que le chat")],
        ),
        case(
            "pluses.md",
            Text(
                "+ Кровельщик починит трубу до Рождества, как и обещал\n+ Ветеринар говорит, что у кошки больные почки и нужен другой корм\n+ Билеты на поезд в Лион куплены на третье мая\n",
            ),
            &[],
            &[Count(3), Nearest("sick pet", "Ветеринар")],
        ),
    ]);
}

#[test]
fn short_texts_have_the_language_of_their_file() {
    const ENGLISH: [&str; 15] = ["en"; 15];
    const FRENCH: [&str; 6] = ["fr"; 6];
    const GERMAN: [&str; 6] = ["de"; 6];
    check(&[
        case(
            "short-english.csv",
            Fixture,
            &["--lang", "en"],
            &[Field("language", &ENGLISH), First("late bus", "bus")],
        ),
        case(
            "french.csv",
            Text(
                "id,text\n0,La piscine était trop froide.\n1,Pourquoi la piscine est-elle fermée ?\n2,Le bus était encore en retard.\n3,Il n’y avait pas de bus dimanche.\n4,Le concert était trop fort.\n5,Nous étions au concert.\n",
            ),
            &["--lang", "fr"],
            &[Field("language", &FRENCH), First("bus en retard", "encore en retard")],
        ),
        case(
            "german.jsonl",
            Text(
                "{\"text\": \"Das Becken war zu kalt.\"}\n{\"text\": \"Warum ist das Bad zu?\"}\n{\"text\": \"Der Bus kam wieder zu spät.\"}\n{\"text\": \"Am Sonntag fuhr kein Bus.\"}\n{\"text\": \"Das Konzert war zu laut.\"}\n{\"text\": \"Wir waren im Konzert.\"}\n",
            ),
            &["--lang", "de"],
            &[Field("language", &GERMAN), First("late bus", "Bus")],
        ),
    ]);
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
            "seconds.jsonl",
            Text(
                "{\"date\": 1694599200, \"text\": \"The ferry was cancelled because of high waves.\"}\n{\"date\": 1696240800000, \"text\": \"The ferry company bought a second ship.\"}\n",
            ),
            &[],
            &[Field("date", &["2023-09-13T10:00:00Z", "2023-10-02T10:00:00Z"])],
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

#[test]
fn lines_that_break_words_and_pages_that_break_sentences() {
    check(&[
        case(
            "hyphenation.txt",
            Fixture,
            &[],
            &[
                Has(&[
                    "the information campaign and the government's plan for decarbonisation",
                    "that households rarely knew which subsidies",
                    "well-known failures of the electricity market",
                ]),
                Lacks(&["infor-", "wellknown"]),
                Count(2),
            ],
        ),
        case(
            "trennung.txt",
            Text(
                "Der Ausschuss prüfte die Folgen der Informa-\ntionskampagne und den Plan der Regie-\nrung für die Energie-\nwende. Er fand, dass Haus-\nhalte selten wussten, welche Förde-\nrung es gab.\n",
            ),
            &[],
            &[Are(&[
                "Der Ausschuss prüfte die Folgen der Informationskampagne und den Plan der Regierung für die Energiewende. Er fand, dass Haushalte selten wussten, welche Förderung es gab.",
            ])],
        ),
        case(
            "soft-hyphens.txt",
            Text(
                "Le comité a examiné les conséquences de la campagne d’infor\u{ad}\nmation et le plan du gouver\u{ad}nement pour le chauf\u{ad}\nfage des immeubles anciens de la commune.\n",
            ),
            &[],
            &[Are(&[
                "Le comité a examiné les conséquences de la campagne d’information et le plan du gouvernement pour le chauffage des immeubles anciens de la commune.",
            ])],
        ),
        case(
            "page-heads.txt",
            Fixture,
            &[],
            &[
                Count(2),
                Has(&[
                    "and that nobody warned the police station.",
                    "from the archive, and the official who took them has retired.",
                ]),
                Apart("Parliamentary Inquiry 19/3", "running-head"),
                Apart("- 4 -", "running-head"),
            ],
        ),
        case(
            "seiten.txt",
            Text(
                "Untersuchungsausschuss Hochwasser                          Bericht\n\n\
                 Der Ausschuss hörte zwölf Zeugen zum Hochwasser. Die meisten wohnten in der Unterstadt,\nwo das Wasser zwei Meter hoch stand. Der Betreiber gab zu, dass niemand die\n\n\
                 Seite 1 von 3\n\u{c}Untersuchungsausschuss Hochwasser                          Bericht\n\n\
                 Polizei gewarnt hatte. Ein Bewohner trug seinen Nachbarn auf das Dach des Hauses.\nDie zweite Zeugin war Krankenschwester im Ort.\n\n\
                 Seite 2 von 3\n\u{c}Untersuchungsausschuss Hochwasser                          Bericht\n\n\
                 Der Stausee war schon am Montag voll. Die Ingenieure baten zweimal darum, den Pegel\nsenken zu dürfen, und zweimal lehnte das Ministerium es ab.\n\n\
                 Seite 3 von 3\n",
            ),
            &[],
            &[
                Has(&["dass niemand die Polizei gewarnt hatte."]),
                Apart("Untersuchungsausschuss Hochwasser", "running-head"),
                Apart("Seite 3 von 3", "running-head"),
            ],
        ),
        case(
            "numbers-below.txt",
            Text(
                "The dam report was written in the winter after the flood. Its authors visited every\nhouse in the lower town and asked who had been warned. They write that the\n\n\
                 1\n\u{c}\nsirens had been sold for scrap. The mayor said that he did not know of it.\n\
                 He had been in office for a week when the water came over the wall.\n\n\
                 2\n\u{c}\nThe insurers paid half of the damage. The other half was paid by a fund that the\nstate had set up after an earlier flood in the valley.\n\n3\n",
            ),
            &[],
            &[Has(&["They write that the sirens had been sold for scrap."])],
        ),
    ]);
}

#[test]
fn subtitles_are_what_is_said() {
    check(&[
        case(
            "subtitles.srt",
            Fixture,
            &[],
            &[Are(&[
                "Welcome to the harbour tour. On your left you see the old grain silo, which was built in 1911 and is now a hotel. The cranes behind it still unload coffee and bananas twice a week.",
            ])],
        ),
        case(
            "tour.vtt",
            Text(
                "WEBVTT - visite\nKind: captions\n\nSTYLE\n::cue { color: yellow }\n\nNOTE\nà relire\n\nintro\n00:01.000 --> 00:04.200 position:10%\n<v.loud Guide>Bienvenue au port.</v> <c.jaune>À votre</c>\n\n\
                 00:04.300 --> 00:08.100\ngauche se trouve l’ancien silo &amp; sa grue.\n",
            ),
            &[],
            &[
                Has(&["À votre gauche se trouve l’ancien silo & sa grue."]),
                Lacks(&["-->", "NOTE", "relire", "cue", "jaune", "intro", "captions"]),
            ],
        ),
        case(
            "film.srt",
            Text(
                "\u{feff}1\r\n00:00:01,000 --> 00:00:04,200\r\n{\\an8}<font color=\"#ffff00\">Willkommen im Hafen.</font>\r\n- Danke sehr.\r\n\r\n2\r\n00:00:04,300 --> 00:00:08,100\r\n<b>Links</b> steht der alte Speicher,\r\nder jetzt ein Hotel ist.\r\n",
            ),
            &[],
            &[
                Has(&[
                    "Willkommen im Hafen.",
                    "Danke sehr.",
                    "Links steht der alte Speicher, der jetzt ein Hotel ist.",
                ]),
                Lacks(&["an8", "font", "-->", "<b>"]),
            ],
        ),
    ]);
}

#[test]
#[cfg(feature = "documents")]
fn mails_have_their_head_as_fields_and_what_is_quoted_apart() {
    check(&[
        case(
            "mail.eml",
            Fixture,
            &[],
            &[
                Are(&[
                    "Please order twenty croissants and ten espressos for the café meeting on Friday. The guests arrive at nine o'clock and leave after lunch.",
                    "The department of finance pays.",
                ]),
                Apart("Who pays for the catering?", "quoted"),
                Field("title", &["Café order for Friday"; 2]),
                Field("date", &["2023-09-15T09:12:00+02:00"; 2]),
                Field("source", &["The kitchen <kitchen@example.org>"; 2]),
            ],
        ),
        case(
            "antwort.eml",
            In(
                "windows-1252",
                "From: =?iso-8859-1?Q?J=F6rg_Bl=FCm?= <joerg@example.org>\r\nTo: buero@example.org\r\nSubject: Re: Brezeln\r\nDate: Mon, 18 Sep 2023 07:00:00 +0200\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDie Brezeln für die Besprechung sind bestellt, der Bäcker liefert um acht.\r\n\r\n\
                 Am 15.09.2023 um 09:12 schrieb Die Küche:\r\n> Wer zahlt die Brezeln für die Gäste?\r\n> Und wer holt sie ab?\r\n",
            ),
            &[],
            &[
                Has(&["Die Brezeln für die Besprechung sind bestellt, der Bäcker liefert um acht."]),
                Apart("Wer zahlt die Brezeln für die Gäste?", "quoted"),
                Field("source", &["Jörg Blüm <joerg@example.org>"]),
                Field("date", &["2023-09-18T07:00:00+02:00"]),
            ],
        ),
        case(
            "page.eml",
            Text(
                "From: cuisine@example.org\r\nSubject: =?utf-8?B?Q29tbWFuZGUgZGUgY2Fmw6k=?=\r\nDate: Mon, 18 Sep 2023 07:00:00 GMT\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                 PGh0bWw+PGJvZHk+PHN0eWxlPnAge2NvbG9yOiByZWR9PC9zdHlsZT48cD5MZXMgY3JvaXNzYW50\r\ncyBwb3VyIGxhIHLDqXVuaW9uIHNvbnQgY29tbWFuZMOpcy48L3A+PC9ib2R5PjwvaHRtbD4=\r\n",
            ),
            &[],
            &[
                Are(&["Les croissants pour la réunion sont commandés."]),
                Field("title", &["Commande de café"]),
                Lacks(&["color"]),
            ],
        ),
        case(
            "alternative.eml",
            Text(
                "From: a@example.org\nSubject: Bread\nDate: Mon, 18 Sep 2023 07:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"x\"\n\n\
                 --x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThe rye bread is sold out =E2=80=93 come back tomorrow.\n\n\
                 --x\nContent-Type: text/html; charset=utf-8\n\n<p>The rye bread is sold out – come back tomorrow.</p>\n--x--\n",
            ),
            &[],
            &[Are(&["The rye bread is sold out – come back tomorrow."])],
        ),
    ]);
}

#[test]
fn notes_with_front_matter_links_and_callouts() {
    check(&[
        case(
            "notes-obsidian.md",
            Fixture,
            &[],
            &[
                Has(&[
                    "Feed the starter with equal parts of flour and water, see how much water",
                    "Mould Throw the starter away when it turns pink.",
                    "Bake at 240 degrees in a closed pot.",
                    "buy rye flour",
                    "500 g | 350 g | 10 g",
                    "A cup of water in the oven is enough.",
                ]),
                Lacks(&[
                    "[[",
                    "]]",
                    "%%",
                    "private",
                    "==",
                    "^ref1",
                    "[!warning]",
                    "aliases",
                    "created",
                    "todo",
                    "[x]",
                    "[^1]",
                ]),
                First("levain", "Sourdough"),
            ],
        ),
        case(
            "notiz.md",
            Text(
                "---\ntitle: \"Gartenbewässerung\"\ntags:\n  - garten\n  - wasser\ndate: 2024-05-06\n---\n\nDas Regenfass ist voll, siehe [[Pumpe#Wartung|die Wartung der Pumpe]].\n\n> [!tip]- Frost\n> Vor dem Winter wird das Fass geleert.\n\n%%\ngeheim\n%%\n\nDer Schlauch liegt ==im Schuppen== hinter dem Rasenmäher.\n",
            ),
            &[],
            &[
                Has(&[
                    "Das Regenfass ist voll, siehe die Wartung der Pumpe.",
                    "Frost Vor dem Winter wird das Fass geleert.",
                    "Der Schlauch liegt im Schuppen hinter dem Rasenmäher.",
                ]),
                Lacks(&["[[", "%%", "geheim", "==", "[!tip]", "tags", "2024-05-06"]),
                Field("title", &["Gartenbewässerung"; 3]),
                Field("date", &["2024-05-06"; 3]),
            ],
        ),
        case(
            "front-matter-alone.md",
            Text(
                "---\r\ntitle: Le port\r\ndate: 2024-06-01\r\n---\r\n\r\nLe port accueille les barques jusqu’en octobre.\r\n",
            ),
            &[],
            &[
                Has(&["Le port accueille les barques jusqu’en octobre."]),
                Lacks(&["---", "date:", "title:"]),
                Field("date", &["2024-06-01"]),
            ],
        ),
        case(
            "notes-toml-front.md",
            Fixture,
            &[],
            &[
                Has(&["The river is warm enough for swimming from June on."]),
                Lacks(&["+++", "draft", "tags"]),
                Field("title", &["River swimming"]),
                Field("date", &["2024-06-01"]),
            ],
        ),
        case(
            "toml-time.md",
            Text(
                "+++\ntitle = 'Fluss'\ndate = 2024-06-01T08:00:00Z\n[extra]\nweight = 3\n+++\nDer Fluss ist ab Juni warm genug zum Schwimmen.\n",
            ),
            &[],
            &[
                Has(&["Der Fluss ist ab Juni warm genug zum Schwimmen."]),
                Lacks(&["+++", "weight", "extra"]),
                Field("title", &["Fluss"]),
            ],
        ),
        case(
            "json-front.md",
            Text(
                "{\n  \"title\": \"Rivière\",\n  \"date\": \"2024-06-01\"\n}\n\nLa rivière est assez chaude pour nager dès juin.\n",
            ),
            &[],
            &[
                Has(&["La rivière est assez chaude pour nager dès juin."]),
                Lacks(&["\"date\"", "{"]),
                Field("title", &["Rivière"]),
            ],
        ),
        case(
            "notes-bad-yaml.md",
            Fixture,
            &[],
            &[
                Has(&["Boats are rented at the pier."]),
                Lacks(&["author:", "@editor", "---"]),
                Field("title", &["Boats: rent and repair"]),
                Field("date", &["2024-06-01"]),
                Field("source", &["@editor"]),
            ],
        ),
        case(
            "tabs-in-yaml.md",
            Text(
                "---\ntitle: Boote: Miete\ndate: 2024-06-01\ntags:\n\t- boot\nstatus: *offen\n---\nBoote werden am Steg vermietet.\n",
            ),
            &[],
            &[
                Has(&["Boote werden am Steg vermietet."]),
                Lacks(&["tags", "status", "offen", "---"]),
                Field("title", &["Boote: Miete"]),
                Field("date", &["2024-06-01"]),
            ],
        ),
        case(
            "twice-in-yaml.md",
            Text(
                "---\ntitle: \"Bateaux\ntitle: Bateaux à louer\ndate: 2024-06-01\nauthor: `rédaction`\n...\n\nLes bateaux se louent au ponton.\n",
            ),
            &[],
            &[Has(&["Les bateaux se louent au ponton."]), Lacks(&["author", "rédaction", "date:"])],
        ),
        // A rule at the beginning is no front matter.
        case(
            "rule.md",
            Text(
                "---\n\nThe boats are rented at the pier until October.\n\n---\n\nIn winter they lie upside down behind the shed.\n",
            ),
            &[],
            &[Has(&["The boats are rented at the pier until October.", "In winter they lie upside down"])],
        ),
    ]);
}

#[test]
fn what_only_machines_read_is_set_apart() {
    // Digits of base 64 that no run repeats.
    fn noise(length: usize) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut state = 7_u64;
        let mut digit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(DIGITS[(state >> 58) as usize])
        };
        (0..length).map(|_| digit()).collect()
    }
    let long = noise(40_000);
    let lines: String = (0..20).map(|line| format!("{}\n", &long[line * 64..][..64])).collect();
    for (name, text) in [
        ("base64.txt", format!("Tomatoes and lettuce grow here.\n\n{long}\n")),
        (
            "data-uri.md",
            format!("Tomatoes and lettuce grow here.\n\n![map](data:image/png;base64,{})\n", &long[..4000]),
        ),
        (
            "certificate.txt",
            format!(
                "Tomatoes and lettuce grow here.\n\n-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"
            ),
        ),
        (
            "picture.html",
            format!(
                "<p>Tomatoes and lettuce grow here.</p><img src=\"data:image/png;base64,{}\">",
                &long[..4000]
            ),
        ),
    ] {
        let here = Sandbox::new();
        here.write(name, text);
        let report = here.run(&["topics", name, "--json"]).succeeds().json();
        let proper: Vec<String> = report["units"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|unit| unit["boilerplate"].is_null())
            .map(|unit| flat(&unit["text"]))
            .collect();
        assert_eq!(proper, ["Tomatoes and lettuce grow here."], "{name}");
        let words = report["topics"].to_string();
        assert!(words.contains("Tomatoes") && !words.contains(&long[..12]), "{name}: {words}");
    }
}

#[test]
fn scripts_that_the_model_does_not_know_are_told() {
    for (name, text, count) in [
        ("words-th.txt", fixture("words-th.txt"), 6),
        ("lao.txt", "ຫ້ອງສະໝຸດແຫ່ງໃໝ່ຈະເປີດໃນປີໜ້າ\n\nທີມບານເຕະເສຍໃນບ້ານ\n".into(), 2),
        ("khmer.txt", "បណ្ណាល័យថ្មីនឹងបើកនៅឆ្នាំក្រោយ\n\nក្រុមបាល់ទាត់ចាញ់នៅផ្ទះ\n\nអ្នកគាំទ្រទិញសំបុត្រ\n".into(), 3),
    ] {
        let here = Sandbox::new();
        here.write(name, text);
        let report = here.run(&["topics", name, "--json"]).json();
        assert_eq!(report["corpus"]["units"], count, "{name}: {report}");
        let unknown = report["corpus"]["without_vector"].as_u64().unwrap();
        let run = here.run(&["topics", name]);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(
            unknown == 0 || told.contains(&format!("{unknown} ")) && told.contains("no word"),
            "{name}: {told}"
        );
    }
}

#[test]
fn words_have_one_form_however_their_letters_are_written() {
    check(&[
        case(
            "unicode-nfd.txt",
            Fixture,
            &["-k", "2"],
            &[
                Has(&["élémentaire", "pêcheurs"]),
                Terms(&["élèves", "pêcheurs"], &["e\u{301}", "e\u{302}", "e\u{300}"]),
            ],
        ),
        case(
            "hangul.txt",
            Text(
                "\u{1103}\u{1169}\u{1109}\u{1165}\u{1100}\u{116a}\u{11ab}이 다시 문을 열었다.\n\n도서관이 내년에 문을 연다.\n",
            ),
            &[],
            &[
                Are(&["도서관이 다시 문을 열었다.", "도서관이 내년에 문을 연다."]),
                Both("도서관", ["다시", "내년"]),
            ],
        ),
        case(
            "vietnamese.txt",
            Text(
                "Thu\u{31b} vie\u{323}\u{302}n mo\u{31b}\u{301}i se\u{303} mo\u{31b}\u{309} cu\u{31b}\u{309}a.\n\nThư viện cho mượn sách.\n",
            ),
            &[],
            &[Has(&["Thư viện mới sẽ mở cửa."]), Both("thư viện", ["mở cửa", "cho mượn"])],
        ),
        case(
            "unicode-ligatures.txt",
            Fixture,
            &[],
            &[
                Has(&["The final figures of the finance department were filed late."]),
                Lacks(&["ﬁ", "ﬃ", "ﬂ"]),
                First("official figures", "official figures"),
            ],
        ),
        case(
            "ligatures-fr.txt",
            Text("L’aﬀaire des ﬂeurs ﬁnit par un conﬂit oﬃciel à la préfecture.\n"),
            &[],
            &[Are(&["L’affaire des fleurs finit par un conflit officiel à la préfecture."])],
        ),
        case(
            "ligatures.html",
            Text(
                "<p>Der Kaﬀee im Hafen ist ﬂau, und der Koﬀer fehlt.</p><p>Die Schiﬀe fahren im Oktober nicht mehr.</p>",
            ),
            &[],
            &[
                Has(&["Der Kaffee im Hafen ist flau, und der Koffer fehlt.", "Die Schiffe fahren"]),
                First("Schiffe", "Schiffe"),
            ],
        ),
        case(
            "unicode-fullwidth.txt",
            Fixture,
            &[],
            &[Count(2), Has(&["The train was late because of snow"]), First("late train", "late")],
        ),
        case(
            "fullwidth-code.txt",
            Text(
                "Ｔｈｅ　ｐｕｍｐ　ＱＸ－４４１７　ｆａｉｌｅｄ　ｉｎ　２０２３．\n\nThe heater of the school was repaired in spring.\n",
            ),
            &[],
            &[Has(&["The pump QX"]), First("pump failed", "pump")],
        ),
        case(
            "halfwidth.txt",
            Text("ﾎﾃﾙは来年の春に開業する。\n\nホテルの予約は電話で受け付けている。\n"),
            &[],
            &[Has(&["ホテルは来年の春に開業する。"]), Both("ホテル", ["開業", "予約"])],
        ),
        case("arabic-marks.txt", Fixture, &[], &[Count(4), Both("bridge closed", ["الجسر", "الجِسْرُ"])]),
        case(
            "persian.txt",
            Text("پل روي رودخانه بسته شد.\n\nپل روی رودخانه سه ماه بسته است.\n\nتیم فوتبال در خانه باخت.\n"),
            &[],
            &[Both("پل روی رودخانه", ["روي رودخانه", "روی رودخانه"])],
        ),
        case(
            "hebrew-points.txt",
            Text(
                "הַגֶּשֶׁר מֵעַל הַנָּהָר נִסְגַּר לִשְׁלוֹשָׁה חוֹדָשִׁים.\n\nהגשר מעל הנהר נסגר לשלושה חודשים בגלל סדקים.\n\nקבוצת הכדורגל הפסידה בבית.\n",
            ),
            &[],
            &[Count(3), First("הגשר נסגר", "הגשר")],
        ),
    ]);
}

#[test]
fn what_nothing_answers_ends_with_1() {
    check(&[
        case(
            "nothing-relevant.txt",
            Fixture,
            &[],
            &[
                Nothing("xqzv plomf"),
                Nothing("quantum chromodynamics lattice"),
                First("rye bread", "sells rye bread"),
            ],
        ),
        case(
            "rien.txt",
            Text(
                "La boulangerie du coin ouvre à six heures et vend du pain de seigle.\n\nLa bibliothèque prête des perceuses et des scies à ses membres.\n\nLe musée expose des tableaux d’élèves.\n",
            ),
            &[],
            &[
                Nothing("wrzk blomq"),
                Nothing("chromodynamique quantique sur réseau"),
                First("rye bread", "pain de seigle"),
            ],
        ),
        case(
            "nichts.csv",
            Text(
                "id,text\n1,Die Bäckerei öffnet um sechs und verkauft Roggenbrot.\n2,Die Bücherei verleiht Bohrer und Sägen.\n3,Das Museum zeigt Bilder von Schülern.\n",
            ),
            &[],
            &[
                Nothing("qxzv plomf"),
                Nothing("quantum chromodynamics lattice"),
                First("rye bread", "Roggenbrot"),
            ],
        ),
    ]);
}

#[test]
fn an_exact_code_is_found_before_its_likes() {
    check(&[
        case("exact-code.txt", Fixture, &[], &[First("QX-4417", "QX-4417"), First("QX-4471", "QX-4471")]),
        case(
            "invoices.csv",
            Text(
                "id,text\n1,Invoice INV-2023-118 was paid late.\n2,Invoice INV-2023-181 was paid twice.\n3,Invoice INV-2032-118 was never sent.\n4,The heater was sold.\n",
            ),
            &[],
            &[First("INV-2023-181", "INV-2023-181"), First("INV-2032-118", "INV-2032-118")],
        ),
        case(
            "aktenzeichen.txt",
            Text(
                "Das Urteil 4 StR 117/21 betrifft einen Brand in der Mühle.\n\nDas Urteil 4 StR 171/21 betrifft einen Diebstahl am Hafen.\n\nDas Urteil 3 StR 711/12 betrifft einen Streit um Bienen.\n",
            ),
            &[],
            &[First("171/21", "171/21"), First("711/12", "711/12")],
        ),
    ]);
}

#[test]
fn one_file_does_not_crowd_out_the_others() {
    let wind = (1..15).map(|number| {
        format!("The wind farm plan number {number} foresees turbines on the ridge above Brunn{number}.\n\n")
    });
    let rows = (1..20).map(|number| format!("{{\"id\": {number}, \"text\": \"Der Windpark Nummer {number} bekommt Turbinen auf dem Kamm.\"}}\n"));
    for (big, content, small, text, query) in [
        (
            "big.txt",
            String::from_utf8(fixture("one-file-dominates/big.txt")).unwrap(),
            "small.txt",
            String::from_utf8(fixture("one-file-dominates/small.txt")).unwrap(),
            "wind turbines",
        ),
        (
            "big.md",
            wind.collect(),
            "small.csv",
            "id,text\n1,Residents protest against wind turbines because of the noise.\n".into(),
            "wind turbines",
        ),
        (
            "big.jsonl",
            rows.collect(),
            "small.html",
            "<p>Anwohner klagen über den Lärm der Turbinen im Windpark.</p>".into(),
            "Turbinen im Windpark",
        ),
    ] {
        let here = Sandbox::new();
        here.write(&format!("in/{big}"), content);
        here.write(&format!("in/{small}"), text);
        let files = |options: &[&str]| -> Vec<String> {
            let report = here.run(&[&["search", query, "in", "--json"], options].concat()).succeeds().json();
            report["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["file"].as_str().unwrap().to_owned())
                .collect()
        };
        let mut one = files(&["--per-file", "1"]);
        one.sort();
        assert_eq!(one, [format!("in/{big}"), format!("in/{small}")], "{query}");
        let two = files(&["--per-file", "2"]);
        assert_eq!(two.iter().filter(|file| **file == format!("in/{big}")).count(), 2, "{two:?}");
        assert_eq!(two.len(), 3, "{two:?}");
    }
}

#[test]
fn what_is_named_is_read_and_what_is_ignored_is_counted() {
    for (ignore, file, rules) in [
        (".gitignore", "in/data/raw/a.txt", "data/raw/*\n*.csv\n"),
        (".ignore", "in/data/raw/a.txt", "raw/\n*.csv\n"),
        (".gitignore", "in/data/raw/deep/a.txt", "**/raw\n/data/clean/*.csv\n"),
    ] {
        let here = Sandbox::new();
        here.write(&format!("in/{ignore}"), rules);
        here.write(file, "The harbour master closed the pier after the storm.\n");
        here.write("in/data/clean/b.txt", "The pier opened again on Friday.\n");
        here.write("in/data/clean/c.csv", "text\nThe lighthouse was painted red.\n");
        let search = |query: &str, path: &str| -> (Vec<String>, Value) {
            let report = here.run(&["search", query, path, "--json"]).json();
            let hits = report["results"].as_array().unwrap();
            let files = hits.iter().map(|hit| hit["file"].as_str().unwrap().to_owned()).collect();
            (files, report["unread"]["kinds"].clone())
        };
        let none = Value::Object(serde_json::Map::new());
        assert_eq!(search("pier", "in/data/raw"), (vec![file.to_owned()], none.clone()), "{rules}");
        for path in ["in/data/clean", "in/data/clean/c.csv"] {
            let (files, unread) = search("lighthouse colour", path);
            assert_eq!((files[0].as_str(), &unread), ("in/data/clean/c.csv", &none), "{rules}: {path}");
        }
        let (files, unread) = search("pier", "in");
        assert_eq!(files, ["in/data/clean/b.txt"], "{rules}");
        assert!(unread["ignored"].as_u64() >= Some(2), "{rules}: {unread}");
    }
}

#[test]
fn one_vector_line_comes_out_for_each_line_that_goes_in() {
    let numbers = b"{\"id\": 1, \"text\": \"un train\"}\r\n{\"id\": 2, \"text\": 7}\r\n[]\r\n{\"id\": 3, \"text\": \"un bus\"}\r\n";
    let cut = b"{\"text\": \"a train\"}\n{\"text\": \"caf\xe9\"}\n{\"text\": \"a bus";
    for (input, vectors, told) in [
        (
            fixture("embed-null.jsonl"),
            &[true, false, false, false, false, true][..],
            "2 of 6 lines could not be read",
        ),
        (numbers.to_vec(), &[true, false, false, true], "2 of 4 lines could not be read"),
        (cut.to_vec(), &[true, false, false], "2 of 3 lines could not be read"),
    ] {
        let run = Sandbox::new().run_with_input(&["embed"], &input);
        let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let given: Vec<bool> = lines.iter().map(|line| line["vector"].is_array()).collect();
        assert_eq!(given, vectors, "{run:?}");
        assert!(run.stderr.contains(told), "{run:?}");
    }
}

#[test]
fn equal_vectors_do_no_harm() {
    // Words in another order have one vector.
    let topics = [
        ["treasury", "budget", "deficit", "pension", "tax"],
        ["match", "football", "goal", "referee", "league"],
        ["virus", "epidemic", "vaccine", "hospital", "nurse"],
    ];
    let ends = [";", "?", " ...", "  -", ".", "!"];
    let turned = |number: usize| {
        let mut words = topics[number % 3];
        words.rotate_left(number / 3 % 5);
        if number / 15 % 2 == 1 {
            words.swap(0, 1);
        }
        format!("{}{}", words.join(", "), ends[number / 30 % 6])
    };
    let rows: String =
        (0..400).map(|number| format!("{{\"id\": {number}, \"text\": \"{}\"}}\n", turned(number))).collect();
    let same: String = (0..300)
        .map(|number| {
            format!("{{\"id\": {number}, \"text\": \"The same text {}\"}}\n", "!".repeat(number % 7))
        })
        .collect();
    let copies = "id,text\n".to_owned() + &"1,Ein und derselbe Satz steht in jeder Zeile.\n".repeat(300);
    for (name, content) in [("turned.jsonl", rows), ("same.jsonl", same), ("copies.csv", copies)] {
        let here = Sandbox::new();
        here.write(name, content);
        here.run(&["index", name]).succeeds();
        for args in
            [&["search", "budget deficit", "--json"][..], &["topics", "--json", "--no-keep"], &["verify"]]
        {
            let run = here.run(args);
            assert!(
                matches!(run.code, Some(0 | 1)) && !run.stderr.contains("panicked"),
                "{name} {args:?}: {run:?}"
            );
        }
        let run = here.run(&["bench", "retrieval", "--queries", "20", "--json"]);
        assert!(!run.stderr.contains("panicked") && run.code != Some(101), "{name}: {run:?}");
        if run.code == Some(0) {
            assert_eq!(run.json()["rows"][0]["recall"], 1.0, "{name}");
        }
    }
}
