//! Printed text, notes and subtitles.

use super::Content::{Bytes, Fixture, In, Text};
use super::Right::{Apart, Are, Count, Field, First, Has, Lacks, Nearest};
use super::{case, check, flat};
use crate::sandbox::Sandbox;

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
                 00:04.300 --> 00:08.100\ngauche se trouve l’ancien silo &amp; sa grue.\n\n00:09.000 --> 00:10.000\n&gt;&gt; Qui parle là-bas ?\n",
            ),
            &[],
            &[
                Has(&["À votre gauche se trouve l’ancien silo & sa grue.", "Qui parle là-bas ?"]),
                Lacks(&[">", "NOTE", "relire", "cue", "jaune", "intro", "captions"]),
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
    let lines: Vec<String> = (0..20).map(|line| format!("{}\n", &long[line * 64..][..64])).collect();
    let lines = lines.concat();
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
fn texts_that_do_not_say_their_encoding() {
    const RUSSIAN: &str = "Мост через реку закрыт на три месяца из-за трещин в опорах.";
    const POLISH: &str =
        "Most na rzece jest zamknięty przez trzy miesiące z powodu pęknięć. Mieszkańcy się skarżą.";
    const KOREAN: &str = "강 위의 다리가 균열 때문에 석 달 동안 폐쇄되었다. 주민들은 우회로를 불평한다.";
    const CHINESE: &str = "河上的桥因为柱子的裂缝而关闭三个月，居民抱怨绕路。";
    check(&[
        case("koi8.txt", In("koi8-r", RUSSIAN), &[], &[Are(&[RUSSIAN])]),
        case("866.txt", In("ibm866", RUSSIAN), &[], &[Are(&[RUSSIAN])]),
        case("1250.md", In("windows-1250", POLISH), &[], &[Are(&[POLISH])]),
        case("latin-2.txt", In("iso-8859-2", POLISH), &[], &[Are(&[POLISH])]),
        case("euc-kr.txt", In("euc-kr", KOREAN), &[], &[Are(&[KOREAN])]),
        case("gb18030.txt", In("gb18030", CHINESE), &[], &[Are(&[CHINESE])]),
        case(
            "utf-16-without-mark.txt",
            Bytes(b"T\0h\0e\0 \0p\0i\0e\0r\0 \0i\0s\0 \0c\0l\0o\0s\0e\0d\0 \0u\0n\0t\0i\0l\0 \0M\0a\0y\0.\0\n\0"),
            &[],
            &[Are(&["The pier is closed until May."])],
        ),
        // Some bytes of a text in UTF-8 are damaged.
        case(
            "damaged.txt",
            Bytes(b"The bridge \xe2\x80\x93 closed \xe2\x80\x93 isn\xe2\x80\x99t \xe2\x80\x9csafe\xe2\x80\x9d, \xff\xfe\xff and the caf\xc3\xa9 is open.\n"),
            &[],
            &[Has(&["The bridge – closed – isn’t “safe”,", "and the café is open."])],
        ),
    ]);
}
