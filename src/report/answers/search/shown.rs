//! What is shown of a text: the sentence that matters and as much around it as there is room for, its words marked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Mark;
use crate::printable::is_hidden;
use crate::report::text::rich::{Paint, Rich};
use crate::report::text::width;
use crate::report::text::wrap::pieces;

/// Least strength of a mark that is painted as strong, and of one that is more than weak.
const STRONG: f32 = 0.75;
const MEDIUM: f32 = 0.5;

/// Share of the room beside a sentence that is for what stands before it.
const BEFORE: usize = 3;

/// How a word is painted that stands for one of the query's so much.
pub(super) fn paint(strength: f32) -> Paint {
    match strength {
        strength if strength >= STRONG => Paint::Strong,
        strength if strength >= MEDIUM => Paint::Medium,
        _ => Paint::Weak,
    }
}

/// The text, or so many columns of it around the sentence, with `…` where it was cut.
pub(super) fn shown(text: &str, sentence: Option<[usize; 2]>, marks: &[Mark], room: Option<usize>) -> Rich {
    let wanted = sentence.map(|[start, end]| within(text, start, end)).filter(|wanted| !wanted.is_empty());
    let core = wanted.clone().unwrap_or(0..0);
    let window = room.map_or(0..text.len(), |room| window(text, &core, room));
    let clean = Clean::of(text, &window);
    let (kept, cut) = match room {
        Some(room) => clean.around(&core, room, [window.start > 0, window.end < text.len()]),
        None => (0..clean.text.len(), [false; 2]),
    };
    let strengths = strengths(&window, text, marks);
    let mut rich = Rich::default();
    rich.push(if cut[0] { "…" } else { "" }, Paint::Plain);
    let mut run = kept.start;
    let mut before = Paint::Plain;
    for (place, grapheme) in clean.text[kept.clone()].grapheme_indices(true) {
        let place = kept.start + place;
        let source = clean.from[place]..clean.from[place + grapheme.len() - 1] + 1;
        let strength = source.clone().map(|byte| strengths[byte - window.start]).fold(0.0, f32::max);
        let is_beside = wanted.as_ref().is_some_and(|wanted| !wanted.contains(&source.start));
        let now = match (strength > 0.0, is_beside) {
            (true, _) => paint(strength),
            (false, true) => Paint::Dim,
            (false, false) => Paint::Plain,
        };
        if now != before {
            rich.push(&clean.text[run..place], before);
            (run, before) = (place, now);
        }
    }
    rich.push(&clean.text[run..kept.end], before);
    rich.push(if cut[1] { "…" } else { "" }, Paint::Plain);
    rich
}

/// A range of bytes as one of characters that are there.
fn within(text: &str, start: usize, end: usize) -> Range<usize> {
    let (start, end) = (start.min(text.len()), end.min(text.len()));
    if start < end { text.floor_char_boundary(start)..text.ceil_char_boundary(end) } else { 0..0 }
}

/// The part of a text that so many columns can need. Letters with all their marks have fewer than eight characters.
fn window(text: &str, core: &Range<usize>, room: usize) -> Range<usize> {
    let most = room.saturating_add(1).saturating_mul(8);
    let start = text[..core.start].char_indices().rev().take(most).last().map_or(core.start, |(at, _)| at);
    let end = text[core.start..].char_indices().nth(most.saturating_mul(2));
    start..end.map_or(text.len(), |(at, _)| core.start + at)
}

/// The greatest strength of the marks over each byte of the window.
fn strengths(window: &Range<usize>, text: &str, marks: &[Mark]) -> Vec<f32> {
    let mut strengths = vec![0.0; window.len()];
    for mark in marks {
        let place = within(text, mark.start, mark.end);
        let (start, end) = (place.start.max(window.start), place.end.min(window.end));
        if start < end {
            for strength in &mut strengths[start - window.start..end - window.start] {
                // Whatever is marked is seen.
                *strength = f32::max(*strength, mark.strength.max(f32::MIN_POSITIVE));
            }
        }
    }
    strengths
}

/// A text as [`crate::report::text::wrap::clean`] makes it, and where each byte of it comes from.
struct Clean {
    text: String,
    from: Vec<usize>,
}

impl Clean {
    fn of(text: &str, window: &Range<usize>) -> Self {
        let mut clean = Self { text: String::new(), from: Vec::new() };
        let mut gap = None;
        for (place, c) in text[window.clone()].char_indices() {
            let place = window.start + place;
            if c == '\n' {
                gap = Some((place, '\n'));
            } else if c.is_whitespace() || c.is_control() {
                gap.get_or_insert((place, ' '));
            } else if !is_hidden(c) {
                if let Some((place, c)) = gap.take()
                    && !clean.text.is_empty()
                {
                    clean.push(place, c);
                }
                clean.push(place, c);
            }
        }
        clean
    }

    fn push(&mut self, place: usize, c: char) {
        self.text.push(c);
        self.from.extend(place..place + c.len_utf8());
    }

    /// The bytes that stand for a part of the source.
    fn place_of(&self, source: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| self.from.partition_point(|from| *from < byte);
        place(source.start)..place(source.end)
    }

    /// What fits into so many columns: the core, or its beginning, and what stands beside it; and on which sides something is left
    /// out. `lost` tells on which sides something is that is not looked at.
    fn around(&self, core: &Range<usize>, room: usize, lost: [bool; 2]) -> (Range<usize>, [bool; 2]) {
        let all = 0..self.text.len();
        if lost == [false; 2] && width::of(&self.text) <= room {
            return (all, lost);
        }
        // Room for an ellipsis on both sides.
        let room = room.saturating_sub(2);
        let core = self.place_of(core);
        let gap = self.text[core.start..].len() - self.text[core.start..].trim_start().len();
        let core = core.start + gap..core.end.max(core.start + gap);
        let core = core.start..core.start + fitting(&self.text[core], room);
        let mut left = room.saturating_sub(width::of(&self.text[core.clone()]));
        let before = &self.text[..core.start];
        let mut start = core.start - backwards(before, left / BEFORE);
        left = left.saturating_sub(width::of(&self.text[start..core.start]));
        let mut end = core.end + forwards(&self.text[core.end..], left);
        // What is not needed behind is for what stands before.
        left = left.saturating_sub(width::of(&self.text[core.end..end]));
        start -= backwards(&self.text[..start], left);
        if start == end {
            // A word that is too long stands there; behind the last, the beginning is shown.
            start = if end == all.end { 0 } else { start };
            end = start + fitting(&self.text[start..], room);
        }
        let shown = &self.text[start..end];
        let trimmed = shown.trim_start();
        let begin = end - trimmed.len();
        let cut = [start > 0 || lost[0], end < all.end || lost[1]];
        let stop = |c: char| c.is_whitespace() || (cut[1] && ",;:–—-".contains(c));
        let kept = match trimmed.trim_end_matches(stop) {
            "" => trimmed.trim_end(),
            kept => kept,
        };
        (begin..begin + kept.len(), cut)
    }
}

/// Bytes of the beginning that fits, ended where a line may break or, in a word that is longer, within it.
fn fitting(text: &str, room: usize) -> usize {
    let whole = forwards(text, room);
    if whole > 0 || text.is_empty() {
        return whole;
    }
    let mut used = 0;
    let fits = text.grapheme_indices(true).find(|(_, grapheme)| {
        used += width::of_grapheme(grapheme);
        used > room
    });
    fits.map_or(text.len(), |(place, _)| place)
}

/// Bytes of the pieces at the beginning that fit.
fn forwards(text: &str, room: usize) -> usize {
    let mut used = 0;
    let over = pieces(text).into_iter().find(|(_, piece)| {
        used += width::of(piece.trim_end());
        let is_over = used > room;
        used += width::of(piece) - width::of(piece.trim_end());
        is_over
    });
    over.map_or(text.len(), |(place, _)| place)
}

/// Bytes of the pieces at the end that fit.
fn backwards(text: &str, room: usize) -> usize {
    let mut used = 0;
    let mut kept = 0;
    for (place, piece) in pieces(text).into_iter().rev() {
        used += width::of(piece);
        if used > room {
            break;
        }
        kept = text.len() - place;
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::text::Ink;
    use crate::report::text::wrap::clean;

    const TEXT: &str = "One two three. The train left. Four five six seven.";

    fn plain(text: &str, sentence: Option<[usize; 2]>, room: usize) -> String {
        shown(text, sentence, &[], Some(room)).lines(10_000, Ink::new(false)).join("\n")
    }

    /// With `<strong>`, `(medium)`, `_weak_` and `{dim}` parts.
    fn marked(text: &str, sentence: Option<[usize; 2]>, marks: &[(usize, usize, f32)]) -> String {
        let marks: Vec<Mark> =
            marks.iter().map(|&(start, end, strength)| Mark { start, end, strength }).collect();
        let painted = shown(text, sentence, &marks, None).lines(10_000, Ink::new(true)).join("\n");
        let mut out = String::new();
        let mut close = "";
        let mut rest = painted.as_str();
        while let Some(first) = rest.chars().next() {
            let codes = [
                ("\u{1b}[1m\u{1b}[32m", "<", ">"),
                ("\u{1b}[32m", "(", ")"),
                ("\u{1b}[4m", "_", "_"),
                ("\u{1b}[2m", "{", "}"),
            ];
            if let Some((code, open, end)) = codes.into_iter().find(|(code, ..)| rest.starts_with(code)) {
                out.push_str(open);
                (close, rest) = (end, &rest[code.len()..]);
            } else if let Some(after) = rest.strip_prefix("\u{1b}[0m") {
                out.push_str(close);
                rest = after;
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        out
    }

    #[test]
    fn a_text_that_fits_is_shown_whole() {
        assert_eq!(plain(TEXT, Some([15, 30]), 60), TEXT);
        assert_eq!(plain(TEXT, None, TEXT.len()), TEXT);
        assert_eq!(plain("", None, 10), "");
    }

    #[test]
    fn the_sentence_comes_first_and_its_neighbours_as_far_as_there_is_room() {
        assert_eq!(plain(TEXT, Some([15, 30]), 30), "…The train left. Four five…");
        assert_eq!(plain(TEXT, Some([15, 30]), 38), "…three. The train left. Four five six…");
        assert_eq!(plain(TEXT, Some([15, 30]), 17), "…The train left.…");
        assert_eq!(plain(TEXT, Some([15, 30]), 12), "…The train…", "of a longer one its beginning");
        assert_eq!(plain(TEXT, Some([0, 14]), 30), "One two three. The train…");
        assert_eq!(plain(TEXT, Some([31, 51]), 34), "…train left. Four five six seven.");
        assert_eq!(plain(TEXT, None, 17), "One two three.…");
        assert_eq!(plain("one, two, three", None, 12), "one, two…");
        assert_eq!(plain("Donaudampfschiff", None, 10), "Donaudam…");
    }

    #[test]
    fn a_sentence_far_within_a_long_text_is_found() {
        let filler = "Nothing is said here. ".repeat(50_000);
        let text = format!("{filler}The train left. {filler}");
        let at = filler.len();
        let cut = plain(&text, Some([at, at + 15]), 60);
        assert_eq!(cut, "…is said here. The train left. Nothing is said here.…");
        let endless = format!("{} The train left.", "a".repeat(1_000_000));
        assert_eq!(plain(&endless, Some([1_000_001, 1_000_016]), 60), "…The train left.");
    }

    #[test]
    fn marks_are_painted_by_strength_and_neighbours_are_dimmed() {
        let marks = [(19, 24, 1.0), (25, 29, 0.6), (36, 40, 0.2)];
        assert_eq!(
            marked(TEXT, Some([15, 30]), &marks),
            "{One two three. }The <train> (left).{ Four }_five_{ six seven.}"
        );
        assert_eq!(
            marked(TEXT, None, &[(19, 24, 0.3), (19, 22, 0.8)]),
            "One two three. The <tra>_in_ left. Four five six seven."
        );
    }

    #[test]
    fn marks_keep_their_place_where_a_text_is_cleaned() {
        let text = "\u{feff}  The\u{200b}  \u{1b}[1mtrain\r\n\r\n left.";
        let start = text.find("train").unwrap();
        assert_eq!(marked(text, None, &[(start, start + 5, 1.0)]), "The [1m<train>\nleft.");
    }

    #[test]
    fn letters_are_not_torn_from_their_marks() {
        // The mark ends between a letter and its vowel sign.
        assert_eq!(marked("שָׁלוֹם", None, &[(0, 2, 1.0)]), "<שָׁ>לוֹם");
        assert_eq!(marked("裝甲列車", None, &[(0, 6, 1.0)]), "<裝甲>列車");
        assert_eq!(marked("e\u{301}t", None, &[(1, 3, 1.0)]), "<e\u{301}>t");
    }

    #[test]
    fn places_that_are_none_are_taken_for_the_nearest() {
        assert_eq!(marked("é", Some([9, 3]), &[(1, 1, 1.0), (7, 99, 1.0)]), "é");
        assert_eq!(marked("é", None, &[(1, 99, f32::NAN)]), "_é_");
        assert_eq!(plain("éa", Some([1, 2]), 10), "éa");
    }

    proptest! {
        #[test]
        fn what_is_shown_fits_and_is_of_the_text(
            text in "([a-z]{0,7}[ .,\n]{0,2}|[기차 裝甲。é🚂\u{200b}\t]{0,5}){0,30}",
            sentence in prop::option::of((0_usize..80, 0_usize..80)),
            room in 4_usize..50,
        ) {
            let sentence = sentence.map(|(start, length)| [start, start + length]);
            let cleaned = clean(&text);
            prop_assert_eq!(plain(&text, sentence, 10_000), cleaned.clone());
            let cut = plain(&text, sentence, room);
            prop_assert!(width::of(&cut) <= room, "{cut:?} in {room}");
            let within = cut.trim_matches('…');
            prop_assert!(cleaned.contains(within), "{within:?} of {cleaned:?}");
            prop_assert!(cleaned.is_empty() || !within.is_empty() || room < 6);
        }

        #[test]
        fn any_place_is_taken(text in "\\PC{0,20}", places in prop::collection::vec((0_usize..70, 0_usize..70), 0..4)) {
            let marks: Vec<Mark> = places.iter().map(|&(start, end)| Mark { start, end, strength: 0.5 }).collect();
            let sentence = places.first().map(|&(start, end)| [start, end]);
            for room in [None, Some(9)] {
                let lines = shown(&text, sentence, &marks, room).lines(20, Ink::new(true));
                prop_assert!(crate::printable::text(&text).trim().is_empty() || !lines.is_empty());
            }
        }
    }
}
