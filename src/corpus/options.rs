//! What a person can choose about reading.

use super::Granularity;

/// How documents are cut into units, and where records keep their text.
///
/// Fields of records are named as they stand, without regard to case; those within an object by their path, such as
/// `doc.body`. A path leads through lists as if they were not there: `parts.text` and `parts.0.text` are the texts of all parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// What one unit is.
    pub granularity: Granularity,
    /// Paragraphs of more characters than this are split at sentences.
    pub max_chars: usize,
    /// Lines shorter than this are set apart as [`Boilerplate::Short`](super::Boilerplate::Short); an ideograph, a
    /// kana or a Hangul syllable counts as two, since it says about as much as two letters.
    pub min_chars: usize,
    /// Fields or columns of a record that hold its text, joined as paragraphs; none looks for the usual names and
    /// takes the first that is not empty.
    pub text_fields: Vec<String>,
    /// Field or column of a record that holds its title; `None` looks for the usual names.
    pub title_field: Option<String>,
    /// Field or column of a record that holds its date; `None` looks for the usual names.
    pub date_field: Option<String>,
    /// Field or column of a record that holds its id; `None` looks for the usual names.
    pub id_field: Option<String>,
    /// What stands between the cells of a table; `None` finds out.
    pub delimiter: Option<u8>,
    /// Whether the first row of a table names its columns; without names they are `column1` and so on. A first row
    /// that plainly is a record is one in any case.
    pub header: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            granularity: Granularity::default(),
            max_chars: 1200,
            min_chars: 25,
            text_fields: Vec::new(),
            title_field: None,
            date_field: None,
            id_field: None,
            delimiter: None,
            header: true,
        }
    }
}
