//! Where in a document that is no text a unit stands, as a person would look for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place that a person can find in a document whose bytes are not its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A page, from 1.
    Page(u32),
    /// A slide, from 1.
    Slide(u32),
    /// A row of a sheet.
    Sheet {
        /// Name of the sheet.
        name: String,
        /// The row as the program that made it numbers it, from 1.
        row: u32,
    },
    /// A row of a table of data, from 1.
    Row(u64),
    /// A message of a mailbox, from 1.
    Message(u32),
    /// A moment of a recording.
    Time {
        /// Milliseconds from its beginning.
        from_ms: u64,
    },
    /// A chapter, a file of an archive, an attachment.
    Part(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(page) => write!(f, "page {page}"),
            Self::Slide(slide) => write!(f, "slide {slide}"),
            Self::Sheet { name, row } => write!(f, "{name}, row {row}"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::Message(message) => write!(f, "message {message}"),
            Self::Time { from_ms } => {
                let seconds = from_ms / 1000;
                let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                match hours {
                    0 => write!(f, "{minutes}:{seconds:02}"),
                    _ => write!(f, "{hours}:{minutes:02}:{seconds:02}"),
                }
            }
            Self::Part(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_people_say_it() {
        let shown = [
            Place::Page(3),
            Place::Slide(2),
            Place::Sheet { name: "Prices".to_owned(), row: 7 },
            Place::Row(4),
            Place::Message(12),
            Place::Time { from_ms: 62_900 },
            Place::Time { from_ms: 3_723_000 },
            Place::Part("minutes.txt".to_owned()),
        ]
        .map(|place| place.to_string());
        assert_eq!(
            shown,
            ["page 3", "slide 2", "Prices, row 7", "row 4", "message 12", "1:02", "1:02:03", "minutes.txt"]
        );
    }

    #[test]
    fn a_place_survives_being_written() {
        for place in
            [Place::Page(3), Place::Sheet { name: "a".to_owned(), row: 1 }, Place::Part("b".to_owned())]
        {
            let written = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&written).unwrap(), place, "{written}");
        }
    }
}
