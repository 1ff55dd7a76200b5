//! What may reach a terminal.

/// A path for people.
pub fn path(text: &str) -> String {
    text.to_owned()
}
