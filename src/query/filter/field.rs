//! The names of what can be compared.

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Language,
    Date,
    Title,
    Source,
    Id,
    File,
    Line,
    Position,
    Length,
    Boilerplate,
    Text,
    /// A field of the record, by its name; `at` is where it was written.
    Record {
        name: String,
        at: usize,
    },
}

/// How values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of a few words.
    Code,
    Date,
    Number,
    Path,
    Text,
    /// As what is written and what is stored have in common.
    Any,
}

/// The names of a unit's own fields, the usual one of each first.
pub(super) const NAMES: [(&str, Field); 13] = [
    ("lang", Field::Language),
    ("language", Field::Language),
    ("date", Field::Date),
    ("title", Field::Title),
    ("source", Field::Source),
    ("id", Field::Id),
    ("file", Field::File),
    ("path", Field::File),
    ("line", Field::Line),
    ("position", Field::Position),
    ("length", Field::Length),
    ("boilerplate", Field::Boilerplate),
    ("text", Field::Text),
];

/// What makes any name that of a field of the record.
pub(super) const RECORD: &str = "fields.";

impl Field {
    /// The field of a name that was written without quotes.
    pub(super) fn named(name: &str, at: usize) -> Self {
        let own = NAMES.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        match own {
            Some((_, field)) => field.clone(),
            None => Self::Record { name: after_record(name).unwrap_or(name).to_owned(), at },
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Language | Self::Boilerplate => Kind::Code,
            Self::Date => Kind::Date,
            Self::Line | Self::Position | Self::Length => Kind::Number,
            Self::File => Kind::Path,
            Self::Title | Self::Source | Self::Id | Self::Text => Kind::Text,
            Self::Record { .. } => Kind::Any,
        }
    }
}

/// What follows `fields.`, in any case.
pub(super) fn after_record(name: &str) -> Option<&str> {
    let (start, rest) = name.split_at_checked(RECORD.len())?;
    start.eq_ignore_ascii_case(RECORD).then_some(rest)
}
