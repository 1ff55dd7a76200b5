//! How the cells of a table are told apart: by what makes the first rows alike.

use std::io::Cursor;

use super::cells::{Dialect, RowError, Rows, Spaces};

/// Rows that are looked at.
const ROWS: usize = 100;

/// What may stand between cells, the most usual first.
const DELIMITERS: &[u8] = b",;\t|";

/// A sign that is in no text: a table of one column has no delimiter.
const NONE: u8 = 0x1F;

/// Bytes at the end of a sample in which a cell may be open.
const LAST: usize = 32 << 10;

/// The first rows of a table.
#[derive(Debug)]
pub(super) struct First {
    pub(super) dialect: Dialect,
    /// Bytes before the first row: a line that names the delimiter.
    pub(super) skipped: usize,
    pub(super) rows: Vec<Vec<String>>,
}

/// Looks at `sample`, which is the whole table where it is `complete`.
pub(super) fn first(sample: &[u8], complete: bool, delimiter: Option<u8>, tabs: bool) -> First {
    let named = named_delimiter(sample);
    let skipped = named.map_or(0, |(_, skipped)| skipped);
    let sample = &sample[skipped..];
    let fixed = delimiter.or(named.map(|(delimiter, _)| delimiter)).or(tabs.then_some(b'\t'));
    let look = |delimiter, quoting| {
        let plain = Look::new(sample, complete, Dialect { delimiter, quoting, spaced: false });
        if !quoting || !is_spaced(sample, delimiter) {
            return plain;
        }
        let spaced = Look::new(sample, complete, Dialect { delimiter, quoting, spaced: true });
        if !spaced.open && spaced.alike() >= plain.alike() { spaced } else { plain }
    };
    let best = match fixed {
        Some(b'\t') => {
            let (quoted, plain) = (look(b'\t', true), look(b'\t', false));
            if quoted.is_better_than(&plain) { quoted } else { plain }
        }
        Some(delimiter) => look(delimiter, true),
        None => {
            let looks = DELIMITERS.iter().map(|&delimiter| look(delimiter, true));
            looks
                .filter(|look| look.columns() > 1)
                .reduce(|best, look| if look.score() > best.score() { look } else { best })
                .unwrap_or_else(|| look(NONE, true))
        }
    };
    First { dialect: best.dialect, skipped, rows: best.rows }
}

/// Whether a space stands behind each delimiter that is not in quotes, and quotes behind some of these spaces.
fn is_spaced(sample: &[u8], delimiter: u8) -> bool {
    let mut spaces = Spaces::new(delimiter);
    let (mut has_quotes, mut before) = (false, b'\n');
    for &byte in sample {
        let at_start = spaces.is_at_start();
        if at_start && before == delimiter && byte != b' ' {
            return false;
        }
        has_quotes |= at_start && before == b' ' && byte == b'"';
        spaces.has(byte);
        before = byte;
    }
    has_quotes
}

/// The delimiter that the first line names (`sep=;`), as Excel writes it, and the length of that line.
fn named_delimiter(sample: &[u8]) -> Option<(u8, usize)> {
    let end = sample.iter().position(|byte| *byte == b'\n')?;
    let line = sample[..end].strip_suffix(b"\r").unwrap_or(&sample[..end]);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, delimiter) = line.split_at_checked(4)?;
    match delimiter {
        [delimiter] if name.eq_ignore_ascii_case(b"sep=") => Some((*delimiter, end + 1)),
        _ => None,
    }
}

/// The rows of a sample as one dialect reads them.
#[derive(Debug)]
struct Look {
    dialect: Dialect,
    rows: Vec<Vec<String>>,
    /// A quote is open at the end, and has been for long.
    open: bool,
    /// Cells of the first row that begin with a space.
    begin_spaced: usize,
}

impl Look {
    fn new(sample: &[u8], complete: bool, dialect: Dialect) -> Self {
        let mut reader = Rows::new(Box::new(Cursor::new(sample.to_vec())), sample.len().max(1));
        let (mut rows, mut open, mut ends, mut begin_spaced) = (Vec::new(), false, 0, 0);
        while rows.len() < ROWS {
            match reader.next(dialect) {
                Ok(Some(row)) => {
                    ends = row.end;
                    if rows.is_empty() {
                        let begins = |cell: &str| dialect.spaced || cell.starts_with(' ');
                        begin_spaced = row.cells().skip(1).filter(|cell| begins(cell)).count();
                    }
                    rows.push(row.cells().map(|cell| cell.trim().to_owned()).collect::<Vec<String>>());
                }
                Err(RowError::OpenQuote(_)) => {
                    open = complete || sample.len() - ends > LAST;
                    break;
                }
                Ok(None) | Err(_) => break,
            }
        }
        // The last row of a part of a table may go on.
        if !complete && rows.len() < ROWS && rows.len() > 1 {
            rows.pop();
        }
        Self { dialect, rows, open, begin_spaced }
    }

    fn columns(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// Thousandths of the rows that have as many cells as the first.
    fn alike(&self) -> usize {
        let columns = self.columns();
        let others = self.rows.len().saturating_sub(1);
        let alike = self.rows.iter().skip(1).filter(|row| row.len() == columns).count();
        (alike * 1000).checked_div(others).unwrap_or(1000)
    }

    /// Cells of the first row behind the first that begin with a space, as what follows a comma in a sentence does.
    fn spaced(&self) -> usize {
        self.begin_spaced
    }

    /// What makes it likely, the weightiest first.
    fn score(&self) -> (bool, usize, bool, usize) {
        // Of a single row, commas of its sentences prove nothing: what stands between its cells has no space behind it.
        (!self.open, self.alike(), self.spaced() == 0, self.columns())
    }

    /// Whether quotes, which this look knows and `plain` does not, are meant as such.
    fn is_better_than(&self, plain: &Self) -> bool {
        let mut quoted = plain.rows.iter().flatten().filter(|cell| cell.starts_with('"')).peekable();
        if self.open || quoted.peek().is_none() {
            return false;
        }
        let closed = |cell: &String| cell.len() > 1 && cell.ends_with('"');
        // A cell over several lines, or with a tab in it, looks like rows of its own where quotes are not known.
        let holds_more = self.rows.iter().flatten().any(|cell| cell.contains(['\n', '\t']));
        self.alike() > plain.alike() || (self.alike() == plain.alike() && (holds_more || quoted.all(closed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (char, usize, usize) {
        let first = first(text.as_bytes(), true, None, false);
        (first.dialect.delimiter as char, first.rows[0].len(), first.rows.len())
    }

    #[test]
    fn the_delimiter_is_what_makes_rows_alike() {
        for (text, expected) in [
            ("id,text\n1,a\n2,b\n", (',', 2, 3)),
            ("id;text\n1;a, b, c\n2;d, e\n", (';', 2, 3)),
            ("id;name, first;text\n1;a, b;c\n2;d;e\n", (';', 3, 3)),
            ("id\ttext\n1\ta, b; c\n", ('\t', 2, 2)),
            ("id|text\n1|Ночью, в порту\n2|a\n", ('|', 2, 3)),
            ("id,text\n1,\"a;b\n;c\"\n", (',', 2, 2)),
            ("sep=|\r\nid|a,b\n", ('|', 2, 1)),
            ("\"SEP=\t\"\nid\ta\n", ('\t', 2, 1)),
            ("text\nOne, two\nThree, four, five\n", ('\u{1F}', 1, 3)),
            ("id,text\n1,The owner, a miller, came\n2,b\n", (',', 2, 3)),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_space_may_stand_before_quotes_where_it_does_everywhere() {
        for (text, expected) in [
            ("id, text\n1, \"a, b\"\n2, \"c\"\n", Some(["1", "a, b"])),
            ("id; text\n1; \"un port; deux\"\n2; c\n", Some(["1", "un port; deux"])),
            (
                "id,  text\n1,  \"sagte \"\"ja, gern\"\", und ging\"\n",
                Some(["1", "sagte \"ja, gern\", und ging"]),
            ),
            ("id, text\n1, \"утро,\n\nвечер\"\n2, \"a\"\n", Some(["1", "утро,\n\nвечер"])),
            // One delimiter without a space: who writes so writes no space before quotes.
            ("id,text\n1, \"a, b\"\n2,c\n", None),
            ("id,text\n1,\"a, b\"\n2,\"c\"\n", Some(["1", "a, b"])),
        ] {
            let first = first(text.as_bytes(), true, None, false);
            let found = first.rows[1].iter().map(String::as_str).collect::<Vec<_>>();
            match expected {
                Some(expected) => assert_eq!(found, expected, "{text}"),
                None => assert!(!first.dialect.spaced, "{text}"),
            }
        }
        // Sentences with quotes behind their commas are no cells.
        let text = "text\nShe said, \"no, never\", and left\nHe asked why\n";
        assert_eq!(told(text), ('\u{1F}', 1, 3));
    }

    #[test]
    fn quotes_between_tabs_are_quotes_where_they_close() {
        for (text, expected) in [
            ("id\ttext\n1\t\"a \"\"b\"\"\nc\"\n", true),
            ("id\ttext\n1\t\"a\tb\"\n2\tc\n", true),
            ("id\ttext\n1\t\"a b\"\n", true),
            ("id\ttext\n1\t\"Yes, he said\n2\tb\n", false),
            ("id\ttext\n1\t\"Yes\" he said\n2\tb\n", false),
            ("id\ttext\n1\ta \"b\"\n", false),
        ] {
            assert_eq!(first(text.as_bytes(), true, None, true).dialect.quoting, expected, "{text}");
        }
    }
}
