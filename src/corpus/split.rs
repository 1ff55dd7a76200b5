//! Long texts are cut into pieces of like size, at sentences where that is possible and at words where it is not.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::sentences::{each_sentence, trim};

/// Cuts `text` into pieces of at most `max_chars` characters, each as near to the others in size as sentences allow.
pub(super) fn split(text: &str, max_chars: usize) -> Vec<Range<usize>> {
    let max_chars = max_chars.max(1);
    if text.chars().count() <= max_chars {
        return std::iter::once(0..text.len()).collect();
    }
    let atoms = each_sentence(text).flat_map(|sentence| {
        if text[sentence.clone()].chars().count() <= max_chars {
            vec![sentence]
        } else {
            let words = words(text, sentence.clone(), max_chars);
            pack(text, sentence, words.into_iter(), max_chars)
        }
    });
    pack(text, trim(text, 0..text.len()), atoms, max_chars)
}

/// Puts neighbouring atoms, which fill `all`, together into pieces of at most `max_chars` characters.
fn pack(
    text: &str,
    all: Range<usize>,
    atoms: impl Iterator<Item = Range<usize>>,
    max_chars: usize,
) -> Vec<Range<usize>> {
    let chars = |range: Range<usize>| text[range].chars().count();
    let mut left = chars(all);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut piece: Option<(Range<usize>, usize)> = None;
    let mut target = left.div_ceil(left.div_ceil(max_chars).max(1));
    for atom in atoms {
        piece = match piece {
            None => Some((atom.clone(), chars(atom.clone()))),
            Some((range, size)) => {
                let grown = size + chars(range.end..atom.end);
                let atom_size = chars(atom.clone());
                if grown > max_chars || size + atom_size / 2 > target {
                    left = left.saturating_sub(size);
                    target = left.div_ceil(left.div_ceil(max_chars).max(1));
                    pieces.push(range);
                    Some((atom.clone(), atom_size))
                } else {
                    Some((range.start..atom.end, grown))
                }
            }
        };
    }
    pieces.extend(piece.map(|(range, _)| range));
    pieces.into_iter().map(|range| trim(text, range)).filter(|range| !range.is_empty()).collect()
}

/// The words of a sentence, each with the punctuation behind it; a word longer than `max_chars` is cut.
fn words(text: &str, sentence: Range<usize>, max_chars: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, word) in text[sentence.clone()].split_word_bound_indices() {
        let range = sentence.start + at..sentence.start + at + word.len();
        let sign = !word.contains(|c: char| c.is_alphanumeric() || c.is_whitespace());
        match words.last_mut() {
            Some(last)
                if sign
                    && !text[last.clone()].ends_with(char::is_whitespace)
                    && range.end - last.start <= max_chars =>
            {
                last.end = range.end;
            }
            _ => words.push(range),
        }
    }
    let mut cut = Vec::with_capacity(words.len());
    for word in words {
        let mut from = word.start;
        let mut size = 0;
        for (at, _) in text[word.clone()].char_indices() {
            if size == max_chars {
                cut.push(from..word.start + at);
                from = word.start + at;
                size = 0;
            }
            size += 1;
        }
        cut.push(from..word.end);
    }
    cut
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(text: &str, max: usize) -> Vec<&str> {
        split(text, max).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn pieces_are_balanced_and_end_at_sentences() {
        let text = "One sentence of some length. ".repeat(11);
        let pieces = pieces(text.trim(), 250);
        assert_eq!(pieces.len(), 2);
        assert!(pieces.iter().all(|piece| piece.ends_with('.')));
        let sizes: Vec<_> = pieces.iter().map(|piece| piece.len()).collect();
        assert!(sizes[0].abs_diff(sizes[1]) < 40, "{sizes:?}");
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = "word and another, ".repeat(30);
        for piece in pieces(text.trim(), 100) {
            assert!(piece.len() <= 100);
            assert!(piece.starts_with(|c: char| c.is_alphabetic()), "{piece}");
            assert!(["word", "and", "another,"].contains(&piece.rsplit(' ').next().unwrap()), "{piece}");
        }
    }

    #[test]
    fn a_megabyte_without_a_space_is_split() {
        let text = "é".repeat(1 << 19);
        let pieces = pieces(&text, 1200);
        assert!(pieces.iter().all(|piece| piece.chars().count() <= 1200));
        assert_eq!(pieces.concat(), text);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_long(text in "[\\PC\n]{0,300}", max in 1usize..80) {
            let ranges = split(&text, max);
            let kept: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&kept), letters(&text));
            prop_assert!(ranges.is_sorted_by(|a, b| a.end <= b.start));
            prop_assert!(ranges.iter().all(|range| text[range.clone()].chars().count() <= max));
        }
    }
}
