//! What a check takes of a topic report.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::align::{Key, Short, short};
use crate::corpus::{Granularity, Language, ReadOptions};
use crate::pipeline::PipelineError;
use crate::pipeline::collection::text_fields;
use crate::pipeline::jobs::report_file;

#[derive(Debug, Deserialize)]
pub(super) struct Cited {
    pub(super) generator: String,
    pub(super) corpus: Corpus,
    pub(super) topics: Vec<Topic>,
    #[serde(default)]
    pub(super) levels: Vec<Level>,
    #[serde(default)]
    pub(super) links: Vec<Link>,
    pub(super) units: Vec<Unit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Corpus {
    pub(super) paths: Vec<String>,
    pub(super) unit: Granularity,
    /// Not in reports of early versions, which cut at the length that is the default.
    pub(super) reading: Option<Reading>,
    pub(super) hash: Option<String>,
    pub(super) files: usize,
    pub(super) units: usize,
    pub(super) in_topics: usize,
    pub(super) outliers: usize,
    pub(super) boilerplate: usize,
    pub(super) without_vector: usize,
    pub(super) copies: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Reading {
    max_chars: usize,
    text_field: Option<String>,
    id_field: Option<String>,
    #[serde(default)]
    title_field: Option<String>,
    #[serde(default)]
    date_field: Option<String>,
    #[serde(default)]
    delimiter: Option<char>,
    header: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Topic {
    pub(super) id: u64,
    pub(super) label: String,
    #[serde(default)]
    pub(super) terms: Vec<Term>,
    pub(super) summary: Option<Sentence>,
    pub(super) units: usize,
    #[serde(default)]
    pub(super) representatives: Vec<Excerpt>,
    #[serde(default)]
    pub(super) borderline: Vec<Borderline>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Term {
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sentence {
    pub(super) unit: usize,
    pub(super) text: String,
    pub(super) within: [usize; 2],
}

/// A quoted unit. Early versions did not write its number.
#[derive(Debug, Deserialize)]
pub(super) struct Excerpt {
    pub(super) unit: Option<usize>,
    pub(super) text: String,
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) span: [u64; 2],
    pub(super) hash: Option<String>,
    pub(super) position: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct Borderline {
    pub(super) unit: usize,
    pub(super) other: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Level {
    pub(super) groups: Vec<Group>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub(super) topics: Vec<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub(super) a: usize,
    pub(super) b: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct Unit {
    pub(super) text: String,
    pub(super) file: String,
    pub(super) line: u64,
    #[serde(default)]
    pub(super) at: Option<String>,
    pub(super) span: [u64; 2],
    pub(super) hash: Option<String>,
    pub(super) position: usize,
    pub(super) own_id: Option<String>,
    pub(super) language: Option<Language>,
    pub(super) topic: Option<u64>,
    pub(super) nearest_topic: Option<u64>,
    pub(super) copy_of: Option<usize>,
    pub(super) boilerplate: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) without_vector: bool,
}

impl Unit {
    /// What the source is asked for: the hash that was written down, and where there is none, that of the text.
    pub(super) fn key(&self) -> Key {
        let written = self.hash.as_deref().and_then(read_hash);
        Key { text: written.unwrap_or_else(|| short(&self.text)), id: self.own_id.as_deref().map(short) }
    }
}

/// 32 hexadecimal digits.
pub(super) fn read_hash(text: &str) -> Option<Short> {
    let mut hash = [0; 16];
    if text.len() != 32 {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digit = |c: u8| char::from(c).to_digit(16);
        *byte = (digit(digits[0])? << 4 | digit(digits[1])?) as u8;
    }
    Some(hash)
}

impl Cited {
    pub(super) fn read(path: &Path) -> Result<Self, PipelineError> {
        report_file::read(path)
    }

    /// How its files were read.
    pub(super) fn options(&self) -> ReadOptions {
        let mut options = ReadOptions { granularity: self.corpus.unit, ..ReadOptions::default() };
        if let Some(reading) = &self.corpus.reading {
            let Reading { max_chars, text_field, id_field, title_field, date_field, delimiter, header } =
                reading;
            options.max_chars = (*max_chars).max(1);
            options.text_fields = text_fields(text_field.as_deref());
            options.title_field.clone_from(title_field);
            options.date_field.clone_from(date_field);
            options.delimiter = delimiter.and_then(|delimiter| u8::try_from(delimiter).ok());
            options.header = header.unwrap_or(true);
            options.id_field.clone_from(id_field);
        }
        options
    }

    /// The files in the order of the units, each with the numbers of its units.
    pub(super) fn files(&self) -> Vec<(&str, Vec<usize>)> {
        let mut place = std::collections::BTreeMap::new();
        let mut files: Vec<(&str, Vec<usize>)> = Vec::new();
        for (number, unit) in self.units.iter().enumerate() {
            let at = *place.entry(unit.file.as_str()).or_insert_with(|| {
                files.push((&unit.file, Vec::new()));
                files.len() - 1
            });
            files[at].1.push(number);
        }
        files
    }

    /// The language that all units have, where the report seems to be one of `--lang`: units or files of the sources are
    /// left out. What else the sources hold is not new then.
    pub(super) fn only_language(&self) -> Option<Language> {
        let language = self.units.first()?.language?;
        if self.units.iter().any(|unit| unit.language != Some(language)) {
            return None;
        }
        let files: BTreeSet<&str> = self.units.iter().map(|unit| unit.file.as_str()).collect();
        let mut before: Option<&Unit> = None;
        let mut gap = false;
        for unit in &self.units {
            let next = before.filter(|before| before.file == unit.file && before.position < unit.position);
            gap |= unit.position != next.map_or(0, |before| before.position + 1);
            before = Some(unit);
        }
        (gap || files.len() < self.corpus.files).then_some(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_thirty_two_digits() {
        let text = "The train stood still.";
        let written = crate::corpus::ContentHash::of(text).short();
        assert_eq!(read_hash(&written), Some(short(text)));
        assert_eq!(read_hash(&written[..31]), None);
        assert_eq!(read_hash(&format!("g{}", &written[1..])), None);
        assert_eq!(read_hash(&"é".repeat(16)), None);
    }
}
