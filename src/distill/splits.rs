//! Another way to write each piece: with the likeliest smaller ones.
//!
//! While it learns, a model now and then reads a piece by its parts (subword regularisation; Kudo 2018, "Subword
//! Regularization"), so that the parts have a meaning for the words that are not in the vocabulary.

use super::vocabulary::Vocabulary;

/// The parts of every piece.
pub(super) struct Splits {
    parts: Vec<u32>,
    ends: Vec<usize>,
}

impl Splits {
    /// Splits every piece of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let known: foldhash::HashMap<&str, u32> =
            vocabulary.pieces.iter().enumerate().map(|(i, piece)| (piece.as_str(), i as u32)).collect();
        let mut splits = Self { parts: Vec::new(), ends: Vec::with_capacity(vocabulary.pieces.len()) };
        for piece in &vocabulary.pieces {
            splits.parts.extend(split(piece, &known, &vocabulary.scores));
            splits.ends.push(splits.parts.len());
        }
        splits
    }

    /// The parts of a piece: none where it has no parts that are all pieces.
    pub(super) fn of(&self, piece: u32) -> &[u32] {
        let piece = piece as usize;
        &self.parts[if piece == 0 { 0 } else { self.ends[piece - 1] }..self.ends[piece]]
    }
}

/// The likeliest parts of a piece other than itself (Viterbi).
pub(super) fn split(piece: &str, known: &foldhash::HashMap<&str, u32>, scores: &[f32]) -> Vec<u32> {
    let mut best: Vec<Option<(f32, usize, u32)>> = vec![None; piece.len() + 1];
    for (start, _) in piece.char_indices() {
        let here = match (start, best[start]) {
            (0, _) => 0.0,
            (_, Some((score, _, _))) => score,
            (_, None) => continue,
        };
        let ends = piece[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
        for end in ends.filter(|end| end - start < piece.len()) {
            let Some(&part) = known.get(&piece[start..end]) else { continue };
            let score = here + scores[part as usize];
            if best[end].is_none_or(|(other, _, _)| score > other) {
                best[end] = Some((score, start, part));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = piece.len();
    while let Some((_, start, part)) = best[end] {
        parts.push(part);
        end = start;
    }
    if end != 0 {
        return Vec::new();
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_split_into_its_likeliest_parts() {
        let pieces = ["▁train", "▁tra", "in", "▁t", "rain", "▁", "x"].map(str::to_owned).to_vec();
        let scores = vec![-5.0, -8.0, -4.0, -6.0, -5.5, -9.0, -3.0];
        let splits = Splits::new(&Vocabulary { pieces, scores });
        assert_eq!(splits.of(0), [3, 4], "-11.5 against -12");
        assert_eq!(splits.of(1), [0_u32; 0], "its letters are no pieces");
        assert_eq!(splits.of(6), [0_u32; 0]);
    }
}
