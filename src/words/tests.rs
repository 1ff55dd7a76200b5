use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::spelling::{Roman, Writing, beginning};
use super::*;
use crate::corpus::Language;
use crate::embed::static_model::{StaticModel, WordReader};
use crate::query::units::{identity, units};

static MODEL: LazyLock<StaticModel> = LazyLock::new(|| StaticModel::builtin().unwrap());

/// Sentences in six languages about a few things.
const TEXTS: [(&str, &str); 14] = [
    ("fr", "Le train blindé a franchi la frontière mardi à l’aube, et la gare était vide."),
    ("fr", "Une aide alimentaire arrivera au port avant l'hiver, dit le ministre."),
    ("fr", "La coopération militaire inquiète les voisins."),
    ("en", "The armored train crossed the bridge at dawn."),
    ("en", "Food aid will reach the harbour before winter."),
    ("en", "Two satellites failed to reach their orbit this year, this year of all years."),
    ("de", "Der Panzerzug fuhr im Morgengrauen über die Brücke."),
    ("de", "Lebensmittelhilfe für die Häfen im Osten."),
    ("ru", "Бронепоезд пересёк мост на рассвете."),
    ("ru", "Продовольственная помощь придёт до зимы."),
    ("ko", "장갑열차가 새벽에 국경을 넘었다."),
    ("ko", "식량 지원이 겨울 전에 항구에 도착한다."),
    ("es", "El tren blindado cruzó el puente al amanecer."),
    ("zh", "裝甲列車在黎明時分越過邊境。"),
];

const QUERIES: [&str; 6] = [
    "armored train",
    "aide alimentaire",
    "supply of food before winter",
    "裝甲列車",
    "QX-4417",
    "satélites en órbita",
];

/// A vector of length one for each of them.
static VECTORS: LazyLock<Vec<[f32; 3]>> = LazyLock::new(|| {
    let unit = |i: usize| {
        let (a, b) = (i as f32 * 0.7, i as f32 * 1.3);
        [a.cos() * b.cos(), a.cos() * b.sin(), a.sin()]
    };
    (0..TEXTS.len()).map(unit).collect()
});

fn passages(numbers: &[usize]) -> Vec<Passage<'static>> {
    let passage = |number: &usize| {
        let (language, text) = TEXTS[number % TEXTS.len()];
        let vector = Some(&VECTORS[number % TEXTS.len()][..]);
        Passage { id: *number as i64, text, language: language.parse().ok(), vector }
    };
    numbers.iter().map(passage).collect()
}

/// The recipe as it is written down, with nothing made fast.
fn plain(query: &str, passages: &[Passage<'_>]) -> Vec<f32> {
    let mut reader = MODEL.words();
    let mut words_of = |text: &str| {
        let mut all: Vec<String> = Vec::new();
        units(text, &mut |run, each| reader.split(run, each), &mut |unit| all.push(unit.to_owned()));
        all
    };
    let texts: Vec<Vec<String>> = passages.iter().map(|passage| words_of(passage.text)).collect();
    let mut asked = words_of(query);
    let mut seen = HashSet::new();
    asked.retain(|word| seen.insert(word.clone()));
    let vocabulary: HashSet<&String> = texts.iter().flatten().collect();
    let mut reader = MODEL.words();
    let mut vector: HashMap<String, (Vec<f32>, f32)> = HashMap::new();
    for word in vocabulary.iter().copied().chain(&asked) {
        vector.insert(word.clone(), reader.vector(word));
    }
    let languages: HashSet<Language> = passages.iter().filter_map(|passage| passage.language).collect();
    let mut order: Vec<Language> = languages.into_iter().collect();
    order.sort_unstable();
    let tongue = |word: &String| {
        let count = |language: &Language| {
            let of = passages.iter().zip(&texts).filter(|(passage, _)| passage.language == Some(*language));
            of.flat_map(|(_, text)| text).filter(|other| *other == word).count()
        };
        order
            .iter()
            .enumerate()
            .max_by_key(|(i, language)| (count(language), std::cmp::Reverse(*i)))
            .map(|(_, l)| *l)
    };
    let live = passages.len() as f32;
    let mean = texts.iter().map(Vec::len).sum::<usize>() as f32 / live;
    let mut scores = vec![0.0; passages.len()];
    let mut total = 0.0;
    for word in &asked {
        let (of_word, norm) = &vector[word];
        let key = identity(word);
        let (roman, writing) = (Roman::of(&key), Writing::of(&key));
        let own: Vec<(u32, u32, f32)> = reader.pieces(word);
        let cosine = |unit: &String, reader: &mut WordReader<'_>| {
            let product: f32 = vector[unit].0.iter().zip(of_word).map(|(a, b)| a * b).sum();
            let theirs: Vec<u32> = reader.pieces(unit).iter().map(|(piece, ..)| *piece).collect();
            let common: Vec<_> = own.iter().filter(|(piece, ..)| theirs.contains(piece)).collect();
            let letters: u32 = common.iter().map(|(_, letters, _)| letters).sum();
            let chance: f32 = common.iter().map(|(.., square)| square / (norm * vector[unit].1)).sum();
            let least = if writing == Writing::Hangul { 2 } else { 3 };
            if writing != Writing::Unspaced && letters < least { product - chance } else { product }
        };
        let cosines: BTreeMap<&String, f32> =
            vocabulary.iter().map(|unit| (*unit, cosine(unit, &mut reader))).collect();
        let whole: HashSet<&String> =
            vocabulary.iter().copied().filter(|unit| reader.pieces(unit).len() == 1).collect();
        let same = |unit: &String| identity(unit) == key;
        let mut best: BTreeMap<Option<Language>, f32> = BTreeMap::new();
        let mut known: HashSet<Option<Language>> = HashSet::new();
        for (unit, cosine) in &cosines {
            let best = best.entry(tongue(unit)).or_default();
            *best = best.max(*cosine);
            if same(unit) {
                known.insert(tongue(unit));
            }
        }
        let h: BTreeMap<&String, f32> = cosines
            .iter()
            .map(|(unit, cosine)| {
                let (best, counts) =
                    if known.contains(&tongue(unit)) { (1.0, 0.7) } else { (best[&tongue(unit)], 1.0) };
                let theta = 0.2_f32.max(0.3 * best);
                let mut g = ((cosine - theta) / (1.0 - theta)).clamp(0.0, 1.0) * counts;
                let other = identity(unit);
                let are_two = own.len() == 1 && whole.contains(unit) && *cosine <= 0.2;
                if Writing::of(&other) == writing
                    && !are_two
                    && !matches!(writing, Writing::Number | Writing::Hangul | Writing::Unspaced)
                {
                    g = g.max(beginning(&key, &other));
                }
                if let (Some(a), Some(b)) = (&roman, Roman::of(&other)) {
                    g = g.max(a.likeness(&b));
                }
                let (g, bonus) = if same(unit) { (1.0, 1.25) } else { (g, 0.0) };
                (*unit, g * vector[*unit].1.max(0.05).sqrt() + bonus)
            })
            .filter(|(_, h)| *h > 0.0)
            .collect();
        let times = |text: &[String]| {
            let mut times: BTreeMap<String, f32> = BTreeMap::new();
            for unit in text {
                *times.entry(unit.clone()).or_default() += 1.0;
            }
            times
        };
        let sum = |text: &Vec<String>| {
            times(text).iter().filter_map(|(unit, n)| Some(n.powf(0.75) * h.get(unit)?)).sum::<f32>()
        };
        let sums: Vec<f32> = texts.iter().map(sum).collect();
        let most =
            |text: &Vec<String>| text.iter().filter_map(|unit| h.get(unit)).fold(0.0, |a: f32, b| a.max(*b));
        let n = texts.iter().map(most).sum::<f32>().min(live);
        let weight = (1.0 + (live - n + 0.5) / (n + 0.5)).ln() * norm.max(1e-6).powf(0.6);
        total += weight;
        for ((score, sum), text) in scores.iter_mut().zip(&sums).zip(&texts) {
            if *sum > 0.0 {
                *score += weight * sum / (sum + 1.3 * (0.25 + 0.75 * text.len() as f32 / mean));
            }
        }
    }
    for score in &mut scores {
        *score /= total.max(1e-9);
    }
    scores
}

fn close(found: &[f32], expected: &[f32]) -> bool {
    found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.01)
}

#[test]
fn scores_are_those_of_the_plain_recipe() {
    let all: Vec<usize> = (0..TEXTS.len()).collect();
    let passages = passages(&all);
    let index = WordIndex::build(&passages, 3, &MODEL).unwrap();
    for query in QUERIES {
        let scores = Query::new(query, &MODEL).score(&[Searched { index: &index, live: None }]).unwrap();
        let expected = plain(query, &passages);
        assert!(close(&scores.scores[0], &expected), "{query}: {:?} {expected:?}", scores.scores[0]);
    }
}

/// Scores by id, over some indexes.
fn by_id(query: &str, searched: &[Searched<'_>]) -> Result<BTreeMap<i64, f32>, WordsError> {
    let scores = Query::new(query, &MODEL).score(searched)?;
    let mut all = BTreeMap::new();
    for (searched, scores) in searched.iter().zip(&scores.scores) {
        for (place, id) in searched.index.ids()?.iter().enumerate() {
            if searched.live.is_none_or(|live| live[place]) {
                all.insert(*id, scores[place]);
            }
        }
    }
    Ok(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What comes has a greater id than what was there; anything may go.
    #[test]
    fn additions_and_removals_answer_as_a_new_index_would(
        before in 1_usize..30, came in 0_usize..20, gone in prop::collection::hash_set(0_usize..50, 0..20), query in 0..QUERIES.len()
    ) {
        let old: Vec<usize> = (0..before).collect();
        let tail: Vec<usize> = (before..before + came).filter(|id| !gone.contains(id)).collect();
        let first = WordIndex::build(&passages(&old), 3, &MODEL).unwrap();
        let live: Vec<bool> = old.iter().map(|id| !gone.contains(id)).collect();
        let second = WordIndex::build(&passages(&tail), 3, &MODEL).unwrap();
        let now: Vec<usize> = (0..before + came).filter(|id| !gone.contains(id)).collect();
        let fresh = WordIndex::build(&passages(&now), 3, &MODEL).unwrap();
        let query = QUERIES[query];
        let found = by_id(query, &[
            Searched { index: &first, live: Some(&live) },
            Searched { index: &second, live: None },
        ]).unwrap();
        let expected = by_id(query, &[Searched { index: &fresh, live: None }]).unwrap();
        prop_assert_eq!(found.len(), expected.len());
        // A language of which everything went may still be that of a word: small differences.
        let languages = |ids: &[usize]| ids.iter().map(|id| TEXTS[id % TEXTS.len()].0).collect::<HashSet<_>>();
        if languages(&now) == languages(&old).union(&languages(&tail)).copied().collect() {
            for ((id, found), (other, expected)) in found.iter().zip(&expected) {
                prop_assert_eq!(id, other);
                prop_assert!((found - expected).abs() < 0.02, "{id}: {found} {expected}");
            }
        }
    }

    #[test]
    fn damage_is_refused_or_right(byte in any::<prop::sample::Index>(), bit in 0_u32..8, cut in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.cog");
        let all: Vec<usize> = (0..TEXTS.len()).collect();
        let mut builder = WordsBuilder::new(&MODEL, 3);
        builder.add(&passages(&all));
        WordIndex::write(&path, builder, &MODEL).unwrap();
        let right = by_id("armored train", &[Searched { index: &WordIndex::open(&path, &MODEL).unwrap(), live: None }]).unwrap();
        let right_tongues = Tongues::of(&[Searched { index: &WordIndex::open(&path, &MODEL).unwrap(), live: None }], 3).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let at = byte.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        std::fs::write(&path, &bytes).unwrap();
        let answered = WordIndex::open(&path, &MODEL).and_then(|index| {
            by_id("armored train", &[Searched { index: &index, live: None }])
        });
        if let Ok(answered) = answered {
            prop_assert_eq!(answered, right);
        }
        let tongues = WordIndex::open(&path, &MODEL).and_then(|index| Tongues::of(&[Searched { index: &index, live: None }], 3));
        if let Ok(tongues) = tongues {
            prop_assert_eq!(tongues, right_tongues);
        }
    }
}

#[test]
fn languages_have_the_mean_of_their_vectors_however_they_are_parted() {
    let all: Vec<usize> = (0..9).collect();
    let whole = WordIndex::build(&passages(&all), 3, &MODEL).unwrap();
    let first = WordIndex::build(&passages(&all[..4]), 3, &MODEL).unwrap();
    let second = WordIndex::build(&passages(&all[4..]), 3, &MODEL).unwrap();
    let searched = |index| Searched { index, live: None };
    let tongues = Tongues::of(&[searched(&whole)], 3).unwrap();
    assert_eq!(Tongues::of(&[searched(&first), searched(&second)], 3).unwrap(), tongues);
    let query = [0.6, 0.0, 0.8];
    // German and Russian, which have two passages and one, are none of the languages.
    for (mean, passages) in tongues.means(Some(&query)).into_iter().zip([3..6, 0..3]) {
        let cosines: f32 = VECTORS[passages].iter().map(|vector| crate::index::dot(vector, &query)).sum();
        assert!((mean - cosines / 3.0).abs() < 1e-5, "{mean} {}", cosines / 3.0);
    }
    assert_eq!(tongues.means(None), [0.0, 0.0]);
    assert!(matches!(Tongues::of(&[searched(&whole)], 4), Err(WordsError::BadFile { .. })));
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_in_any_portions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.cog");
    let all: Vec<usize> = (0..2000).collect();
    let passages = passages(&all);
    let write = |threads: usize, portion: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut builder = WordsBuilder::new(&MODEL, 3);
            passages.chunks(portion).for_each(|some| builder.add(some));
            WordIndex::write(&path, builder, &MODEL).unwrap();
        });
        std::fs::read(&path).unwrap()
    };
    let one = write(1, 2000);
    assert!(one == write(2, 700) && one == write(8, 33));
    let index = WordIndex::open(&path, &MODEL).unwrap();
    index.check().unwrap();
    assert_eq!((index.len(), index.ids().unwrap().len()), (2000, 2000));
}

#[test]
fn what_stands_for_what_is_told() {
    let all: Vec<usize> = (0..TEXTS.len()).collect();
    let index = WordIndex::build(&passages(&all), 3, &MODEL).unwrap();
    let searched = [Searched { index: &index, live: None }];
    let scores = Query::new("armored train", &MODEL).score(&searched).unwrap();
    let Explained { reasons, marks } = scores.explain(TEXTS[0].1, &searched, &MODEL).unwrap();
    let of = |query: &str| reasons.iter().find(|reason| reason.query == query).unwrap();
    let (train, armored) = (of("train"), of("armored"));
    assert!(train.same && train.word.as_deref() == Some("train"));
    assert!(!armored.same && armored.word.as_deref() == Some("blindé"), "{armored:?}");
    assert!(armored.similarity > 0.4 && armored.similarity < 1.0);
    let score: f32 = reasons.iter().map(|reason| reason.share).sum();
    assert!((score - scores.of(0, 0)).abs() < 1e-3, "shares add up to the score");
    let marked: Vec<&str> = marks.iter().map(|mark| &TEXTS[0].1[mark.range.clone()]).collect();
    assert_eq!(marked[..2], ["train", "blindé"]);
    // Of a script without spaces, the words are marked and not the whole run.
    let marks = scores.explain(TEXTS[13].1, &searched, &MODEL).unwrap().marks;
    assert!(marks.iter().all(|mark| mark.range.len() < TEXTS[13].1.len() / 2), "{marks:?}");
}

#[test]
fn nothing_asked_and_nothing_there() {
    let empty = WordIndex::build(&[], 3, &MODEL).unwrap();
    let searched = [Searched { index: &empty, live: None }];
    assert_eq!(Query::new("train", &MODEL).score(&searched).unwrap().scores, [Vec::<f32>::new()]);
    let index = WordIndex::build(&passages(&[0, 1]), 3, &MODEL).unwrap();
    let searched = [Searched { index: &index, live: None }];
    let scores = Query::new(" — !? ", &MODEL).score(&searched).unwrap();
    assert!(scores.is_empty() && scores.scores[0] == [0.0, 0.0]);
    let long = "armored train ".repeat(20_000);
    assert_eq!(Query::new(&long, &MODEL).score(&searched).unwrap().len(), 2);
}
