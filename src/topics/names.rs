//! Names of people, places and organisations that are typical of a topic, found by their capitals.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::TopicText;
use super::distinct::Mentions;
use super::terms::{Capitals, TermCounts, is_headline};
use super::words::{Analyser, Role, Word};
use crate::corpus::Language;

/// Most names of a topic.
const WANTED: usize = 5;

/// Most words of a name.
const MAX_WORDS: usize = 6;

/// Small words that may stand inside a name, as in *Corée du Nord* and *Bank of England*.
const INSIDE: [&str; 18] = [
    "de", "du", "des", "del", "della", "di", "da", "do", "dos", "of", "the", "von", "van", "der", "la", "le",
    "los", "d'",
];

/// Endings of English adjectives of countries, which have capitals and are no names.
const OF_COUNTRIES: [&str; 4] = ["ean", "ian", "ese", "ish"];

/// One way of writing a name in a language: number of texts by surface.
type Surfaces = BTreeMap<(String, Option<Language>), BTreeMap<String, usize>>;

/// Up to five names of each topic, most typical first, with the number of its texts that hold them.
///
/// A name is a run of words with capitals that is not merely the beginning of a sentence. Where all nouns
/// have capitals (German) it has several words or is an acronym; writings without capitals have none.
/// Spellings that differ in hyphens, accents and inflection are one name, and a part of a longer name of the
/// topic (*Kim*) counts for it. Shown are the names that texts of the topic's language in `spoken` hold, or,
/// where it has no capitals, of the language that holds most.
pub(super) fn find(
    texts: &[TopicText<'_>],
    assignment: &[Option<usize>],
    spoken: &[Option<Language>],
    counts: &TermCounts,
    fallback: Option<Language>,
) -> Vec<Vec<(String, usize)>> {
    let found: Vec<BTreeMap<String, String>> = texts
        .par_iter()
        .zip(assignment)
        .map(|(text, topic)| {
            let reading = topic.and_then(|_| counts.reading(text.language.or(fallback)));
            reading.map_or_else(BTreeMap::new, |(analyser, capitals)| names(text.text, analyser, capitals))
        })
        .collect();
    let mut mentions = Mentions::new(spoken.len());
    let mut surfaces = vec![Surfaces::new(); spoken.len()];
    for ((text, topic), found) in texts.iter().zip(assignment).zip(found) {
        let Some(topic) = *topic else { continue };
        for (key, surface) in &found {
            let place = (key.clone(), text.language.or(fallback));
            *surfaces[topic].entry(place).or_default().entry(surface.clone()).or_insert(0) += 1;
        }
        mentions.add_text(topic, found.into_keys());
    }
    (0..spoken.len()).map(|topic| best(&mentions, topic, spoken[topic], &surfaces[topic])).collect()
}

/// The names of one text: how each is written by its key.
fn names(text: &str, analyser: &Analyser, capitals: &Capitals) -> BTreeMap<String, String> {
    let words = analyser.words(text);
    let mut names = BTreeMap::new();
    if !analyser.nouns_have_capitals() && is_headline(text, &words) {
        return names;
    }
    let mut place = 0;
    while place < words.len() {
        let run = run(text, &words[place..], analyser.nouns_have_capitals());
        if run == 0 || !begins_name(&words[place..place + run], analyser, capitals) {
            place += 1;
            continue;
        }
        let name = &words[place..place + run];
        let (start, end) = (name[0].start, name[run - 1].end);
        let surface = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if !is_adjective(&name[run - 1], analyser)
            && (run > 1 || stands_alone(&surface, &name[0], analyser, capitals))
        {
            names.entry(key(name)).or_insert(surface);
        }
        place += run;
    }
    names
}

/// Number of words that begin `words` and are written as one name; where all nouns have capitals, no small
/// word stands inside one.
fn run(text: &str, words: &[Word], nouns_have_capitals: bool) -> usize {
    let capital = |word: &Word| {
        matches!(word.role, Role::Content | Role::NamePart)
            && text[word.start..].starts_with(char::is_uppercase)
    };
    if !words.first().is_some_and(capital) {
        return 0;
    }
    let mut length = 1;
    let mut place = 1;
    while place < words.len().min(MAX_WORDS) && !words[place].after_break {
        if capital(&words[place]) {
            length = place + 1;
        } else if nouns_have_capitals || !INSIDE.contains(&words[place].lower.as_str()) {
            break;
        }
        place += 1;
    }
    length
}

/// Whether a run of capitals is a name rather than the beginning of a sentence or of a stop word's phrase.
fn begins_name(run: &[Word], analyser: &Analyser, capitals: &Capitals) -> bool {
    let Some(first) = run.first() else { return false };
    if first.role == Role::NamePart {
        // *New York*, but not a month or a title alone.
        return run.get(1).is_some_and(|next| next.role == Role::Content);
    }
    if !first.begins_sentence || analyser.nouns_have_capitals() {
        return true;
    }
    capitals.is_proper(&first.lower) || (run.len() > 1 && !capitals.is_ever_small(&first.lower))
}

/// Whether one word alone is a name.
fn stands_alone(surface: &str, word: &Word, analyser: &Analyser, capitals: &Capitals) -> bool {
    if analyser.nouns_have_capitals() {
        return surface.chars().filter(|c| c.is_uppercase()).count() >= 2;
    }
    word.role == Role::Content && capitals.is_proper(&word.lower)
}

/// Whether a word is an English adjective of a country, as at the end of *North Korean*.
fn is_adjective(word: &Word, analyser: &Analyser) -> bool {
    analyser.is_english() && OF_COUNTRIES.iter().any(|ending| word.lower.ends_with(ending))
}

/// What the spellings of a name share: stems without accents, hyphens as spaces.
fn key(name: &[Word]) -> String {
    let stems = name.iter().map(|word| word.stem.replace('-', " ")).collect::<Vec<_>>().join(" ");
    stems.nfd().filter(|&c| !is_combining_mark(c)).collect()
}

/// The most typical names of a topic among those that its language holds.
fn best(
    mentions: &Mentions,
    topic: usize,
    spoken: Option<Language>,
    surfaces: &Surfaces,
) -> Vec<(String, usize)> {
    let mut by_language: BTreeMap<Option<Language>, usize> = BTreeMap::new();
    for ((_, language), surfaces) in surfaces {
        *by_language.entry(*language).or_insert(0) += surfaces.values().sum::<usize>();
    }
    let most = by_language.iter().max_by_key(|&(language, count)| (*count, std::cmp::Reverse(*language)));
    let shown =
        if by_language.contains_key(&spoken) { Some(spoken) } else { most.map(|(language, _)| *language) };
    let Some(shown) = shown else { return Vec::new() };

    let texts_with: BTreeMap<&str, &BTreeSet<usize>> = mentions.of_topic(topic).collect();
    let is_shown = |key: &str| surfaces.contains_key(&(key.to_owned(), shown));
    let longer: Vec<&str> =
        texts_with.keys().copied().filter(|key| key.contains(' ') && is_shown(key)).collect();
    let whole_of = |part: &str| -> Vec<&str> {
        let padded = format!(" {part} ");
        longer.iter().copied().filter(|key| *key != part && format!(" {key} ").contains(&padded)).collect()
    };
    let mut joined: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (&key, &texts) in texts_with.iter().filter(|(key, _)| is_shown(key)) {
        match whole_of(key)[..] {
            [] => joined.entry(key).or_default().extend(texts),
            // The longest of a chain such as Putin, Vladimir Putin, President Vladimir Putin may be rare: the
            // most frequent one takes the part.
            [first, ref rest @ ..] => {
                let whole = rest.iter().fold(first, |best, next| {
                    if texts_with[next].len() > texts_with[best].len() { next } else { best }
                });
                let several = rest.iter().any(|other| !other.contains(first) && !first.contains(other));
                let frequent = texts_with[whole].len() * 2 >= texts.len();
                if frequent && !several {
                    joined.entry(whole).or_default().extend(texts);
                } else if !frequent {
                    joined.entry(key).or_default().extend(texts);
                }
            }
        }
    }
    let mut ranked: Vec<(f64, &str, usize)> = joined
        .into_iter()
        .filter(|(_, texts)| texts.len() >= mentions.least(topic))
        .map(|(key, texts)| (texts.len() as f64 * mentions.share(topic, key), key, texts.len()))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    ranked
        .into_iter()
        .take(WANTED)
        .filter_map(|(_, key, texts)| Some((written(surfaces.get(&(key.to_owned(), shown))?)?, texts)))
        .collect()
}

/// The most frequent way of writing; of equals the shortest, then the first.
fn written(surfaces: &BTreeMap<String, usize>) -> Option<String> {
    let best = surfaces.iter().min_by(|(a, times_a), (b, times_b)| {
        times_b.cmp(times_a).then(a.chars().count().cmp(&b.chars().count())).then(a.cmp(b))
    });
    best.map(|(surface, _)| surface.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str, texts: &[&str]) -> Vec<(String, usize)> {
        let language = code.parse().ok();
        let texts: Vec<TopicText<'_>> =
            texts.iter().map(|text| TopicText { text, language, document: 0 }).collect();
        let assignment = vec![Some(0); texts.len()];
        let counts = TermCounts::of(&texts, &assignment, 1, language);
        find(&texts, &assignment, &[language], &counts, language).remove(0)
    }

    fn names_of(code: &str, texts: &[&str]) -> Vec<String> {
        found(code, texts).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn spellings_and_parts_of_a_name_are_one() {
        let texts = [
            "Hier, Kim Jong-un a vu le port.",
            "Le dirigeant Kim Jong Un a vu Khasan.",
            "Or Kim a vu un port.",
        ];
        assert_eq!(found("fr", &texts), [("Kim Jong Un".to_owned(), 3), ("Khasan".to_owned(), 1)]);
    }

    #[test]
    fn a_capital_at_the_beginning_of_a_sentence_is_no_name() {
        assert_eq!(
            names_of(
                "en",
                &["Shells were sent. The shells came.", "People in New York saw the Bank of England."]
            ),
            ["Bank of England", "New York"]
        );
        assert!(
            names_of("en", &["Russian shells fell on a Russian and a North Korean port in September."])
                .is_empty()
        );
        assert!(names_of("en", &["Leaders Meet At Cold Northern Port"]).is_empty());
    }

    #[test]
    fn german_nouns_are_none_and_writings_without_capitals_have_none() {
        assert_eq!(
            names_of("de", &["Der Zug von Kim Jong Un hält, meldet die OFAC der Presse."]),
            ["Kim Jong Un", "OFAC"]
        );
        assert!(names_of("ko", &["김정은 위원장이 왔다"]).is_empty());
        assert!(names_of("fr", &[""]).is_empty());
    }
}
