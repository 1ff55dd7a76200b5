//! Which paragraphs of a plain text are headings and list items.
//!
//! A heading is short, is one line, does not end as a sentence does (or ends loudly: `?`, `!`) and has a body after
//! it: a paragraph that ends as a sentence does or is long. Files of short texts, one a line, look like headings from
//! top to bottom; so runs of more than [`RUN`] such lines, and files that hold mostly such lines, have none.

use super::Draft;
use super::turns::Turn;
use crate::corpus::block::Kind;
use crate::corpus::boilerplate;
use crate::corpus::shape::{self, Marker};

/// Widest heading, in letters.
const HEADING_WIDTH: usize = 120;

/// Widest heading that ends with `?` or `!`.
const LOUD_WIDTH: usize = 80;

/// A paragraph this wide is a body however it ends.
const BODY_WIDTH: usize = 140;

/// Most headings that may stand above one body: a site's label, a title, a subtitle, a byline.
const RUN: usize = 4;

/// Files of fewer blocks than this are too small to be called a list of short texts.
const SMALL_FILE: usize = 12;

/// The kind of each draft, in order.
pub(super) fn kinds(drafts: &[Draft]) -> Vec<Kind> {
    let mut kinds = items(drafts);
    for (index, pair) in drafts.windows(2).enumerate() {
        // A question stands above its answer.
        if pair[0].turn == Some(Turn::Asked) && pair[1].turn == Some(Turn::Said) {
            kinds[index] = Kind::Heading;
        }
    }
    let candidate: Vec<bool> = (0..drafts.len()).map(|index| is_candidate(drafts, index)).collect();
    let candidates = candidate.iter().filter(|&&candidate| candidate).count();
    if drafts.len() >= SMALL_FILE && candidates * 5 > drafts.len() * 3 {
        return kinds;
    }
    let mut end = drafts.len();
    while end > 0 {
        let start = candidate[..end].iter().rposition(|&candidate| !candidate).map_or(0, |index| index + 1);
        if start < end {
            // `start..end` is a run of candidates; what follows decides.
            let has_body = drafts.get(end).is_some_and(|next| can_be_body(next, &drafts[end - 1]));
            if has_body && end - start <= RUN {
                kinds[start..end].fill(Kind::Heading);
            } else if has_body && shape::ends_loudly(drafts[end - 1].text.text()) {
                // Questions and answers: only the last line before the body belongs to it.
                kinds[end - 1] = Kind::Heading;
            }
            end = start;
        } else {
            end -= 1;
        }
    }
    kinds
}

/// Paragraphs, and items with the items that are indented below them.
fn items(drafts: &[Draft]) -> Vec<Kind> {
    let mut outer = None;
    let kind = |draft: &Draft| {
        if draft.marker.is_none() || draft.turn.is_some() {
            outer = None;
            return Kind::Paragraph;
        }
        if draft.indent > *outer.get_or_insert(draft.indent) {
            return Kind::Nested;
        }
        outer = Some(draft.indent);
        Kind::Item
    };
    drafts.iter().map(kind).collect()
}

fn is_candidate(drafts: &[Draft], index: usize) -> bool {
    let draft = &drafts[index];
    let text = draft.text.text();
    let width = shape::width(text);
    // `1. Introduction` alone is a heading; a numbered line next to another one is a list item.
    let alone = |other: Option<&Draft>| other.is_none_or(|other| other.marker.is_none());
    let before = index.checked_sub(1).and_then(|before| drafts.get(before));
    let heading_marker = match draft.marker {
        None => true,
        Some(Marker::Bullet) => false,
        Some(Marker::Number) => alone(before) && alone(drafts.get(index + 1)),
    };
    let loud = shape::ends_loudly(text);
    draft.lines == 1
        && draft.turn.is_none()
        && heading_marker
        && width <= if loud { LOUD_WIDTH } else { HEADING_WIDTH }
        && (loud || !shape::ends_sentence(text))
        && !shape::ends_openly(text)
        && !shape::begins_small(text)
        && text.contains(char::is_alphanumeric)
        && boilerplate::classify(text).is_none()
}

fn can_be_body(next: &Draft, heading: &Draft) -> bool {
    let (text, above) = (next.text.text(), heading.text.text());
    let width = shape::width(text);
    let is_sentence = shape::ends_sentence(text) || text.ends_with(':');
    // An answer may be shorter than its question.
    let is_answer = shape::ends_loudly(above) && !shape::ends_loudly(text);
    let follows = next.marker.is_some()
        || next.lines > 1
        || width >= BODY_WIDTH
        || (is_sentence && (is_answer || width > shape::width(above)));
    follows && next.quoted == heading.quoted && boilerplate::classify(text).is_none()
}
