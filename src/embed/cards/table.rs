//! Holds the table of `docs/models.md` against the cards.

use std::fmt::Write;

use super::{ModelCard, Task, compiled};

const DOCUMENT: &str = include_str!("../../../docs/models.md");
const BEGIN: &str = "<!-- the table of cards -->\n";
const END: &str = "<!-- end of the table -->\n";
const RERANKERS: &str = "<!-- the table of rerankers -->\n";

/// The table as the document has it.
fn table() -> String {
    let cards = compiled::all().map(Result::unwrap);
    let mut cards: Vec<ModelCard> = cards.filter(|card| card.task == Task::Embed).collect();
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

/// The table of rerankers as the document has it.
fn rerankers() -> String {
    let mut table = "| Model | Download | Window | Languages | Speed | Licence | For |\n\
        |:------|---------:|-------:|:----------|:------|:--------|:----|\n"
        .to_owned();
    for card in compiled::all().map(Result::unwrap).filter(|card| card.task == Task::Rerank) {
        let download = card.download_bytes.map_or_else(|| "told at pull".to_owned(), size);
        let languages = card.languages_note.clone().unwrap_or_else(|| card.languages.join(", "));
        let speed = card.speed().map(|speed| speed.to_string()).unwrap_or_default();
        writeln!(
            table,
            "| `{}` | {download} | {} | {languages} | {speed}, {} M | {} | {} |",
            card.id,
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
    for (comment, expected) in [(BEGIN, table()), (RERANKERS, rerankers())] {
        let begin =
            DOCUMENT.find(comment).expect("docs/models.md has the beginning of the table") + comment.len();
        let end = begin + DOCUMENT[begin..].find(END).expect("docs/models.md has the end of the table");
        assert!(
            DOCUMENT[begin..end] == expected,
            "put this between the two comments of docs/models.md:\n\n{expected}"
        );
    }
}
