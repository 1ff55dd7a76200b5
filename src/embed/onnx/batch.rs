//! Windows of like length become padded batches of bounded size.

use std::ops::Range;

use super::tokens::{Frame, Token};

/// Most tokens of one batch, padding counted. It bounds the memory of a run whatever the texts, because no window is longer
/// either. On two cores a token takes least time in batches of 512 to 1,024 (`docs/measurements.md`).
pub(super) const BATCH_TOKENS: usize = 1024;

/// Most tokens of padding in one batch. To run the graph once more costs as much as about 16 tokens, so that it is better
/// to begin another batch than to pad by much more.
const MOST_PADDING: usize = 32;

/// A part of a text that fits into the model's window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'t> {
    /// Number of the text, from 0.
    pub(super) text: usize,
    pub(super) prefix: &'t [u32],
    pub(super) tokens: &'t [Token],
}

impl Piece<'_> {
    /// Number of its tokens with the prefix and what stands around them.
    pub(super) fn len(&self, frame: &Frame) -> usize {
        frame.len() + self.prefix.len() + self.tokens.len()
    }
}

/// What one row of a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Number of its text, from 0.
    pub(super) text: usize,
    /// Tokens of the text in it: its share of the text's vector.
    pub(super) weight: usize,
    /// All its tokens; padding follows.
    pub(super) len: usize,
}

/// Input of one run, `(n_rows, length)` row by row.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<Row>,
    pub(super) length: usize,
    pub(super) ids: Vec<i64>,
    pub(super) mask: Vec<i64>,
    pub(super) types: Vec<i64>,
}

impl Batch {
    /// Pads `pieces` to the longest of them with the token `pad`.
    pub(super) fn new(pieces: &[Piece<'_>], frame: &Frame, pad: u32) -> Self {
        let length = pieces.iter().map(|piece| piece.len(frame)).max().unwrap_or(0);
        let size = length * pieces.len();
        let mut batch = Self {
            rows: Vec::with_capacity(pieces.len()),
            length,
            ids: Vec::with_capacity(size),
            mask: Vec::with_capacity(size),
            types: Vec::with_capacity(size),
        };
        for (number, piece) in pieces.iter().enumerate() {
            let text = piece.prefix.iter().copied().chain(piece.tokens.iter().map(|token| token.id));
            let text = text.map(|id| (id, frame.text_type));
            for (id, kind) in frame.before.iter().copied().chain(text).chain(frame.after.iter().copied()) {
                batch.ids.push(i64::from(id));
                batch.types.push(i64::from(kind));
            }
            let len = piece.len(frame);
            batch.rows.push(Row { text: piece.text, weight: piece.tokens.len(), len });
            let end = (number + 1) * length;
            batch.mask.resize(batch.ids.len(), 1);
            batch.mask.resize(end, 0);
            batch.ids.resize(end, i64::from(pad));
            batch.types.resize(end, 0);
        }
        batch
    }
}

/// Consecutive ranges of `lengths`, which fall, with at most [`BATCH_TOKENS`] tokens each; one by one where `alone`.
pub(super) fn pack(lengths: &[usize], alone: bool) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let mut from = 0;
    while from < lengths.len() {
        let longest = lengths[from];
        let mut to = from + 1;
        let mut padding = 0;
        while !alone && to < lengths.len() && (to + 1 - from) * longest <= BATCH_TOKENS {
            padding += longest - lengths[to].min(longest);
            if padding > MOST_PADDING {
                break;
            }
            to += 1;
        }
        batches.push(from..to);
        from = to;
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_framed_and_padded() {
        let frame = Frame { before: vec![(1, 0)], after: vec![(2, 5)], text_type: 3 };
        let token = |id| Token { id, starts_word: false };
        let (long, short) = ([token(10), token(11)], [token(12)]);
        let pieces =
            [Piece { text: 4, prefix: &[9], tokens: &long }, Piece { text: 0, prefix: &[], tokens: &short }];
        let batch = Batch::new(&pieces, &frame, 7);
        assert_eq!(batch.rows, [Row { text: 4, weight: 2, len: 5 }, Row { text: 0, weight: 1, len: 3 }]);
        assert_eq!((batch.length, batch.ids), (5, vec![1, 9, 10, 11, 2, 1, 12, 2, 7, 7]));
        assert_eq!(batch.mask, [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
        assert_eq!(batch.types, [0, 3, 3, 3, 5, 0, 3, 5, 0, 0]);
    }

    #[test]
    fn batches_are_full_but_not_padded_much() {
        assert_eq!(pack(&[128; 20], false), [0..8, 8..16, 16..20]);
        assert_eq!(pack(&[300, 290, 280, 20, 18], false), [0..3, 3..5]);
        assert_eq!(pack(&[128; 3], true), [0..1, 1..2, 2..3]);
        assert_eq!(pack(&[5000, 3], false), [0..1, 1..2]);
        assert!(pack(&[], false).is_empty());
    }

    proptest! {
        #[test]
        fn batches_are_bounded(mut lengths in prop::collection::vec(1..=BATCH_TOKENS, 0..200)) {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            let mut end = 0;
            for batch in pack(&lengths, false) {
                prop_assert_eq!(batch.start, end);
                prop_assert!(!batch.is_empty() && batch.len() * lengths[batch.start] <= BATCH_TOKENS);
                let used: usize = lengths[batch.clone()].iter().sum();
                prop_assert!(batch.len() * lengths[batch.start] - used <= MOST_PADDING);
                end = batch.end;
            }
            prop_assert_eq!(end, lengths.len());
        }
    }
}
