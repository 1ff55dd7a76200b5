//! Reading tables of texts: one heading, cells separated by tabs, no quoting.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::DistillError;
use super::recipe::{Column, Source};
use crate::file;
use crate::lines::{self, Line};

/// Longest line of a table.
const MAX_LINE_BYTES: usize = 16 << 20;

/// A text and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// Two-letter code.
    pub(super) language: String,
    /// The text, without white space at its ends.
    pub(super) text: String,
}

/// The texts of one row that mean the same, by column; several where a cell holds several.
pub(super) type Row = Vec<Vec<Text>>;

/// What one source holds.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// How often the texts of each row occur, where the source tells.
    pub(super) counts: Vec<u32>,
}

struct Place {
    text: usize,
    language: Language,
}

enum Language {
    Fixed(String),
    Cell(usize),
}

/// Reads a source whole, and then spreads the rows that are taken evenly over it. Blank lines are passed over.
pub(super) fn read(source: &Source) -> Result<Table, DistillError> {
    let path = &source.file;
    let mut lines = Lines::open(path)?;
    // A file without columns has no heading.
    let above = usize::from(source.language.is_none());
    let heading = lines.by_ref().take(above).next().transpose()?.unwrap_or_default();
    let heading = text_of(&heading, path, 1)?;
    let heading = heading.strip_prefix('\u{feff}').unwrap_or(heading);
    let headings: Vec<&str> = heading.split('\t').collect();
    let find = |name: &str| {
        headings.iter().position(|h| *h == name).ok_or_else(|| DistillError::NoColumn {
            path: path.clone(),
            column: name.to_owned(),
            present: headings.iter().map(|&h| h.to_owned()).collect(),
        })
    };
    let place = |column: &Column| -> Result<Place, DistillError> {
        let language = match (&column.language, &column.language_column) {
            (Some(code), _) => Language::Fixed(code.clone()),
            (None, Some(name)) => Language::Cell(find(name)?),
            (None, None) => Language::Fixed(String::new()),
        };
        Ok(Place { text: find(&column.name)?, language })
    };
    let mut places = source.columns.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    places.extend(source.language.clone().map(|code| Place { text: 0, language: Language::Fixed(code) }));
    let count = source.count.as_deref().map(find).transpose()?;
    let only = source
        .only
        .iter()
        .map(|(name, value)| Ok((find(name)?, value.as_str())))
        .collect::<Result<Vec<_>, DistillError>>()?;

    let mut table = Table { rows: Vec::new(), counts: Vec::new() };
    for (number, line) in lines.enumerate() {
        let line = line?;
        let line = text_of(&line, path, number + above + 1)?;
        if line.is_empty() {
            continue;
        }
        let cells: Vec<&str> = if above == 0 { vec![line] } else { line.split('\t').collect() };
        if cells.len() != headings.len() {
            return Err(DistillError::Cells {
                path: path.clone(),
                line: number + above + 1,
                expected: headings.len(),
                found: cells.len(),
            });
        }
        if only.iter().any(|(column, value)| cells[*column] != *value) {
            continue;
        }
        table.rows.push(places.iter().map(|place| texts(&cells, place, source)).collect());
        if let Some(count) = count {
            table.counts.push(cells[count].parse().unwrap_or(1));
        }
    }
    if let Some(most) = source.rows
        && most < table.rows.len()
    {
        let all = table.rows.len();
        let taken = |i: usize| (i + 1) * most / all > i * most / all;
        let mut rows = (0..).map(taken);
        table.rows.retain(|_| rows.next() == Some(true));
        let mut counts = (0..).map(taken);
        table.counts.retain(|_| counts.next() == Some(true));
    }
    Ok(table)
}

/// The lines of a file, without their line breaks.
pub(super) struct Lines<'a> {
    path: &'a Path,
    input: BufReader<File>,
    number: usize,
}

impl<'a> Lines<'a> {
    /// Opens an ordinary file.
    pub(super) fn open(path: &'a Path) -> Result<Self, DistillError> {
        let file = file::open(path).map_err(|source| DistillError::File { path: path.to_owned(), source })?;
        Ok(Self { path, input: BufReader::with_capacity(1 << 20, file), number: 0 })
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Vec<u8>, DistillError>;

    fn next(&mut self) -> Option<Self::Item> {
        let path = || self.path.to_owned();
        let mut line = Vec::new();
        self.number += 1;
        match lines::read(&mut self.input, MAX_LINE_BYTES, &mut line) {
            Ok(Line::End) => None,
            Ok(Line::Kept(_)) => {
                line.pop_if(|byte| *byte == b'\n');
                Some(Ok(line))
            }
            Ok(Line::TooLong(_)) => {
                Some(Err(DistillError::LongLine { path: path(), line: self.number, most: MAX_LINE_BYTES }))
            }
            Err(source) => Some(Err(DistillError::File { path: path(), source })),
        }
    }
}

/// The headings of a table.
pub(super) fn headings(path: &Path) -> Result<Vec<String>, DistillError> {
    let heading = Lines::open(path)?.next().transpose()?.unwrap_or_default();
    let heading = text_of(&heading, path, 1)?;
    Ok(heading.strip_prefix('\u{feff}').unwrap_or(heading).split('\t').map(str::to_owned).collect())
}

fn text_of<'a>(line: &'a [u8], path: &Path, number: usize) -> Result<&'a str, DistillError> {
    let text = std::str::from_utf8(line)
        .map_err(|_| DistillError::NotText { path: path.to_owned(), line: number })?;
    Ok(text.strip_suffix('\r').unwrap_or(text))
}

fn texts(cells: &[&str], place: &Place, source: &Source) -> Vec<Text> {
    let language = match &place.language {
        Language::Fixed(code) => code.as_str(),
        Language::Cell(column) => cells[*column],
    };
    let cell = cells[place.text];
    let parts: Vec<&str> = match &source.separator {
        Some(separator) => cell.split(separator.as_str()).collect(),
        None => vec![cell],
    };
    parts
        .into_iter()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .take(source.most.unwrap_or(usize::MAX))
        .map(|text| Text { language: language.to_owned(), text: text.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(settings: &str, table: &str) -> (tempfile::TempDir, Source) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.tsv");
        std::fs::write(&path, table).unwrap();
        let mut source: Source = toml::from_str(settings).unwrap();
        source.file = path;
        (folder, source)
    }

    const TWO: &str = "file = ''\nkind = 'words'\ncolumns = [{ name = 'en', language = 'en' }, \
                       { name = 'word', language_column = 'lang' }]\n";

    fn message(settings: &str, table: &str) -> String {
        let (folder, source) = source(settings, table);
        let error = read(&source).err().unwrap();
        error.to_string().replace(&folder.path().display().to_string(), "")
    }

    #[test]
    fn cells_are_texts_with_the_language_of_their_column() {
        let settings = format!("{TWO}separator = '|'\nmost = 2\n");
        let (_folder, source) = source(
            &settings,
            "\u{feff}lang\ten\tword\r\nfr\ttrain\t train | | convoi|rame\r\n\r\nko\t\t기차\r\n",
        );
        let table = read(&source).unwrap();
        let texts = |row: usize, column: usize| -> Vec<(&str, &str)> {
            table.rows[row][column].iter().map(|t| (t.language.as_str(), t.text.as_str())).collect()
        };
        assert_eq!(texts(0, 0), [("en", "train")]);
        assert_eq!(texts(0, 1), [("fr", "train"), ("fr", "convoi")]);
        assert_eq!(texts(1, 0), []);
        assert_eq!(texts(1, 1), [("ko", "기차")]);
    }

    #[test]
    fn a_file_without_columns_has_one_text_a_line() {
        let settings = "file = ''\nkind = 'texts'\nlanguage = 'en'\n";
        let (_folder, source) = source(settings, "The train.\n\n one\ttab \n");
        let rows = read(&source).unwrap().rows;
        let texts: Vec<_> = rows.iter().map(|row| (row.len(), row[0][0].text.as_str())).collect();
        assert_eq!(texts, [(1, "The train."), (1, "one\ttab")]);
    }

    #[test]
    fn rows_are_taken_evenly_spread_with_their_counts() {
        let table: String = (0..10).fold(String::new(), |table, i| table + &format!("fr\t{i}\tx\n"));
        let settings = format!("{TWO}rows = 3\ncount = 'en'\n");
        let (_folder, source) = source(&settings, &format!("lang\ten\tword\n{table}"));
        let table = read(&source).unwrap();
        let taken: Vec<&str> = table.rows.iter().map(|row| row[0][0].text.as_str()).collect();
        assert_eq!(taken, ["3", "6", "9"]);
        assert_eq!(table.counts, [3, 6, 9]);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_named_with_its_line() {
        assert_eq!(message(TWO, "lang\ten\n"), "`/t.tsv`, line 1: there is no column `word`");
        assert_eq!(
            message(TWO, "lang\ten\tword\nfr\ta\tb\nfr\ta\n"),
            "`/t.tsv`, line 3: 2 cells where the heading has 3"
        );
        let (folder, source) = source(TWO, "");
        std::fs::write(folder.path().join("t.tsv"), b"lang\ten\tword\n\xff\ta\tb\n").unwrap();
        let error = read(&source).err().unwrap().to_string();
        assert!(error.ends_with("t.tsv`, line 2: not UTF-8"), "{error}");
    }
}
