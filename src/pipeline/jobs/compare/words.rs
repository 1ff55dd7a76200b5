//! What changed from one version of a paragraph to the other, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::report::answers::compare::{DiffRun, WordChange};

/// Most words of a paragraph whose changes are told.
const MOST: usize = 20_000;

/// The runs of words that stayed, went and came; put together, those that did not come are the first text, and those that did not go the
/// second. Nothing for texts that are too long.
pub(super) fn diff(a: &str, b: &str) -> Option<Vec<DiffRun>> {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split_word_bounds().collect(), b.split_word_bounds().collect());
    if a.len().max(b.len()) > MOST {
        return None;
    }
    let mut runs: Vec<DiffRun> = Vec::new();
    for step in capture_diff_slices(Algorithm::Patience, &a, &b) {
        match step {
            DiffOp::Equal { old_index, len, .. } => {
                push(&mut runs, WordChange::Same, &a[old_index..old_index + len]);
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                push(&mut runs, WordChange::Removed, &a[old_index..old_index + old_len]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                push(&mut runs, WordChange::Added, &b[new_index..new_index + new_len]);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                push(&mut runs, WordChange::Removed, &a[old_index..old_index + old_len]);
                push(&mut runs, WordChange::Added, &b[new_index..new_index + new_len]);
            }
        }
    }
    Some(smooth(runs))
}

fn push(runs: &mut Vec<DiffRun>, change: WordChange, words: &[&str]) {
    let text = words.concat();
    match runs.last_mut() {
        Some(last) if last.change == change => last.text.push_str(&text),
        _ => runs.push(DiffRun { change, text }),
    }
}

/// Takes a space between two changes for part of them: `old words` becomes `new ones` at once.
fn smooth(runs: Vec<DiffRun>) -> Vec<DiffRun> {
    let mut smooth: Vec<DiffRun> = Vec::with_capacity(runs.len());
    // What went and what came since the last run that stayed.
    let (mut removed, mut added) = (String::new(), String::new());
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        match run.change {
            WordChange::Removed => removed.push_str(&run.text),
            WordChange::Added => added.push_str(&run.text),
            WordChange::Same
                if is_gap(&run.text) && !removed.is_empty() && !added.is_empty() && runs.peek().is_some() =>
            {
                removed.push_str(&run.text);
                added.push_str(&run.text);
            }
            WordChange::Same => {
                flush(&mut smooth, &mut removed, &mut added);
                smooth.push(run);
            }
        }
    }
    flush(&mut smooth, &mut removed, &mut added);
    smooth
}

fn is_gap(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn flush(runs: &mut Vec<DiffRun>, removed: &mut String, added: &mut String) {
    for (change, text) in [(WordChange::Removed, removed), (WordChange::Added, added)] {
        if !text.is_empty() {
            runs.push(DiffRun { change, text: std::mem::take(text) });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The runs in one line: `[-gone-]`, `{+come+}`.
    fn shown(a: &str, b: &str) -> String {
        let runs = diff(a, b).unwrap();
        let shown = runs.iter().map(|run| match run.change {
            WordChange::Same => run.text.clone(),
            WordChange::Removed => format!("[-{}-]", run.text),
            WordChange::Added => format!("{{+{}+}}", run.text),
        });
        shown.collect()
    }

    #[test]
    fn words_that_went_and_came() {
        assert_eq!(shown("It left on Sunday.", "It left on Monday."), "It left on [-Sunday-]{+Monday+}.");
        assert_eq!(
            shown("The green train left.", "The very old train left."),
            "The [-green-]{+very old+} train left."
        );
        assert_eq!(shown("a b c d", "a x y d"), "a [-b c-]{+x y+} d");
        assert_eq!(shown("L'été fut long", "L'hiver fut long"), "[-L'été-]{+L'hiver+} fut long");
        assert_eq!(shown("Then it left", "Then it left again"), "Then it left{+ again+}");
    }

    #[test]
    fn a_text_without_end_is_not_compared() {
        assert_eq!(diff(&"a ".repeat(MOST), "a"), None);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_it(a in "[a-c é裝]{0,30}", b in "[a-c é裝]{0,30}") {
            let runs = diff(&a, &b).unwrap();
            let side = |not: WordChange| -> String {
                runs.iter().filter(|run| run.change != not).map(|run| run.text.as_str()).collect()
            };
            prop_assert_eq!(side(WordChange::Added), a);
            prop_assert_eq!(side(WordChange::Removed), b);
        }
    }
}
