//! Where a text can be cut without cutting what belongs together.

use super::lines;
use crate::corpus::shape;

/// White space that is looked at, in a text without lines, for the end of a sentence.
const WORDS: usize = 10_000;

/// How well a text can be cut above a line, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seam {
    /// It is another line.
    Line,
    /// A blank line stands above it.
    Blank,
    /// The line above ends a sentence, and something else begins.
    Sentence,
    /// A blank line stands above it, and a whole paragraph above that.
    Paragraph,
}

/// Where `text`, which goes on behind its end, is to be cut: in its last quarter, behind a paragraph if there is one, else further up.
///
/// What stands above such a place is no heading, no list and no half of a page, and what stands below joins none of them.
pub(in crate::corpus) fn seam(text: &str) -> usize {
    let [late, early] = [3, 1].map(|quarters| text.floor_char_boundary(text.len() / 4 * quarters));
    let found = best(text, late).filter(|(seam, _)| *seam >= Seam::Sentence);
    let found = found.or_else(|| best(text, early));
    found.map_or_else(|| late + within(&text[late..]), |(_, at)| at)
}

/// The best place behind `from`, the last one of its kind.
fn best(text: &str, from: usize) -> Option<(Seam, usize)> {
    let mut best: Option<(Seam, usize)> = None;
    let mut above: Option<&str> = None;
    let (mut is_blank, mut new_page) = (false, false);
    let mut at = from;
    for line in lines(&text[from..]) {
        let begin = std::mem::replace(&mut at, from + line.end);
        new_page |= line.begins_page;
        if line.text.is_empty() {
            is_blank = true;
            continue;
        }
        if let Some(above) = above.replace(line.text) {
            let ends =
                shape::ends_sentence(above) && !shape::ends_loudly(above) && shape::marker(above).is_none();
            let begins = !new_page && shape::marker(line.text).is_none() && !shape::begins_small(line.text);
            let seam = match (ends && begins, is_blank) {
                (true, true) => Seam::Paragraph,
                (true, false) => Seam::Sentence,
                (false, true) => Seam::Blank,
                (false, false) => Seam::Line,
            };
            if best.is_none_or(|(found, _)| found <= seam) {
                best = Some((seam, begin));
            }
        }
        (is_blank, new_page) = (false, false);
    }
    best
}

/// Where a text without lines is to be cut: behind a sentence, else behind a word.
fn within(text: &str) -> usize {
    let blanks = || text.rmatch_indices(char::is_whitespace).map(|(at, blank)| at + blank.len());
    let after_sentence = blanks().take(WORDS).find(|&at| shape::ends_sentence(&text[..at]));
    after_sentence.or_else(|| blanks().next()).unwrap_or(text.len())
}
