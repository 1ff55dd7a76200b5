//! Sentences: Unicode's rules (UAX #29), and a guard for full stops that end no sentence.
//!
//! UAX #29 splits behind "M." and "3." when a capital follows. The guard joins what was split behind an initial, an
//! abbreviation that stands before names and numbers, a number of one or two digits, or before a small letter.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::shape;

/// Text is looked at in windows of this many bytes: some of the rules look ahead without limit, and a hostile text of
/// a megabyte would take hours. A sentence is never longer than a window.
const WINDOW: usize = 4096;

/// Bytes before a full stop in which the word is looked for that it may abbreviate.
const WORD: usize = 64;

/// Abbreviations of more than one letter that stand before a name, a noun or a number, without their last stop.
/// Those that may end a sentence (`etc.`) are missing: before a small letter UAX #29 does not split anyway.
const ABBREVIATIONS: &[&str] = &[
    // English
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "sgt", "capt", "rep", "sen", "gov", "rev",
    "hon", "vs", "cf", "fig", "figs", "vol", "no", "nos", "pp", "ch", "approx", "jan", "feb", "aug", "sept",
    "oct", "nov", "dec", // French
    "mm", "mme", "mmes", "mlle", "mlles", "mgr", "me", "art", "av", "env", "hab", "janv", "févr", "juil",
    "ste", // German
    "hr", "fr", "nr", "abs", "bzw", "ca", "evtl", "ggf", "inkl", "vgl", "str", "sog", "dipl", "ing", "bd",
    "hrsg", // Spanish, Portuguese, Italian
    "sr", "sra", "srta", "sres", "dña", "dra", "ud", "uds", "núm", "pág", "págs", "av", "sig", "dott", "avv",
    "pag", // Dutch, Polish
    "dhr", "mevr", "drs", "ul", "prof", "gen", "im", "św", // Russian, Ukrainian
    "им", "ул", "гр", "тов", "ст", "рис", "см", "проф", "акад", "ген", "стр", "гл", "св", "ім", "вул", "див",
];

/// The sentences of `text`, without the white space between them, in order. A line break ends a sentence.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    each_sentence(text).collect()
}

/// As [`sentences`], one after the other.
pub(super) fn each_sentence(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        start += line.len();
        start - line.len()..start
    });
    let sentences = lines.flat_map(move |line| {
        let mut pieces = pieces(&text[line.clone()])
            .map(move |piece| line.start + piece.start..line.start + piece.end)
            .peekable();
        std::iter::from_fn(move || {
            let mut sentence = pieces.next()?;
            let goes_on = |sentence: &Range<usize>, piece: &Range<usize>| {
                piece.end - sentence.start <= WINDOW && !is_end(&text[sentence.clone()], &text[piece.clone()])
            };
            while let Some(piece) = pieces.next_if(|piece| goes_on(&sentence, piece)) {
                sentence.end = piece.end;
            }
            Some(trim(text, sentence))
        })
    });
    sentences.filter(|sentence| !sentence.is_empty())
}

/// `range` without white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..(start + slice.trim().len()).max(start)
}

/// What UAX #29 makes of one line, in windows.
fn pieces(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let windows = std::iter::from_fn(move || {
        if start == line.len() {
            return None;
        }
        let end = line.floor_char_boundary(start + WINDOW);
        let window = &line[start..end];
        let mut bounds: Vec<usize> =
            window.split_sentence_bound_indices().map(|(at, _)| at).skip(1).collect();
        if end == line.len() {
            bounds.push(window.len());
        } else if bounds.is_empty() {
            let blank = window.rfind(char::is_whitespace).filter(|&at| at > 0);
            bounds.push(blank.unwrap_or(window.len()));
        }
        let begin = start;
        start += bounds.last().copied().unwrap_or(window.len());
        let mut from = 0;
        Some(bounds.into_iter().map(move |bound| {
            let piece = begin + from..begin + bound;
            from = bound;
            piece
        }))
    });
    windows.flatten()
}

/// Whether a sentence ends between the pieces `before` and `after`.
fn is_end(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    if !after.contains(char::is_alphanumeric)
        || (before.ends_with(['.', '?', '!', '…', '»', '”', '"', ')']) && shape::begins_small(after))
    {
        return false;
    }
    let Some(stem) = before.strip_suffix('.') else { return true };
    // Nothing longer is an abbreviation, and a hostile line is one word from end to end.
    let near = &stem[stem.ceil_char_boundary(stem.len().saturating_sub(WORD))..];
    let word = near.rsplit(char::is_whitespace).next().unwrap_or("");
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let is_initial = letters == 1 && !is_number;
    // "U.S", "z.B", "т.е", "J.-P": parts of one letter between stops.
    let is_dotted = word.contains('.') && word.split(['.', '-']).all(|part| part.chars().count() <= 1);
    let is_known = ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    !(is_initial || is_dotted || is_known || (is_number && word.len() <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn stops_that_end_no_sentence() {
        for text in [
            "M. Dupont est arrivé avec Mme. Durand",
            "The U.S. Senate met Dr. J. R. Smith on Monday",
            "Am 3. Oktober fuhr der Zug ab",
            "Это случилось в 9 ч. Утра, на ул. Ленина",
            "Le n° 3. Oui",
            "« Où aller ? » demanda-t-elle",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn stops_that_do() {
        assert_eq!(
            split("He left in 2023. Then she came. Why? Nobody knows!"),
            ["He left in 2023.", "Then she came.", "Why?", "Nobody knows!"]
        );
        assert_eq!(split("列車が着いた。誰もいない。"), ["列車が着いた。", "誰もいない。"]);
        assert_eq!(split("기차가 멈췄다. 우리는 내렸다."), ["기차가 멈췄다.", "우리는 내렸다."]);
        assert_eq!(split("Pourquoi ? Et où ?"), ["Pourquoi ?", "Et où ?"]);
    }

    #[test]
    fn a_line_break_ends_a_sentence() {
        assert_eq!(
            split("A title\nA body. With two sentences."),
            ["A title", "A body.", "With two sentences."]
        );
    }

    #[test]
    fn long_and_hostile_texts_take_linear_time() {
        for text in [
            "a".repeat(1 << 20),
            format!(".{}", ")".repeat(1 << 20)),
            "M. ".repeat(1 << 18),
            ". 1".repeat(1 << 18),
        ] {
            let sentences = sentences(&text);
            assert!(sentences.iter().all(|sentence| sentence.len() <= WINDOW));
            let kept: usize = sentences
                .iter()
                .map(|sentence| text[sentence.clone()].chars().filter(|c| c.is_alphanumeric()).count())
                .sum();
            assert_eq!(kept, text.chars().filter(|c| c.is_alphanumeric()).count());
        }
    }
}
