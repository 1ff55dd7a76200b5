//! Text of documents that a spreadsheet, a terminal or a reader of tables takes for text and nothing else.

use crate::printable::is_hidden;
use crate::report::text::table::Separator;

/// Text as a cell: without what is not shown, and with an apostrophe before it where it begins like a formula.
pub(in crate::report) fn text(text: &str, separator: Separator) -> String {
    let cell = clean(text, separator);
    if begins_like_a_formula(text) || begins_like_a_formula(&cell) { format!("'{cell}") } else { cell }
}

/// Text as a cell of a workbook, where it is never a formula: without what is not shown.
#[cfg(feature = "xlsx")]
pub(in crate::report) fn shown(text: &str) -> String {
    clean(text, Separator::Comma)
}

/// Without what is not shown; line breaks as `\n`, or all breaks and tabs as spaces where tabs separate cells.
fn clean(text: &str, separator: Separator) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        match (c, separator) {
            // The second half of a line break.
            ('\n', _) if before == Some('\r') => {}
            ('\r' | '\n' | '\u{2028}' | '\u{2029}', Separator::Comma) => cell.push('\n'),
            ('\t', Separator::Comma) => cell.push('\t'),
            ('\r' | '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}', Separator::Tab) => {
                cell.push(' ');
            }
            _ if is_hidden(c) => {}
            _ => cell.push(c),
        }
        before = Some(c);
    }
    cell
}

/// Whether a spreadsheet could run it: a sign of a formula stands first, in ASCII or full width, or behind what
/// programs skip (white space, invisible characters, quotation marks); or it begins with a tab or a line break.
fn begins_like_a_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let skipped = |c: char| {
        c.is_whitespace() || is_hidden(c) || matches!(c, '"' | '\'' | '\u{ad}' | '\u{200c}' | '\u{200d}')
    };
    text.trim_start_matches(skipped).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_made_text() {
        let formulas = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\"=1",
            "' =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\0=1",
            "\u{202e}=1",
            "＝1",
            "\t",
            "\t1",
        ];
        for formula in formulas {
            for separator in [Separator::Comma, Separator::Tab] {
                assert!(text(formula, separator).starts_with('\''), "{formula:?}");
            }
        }
        for harmless in ["", "a=b", "— dit-il", "1-2", "«=»", "(+1)", "a\t=1"] {
            assert!(!text(harmless, Separator::Comma).starts_with('\''), "{harmless:?}");
        }
    }

    #[test]
    fn control_characters_go_and_breaks_stay_where_they_can() {
        let hostile = "a\0b\u{1b}[31mc\r\nd\re\tf\u{85}g\u{7f}\u{2028}h";
        assert_eq!(text(hostile, Separator::Comma), "ab[31mc\nd\ne\tfg\nh");
        assert_eq!(text(hostile, Separator::Tab), "ab[31mc d e f g h");
    }

    proptest! {
        #[test]
        fn no_cell_begins_with_a_sign_or_breaks_a_line(hostile in "[ \t\r\n\"'=+@\\-\u{0}\u{1b}a\u{feff}]{0,8}\\PC{0,4}") {
            for separator in [Separator::Comma, Separator::Tab] {
                let cell = text(&hostile, separator);
                prop_assert!(!begins_like_a_formula(&cell) || cell.starts_with('\''));
                prop_assert!(cell.chars().all(|c| !is_hidden(c)));
                let is_line = !cell.contains(['\n', '\t']);
                prop_assert!(separator == Separator::Comma || is_line);
            }
        }
    }
}
