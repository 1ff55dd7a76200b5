//! Cuts a text that is longer than a model's window into windows, so that nothing is cut off in silence.

use tokenizers::Tokenizer;

/// A part of a text and how many tokens it has, special tokens left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: usize,
}

/// Windows of at most `limit` tokens that together cover `text`, as equal in length as word borders allow; empty
/// when the text has no token but those in `ignored` (the unknown token).
///
/// # Errors
/// What the tokenizer says.
pub(super) fn windows<'a>(
    tokenizer: &Tokenizer,
    text: &'a str,
    limit: usize,
    ignored: Option<u32>,
) -> Result<Vec<Window<'a>>, tokenizers::Error> {
    let encoding = tokenizer.encode(text, false)?;
    let ids = encoding.get_ids();
    if ids.iter().all(|id| Some(*id) == ignored) {
        return Ok(Vec::new());
    }
    if ids.len() <= limit {
        return Ok(vec![Window { text, tokens: ids.len() }]);
    }
    let offsets = encoding.get_offsets();
    let starts_word: Vec<bool> = offsets
        .iter()
        .enumerate()
        .map(|(i, &(start, _))| {
            i == 0
                || start > offsets[i - 1].1
                || text.get(start..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
        .collect();
    // A window is tokenised again by the model, and a cut can add a token or two: the slack takes them.
    let limit = limit.saturating_sub(4).max(1);
    let wanted = ids.len().div_ceil(ids.len().div_ceil(limit));
    let mut windows = Vec::new();
    let mut from = 0;
    while from < ids.len() {
        let longest = (from + limit).min(ids.len());
        let target = (from + wanted).min(longest);
        let to = if target == ids.len() {
            target
        } else {
            // The nearest word border before the target, else a cut inside a word.
            (from + 1..=target).rev().find(|&i| starts_word[i] && i > from + wanted / 2).unwrap_or(target)
        };
        let begin = if from == 0 { 0 } else { offsets[from].0 };
        let end = if to == ids.len() { text.len() } else { offsets[to].0.max(begin) };
        if let Some(part) = text.get(begin..end).filter(|part| !part.trim().is_empty()) {
            windows.push(Window { text: part, tokens: to - from });
        }
        from = to;
    }
    Ok(windows)
}
