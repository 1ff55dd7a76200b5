//! Cuts the tokens of a text that is longer than the model's window into windows, so that nothing is cut off in silence.

use std::ops::Range;

use super::tokens::Token;

/// Ranges of at most `limit` tokens (one at least) that together cover all, as equal in length as word borders allow.
pub(super) fn windows(tokens: &[Token], limit: usize) -> Vec<Range<usize>> {
    let n = tokens.len();
    let limit = limit.max(1);
    let wanted = n.div_ceil(n.div_ceil(limit).max(1));
    let mut windows = Vec::new();
    let mut from = 0;
    while from < n {
        let target = (from + wanted).min(n);
        let to = if target == n {
            n
        } else {
            // The nearest word border before the target, else a cut inside a word.
            (from + wanted / 2 + 1..=target).rev().find(|&i| tokens[i].starts_word).unwrap_or(target)
        };
        windows.push(from..to);
        from = to;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(lengths: &[usize]) -> Vec<Token> {
        lengths.iter().flat_map(|&n| (0..n).map(|i| Token { id: 7, starts_word: i == 0 })).collect()
    }

    #[test]
    fn windows_end_at_words_and_are_about_equal() {
        let tokens = words(&[3, 3, 3, 3]);
        assert_eq!(windows(&tokens, 12).first(), Some(&(0..12)));
        assert_eq!(windows(&tokens, 11), [0..6, 6..12]);
        assert_eq!(windows(&tokens, 5), [0..3, 3..6, 6..9, 9..12]);
    }

    #[test]
    fn a_word_longer_than_a_window_is_cut() {
        assert_eq!(windows(&words(&[10]), 4), [0..4, 4..8, 8..10]);
        assert!(windows(&[], 4).is_empty());
    }

    proptest! {
        #[test]
        fn windows_cover_all_and_none_is_too_long(lengths in prop::collection::vec(1_usize..9, 0..80), limit in 1_usize..40) {
            let tokens = words(&lengths);
            let windows = windows(&tokens, limit);
            let mut end = 0;
            for window in &windows {
                prop_assert_eq!(window.start, end);
                prop_assert!(!window.is_empty() && window.len() <= limit);
                end = window.end;
            }
            prop_assert_eq!(end, tokens.len());
        }
    }
}
