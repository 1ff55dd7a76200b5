//! What a collection says about the words of scripts without spaces: pieces that nearly always stand together are one word, and a word that
//! nearly always stands inside a longer one is a fragment of it.
//!
//! Pairs of neighbours are joined in three rounds by their normalised pointwise mutual information, `ln(p(a b) / (p(a) p(b))) / -ln p(a b)`:
//! Bouma (2009), *Normalized (pointwise) mutual information in collocation extraction*.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::by_language::{is_count, is_number};
use super::unspaced::{self, is_unspaced};

type HashMap<K, V> = std::collections::HashMap<K, V, FixedState>;
type HashSet<K> = std::collections::HashSet<K, FixedState>;

/// Texts that are learnt from, evenly from all.
const LESSONS: usize = 30_000;

/// Rounds: a word of four pieces needs two.
const ROUNDS: usize = 3;

/// Fewest times that a pair is seen.
const LEAST_SEEN: u32 = 2;

/// Least normalised information of a pair in which 0, 1 or 2 pieces are a single character.
const LEAST_INFORMATION: [f32; 3] = [0.62, 0.5, 0.45];

/// Share of the occurrences of either word of a pair from which on the two are one, and how often the pair must be seen for that.
const MOSTLY: f32 = 0.6;
const LEAST_SEEN_MOSTLY: u32 = 3;

/// Most characters of a joined word.
const LONGEST: usize = 8;

/// The same where a word is written with several letters a syllable.
const LONGEST_OF_LETTERS: usize = 24;

/// Share of its occurrences in which a word stands alone, below which it is a fragment; and below which it is one if most of the others are
/// in one longer word.
const ALONE: [f64; 2] = [0.3, 0.5];

/// Share of a word's occurrences that its commonest container has then.
const CONTAINER: f64 = 0.3;

/// Fewest characters before a particle with which a word is no word of the dictionary.
const LEAST_BEFORE_PARTICLE: usize = 5;

/// What pairs are joined, and what is a fragment.
#[derive(Debug, Default)]
pub(super) struct Joins {
    /// For each round the pairs, by the hashes of their words, with their information.
    rounds: Vec<HashMap<(u64, u64), f32>>,
    /// By hash.
    fragments: HashSet<u64>,
    /// The words of the texts that were learnt from, by the hash of the text: they are asked for several times.
    read: HashMap<u64, Box<[Token]>>,
}

/// What a word is to the word beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// A particle, a preposition or a conjunction: joined with nothing.
    None,
    /// Another stop word: joined with a word that mostly stands beside it.
    Weak,
    /// Any other word.
    Full,
}

/// How often a pair is seen, and what is needed to join it.
#[derive(Debug, Clone, Copy)]
struct Pair {
    seen: u32,
    singles: usize,
    bonds: [Bond; 2],
}

/// A word by its bytes.
type Token = (u32, u32);

impl Joins {
    /// Learns from the texts of a language; `bond` says what its words are to others.
    pub(super) fn learn(texts: &[&str], bond: &(impl Fn(&str) -> Bond + Sync)) -> Self {
        let step = texts.len().div_ceil(LESSONS).max(1);
        let lessons: Vec<&str> =
            texts.iter().step_by(step).copied().filter(|text| unspaced::has_unspaced(text)).collect();
        let mut joins = Self::default();
        if lessons.is_empty() {
            return joins;
        }
        let mut read: Vec<Vec<Token>> = lessons.par_iter().map(|text| tokens(text)).collect();
        for _ in 0..ROUNDS {
            let round = learn_round(&lessons, &read, bond);
            lessons.par_iter().zip(&mut read).for_each(|(text, tokens)| join(text, tokens, &round));
            joins.rounds.push(round);
        }
        joins.fragments = fragments(&lessons, &read, bond);
        joins.read =
            lessons.iter().zip(read).map(|(text, tokens)| (hash(text), tokens.into_boxed_slice())).collect();
        joins
    }

    /// Whether a word nearly always stands inside longer ones.
    pub(super) fn is_fragment(&self, word: &str) -> bool {
        self.fragments.contains(&hash(word))
    }

    /// The words of a text, joined.
    pub(super) fn words<'a>(&self, text: &'a str) -> Vec<(usize, &'a str)> {
        if self.rounds.iter().all(HashMap::is_empty) || !unspaced::has_unspaced(text) {
            return unspaced::words(text);
        }
        let word = |&token: &Token| (token.0 as usize, of(text, token));
        if let Some(tokens) = self.read.get(&hash(text)) {
            return tokens.iter().map(word).collect();
        }
        let mut tokens = tokens(text);
        for round in &self.rounds {
            join(text, &mut tokens, round);
        }
        tokens.iter().map(word).collect()
    }
}

/// The word of a text that a token stands for; nothing where the text is another one.
fn of(text: &str, (start, end): Token) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

fn hash(word: &str) -> u64 {
    FixedState::default().hash_one(word)
}

fn tokens(text: &str) -> Vec<Token> {
    unspaced::words(text)
        .into_iter()
        .map(|(start, word)| (start as u32, (start + word.len()) as u32))
        .collect()
}

/// The pairs that are joined in a round.
fn learn_round(
    texts: &[&str],
    read: &[Vec<Token>],
    bond: &(impl Fn(&str) -> Bond + Sync),
) -> HashMap<(u64, u64), f32> {
    let (words, pairs) = texts
        .par_iter()
        .zip(read)
        .fold(Counts::default, |mut counts, (text, tokens)| {
            count(text, tokens, bond, &mut counts);
            counts
        })
        .reduce(Counts::default, |mut all, (words, pairs)| {
            for (word, seen) in words {
                *all.0.entry(word).or_insert(0) += seen;
            }
            for (key, pair) in pairs {
                all.1.entry(key).and_modify(|known| known.seen += pair.seen).or_insert(pair);
            }
            all
        });
    let n = words.values().map(|&seen| u64::from(seen)).sum::<u64>() as f32;
    let share = |seen: u32| seen as f32 / n;
    pairs
        .into_iter()
        .filter(|(_, pair)| pair.seen >= LEAST_SEEN)
        .filter_map(|((a, b), pair)| {
            let both = share(pair.seen);
            let information = (both / (share(words[&a]) * share(words[&b]))).ln() / -both.ln();
            let mostly = |word: u64| {
                pair.seen >= LEAST_SEEN_MOSTLY && pair.seen as f32 >= MOSTLY * words[&word] as f32
            };
            let joined = match pair.bonds {
                [Bond::Full, Bond::Full] => {
                    mostly(a) || mostly(b) || information >= LEAST_INFORMATION[pair.singles]
                }
                [Bond::Full, _] => mostly(a),
                [_, Bond::Full] => mostly(b),
                _ => false,
            };
            joined.then_some(((a, b), information))
        })
        .collect()
}

type Counts = (HashMap<u64, u32>, HashMap<(u64, u64), Pair>);

fn count(text: &str, tokens: &[Token], bond: &impl Fn(&str) -> Bond, counts: &mut Counts) {
    let mut before: Option<(u32, u64, usize, Bond)> = None;
    for &(start, end) in tokens {
        let word = of(text, (start, end));
        if !word.chars().all(is_unspaced) {
            before = None;
            continue;
        }
        let hash = hash(word);
        *counts.0.entry(hash).or_insert(0) += 1;
        let bond = if is_counted(text, (start, end)) { Bond::None } else { bond(word) };
        let length = word.chars().count();
        if let Some((place, first, others, bond_before)) = before
            && bond != Bond::None
            && place == start
            && length + others <= longest(word)
        {
            let singles = usize::from(length == 1) + usize::from(others == 1);
            counts
                .1
                .entry((first, hash))
                .or_insert(Pair { seen: 0, singles, bonds: [bond_before, bond] })
                .seen += 1;
        }
        before = (bond != Bond::None).then_some((end, hash, length, bond));
    }
}

/// Whether a word is what a number before it counts.
fn is_counted(text: &str, token: Token) -> bool {
    let before = text[..token.0 as usize].trim_end();
    let word = of(text, token);
    before.ends_with(char::is_numeric)
        || (before.ends_with(is_number) && word.chars().nth(1).is_none() && is_count(word))
}

/// Most characters of a joined word, by its script.
fn longest(word: &str) -> usize {
    if word.starts_with(unspaced::is_east_asian) { LONGEST } else { LONGEST_OF_LETTERS }
}

/// Joins the pairs of a text, those of most information first.
fn join(text: &str, tokens: &mut Vec<Token>, round: &HashMap<(u64, u64), f32>) {
    if round.is_empty() || tokens.len() < 2 {
        return;
    }
    let hashes: Vec<u64> = tokens.iter().map(|&(start, end)| hash(of(text, (start, end)))).collect();
    let mut found: Vec<(f32, usize)> = (1..tokens.len())
        .filter(|&place| tokens[place - 1].1 == tokens[place].0 && !is_counted(text, tokens[place - 1]))
        .filter_map(|place| Some((*round.get(&(hashes[place - 1], hashes[place]))?, place)))
        .collect();
    if found.is_empty() {
        return;
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // Whether a word is joined to the one before it; no word is joined twice in a round.
    let mut to_before = vec![false; tokens.len() + 1];
    for (_, place) in found {
        if !to_before[place - 1] && !to_before[place + 1] {
            to_before[place] = true;
        }
    }
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for (&(start, end), to_before) in tokens.iter().zip(to_before) {
        match joined.last_mut() {
            Some(last) if to_before => last.1 = end,
            _ => joined.push((start, end)),
        }
    }
    *tokens = joined;
}

/// Words that nearly always stand inside longer ones, and words that the dictionary does not know and left with a particle at their end.
fn fragments(texts: &[&str], read: &[Vec<Token>], bond: &impl Fn(&str) -> Bond) -> HashSet<u64> {
    let mut alone: HashMap<&str, u32> = HashMap::default();
    for (text, tokens) in texts.iter().zip(read) {
        for &(start, end) in tokens {
            let word = of(text, (start, end));
            if word.chars().all(is_unspaced) {
                *alone.entry(word).or_insert(0) += 1;
            }
        }
    }
    // By word, its occurrences in longer ones and the most in one of them.
    let mut within: HashMap<&str, (u32, u32)> = HashMap::default();
    for (word, &seen) in &alone {
        let bounds: Vec<usize> = word.char_indices().map(|(place, _)| place).chain([word.len()]).collect();
        if bounds.len() > LONGEST_OF_LETTERS + 1 {
            continue;
        }
        for (place, &start) in bounds.iter().enumerate() {
            for &end in bounds.iter().skip(place + 2) {
                let part = &word[start..end];
                if part.len() < word.len() && alone.contains_key(part) {
                    let (all, most) = within.entry(part).or_insert((0, 0));
                    *all += seen;
                    *most = (*most).max(seen);
                }
            }
        }
    }
    let is_fragment = |(word, &(all, most)): (&&str, &(u32, u32))| {
        let alone = f64::from(alone[*word]);
        let total = alone + f64::from(all);
        alone < ALONE[0] * total || (alone < ALONE[1] * total && f64::from(most) >= CONTAINER * total)
    };
    let inside = within.iter().filter(|(word, counts)| is_fragment((word, counts))).map(|(word, _)| *word);
    let has_particle = |word: &str| {
        word.char_indices().skip(LEAST_BEFORE_PARTICLE).any(|(place, _)| {
            let (rest, particle) = word.split_at(place);
            bond(particle) == Bond::None && alone.get(rest).is_some_and(|times| *times >= alone[word])
        })
    };
    let south_east_asian = alone.keys().copied().filter(|word| !word.starts_with(unspaced::is_east_asian));
    inside.chain(south_east_asian.filter(|word| has_particle(word))).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(word: &str) -> Bond {
        if ["的", "在"].contains(&word) { Bond::None } else { Bond::Full }
    }

    fn read(joins: &Joins, text: &str) -> Vec<String> {
        joins.words(text).into_iter().map(|(_, word)| word.to_owned()).collect()
    }

    #[test]
    fn pieces_that_always_stand_together_are_one_word() {
        let texts = ["阿布扎巴在下雪", "我看阿布扎巴", "阿布扎巴的火车", "火车在下雪"];
        let joins = Joins::learn(&texts, &full);
        assert_eq!(read(&joins, "阿布扎巴的火车"), ["阿布扎巴", "的", "火车"]);
        assert!(unspaced::words("阿布扎巴的火车").len() > 3);
    }

    #[test]
    fn no_pair_spans_a_mark_a_particle_or_a_number() {
        let texts = [
            "火车，月亮",
            "火车，月亮",
            "火车的月亮",
            "火车的月亮",
            "2019年火车",
            "2019年火车",
            "2019年火车",
        ];
        let joins = Joins::learn(&texts, &full);
        for text in texts {
            assert!(read(&joins, text).contains(&"火车".to_owned()), "{:?}", read(&joins, text));
        }
    }

    #[test]
    fn what_stands_in_longer_words_alone_is_a_fragment() {
        let texts = ["动物园关门", "动物园开门", "动物园很大", "动物来了", "天气很好"];
        let joins = Joins::learn(&texts, &full);
        assert!(joins.is_fragment("动物") && !joins.is_fragment("动物园") && !joins.is_fragment("天气"));
        assert!(!Joins::default().is_fragment("动物"));
    }

    #[test]
    fn other_scripts_teach_nothing() {
        let joins = Joins::learn(&["the train", "the train", ""], &full);
        assert!(joins.rounds.is_empty() && joins.read.is_empty());
        assert_eq!(read(&joins, "the train"), ["the", "train"]);
    }
}
