//! How text is compared: regardless of case, and in parts also of accents and width.

use unicode_normalization::UnicodeNormalization;

use crate::query::units::strip;

/// A text in lower case, as `=` compares it.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// Whether a text has a part like `pattern`, regardless of case, accents, width and the form of quotes; `*` is anything, `\*` a star.
pub fn like(text: &str, pattern: &str) -> bool {
    Like::new(pattern).matches(text)
}

/// A pattern of [`like`], made ready for many texts.
#[derive(Debug, Clone)]
pub struct Like {
    parts: Vec<String>,
}

impl Like {
    /// Reads a pattern. Every text is one.
    pub fn new(pattern: &str) -> Self {
        let mut parts = vec![String::new()];
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = if c == '\\' { chars.next_if(|next| matches!(next, '*' | '\\')) } else { None };
            match (escaped, c, parts.last_mut()) {
                (None, '*', _) => parts.push(String::new()),
                (escaped, c, Some(part)) => part.push(escaped.unwrap_or(c)),
                (_, _, None) => {}
            }
        }
        Self { parts: parts.iter().map(|part| bare(part)).collect() }
    }

    /// Whether a text has such a part.
    pub fn matches(&self, text: &str) -> bool {
        let text = bare(text);
        let mut rest = text.as_str();
        self.parts.iter().all(|part| match rest.find(part.as_str()) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    }
}

/// A text without what never matters: as [`identity`](crate::query::units::identity), of all characters.
pub(super) fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut base = '\0';
    let mut rest = text;
    while !rest.is_empty() {
        // Most of most texts is ASCII, which is quick.
        let (plain, other) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        let (other, next) = other.split_at(other.find(|c: char| c.is_ascii()).unwrap_or(other.len()));
        bare.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
        base = plain.chars().next_back().unwrap_or(base);
        strip(other.nfkc().flat_map(char::to_lowercase).map(straight), &mut base, &mut bare);
        rest = next;
    }
    bare
}

/// Quotes and apostrophes of any form as those of a keyboard.
fn straight(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' => '-',
        c => c,
    }
}

/// A text between quotes, as a filter reads it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_is_one_and_accents_are_not() {
        assert_eq!(lower("ÉTÉ Straße"), lower("e\u{301}te\u{301} straße"));
        assert_eq!(lower("ΟΔΟΣ"), lower("οδος"));
        assert_ne!(lower("été"), lower("ete"));
    }

    #[test]
    fn parts_of_texts() {
        for (text, pattern) in [
            ("Le Parisien", "paris"),
            ("Le train blindé", "TRAIN BLINDE"),
            ("le train ble\u{301}", "blé"),
            ("l’été «chaud»", "l'ete \"CHAUD\""),
            ("ｆｕｌｌ width", "full"),
            ("агентство ЁЛКА", "елка"),
            ("a b c", "a*c"),
            ("a b c", "*"),
            ("", ""),
            ("x", ""),
            ("100 % *", "% \\*"),
            ("a\\b", "a\\b"),
            ("a\\*", "\\\\\\*"),
            ("abab", "ab*b"),
            ("東京新聞", "京新"),
            ("정부의", "정부"),
            ("50\u{a0}km Su\u{2011}35", "50 km su-35"),
        ] {
            assert!(like(text, pattern), "{pattern} in {text}");
        }
        for (text, pattern) in [
            ("Le Monde", "paris"),
            ("a b c", "c*a"),
            ("ab", "ab*b"),
            ("a", "\\*"),
            ("й", "и"),
            ("", "a"),
            ("が", "か"),
            ("a_b", "a%b"),
            ("axb", "a_b"),
        ] {
            assert!(!like(text, pattern), "{pattern} in {text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_like_each_of_its_parts(text in "(\\PC|[ a-zé’ßЁй東가*\\\\\u{301}]){0,20}", from in 0usize..20, to in 0usize..20) {
            let bare_text = bare(&text);
            let part: String = bare_text.chars().skip(from).take(to).collect();
            // A mark alone belongs to what stands before it.
            prop_assume!(!part.starts_with(unicode_normalization::char::is_combining_mark));
            prop_assume!(bare(&part) == part);
            let literal = |text: &str| text.replace('\\', "\\\\").replace('*', "\\*");
            prop_assert!(like(&text, &literal(&part)), "{:?} in {:?}", part, text);
            let changed = text.to_uppercase().to_lowercase();
            if text.chars().all(|c| c < '\u{250}') {
                prop_assert!(like(&changed, &literal(&text)), "{:?} in {:?}", text, changed);
            }
        }
    }
}
