//! Tables: what stands in their cells, and between them.

use super::Content::{Bytes, Fixture, Text};
use super::Right::{Are, Field, First, Has};
use super::{case, check};

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
            "quoted-tabs.csv",
            Text("\"id\"\t\"text\"\n\"1\"\t\"Die Bäckerei öffnet um sechs, außer am Sonntag; dann um acht.\"\n\"2\"\t\"Der Bus hält an der Bäckerei.\"\n"),
            &[],
            &[
                Are(&[
                    "Die Bäckerei öffnet um sechs, außer am Sonntag; dann um acht.",
                    "Der Bus hält an der Bäckerei.",
                ]),
                Field("own_id", &["1", "2"]),
            ],
        ),
        case(
            "pipes-and-commas.csv",
            Text("id|text|title\n1|La boulangerie ouvre à six heures, sauf le dimanche.|Pain\n2|Le bus, enfin, s’arrête à la boulangerie.|Bus\n"),
            &[],
            &[
                Has(&["La boulangerie ouvre à six heures, sauf le dimanche.", "Le bus, enfin, s’arrête à la boulangerie."]),
                Field("title", &["Pain", "Bus"]),
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
