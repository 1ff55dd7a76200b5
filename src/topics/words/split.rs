//! Where words begin and end.

use unicode_segmentation::UnicodeSegmentation;

/// One word by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) elided: bool,
    pub(super) after_break: bool,
    pub(super) begins_sentence: bool,
}

/// Elided French and Italian words, before an apostrophe.
const ELIDED: [&str; 24] = [
    "l", "d", "qu", "n", "s", "j", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "dell",
    "all", "dall", "nell", "sull", "un", "quest", "quell", "aujourd", "presqu",
];

/// Pronouns that French and Portuguese hang on a verb with a hyphen.
const HUNG_ON: [&str; 22] = [
    "t", "il", "elle", "on", "ils", "elles", "ce", "nous", "vous", "je", "tu", "là", "ci", "moi", "toi",
    "le", "la", "les", "lui", "leur", "même", "mêmes",
];

/// Words of a text by Unicode, joined at hyphens and split at elisions.
pub(super) fn words(text: &str, code: &str) -> Vec<Piece> {
    let elides = matches!(code, "fr" | "it" | "ca" | "oc" | "");
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end_of_last = 0;
    for (start, word) in text.unicode_word_indices() {
        let gap = &text[end_of_last..start];
        let end = start + word.len();
        let hyphen = matches!(gap, "-" | "\u{2010}" | "\u{2011}") && !pieces.is_empty();
        let after_break = gap.chars().any(|c| c == '\n' || !c.is_whitespace());
        let begins_sentence = end_of_last == 0
            || gap.contains(|c: char| !c.is_whitespace() && !",;-–()'’".contains(c))
            || gap.contains('\n');
        end_of_last = end;
        if hyphen {
            let lower = word.to_lowercase();
            if elides && HUNG_ON.contains(&lower.as_str()) && lower == word {
                continue;
            }
            if let Some(last) = pieces.last_mut().filter(|last| last.end + gap.len() == start) {
                last.end = end;
                continue;
            }
        }
        let mut piece = Piece { start, end, elided: false, after_break, begins_sentence };
        if elides && let Some(cut) = elision(word) {
            pieces.push(Piece { end: start + cut, elided: true, ..piece });
            piece.start += cut;
            piece.after_break = false;
            piece.begins_sentence = false;
        }
        pieces.push(piece);
    }
    pieces
}

/// Bytes of the elided word with its apostrophe, where a word begins with one.
fn elision(word: &str) -> Option<usize> {
    let (before, after) = word.split_once(['\'', '’'])?;
    let elided = ELIDED.contains(&before.to_lowercase().as_str()) && !after.is_empty() && before != "aujourd";
    elided.then(|| word.len() - after.len())
}

/// Pairs of characters within runs of Han, Hiragana or Katakana, and whole words of other scripts.
///
/// A pair with Hiragana in it is grammar more often than meaning and is left out.
pub(super) fn pairs(text: &str) -> Vec<Piece> {
    let piece = |start, end| Piece { start, end, elided: false, after_break: true, begins_sentence: true };
    let mut pieces = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (start, word) in text.unicode_word_indices() {
        let end = start + word.len();
        let single = word.chars().count() == 1 && !word.is_ascii();
        if !single {
            pieces.push(piece(start, end));
            last = None;
            continue;
        }
        if word.chars().all(|c| ('\u{3040}'..='\u{309f}').contains(&c)) {
            last = None;
            continue;
        }
        if let Some((before, before_end)) = last
            && before_end == start
        {
            pieces.push(piece(before, end));
        }
        last = Some((start, end));
    }
    pieces
}
