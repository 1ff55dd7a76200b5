//! Text from files as Markdown that reads the same and changes nothing around it.

use crate::report::text::wrap::{clean, one_line};

/// The text on one line: white space collapsed, control characters left out, Markdown's signs escaped.
///
/// The result is safe as a paragraph, in a heading, a table's cell and a block quote, in CommonMark and in
/// GitHub's dialect.
pub(in crate::report) fn escape(text: &str) -> String {
    escape_line(&one_line(text))
}

/// [`escape`] of a text that is on one line already, with texts of files as [`one_line`] makes them: its no-break spaces are
/// the report's own, and are kept.
pub(in crate::report) fn escape_line(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let item = list_number(text);
    for (place, c) in text.char_indices() {
        if is_sign(c) || (place == 0 && begins_a_block(c)) || item == Some(place) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The text as a block quote; its line breaks are kept.
pub(in crate::report) fn quote(text: &str) -> String {
    clean(text).lines().map(|line| format!("> {}", escape(line))).collect::<Vec<_>>().join("\\\n")
}

/// Place of the `.` or `)` of a line that would begin a numbered list.
fn list_number(line: &str) -> Option<usize> {
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - after.len();
    let word_ends =
        after.strip_prefix(['.', ')']).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    (digits > 0 && word_ends).then_some(digits)
}

/// Signs that mean something anywhere in a line.
fn is_sign(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' | '#')
}

/// Signs that mean something at the beginning of a line: lists, rules, underlined headings, definitions.
fn begins_a_block(c: char) -> bool {
    matches!(c, '-' | '+' | '=' | ':' | '%' | '{')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    use super::*;

    /// What a Markdown reader shows of a document, and the blocks it sees.
    fn read(markdown: &str) -> (String, Vec<String>) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_SUBSCRIPT
            | Options::ENABLE_SUPERSCRIPT
            | Options::ENABLE_WIKILINKS;
        let (mut text, mut blocks) = (String::new(), Vec::new());
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::SoftBreak | Event::HardBreak => text.push('\n'),
                Event::Start(tag) => {
                    blocks.push(format!("{tag:?}").chars().take_while(|c| c.is_alphanumeric()).collect());
                }
                Event::End(TagEnd::TableCell) => text.push('\t'),
                Event::End(_) => {}
                other => blocks.push(format!("{other:?}")),
            }
        }
        (text, blocks)
    }

    /// Text made of what Markdown might take for its own.
    fn hostile() -> impl Strategy<Value = String> {
        let parts = [
            "# ",
            "- ",
            "+ ",
            "1. ",
            "12) ",
            "> ",
            "| ",
            "|---|",
            "---",
            "===",
            "***",
            "_a_",
            "**b**",
            "`c`",
            "```",
            "~~~",
            "~~d~~",
            "[e](f)",
            "![g](h)",
            "[^1]",
            "[^1]: ",
            "<b>",
            "</td>",
            "<!--",
            "&amp;",
            "&#65;",
            "\\",
            "\\|",
            "$x$",
            "^2^",
            ": ",
            "- [ ] ",
            "http://a.b",
            "[[w]]",
            "[r]: /u",
            "\n",
            "\n\n",
            "    ",
            "\t",
            " ",
            "word",
            "é",
            "裝",
            "\u{0}",
            "\u{85}",
            "\u{2028}",
            "{#id}",
            "!",
            "(",
            ")",
            "\u{1b}[1m",
            "a@b.c",
        ];
        prop::collection::vec(prop::sample::select(parts.to_vec()), 0..12).prop_map(|parts| parts.concat())
    }

    #[test]
    fn signs_are_escaped_and_text_is_not() {
        assert_eq!(escape("# a *b* | `c` <d>"), "\\# a \\*b\\* \\| \\`c\\` \\<d\\>");
        assert_eq!(escape("1. May - it's 2.5 (ok)!"), "1\\. May - it's 2.5 (ok)!");
        assert_eq!(escape("0.43 or 1)"), "0.43 or 1)");
        assert_eq!([escape("12)"), escape("7.é"), escape("裝")], ["12\\)", "7.é", "裝"]);
        assert_eq!(escape("- a\n+ b"), "\\- a + b");
        assert_eq!(quote("Heading\n- item"), "> Heading\\\n> \\- item");
    }

    proptest! {
        #[test]
        fn a_paragraph_reads_as_the_text(text in prop_oneof![hostile(), any::<String>()]) {
            let line = one_line(&text);
            let (read, blocks) = read(&escape(&text));
            prop_assert_eq!(read, line.clone());
            prop_assert_eq!(blocks, if line.is_empty() { vec![] } else { vec!["Paragraph"] });
        }

        #[test]
        fn a_cell_reads_as_the_text(text in prop_oneof![hostile(), any::<String>()]) {
            let (read, blocks) = read(&format!("| a | b |\n|---|---|\n| {} | z |\n", escape(&text)));
            prop_assert_eq!(read, format!("a\tb\t{}\tz\t", one_line(&text)));
            let cells = ["Table", "TableHead", "TableCell", "TableCell", "TableRow", "TableCell", "TableCell"];
            prop_assert_eq!(blocks, cells);
        }

        #[test]
        fn a_heading_reads_as_the_text(text in prop_oneof![hostile(), any::<String>()]) {
            let (read, blocks) = read(&format!("## 1 · {}\n", escape(&text)));
            let expected = format!("1 · {}", one_line(&text));
            prop_assert_eq!(read.trim_end(), expected.trim_end());
            prop_assert_eq!(blocks, ["Heading"]);
        }

        #[test]
        fn a_quote_reads_as_the_lines(text in prop_oneof![hostile(), any::<String>()]) {
            let lines = clean(&text);
            prop_assume!(!lines.is_empty());
            let (read, blocks) = read(&format!("{}\n>\n> — place\n", quote(&text)));
            prop_assert_eq!(read, format!("{lines}— place"));
            prop_assert_eq!(blocks, ["BlockQuote", "Paragraph", "Paragraph"]);
        }
    }
}
