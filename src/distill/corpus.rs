//! Everything that is learned from: texts, each once, and which of them mean the same.

use std::collections::BTreeMap;

use super::DistillError;
use super::contamination::Evaluation;
use super::recipe::Recipe;
use super::table::{self, Row};

/// Texts and pairs of them.
#[derive(Default)]
pub(super) struct Corpus {
    pub(super) texts: Vec<String>,
    /// The language of each text, as a number of `languages`.
    pub(super) text_languages: Vec<u16>,
    pub(super) languages: Vec<String>,
    /// How often each text occurs in the sources of each kind; what only counts words is a kind of its own, the first.
    pub(super) counts: Vec<Vec<u32>>,
    pub(super) pairs: Vec<Pair>,
    pub(super) groups: Vec<Group>,
    /// Rows left out because they are in an evaluation file.
    pub(super) contaminated: usize,
}

/// Two texts that mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// No target: the teacher does not know the text.
pub(super) const NONE: u32 = u32::MAX;

impl Pair {
    /// The row of the teacher's vectors that both texts mean, if it knows one of them; `target_of` has that of each text.
    pub(super) fn target(self, target_of: &[u32]) -> Option<usize> {
        let known = [self.left, self.right].map(|text| target_of[text as usize]);
        known.into_iter().find(|target| *target != NONE).map(|target| target as usize)
    }
}

/// The pairs of one source in two languages.
pub(super) struct Group {
    pub(super) kind: String,
    /// What its share is multiplied by.
    pub(super) weight: f64,
    /// Whether the teacher is asked for its vectors.
    pub(super) teacher: bool,
    /// Its pairs, as a range of the corpus's.
    pub(super) pairs: std::ops::Range<usize>,
}

#[derive(Default)]
struct Numbers {
    kinds: BTreeMap<String, usize>,
    texts: foldhash::HashMap<String, u32>,
    languages: foldhash::HashMap<String, u16>,
    seen: foldhash::HashSet<Pair>,
}

impl Corpus {
    /// Reads all sources of a recipe.
    pub(super) fn read(recipe: &Recipe, evaluation: &Evaluation) -> Result<Self, DistillError> {
        let mut corpus = Self::default();
        let mut numbers = Numbers::default();
        for source in &recipe.sources {
            let table = table::read(source)?;
            let alone = source.alone(recipe.teacher.as_ref());
            let kinds = numbers.kinds.len();
            let kind = match &source.count {
                Some(_) => 0,
                None => *numbers.kinds.entry(source.kind.clone()).or_insert(kinds + 1),
            };
            corpus.counts.resize_with(corpus.counts.len().max(kind + 1), Vec::new);
            let mut groups: BTreeMap<(u16, u16), Vec<Pair>> = BTreeMap::new();
            for (i, row) in table.rows.iter().enumerate() {
                if source.decontaminate && row.iter().flatten().any(|text| evaluation.holds(&text.text)) {
                    corpus.contaminated += 1;
                    continue;
                }
                let count = table.counts.get(i).copied().unwrap_or(1);
                corpus.add(row, (source.pivot, alone), (kind, count), &mut numbers, &mut groups);
            }
            for pairs in groups.into_values() {
                let start = corpus.pairs.len();
                corpus.pairs.extend(pairs);
                corpus.groups.push(Group {
                    kind: source.kind.clone(),
                    weight: source.weight,
                    teacher: source.teacher,
                    pairs: start..corpus.pairs.len(),
                });
            }
        }
        corpus.texts = vec![String::new(); numbers.texts.len()];
        corpus.counts.iter_mut().for_each(|counts| counts.resize(numbers.texts.len(), 0));
        for (text, number) in numbers.texts {
            corpus.texts[number as usize] = text;
        }
        corpus.languages = vec![String::new(); numbers.languages.len()];
        for (language, number) in numbers.languages {
            corpus.languages[usize::from(number)] = language;
        }
        for kind in recipe.training.mix.keys() {
            if !corpus.groups.iter().any(|group| group.kind == *kind) {
                return Err(DistillError::NoPairs { kind: kind.clone() });
            }
        }
        Ok(corpus)
    }

    fn add(
        &mut self,
        row: &Row,
        (pivot, alone): (bool, Option<&str>),
        count: (usize, u32),
        numbers: &mut Numbers,
        groups: &mut BTreeMap<(u16, u16), Vec<Pair>>,
    ) {
        let columns: Vec<Vec<u32>> = row
            .iter()
            .map(|texts| {
                texts.iter().map(|text| self.text(&text.text, &text.language, count, numbers)).collect()
            })
            .collect();
        // A single text that the teacher reads is a pair with itself: on each side other tokens are left out, and the
        // two are told apart from all other texts (Gao, Yao and Chen 2021, "SimCSE", section 3).
        if let (Some(language), [texts]) = (alone, columns.as_slice()) {
            let taught = numbers.languages.get(language).copied();
            for &text in texts {
                let pair = Pair { left: text, right: text };
                let language = self.text_languages[text as usize];
                if Some(language) == taught && numbers.seen.insert(pair) {
                    groups.entry((language, language)).or_default().push(pair);
                }
            }
        }
        for (i, left) in columns.iter().enumerate() {
            if pivot && i > 0 {
                break;
            }
            for (&left, &right) in columns[i + 1..].iter().flat_map(|rights| {
                left.iter().flat_map(move |left| rights.iter().map(move |right| (left, right)))
            }) {
                let pair = Pair { left, right };
                if left != right && numbers.seen.insert(pair) {
                    let language = |text: u32| self.text_languages[text as usize];
                    groups.entry((language(left), language(right))).or_default().push(pair);
                }
            }
        }
    }

    fn text(
        &mut self,
        text: &str,
        language: &str,
        (kind, count): (usize, u32),
        numbers: &mut Numbers,
    ) -> u32 {
        let number = numbers.texts.get(text).copied().unwrap_or_else(|| {
            let number = self.text_languages.len() as u32;
            numbers.texts.insert(text.to_owned(), number);
            let next = numbers.languages.len() as u16;
            self.text_languages.push(*numbers.languages.entry(language.to_owned()).or_insert(next));
            number
        });
        let counts = &mut self.counts[kind];
        counts.resize(counts.len().max(number as usize + 1), 0);
        let counted = &mut counts[number as usize];
        *counted = counted.saturating_add(count);
        number
    }

    /// How often a text occurs in all sources.
    pub(super) fn count(&self, text: usize) -> u64 {
        self.counts.iter().map(|counts| u64::from(counts[text])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs of a source with these settings, as texts.
    fn pairs(settings: &str, table: &str) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("t.tsv"), table).unwrap();
        std::fs::write(folder.path().join("always.tsv"), "en\tfr\nsea\tmer\n").unwrap();
        let recipe = format!(
            "[model]\nname = 'm'\ndimension = 8\nbits = 8\n[teacher]\nmodel = 'builtin'\nlanguage = 'en'\n\
             [[source]]\nfile = 'always.tsv'\nkind = 'words'\n\
             columns = [{{ name = 'en', language = 'en' }}, {{ name = 'fr', language = 'fr' }}]\n\
             [[source]]\nfile = 't.tsv'\nkind = 'words'\n{settings}\n"
        );
        let path = folder.path().join("r.toml");
        std::fs::write(&path, recipe).unwrap();
        let corpus = Corpus::read(&Recipe::read(&path).unwrap(), &Evaluation::default()).unwrap();
        let text = |text: u32| corpus.texts[text as usize].clone();
        corpus.pairs[1..].iter().map(|pair| (text(pair.left), text(pair.right))).collect()
    }

    #[test]
    fn single_texts_that_the_teacher_reads_are_pairs_with_themselves() {
        let twice = |texts: &[&str]| -> Vec<(String, String)> {
            texts.iter().map(|text| ((*text).to_owned(), (*text).to_owned())).collect()
        };
        assert_eq!(pairs("language = 'en'", "a\nb\na\nsea\nmer\n"), twice(&["a", "b", "sea"]));
        assert_eq!(pairs("columns = [{ name = 'x', language = 'en' }]", "x\na\n"), twice(&["a"]));
        let mixed = "columns = [{ name = 'x', language_column = 'l' }]";
        assert_eq!(pairs(mixed, "x\tl\na\ten\nb\tfr\n"), twice(&["a"]));
        assert_eq!(pairs("columns = [{ name = 'x', language = 'fr' }]", "x\na\n"), []);
        assert_eq!(pairs("language = 'en'\nteacher = false", "a\n"), []);
        let counted = "count = 'n'\ncolumns = [{ name = 'x', language = 'en' }]";
        assert_eq!(pairs(counted, "x\tn\na\t5\n"), []);
    }
}
