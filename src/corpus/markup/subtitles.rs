//! Subtitles: cues are joined to paragraphs, each with the time at which it is said.
//!
//! A cue is as much as fits on a screen; sentences run over cues. So cues become one text, which ends where nobody
//! speaks for some time, where another begins to speak, and at the end of a sentence when it is long enough.

mod cues;
mod text;

use crate::corpus::block::{Kind, Parsed, TooMany};
use crate::corpus::shape;
use crate::corpus::traced::Traced;
use cues::{Cues, Said};

/// A pause of so many milliseconds ends a paragraph behind a sentence.
const PAUSE: u64 = 3_000;

/// A pause of so many milliseconds ends a paragraph wherever it is.
const LONG_PAUSE: u64 = 10_000;

/// A paragraph of so many letters ends with its sentence.
const ENOUGH: usize = 400;

/// A paragraph of so many letters ends: nothing tells where its sentences do.
const TOO_MUCH: usize = 800;

/// A turn of so many letters is a paragraph of its own; shorter ones stand together.
const TURN: usize = 80;

/// Reads the paragraphs of subtitles.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let Some(Cues { said, title, language }) = cues::read(text) else {
        return Parsed::too_many(TooMany::PARAGRAPHS);
    };
    let mut parsed = Parsed { title, language, ..Parsed::default() };
    let mut current = Traced::default();
    let mut width = 0;
    let mut last: Option<Said> = None;
    for said in said {
        if said.text.is_empty() {
            continue;
        }
        let begins_turn =
            said.begins_turn || last.as_ref().is_some_and(|last| last.speaker != said.speaker && said.first);
        if let Some(last) = &last {
            let pause = said.start.saturating_sub(last.end);
            let whole = shape::ends_sentence(current.text());
            let ends = pause >= LONG_PAUSE
                || (whole && (pause >= PAUSE || width >= ENOUGH))
                || width >= TOO_MUCH
                || (begins_turn && width >= TURN);
            let at = said.text.source().start;
            let seam = (current.text().chars().next_back(), said.text.text().chars().next());
            if ends {
                parsed.add(Kind::Paragraph, std::mem::take(&mut current));
                width = 0;
            } else if begins_turn {
                current.line_break(at);
            } else if !matches!(seam, (Some(a), Some(b)) if shape::is_ideographic(a) && shape::is_ideographic(b))
            {
                current.space(at);
            }
        }
        if said.timed {
            parsed.times.push((said.text.source().start, said.start));
        }
        current.push_from(&said.text, 0..said.text.text().len());
        width += shape::width(said.text.text()) + 1;
        last = Some(said);
    }
    parsed.add(Kind::Paragraph, current);
    parsed
}

#[cfg(test)]
mod tests;
