//! Why a result is one, in words: `armored → blindé 0.71 · train = train`.

use super::shown::paint;
use super::{Reason, SearchHit};
use crate::report::text::rich::{Paint, Rich};
use crate::report::text::wrap::beginning;
use crate::report::text::{number, width};

/// Columns of a word.
const WORD: usize = 40;

/// Reasons that are told of a result unless all are asked for.
const MOST: usize = 4;

/// The words that stand for some of the query's, heaviest first.
pub(super) fn found(hit: &SearchHit) -> Vec<&Reason> {
    let mut found: Vec<&Reason> = hit.why.iter().filter(|reason| !reason.word.is_empty()).collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then(b.weight.total_cmp(&a.weight)));
    found
}

/// A word on one line.
pub(super) fn word(word: &str) -> String {
    beginning(word, WORD)
}

/// What stands between a word of the query and its word of the text. Between two words from right to left it is a sign that says the
/// same in both directions: only the terminal knows in which it shows them.
pub(super) fn sign(reason: &Reason) -> &'static str {
    if reason.same {
        "="
    } else if is_right_to_left(reason) {
        "≈"
    } else {
        "→"
    }
}

fn is_right_to_left(reason: &Reason) -> bool {
    width::is_right_to_left(&reason.query) || width::is_right_to_left(&reason.word)
}

/// `armored → blindé 0.71`, and without the figure for the same word.
fn plain(reason: &Reason) -> String {
    let pair = format!("{} {} {}", word(&reason.query), sign(reason), word(&reason.word));
    if reason.same { pair } else { format!("{pair} {:.2}", reason.similarity) }
}

/// All reasons on one line.
pub(super) fn line(hit: &SearchHit) -> String {
    found(hit).into_iter().map(plain).collect::<Vec<_>>().join(" · ")
}

/// The reasons as they are shown: most of the time on one line. A pair with a word from right to left has one of its own, so that it does
/// not turn the others around.
pub(super) fn lines(hit: &SearchHit, all: bool) -> Vec<Rich> {
    let found = found(hit);
    let told = if all { found.len() } else { found.len().min(MOST) };
    let mut lines: Vec<Rich> = Vec::new();
    let mut line = Rich::default();
    for reason in &found[..told] {
        if is_right_to_left(reason) {
            lines.extend(Some(std::mem::take(&mut line)).filter(|line| !line.is_empty()));
            push(&mut line, reason);
            lines.push(std::mem::take(&mut line));
        } else {
            line.push(if line.is_empty() { "" } else { " · " }, Paint::Dim);
            push(&mut line, reason);
        }
    }
    if told < found.len() {
        let more = format!("{} more", number::grouped(found.len() - told));
        line.push(if line.is_empty() { "" } else { " · " }, Paint::Dim);
        line.push(&more, Paint::Dim);
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
    if let (true, Some(cosine)) = (lines.is_empty(), hit.similarity) {
        let mut alone = Rich::default();
        alone.push(&format!("meaning alone, cosine {cosine:.2}"), Paint::Dim);
        lines.push(alone);
    }
    lines
}

fn push(line: &mut Rich, reason: &Reason) {
    let strength = if reason.same { 1.0 } else { reason.similarity };
    line.push(&word(&reason.query), Paint::Plain);
    line.push(&format!(" {} ", sign(reason)), Paint::Dim);
    line.push(&word(&reason.word), paint(strength));
    if !reason.same {
        line.push(&format!(" {:.2}", reason.similarity), Paint::Dim);
    }
}
