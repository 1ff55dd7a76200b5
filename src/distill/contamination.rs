//! Sentences of evaluation files, which must not be learned from.

use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

use super::DistillError;
use super::table::Lines;

/// The sentences of evaluation files, as hashes of what is compared: letters and digits in NFKC, without case.
#[derive(Default)]
pub(super) struct Evaluation(foldhash::HashSet<[u8; 16]>);

impl Evaluation {
    /// Reads every cell of tables of tab-separated values and every string of JSON Lines (`.jsonl`). Blank lines are
    /// passed over.
    pub(super) fn read(files: &[PathBuf]) -> Result<Self, DistillError> {
        let mut sentences = Self::default();
        for path in files {
            let is_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl"));
            for (i, line) in Lines::open(path)?.enumerate() {
                let line = line?;
                let line = std::str::from_utf8(&line)
                    .map_err(|_| DistillError::NotText { path: path.clone(), line: i + 1 })?;
                let line = line.strip_prefix('\u{feff}').unwrap_or(line);
                if is_json && !line.trim().is_empty() {
                    let value = serde_json::from_str(line).map_err(|e| DistillError::NotJson {
                        path: path.clone(),
                        line: i + 1,
                        reason: what_is_wrong(&e),
                    })?;
                    sentences.add_strings(&value);
                } else {
                    line.split('\t').for_each(|cell| sentences.add(cell));
                }
            }
        }
        Ok(sentences)
    }

    fn add_strings(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.add(text),
            serde_json::Value::Array(values) => values.iter().for_each(|v| self.add_strings(v)),
            serde_json::Value::Object(fields) => fields.values().for_each(|v| self.add_strings(v)),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        self.0.extend(key(text));
    }

    /// Whether a text is one of the sentences.
    pub(super) fn holds(&self, text: &str) -> bool {
        !self.0.is_empty() && key(text).is_some_and(|key| self.0.contains(&key))
    }
}

/// What is wrong with a record, and in which column.
fn what_is_wrong(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let (what, place) = message.split_once(" at line 1 column ").unwrap_or((&message, "1"));
    // Both of its messages for a high surrogate without a low one, and the reverse.
    let what = if what.contains("hex escape") { "half of a surrogate pair in a `\\u` escape" } else { what };
    format!("{what}, column {place}")
}

/// The hash of what is compared of a text; `None` when nothing is.
fn key(text: &str) -> Option<[u8; 16]> {
    let normalised: String =
        text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    if normalised.is_empty() {
        return None;
    }
    let mut key = [0; 16];
    key.copy_from_slice(&blake3::hash(normalised.as_bytes()).as_bytes()[..16]);
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_signs_and_width_do_not_hide_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let (table, records) = (folder.path().join("a.tsv"), folder.path().join("b.jsonl"));
        std::fs::write(&table, "row\ttext\n1\tDer Zug, der Zug!\n").unwrap();
        std::fs::write(&records, "{\"a\": {\"b\": [\"Le train blindé\"]}}\n").unwrap();
        let evaluation = Evaluation::read(&[table, records]).unwrap();
        assert!(evaluation.holds("der zug der ＺＵＧ"));
        assert!(evaluation.holds("«le train blindé»"));
        assert!(!evaluation.holds("le train"));
        assert!(!evaluation.holds("..."));
    }

    #[test]
    fn a_damaged_record_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.jsonl");
        let message = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let error = Evaluation::read(std::slice::from_ref(&path)).err().unwrap().to_string();
            error.split_once("b.jsonl`, ").unwrap().1.to_owned()
        };
        let cut = message(b"{}\n\n{\"a\": \n");
        assert_eq!(cut, "line 3: not a JSON value: EOF while parsing a value, column 6");
        for half in [
            &br#"{"a": "\ud800 half"}"#[..],
            br#"{"a": "\ud800"}"#,
            br#"{"a": "\ud800\u0041"}"#,
            br#"{"a": "\udc00"}"#,
        ] {
            let message = message(half);
            assert!(message.starts_with("line 1: not a JSON value: half of a surrogate pair"), "{message}");
        }
        assert_eq!(message(b"{\"a\": \"\xff\"}"), "line 1: not UTF-8");
    }
}
