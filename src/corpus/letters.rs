//! One form for each letter, however a file spells it.
//!
//! Canonical composition (NFC) is for all characters. The stronger mapping (NFKC) is for those alone that are a way of
//! setting plain letters: ligatures, full-width and half-width forms, mathematical alphabets, the positional forms of
//! Arabic. What would change its meaning (`²`, `½`, `℃`) stays.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Most marks that are put in order behind one letter; a hostile text has them without end.
const MOST_MARKS: usize = 30;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// It stays.
    Plain,
    /// It stands for nothing that can be seen or read.
    Dropped,
    /// It joins or parts the letters at its sides, which some scripts need.
    Joiner,
    /// It may become one with what stands before it.
    Joining,
    /// It is another form of plain letters.
    Compatible,
}

/// What becomes of `c`, which is no white space.
#[expect(clippy::match_same_arms, reason = "letters by why they are what they are")]
pub(super) fn of(c: char) -> Letter {
    // Most text by far.
    if matches!(c, ' '..='~' | '\u{AE}'..='\u{2FF}') {
        return Letter::Plain;
    }
    match c {
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => Letter::Dropped,
        '\u{200C}' | '\u{200D}' => Letter::Joiner,
        c if c.is_control() => Letter::Dropped,
        '\u{FB00}'..='\u{FB06}'
        | '\u{FB13}'..='\u{FB17}'
        | '\u{FB50}'..='\u{FBB1}'
        | '\u{FBD3}'..='\u{FD3D}'
        | '\u{FD50}'..='\u{FDC7}'
        | '\u{FDF0}'..='\u{FDFB}'
        | '\u{FE80}'..='\u{FEFC}'
        | '\u{FF10}'..='\u{FF19}'
        | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}'
        | '\u{FF66}'..='\u{FFDC}'
        | '\u{132}'..='\u{133}'
        | '\u{1D400}'..='\u{1D7FF}' => Letter::Compatible,
        // Signs that exist twice: the ångström sign, ideographs for compatibility, Hebrew letters with points.
        '\u{2126}'
        | '\u{212A}'..='\u{212B}'
        | '\u{1F71}'..='\u{1FFD}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FB1D}'..='\u{FB4E}'
        | '\u{2F800}'..='\u{2FA1F}' => Letter::Compatible,
        c if joins(c) => Letter::Joining,
        _ => Letter::Plain,
    }
}

/// Whether `c` may become one with the character before it.
fn joins(c: char) -> bool {
    // Ideographs, kana and Hangul syllables never do; combining marks, parts of syllables and some vowels do.
    if matches!(c, '\u{370}'..='\u{482}' | '\u{48A}'..='\u{590}' | '\u{2010}'..='\u{20CF}' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309B}'..='\u{A66E}' | '\u{AC00}'..='\u{D7AF}')
    {
        return false;
    }
    canonical_combining_class(c) != 0
        || unicode_normalization::is_nfc_quick(std::iter::once(c)) != unicode_normalization::IsNormalized::Yes
}

/// The plain letters that `c` is a form of.
pub(super) fn plain(c: char) -> impl Iterator<Item = char> {
    // Signs that exist twice have the same canonical form; of the others, that of compatibility.
    let canonical = matches!(c, '\u{1F71}'..='\u{1FFD}' | '\u{FB1D}'..='\u{FB4E}');
    let form: String =
        if canonical { std::iter::once(c).nfc().collect() } else { std::iter::once(c).nfkc().collect() };
    let form: Vec<char> = form.chars().filter(|c| !c.is_whitespace()).collect();
    form.into_iter()
}

/// The end of `text` and `c` in their composed form, and where that end begins; `None` when nothing changes.
pub(super) fn compose(text: &str, c: char) -> Option<(usize, String)> {
    let mut from = text.len();
    for (count, (at, before)) in text.char_indices().rev().enumerate() {
        if count > MOST_MARKS {
            return None;
        }
        if before.is_whitespace() {
            break;
        }
        from = at;
        if canonical_combining_class(before) == 0 {
            break;
        }
    }
    let mut spelled = text[from..].to_owned();
    spelled.push(c);
    let composed: String = spelled.nfc().collect();
    (composed != spelled).then_some((from, composed))
}

/// Whether a joiner behind `text` means nothing: alphabets whose letters stand apart.
pub(super) fn needs_no_joiner(text: &str) -> bool {
    text.chars().next_back().is_none_or(|c| c < '\u{590}')
}

#[cfg(test)]
mod tests;
