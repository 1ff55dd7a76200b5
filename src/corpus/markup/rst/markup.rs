//! Markup within a paragraph: emphasis, literals, roles, links, footnotes.

use std::collections::HashMap;

use crate::corpus::markup::inline::{Cuts, Next, Pair, after, before};
use crate::corpus::traced::Traced;

/// Longest name of a role.
const ROLE: usize = 40;

/// Longest text between two signs.
const SPAN: usize = 2_000;

/// The text without its markup.
pub(super) fn inline(raw: &Traced, substitutions: &HashMap<&str, &str>) -> Traced {
    let text = raw.text();
    let mut spans = Spans {
        text,
        cuts: Cuts::default(),
        ticks: Next::new(text, "`"),
        literals: Next::new(text, "``"),
        bars: Next::new(text, "|"),
        brackets: Next::new(text, "]_"),
        substitutions,
    };
    spans.read();
    spans.cuts.apply(raw)
}

struct Spans<'a> {
    text: &'a str,
    cuts: Cuts,
    ticks: Next<'a>,
    literals: Next<'a>,
    bars: Next<'a>,
    brackets: Next<'a>,
    substitutions: &'a HashMap<&'a str, &'a str>,
}

impl Spans<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut strong, mut emphasis) = (Pair::default(), Pair::default());
        // Where the word begins that is being read.
        let mut word = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let next = bytes.get(at + 1).copied();
            let len = match byte {
                b'\\' => self.escape(at),
                b'`' if next == Some(b'`') => self.literal(at),
                b'`' => self.interpreted(at, at),
                b':' => self.role(at),
                b'_' if next == Some(b'`') => self.interpreted(at, at + 1),
                b'_' => self.reference(at, word),
                b'[' => self.footnote(at),
                b'|' => self.substitution(at),
                b'*' => {
                    let len = if next == Some(b'*') { 2 } else { 1 };
                    let (opens, closes) = sides(self.text, at, at + len);
                    let pair = if len == 2 { &mut strong } else { &mut emphasis };
                    pair.sign(at..at + len, opens, closes, SPAN, &mut self.cuts);
                    len
                }
                _ => 1,
            };
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || byte >= 0x80) {
                word = at + len;
            }
            at += len;
        }
        if self.text.ends_with("::") {
            // What follows is code; the text itself ends with one colon or, behind a space, with none.
            let end = self.text.len();
            let spaced = before(self.text, end - 2).is_some_and(char::is_whitespace);
            self.cuts.cut(end - if spaced { 2 } else { 1 }..end);
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        match after(self.text, at + 1) {
            Some(' ') => {
                self.cuts.cut(at..at + 2);
                2
            }
            Some(c) if c.is_ascii_punctuation() => {
                self.cuts.cut(at..at + 1);
                2
            }
            _ => 1,
        }
    }

    fn literal(&mut self, at: usize) -> usize {
        match self.literals.near(at + 2, SPAN) {
            Some(end) if end > at + 2 => {
                self.cuts.cut(at..at + 2);
                self.cuts.cut(end..end + 2);
                end + 2 - at
            }
            _ => 2,
        }
    }

    /// `` `text <target>`_ ``, whose first tick is at `tick` and whose markup begins at `at`.
    fn interpreted(&mut self, at: usize, tick: usize) -> usize {
        let Some(end) = self.ticks.near(tick + 1, SPAN).filter(|&end| end > tick + 1) else {
            return tick + 1 - at;
        };
        let inner = &self.text[tick + 1..end];
        if inner.starts_with(char::is_whitespace) {
            return tick + 1 - at;
        }
        let skip = inner.len() - inner.trim_start_matches(['~', '!']).len();
        self.cuts.cut(at..tick + 1 + skip);
        let target = inner.ends_with('>').then(|| inner.rfind('<')).flatten();
        match target {
            Some(target) if target > 0 => self.cuts.cut(tick + 1 + inner[..target].trim_end().len()..end),
            Some(_) => {
                self.cuts.cut(tick + 1..tick + 2);
                self.cuts.cut(end - 1..end);
            }
            None => {}
        }
        let mut close = end + 1;
        let rest = &self.text.as_bytes()[close..];
        let underscores = rest.iter().take(2).take_while(|byte| **byte == b'_').count();
        close += underscores;
        if underscores == 0
            && let Some(role) = role_name(&self.text[close..], ":")
        {
            close += role;
        }
        self.cuts.cut(end..close);
        close - at
    }

    /// `:name:` before a tick.
    fn role(&mut self, at: usize) -> usize {
        match role_name(&self.text[at..], ":`") {
            Some(len) => self.interpreted(at, at + len - 1),
            None => 1,
        }
    }

    /// The line below the last letter of a name that is a link.
    fn reference(&mut self, at: usize, word: usize) -> usize {
        let count = if self.text.as_bytes().get(at + 1) == Some(&b'_') { 2 } else { 1 };
        let ends = after(self.text, at + count).is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
        let begins = word < at && after(self.text, word).is_some_and(char::is_alphanumeric);
        if ends && begins && before(self.text, at).is_some_and(char::is_alphanumeric) {
            self.cuts.cut(at..at + count);
        }
        count
    }

    /// `[1]_`, `[#name]_` are left out, of `[Name]_` the line.
    fn footnote(&mut self, at: usize) -> usize {
        let Some(end) = self.brackets.near(at + 1, ROLE).filter(|&end| end > at + 1) else { return 1 };
        let label = &self.text[at + 1..end];
        if label.contains('[') {
            return 1;
        }
        if label.starts_with(['#', '*']) || label.bytes().all(|byte| byte.is_ascii_digit()) {
            self.cuts.cut(at..end + 2);
        } else {
            self.cuts.cut(end + 1..end + 2);
        }
        end + 2 - at
    }

    fn substitution(&mut self, at: usize) -> usize {
        let Some(end) = self.bars.near(at + 1, ROLE).filter(|&end| end > at + 1) else { return 1 };
        let name = &self.text[at + 1..end];
        let rest = &self.text.as_bytes()[end + 1..];
        let close = end + 1 + rest.iter().take(2).take_while(|byte| **byte == b'_').count();
        if let Some(text) = self.substitutions.get(name) {
            self.cuts.swap(at..close, (*text).to_owned());
            close - at
        } else {
            1
        }
    }
}

/// Length of `:name:` and what of `end` stands behind the name, when `text` begins with it.
fn role_name(text: &str, end: &str) -> Option<usize> {
    let rest = text.strip_prefix(':')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'.');
    let mut len = 0;
    for byte in rest.bytes().take(ROLE) {
        if is_name(byte)
            || (byte == b':' && len > 0 && rest.as_bytes().get(len + 1).is_some_and(|next| is_name(*next)))
        {
            len += 1;
        } else {
            break;
        }
    }
    (len > 0 && rest[len..].starts_with(end)).then_some(1 + len + end.len())
}

/// Whether signs at `start..end` may open and may close what they mark.
fn sides(text: &str, start: usize, end: usize) -> (bool, bool) {
    let (left, right) = (before(text, start), after(text, end));
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    (is_edge(left) && !is_space(right), is_edge(right) && !is_space(left))
}
