//! What a person can choose about reading.

use super::Granularity;

/// How documents are cut into units, and where records keep their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// What one unit is.
    pub granularity: Granularity,
    /// Paragraphs of more characters than this are split at sentences.
    pub max_chars: usize,
    /// Lines shorter than this are set apart as [`Boilerplate::Short`](super::Boilerplate::Short); an ideograph, a
    /// kana or a Hangul syllable counts as two, since it says about as much as two letters.
    pub min_chars: usize,
    /// Field or column of a record that holds its text; `None` looks for the usual names.
    pub text_field: Option<String>,
    /// Field or column of a record that holds its id; `None` looks for the usual names.
    pub id_field: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            granularity: Granularity::default(),
            max_chars: 1200,
            min_chars: 25,
            text_field: None,
            id_field: None,
        }
    }
}
