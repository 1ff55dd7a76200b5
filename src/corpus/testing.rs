//! A short way to read a text in a test, which checks what holds for every document on the way.

use super::{
    Boilerplate, ContentHash, CorpusError, Document, DocumentFault, Format, ReadOptions, Unit, read_bytes,
};

/// The documents that `bytes` are.
pub(super) fn documents(format: Format, bytes: &[u8], options: &ReadOptions) -> Vec<Document> {
    let read = match read_bytes("test", Some(format), bytes.to_vec(), options) {
        // What is blank is said to be, and has no units.
        Err(CorpusError::Document { fault: DocumentFault::Empty, .. }) => return vec![Document::default()],
        read => read.unwrap(),
    };
    let documents: Result<Vec<_>, _> = read.collect();
    let documents = documents.unwrap();
    for document in &documents {
        assert_sound(document, bytes.len() as u64);
    }
    documents
}

/// The only document that `text` is.
pub(super) fn document(format: Format, text: &str) -> Document {
    let mut documents = documents(format, text.as_bytes(), &ReadOptions::default());
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// The units of `text`, each as `[boilerplate] text` with line breaks as ` / `.
pub(super) fn units(format: Format, text: &str) -> Vec<String> {
    shown(&document(format, text).units)
}

pub(super) fn shown(units: &[Unit]) -> Vec<String> {
    let mark = |unit: &Unit| match unit.boilerplate {
        None => "",
        Some(Boilerplate::Short) => "[short] ",
        Some(Boilerplate::ReadAlso) => "[read-also] ",
        Some(Boilerplate::Promotion) => "[promotion] ",
        Some(Boilerplate::Navigation) => "[navigation] ",
        Some(Boilerplate::Quoted) => "[quoted] ",
        Some(Boilerplate::RunningHead) => "[running-head] ",
        Some(Boilerplate::Machine) => "[machine] ",
        Some(Boilerplate::Repeated) => "[repeated] ",
    };
    units.iter().map(|unit| format!("{}{}", mark(unit), unit.text.replace('\n', " / "))).collect()
}

/// What holds for every document of a file of `size` bytes.
pub(super) fn assert_sound(document: &Document, size: u64) {
    for (position, unit) in document.units.iter().enumerate() {
        assert_eq!(unit.position, position);
        assert!(unit.span.start < unit.span.end && unit.span.end <= size, "{unit:?} in {size} bytes");
        assert_eq!(unit.hash, ContentHash::of(&unit.text));
        assert!(unit.line >= 1);
        assert!(!unit.text.is_empty() && unit.text.trim() == unit.text, "{unit:?}");
    }
    assert!(document.units.is_sorted_by_key(|unit| unit.span.start), "{:#?}", document.units);
    assert!(document.units.is_sorted_by_key(|unit| unit.line));
}
