use crate::corpus::testing::{documents, shown};
use crate::corpus::{Format, Granularity, ReadOptions};

const TEXT: &str = "The harbour\n\nThe harbour opened again. M. Martin came by the 3. April train. Why did he come so early?\n\nRead also: Ferries\n\nFishing boats came in before noon.\n";

fn read(text: &str, options: &ReadOptions) -> Vec<String> {
    shown(&documents(Format::Text, text.as_bytes(), options)[0].units)
}

#[test]
fn sentences_keep_their_heading_with_the_first() {
    let options = ReadOptions { granularity: Granularity::Sentence, min_chars: 10, ..ReadOptions::default() };
    assert_eq!(
        read(TEXT, &options),
        [
            "The harbour / The harbour opened again.",
            "M. Martin came by the 3. April train.",
            "Why did he come so early?",
            "[read-also] Read also: Ferries",
            "Fishing boats came in before noon.",
        ]
    );
}

#[test]
fn a_document_is_one_unit_and_its_boilerplate() {
    let options = ReadOptions { granularity: Granularity::Document, ..ReadOptions::default() };
    let documents = documents(Format::Text, TEXT.as_bytes(), &options);
    let units = &documents[0].units;
    assert_eq!(
        shown(units),
        [
            "The harbour / The harbour opened again. M. Martin came by the 3. April train. Why did he come so early? /  / Fishing boats came in before noon.",
            "[read-also] Read also: Ferries",
        ]
    );
    assert_eq!(units[0].span, 0..TEXT.trim_end().len() as u64);
}

#[test]
fn a_long_paragraph_is_split_and_its_heading_stays_with_the_first_piece() {
    let options = ReadOptions { max_chars: 100, ..ReadOptions::default() };
    let text = format!("The harbour\n\n{}", "The boats came in before noon. ".repeat(7).trim());
    let units = &documents(Format::Text, text.as_bytes(), &options)[0].units;
    assert_eq!(units.len(), 3);
    assert!(units[0].text.starts_with("The harbour\nThe boats"));
    for unit in units {
        let source = &text[unit.span.start as usize..unit.span.end as usize];
        assert_eq!(source.replace("\n\n", "\n"), unit.text);
        assert!(unit.text.ends_with('.'));
    }
}

#[test]
fn a_megabyte_on_one_line_is_split() {
    for text in ["x".repeat(1 << 20), "列車は駅に止まった".repeat(1 << 15), "word ".repeat(1 << 18)]
    {
        let units = &documents(Format::Text, text.as_bytes(), &ReadOptions::default())[0].units;
        assert!(units.len() > 100);
        assert!(units.iter().all(|unit| unit.text.chars().count() <= 1200));
    }
}
