//! Holds the table of `docs/models.md` against the cards.

use std::fmt::Write;

use super::{ModelCard, compiled};

const DOCUMENT: &str = include_str!("../../../docs/models.md");
const BEGIN: &str = "<!-- the table of cards -->\n";
const END: &str = "<!-- end of the table -->\n";

/// The table as the document has it.
fn table() -> String {
    let mut cards: Vec<ModelCard> = compiled::all().collect::<Result<_, _>>().unwrap();
    cards.sort_by_key(|card| (!card.recommended, card.id.to_ascii_lowercase()));
    let mut table = "| Model | Download | Dimensions | Window | Languages | Speed | Licence | For |\n\
        |:------|---------:|-----------:|-------:|:----------|:------|:--------|:----|\n"
        .to_owned();
    for card in cards {
        let recommended = if card.recommended { " **recommended**" } else { "" };
        let download = card.download_bytes.map_or_else(|| "told at pull".to_owned(), size);
        let languages = card.languages_note.clone().unwrap_or_else(|| card.languages.join(", "));
        let speed = card.speed().map(|speed| speed.to_string()).unwrap_or_default();
        writeln!(
            table,
            "| `{}`{recommended} | {download} | {} | {} | {languages} | {speed}, {} M | {} | {} |",
            card.id,
            card.dimension,
            card.window,
            card.parameters.unwrap_or_default(),
            card.licence.unwrap_or_default(),
            card.good_for,
        )
        .unwrap();
    }
    table
}

fn size(bytes: u64) -> String {
    if bytes >= 1_000_000_000 {
        format!("{:.2} GB", bytes as f64 / 1e9)
    } else {
        format!("{} MB", bytes / 1_000_000)
    }
}

#[test]
fn the_document_has_the_table_of_the_cards() {
    let begin = DOCUMENT.find(BEGIN).expect("docs/models.md has the beginning of the table") + BEGIN.len();
    let end = DOCUMENT.find(END).expect("docs/models.md has the end of the table");
    let expected = table();
    assert!(
        DOCUMENT[begin..end] == expected,
        "put this between the two comments of docs/models.md:\n\n{expected}"
    );
}
