//! ANSI styles, or none.

use anstyle::{AnsiColor, Style};

/// Paints text when colour is on, and passes it through when it is off.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Ink {
    colour: bool,
}

impl Ink {
    pub(in crate::report) fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// Names: what the eye should find first.
    pub(in crate::report) fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// Places and asides.
    pub(in crate::report) fn dim(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// Bars and numbers of topics.
    pub(in crate::report) fn accent(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// What asks for attention: skipped files, a stale index.
    pub(in crate::report) fn warning(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default(), text)
    }

    /// Query words found in a text.
    pub(in crate::report) fn found(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default().bold(), text)
    }

    /// Words of a text that stand for a query's.
    pub(in crate::report) fn like(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    /// The same where that is less sure.
    pub(in crate::report) fn hint(self, text: &str) -> String {
        self.paint(Style::new().underline(), text)
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paint_passes_the_gate_of_a_page() {
        let ink = Ink::new(true);
        for paint in [Ink::bold, Ink::dim, Ink::accent, Ink::warning, Ink::found, Ink::like, Ink::hint] {
            let painted = paint(ink, "a");
            assert!(painted.contains('\u{1b}'));
            assert_eq!(crate::printable::styled(&painted), painted);
        }
    }

    #[test]
    fn paints_only_when_asked() {
        assert_eq!(Ink::new(true).bold("a"), "\u{1b}[1ma\u{1b}[0m");
        assert_eq!(Ink::new(false).bold("a"), "a");
        assert_eq!(Ink::new(true).dim(""), "");
    }
}
