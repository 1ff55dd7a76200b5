//! Words that were divided at the end of a line.
//!
//! A hyphen there is either the printer's, or the word's own. The rest of the text tells: it has the whole word
//! somewhere, or the word with its hyphen, or both of its parts as words. Where it has none of them, the word was divided:
//! that is what most hyphens at line ends are.

use std::collections::HashMap;

use super::shape;

/// Longest part of a word that is looked for, in bytes.
const LONGEST: usize = 60;

/// First parts of compounds that are no words of their own in most texts, or common in short ones.
const COMPOUNDING: &[&str] = &[
    "well", "self", "half", "ill", "all", "vice", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "demi", "mi", "semi", "quasi", "quatre", "soixante", "наи", "пол",
];

/// Last parts of compounds that are no words of their own.
const COMPOUNDED: &[&str] = &["нибудь"];

/// Words that carry on behind a hyphen which stands for the rest of a compound ("Vor- und Nachteile").
const JOINING: &[&str] = &[
    "und", "oder", "bis", "bzw", "sowie", "and", "or", "to", "och", "og", "eller", "en", "i", "oraz", "lub",
    "и", "или",
];

/// How two lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    /// By a space.
    Space,
    /// By nothing.
    Nothing,
    /// By nothing, and the hyphen at the end of the first is left out.
    Divided,
}

/// What a text says of the words that are divided in it.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    /// How often each word stands there; only those that are asked for.
    times: HashMap<String, u32>,
}

impl Hyphens {
    /// Looks for the divided words of a text in the rest of it.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut times: HashMap<String, u32> = HashMap::new();
        for (first, second) in lines.clone().zip(lines.clone().skip(1)) {
            if let Some((left, right)) = divided(first, second) {
                let [whole, own] = [format!("{left}{right}"), format!("{left}-{right}")];
                for word in [whole, own, left, right] {
                    times.entry(word).or_default();
                }
            }
        }
        if times.is_empty() {
            return Self::default();
        }
        let mut begins_with_rest = false;
        let mut word = String::new();
        for line in lines {
            let is_divided = has_hyphen(line).is_some();
            let mut words = line.split(|c: char| !is_inner(c)).filter(|word| !word.is_empty()).peekable();
            if begins_with_rest {
                words.next();
            }
            while let Some(next) = words.next() {
                if (is_divided && words.peek().is_none()) || next.len() > 2 * LONGEST {
                    break;
                }
                word.clear();
                word.extend(next.chars().flat_map(char::to_lowercase));
                if let Some(seen) = times.get_mut(word.trim_matches('-')) {
                    *seen = seen.saturating_add(1);
                }
            }
            begins_with_rest = is_divided;
        }
        Self { times }
    }

    /// How `first` is joined with `second`, the line below it.
    pub(super) fn seam(&self, first: &str, second: &str) -> Seam {
        let ends = (first.chars().next_back(), second.chars().next());
        if let (Some(a), Some(b)) = ends
            && shape::is_ideographic(a)
            && shape::is_ideographic(b)
        {
            return Seam::Nothing;
        }
        // Soft hyphens are no part of the text.
        if ends.0 == Some('\u{AD}') {
            return Seam::Nothing;
        }
        let Some(stem) = has_hyphen(first) else { return Seam::Space };
        let Some((left, right)) = divided(first, second) else {
            // Names ("Jean-\nPaul") and numbers ("1914-\n1918") keep their hyphen.
            let goes_on = ends.1.is_some_and(char::is_alphanumeric) && stem.ends_with(char::is_alphanumeric);
            return if goes_on { Seam::Nothing } else { Seam::Space };
        };
        let times = |word: &str| self.times.get(word).copied().unwrap_or(0);
        let (whole, own) = (times(&format!("{left}{right}")), times(&format!("{left}-{right}")));
        if whole == 0 && own == 0 {
            if JOINING.contains(&right.as_str()) {
                return Seam::Space;
            }
            let are_words = times(&left) > 0 && times(&right) > 0;
            let is_known = COMPOUNDING.contains(&left.as_str()) || COMPOUNDED.contains(&right.as_str());
            let is_compound = left.contains('-') || are_words || is_known;
            return if is_compound { Seam::Nothing } else { Seam::Divided };
        }
        if own > whole { Seam::Nothing } else { Seam::Divided }
    }
}

/// The line without the hyphen that it ends with, behind a letter.
fn has_hyphen(line: &str) -> Option<&str> {
    let stem = line.strip_suffix(['-', '\u{2010}', '¬'])?;
    stem.ends_with(char::is_alphanumeric).then_some(stem)
}

/// The parts of a word that may be divided, in small letters: the second goes on with a small one.
fn divided(first: &str, second: &str) -> Option<(String, String)> {
    let stem = has_hyphen(first)?;
    let left = stem.rsplit(|c: char| !is_inner(c)).next()?.trim_matches('-');
    let right = second.split(|c: char| !is_inner(c)).next()?.trim_end_matches('-');
    // Letters without case (Arabic, Hindi) are never divided so.
    let goes_on = right.chars().next().is_some_and(char::is_lowercase);
    let is_word = left.chars().next_back().is_some_and(char::is_alphabetic);
    let fits = left.len() <= LONGEST && right.len() <= LONGEST;
    (goes_on && is_word && fits).then(|| (left.to_lowercase(), right.to_lowercase()))
}

/// Whether `c` may stand within a word.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `text`, joined.
    fn joined(text: &str) -> String {
        let hyphens = Hyphens::of(text.lines());
        let mut joined = String::new();
        for line in text.lines() {
            match hyphens.seam(&joined, line) {
                _ if joined.is_empty() => {}
                Seam::Space => joined.push(' '),
                Seam::Nothing => {}
                Seam::Divided => {
                    joined.pop();
                }
            }
            joined.push_str(line);
        }
        joined
    }

    #[test]
    fn divided_words_are_joined() {
        for (text, expected) in [
            ("the fisher-\nmen came", "the fishermen came"),
            ("die Bürger-\nmeisterin spricht", "die Bürgermeisterin spricht"),
            ("les pê-\ncheurs partent", "les pêcheurs partent"),
            ("новое прави-\nтельство", "новое правительство"),
            ("la reu\u{2010}\nnión sigue", "la reunión sigue"),
            ("a gal¬\nlery", "a gallery"),
            ("infor\u{AD}\nmation", "infor\u{AD}mation"),
        ] {
            assert_eq!(joined(text), expected);
        }
    }

    #[test]
    fn hyphens_that_are_the_words_own_stay() {
        for (text, expected) in [
            ("a sea-\nside inn; the sea-side", "a sea-side inn; the sea-side"),
            ("a well-\nmeant word", "a well-meant word"),
            ("an up-to-\ndate list", "an up-to-date list"),
            ("all twenty-\none came", "all twenty-one came"),
            ("придёт ли кто-\nнибудь", "придёт ли кто-нибудь"),
            ("Jean-\nPaul came", "Jean-Paul came"),
            ("from 1914-\n1918", "from 1914-1918"),
            ("il dit qu’il vient, dit-\nil", "il dit qu’il vient, dit-il"),
            ("die Vor-\nund Nachteile", "die Vor- und Nachteile"),
            ("he left -\nand came", "he left - and came"),
            ("of the deep blue sea, a deep-\nblue coat", "of the deep blue sea, a deep-blue coat"),
        ] {
            assert_eq!(joined(text), expected);
        }
    }

    #[test]
    fn the_whole_word_elsewhere_tells() {
        assert_eq!(
            joined("On the sea the side wind blows at the sea-\nside; the seaside inn"),
            "On the sea the side wind blows at the seaside; the seaside inn"
        );
    }

    #[test]
    fn hyphens_without_end_take_linear_time() {
        for text in ["a-\n".repeat(100_000), format!("{}-\nb", "a".repeat(1 << 20)), "-\n".repeat(100_000)] {
            let hyphens = Hyphens::of(text.lines());
            assert!(hyphens.times.len() < 8);
        }
    }
}
