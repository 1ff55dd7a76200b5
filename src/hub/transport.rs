//! What a server answers, and why it does not, whatever asks it.

use std::io::Read;

/// Names and values of headers, the names in lower case.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A header as text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// A header as a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }
}

impl FromIterator<(String, String)> for Headers {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(headers: I) -> Self {
        Self(headers.into_iter().collect())
    }
}

/// An answer to one request.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Box<dyn Read>,
}

/// Why there is none, or not all of it.
#[cfg_attr(not(feature = "hub"), expect(dead_code, reason = "nothing is asked"))]
pub(super) enum Failure {
    /// The server does not prove who it is.
    Untrusted { reason: String },
    /// No byte came for too long.
    Stalled,
    /// No connection came about in time.
    NoConnection,
    /// It may be better the next time.
    Passing { reason: String },
    /// It will not be.
    Final { reason: String },
}
