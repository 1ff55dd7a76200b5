//! Why a document that is no plain text cannot be read.

use std::fmt;

use super::UnreadKind;
use crate::message::{cut, grouped, size};

/// What keeps a document (PDF, word processing, sheets, mail, an archive) from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentFault {
    /// Its bytes are not what its kind promises.
    Damaged {
        /// What was found.
        cause: String,
    },
    /// A password is needed.
    Encrypted,
    /// Its pages are pictures.
    NoTextLayer {
        /// How many pages there are.
        pages: usize,
    },
    /// It holds no text.
    Empty,
    /// It holds more than is unpacked.
    TooLarge {
        /// Most bytes that are unpacked of one file.
        most: u64,
    },
    /// Its parts are packed in a way that is not read.
    Packing {
        /// What it is called.
        name: &'static str,
    },
    /// It is so much larger than its bytes that it was made to fill memory.
    Bomb {
        /// How many times larger than packed a file may be.
        ratio: u64,
    },
    /// It holds more parts than are read.
    TooManyParts {
        /// Of what, in the plural.
        what: &'static str,
        /// The greatest number that is read.
        most: usize,
    },
    /// An archive within an archive within an archive.
    TooDeep {
        /// How many may stand within one another.
        most: usize,
    },
    /// Reading it takes too long.
    TooSlow {
        /// The time that is given to one document, in seconds.
        seconds: u64,
    },
    /// This build of the program reads no documents.
    NotBuiltIn,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { cause } => write!(f, "is damaged: {}", cut(cause, 200)),
            Self::Encrypted => f.write_str("is encrypted"),
            Self::NoTextLayer { pages: 1 } => f.write_str("has one page and no text layer: a scan?"),
            Self::NoTextLayer { pages } => {
                write!(f, "has {} pages and no text layer: a scan?", grouped(*pages as u64))
            }
            Self::Empty => f.write_str("holds no text"),
            Self::TooLarge { most } => write!(f, "unpacks to more than {}", size(*most)),
            Self::Packing { name } => write!(f, "is packed with {name}, which is not read"),
            Self::Bomb { ratio } => {
                write!(f, "unpacks to more than {} times its size", grouped(*ratio))
            }
            Self::TooManyParts { what, most } => {
                write!(f, "has more than {} {what}, the most that are read", grouped(*most as u64))
            }
            Self::TooDeep { most } => {
                write!(f, "lies more than {most} deep in other archives and mails")
            }
            Self::TooSlow { seconds } => write!(f, "takes longer than {seconds} seconds to read"),
            Self::NotBuiltIn => f.write_str(
                "is a document, and this build reads text alone (it lacks the feature `documents`)",
            ),
        }
    }
}

impl DocumentFault {
    /// Why the file is not read, in a word.
    pub(super) fn unread_kind(&self) -> UnreadKind {
        match self {
            Self::Damaged { .. } | Self::TooSlow { .. } | Self::Packing { .. } => UnreadKind::Damaged,
            Self::Encrypted => UnreadKind::Encrypted,
            Self::NoTextLayer { .. } => UnreadKind::NoText,
            Self::Empty => UnreadKind::Empty,
            Self::TooLarge { .. } | Self::Bomb { .. } | Self::TooManyParts { .. } | Self::TooDeep { .. } => {
                UnreadKind::TooLarge
            }
            Self::NotBuiltIn => UnreadKind::UnknownType,
        }
    }

    /// A document that is not what it says.
    #[cfg(feature = "documents")]
    pub(super) fn damaged(cause: impl Into<String>) -> Self {
        Self::Damaged { cause: cause.into() }
    }

    /// The way out.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Damaged { .. } => Some("open it with the program that made it, and save it anew"),
            Self::Encrypted => Some("save a copy without the password"),
            Self::NoTextLayer { .. } => {
                Some("have its text recognised first, such as with `ocrmypdf SCAN.pdf TEXT.pdf`")
            }
            Self::TooLarge { .. } | Self::TooManyParts { .. } => Some("divide it, or unpack it first"),
            Self::Packing { .. } => Some("write it again with Zstandard, Snappy or gzip"),
            Self::Bomb { .. } | Self::TooDeep { .. } => {
                Some("if you trust it, unpack it first and read what was in it")
            }
            Self::TooSlow { .. } => {
                Some("convert it to text first, for example with `pdftotext` or `pandoc`")
            }
            Self::NotBuiltIn => Some("build with `--features documents`, or convert it to text first"),
            Self::Empty => None,
        }
    }
}
