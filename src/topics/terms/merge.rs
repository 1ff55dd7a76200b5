//! Several ways to say one thing become one term: forms of a word, and its translations.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Candidate;
use crate::corpus::Language;
use crate::topics::meaning::likeness;

/// Cosine from which on two words that look like forms of one word are one.
///
/// Read off the terms of the sample corpus with the built-in model. Among French, English, German and Russian
/// pairs that share the first half of the longer word, those above 0.5 are one word (*Chine*, *chinois* 0.71;
/// *visite*, *visiteur* 0.67; *Japan*, *Japanese* 0.98; *строители*, *строительный* 0.67) in nine cases of
/// ten; those below mostly are not (*press*, *pressure* 0.49; *Vladimir*, *Vladivostok* 0.48; *Mariinsky*,
/// *Marius* 0.25). Without a likeness in form no cosine is safe: *Südkorea* and *nordkoreanisch* have 0.79.
/// Those are left to maximal marginal relevance, which prefers other terms and forbids none.
const ONE_WORD: f64 = 0.5;

/// Cosine from which on a term of another language, the nearest one both ways, is evidence for a term.
///
/// Of such pairs in the sample corpus (French with English, German, Spanish, Russian, Korean; 1,160 pairs)
/// nearly all above 0.6 are translations; four in five between 0.45 and 0.6, the rest being close (*guerre*,
/// *Soldaten*); two in three between 0.35 and 0.45; one in three below. Evidence is weighted by the cosine,
/// so that a doubtful pair says little.
const EVIDENCE: f64 = 0.4;

/// Cosine from which on it is shown as a translation: wrong ones are rare.
const TRANSLATION: f64 = 0.6;

/// Terms of a language whose mean score is the unit in which languages are added up.
const BEST: usize = 10;

/// Terms of a topic in another language than its label's.
pub(super) struct Foreign {
    pub(super) language: Language,
    /// Share of the topic's texts.
    pub(super) weight: f64,
    /// With their senses, best first.
    pub(super) candidates: Vec<Candidate>,
}

/// Forms of one word become the best of them; their scores add up, as their counts would. `candidates` and
/// the result are sorted, best first.
pub(super) fn forms(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut merged: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = |other: &&mut Candidate| match kinship(&other.text, &candidate.text) {
            Kinship::None => false,
            Kinship::Certain => true,
            Kinship::Likely => likeness(other.sense.as_ref(), candidate.sense.as_ref())
                .is_some_and(|cosine| cosine >= ONE_WORD),
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.score += candidate.score,
            None => merged.push(candidate),
        }
    }
    sort(&mut merged);
    merged
}

/// Adds to each term the scores of its translations, in proportion to the texts of each language, and notes
/// the translations. `own_weight` is the share of the texts of the label's language.
///
/// What a topic's texts say in several languages is what it is about; a word of one text in one language may
/// be there by chance.
pub(super) fn translations(own: &mut [Candidate], own_weight: f64, others: Vec<Foreign>) {
    scale(own, own_weight);
    for Foreign { language, weight, candidates: mut theirs } in others {
        scale(&mut theirs, weight);
        let cosine = |a: &Candidate, b: &Candidate| likeness(a.sense.as_ref(), b.sense.as_ref());
        let nearest = |to: &Candidate, among: &[Candidate]| {
            let mut best: Option<(usize, f64)> = None;
            for (place, candidate) in among.iter().enumerate() {
                if let Some(value) = cosine(to, candidate)
                    && best.is_none_or(|(_, best)| value > best)
                {
                    best = Some((place, value));
                }
            }
            best
        };
        let ours: Vec<Option<(usize, f64)>> =
            own.iter().map(|candidate| nearest(candidate, &theirs)).collect();
        let back: Vec<Option<(usize, f64)>> =
            theirs.iter().map(|candidate| nearest(candidate, own)).collect();
        for (place, (candidate, found)) in own.iter_mut().zip(ours).enumerate() {
            let Some((other, value)) = found else { continue };
            if value < EVIDENCE || back[other].is_none_or(|(back, _)| back != place) {
                continue;
            }
            candidate.score += value * theirs[other].score;
            if value >= TRANSLATION {
                candidate.also.push((language, theirs[other].text.clone()));
            }
        }
    }
    for candidate in own.iter_mut() {
        candidate.also.sort();
    }
    sort(own);
}

/// Brings scores to a unit that languages share: `weight` is the mean of the best ten.
fn scale(candidates: &mut [Candidate], weight: f64) {
    let best = candidates.len().min(BEST);
    let mean =
        candidates.iter().take(best).map(|candidate| candidate.score).sum::<f64>() / best.max(1) as f64;
    if mean > 0.0 {
        for candidate in candidates {
            candidate.score *= weight / mean;
        }
    }
}

/// Best first; of equals the first by key.
pub(super) fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
}

/// How two words look beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kinship {
    /// Two words.
    None,
    /// One word, if they mean the same as well.
    Likely,
    /// An inflection.
    Certain,
}

/// Compares two words by their letters, without capitals and accents.
///
/// An inflection changes two letters at most behind five that stay. A derivation keeps the first half of the
/// longer word, or all of the shorter one at its end, from five letters on (*Brücke*, *Straßenbrücke*). In
/// writings with a character a syllable the shorter word must stand whole at the beginning of the longer one:
/// *Kim Jong-un* and *Kim Jong-il* are two of three equal syllables. Phrases are compared word by word:
/// *South Korea*, *South Korean*.
fn kinship(a: &str, b: &str) -> Kinship {
    if a.split(' ').count() != b.split(' ').count() {
        return Kinship::None;
    }
    let words = a.split(' ').zip(b.split(' ')).filter(|(a, b)| a != b).map(|(a, b)| of_words(a, b));
    words.min().unwrap_or(Kinship::Certain)
}

fn of_words(a: &str, b: &str) -> Kinship {
    let (a, b) = (letters(a), letters(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.iter().any(|&c| c > '\u{1100}') {
        return if same == short.len() && same >= 2 { Kinship::Likely } else { Kinship::None };
    }
    let most_left = long.len() - same;
    if same >= 5 && most_left <= 2 {
        return Kinship::Certain;
    }
    let derived = same >= 4 && 2 * same >= long.len();
    let inflected = same >= 3 && most_left <= 2;
    let compound = short.len() >= 5 && long.ends_with(short);
    if derived || inflected || compound { Kinship::Likely } else { Kinship::None }
}

/// Letters in lower case without accents; Hangul syllables stay whole.
fn letters(word: &str) -> Vec<char> {
    word.to_lowercase().nfd().filter(|&c| !is_combining_mark(c) && c.is_alphanumeric()).nfc().collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::topics::meaning::Sense;

    /// A candidate that means the direction at `angle`.
    fn candidate(text: &str, score: f64, angle: f32) -> Candidate {
        let vector = array![angle.cos(), angle.sin()];
        let sense = Some(Sense { raw: vector.clone(), own: vector });
        Candidate { key: text.to_owned(), text: text.to_owned(), texts: 1, score, sense, also: Vec::new() }
    }

    fn texts(candidates: &[Candidate]) -> Vec<&str> {
        candidates.iter().map(|candidate| candidate.text.as_str()).collect()
    }

    #[test]
    fn forms_of_a_word_are_one_if_they_mean_the_same() {
        let merged = forms(vec![
            candidate("train", 5.0, 0.0),
            candidate("Chine", 4.0, 1.5),
            candidate("chinois", 3.0, 1.4),
            candidate("traité", 2.0, 3.0),
        ]);
        assert_eq!(texts(&merged), ["Chine", "train", "traité"]);
        assert!((merged[0].score - 7.0).abs() < 1e-9);
        // An inflection needs no meaning.
        let mut unknown = vec![candidate("satellites", 1.0, 0.0), candidate("satellite", 1.0, 0.0)];
        for candidate in &mut unknown {
            candidate.sense = None;
        }
        assert_eq!(texts(&forms(unknown)), ["satellites"]);
        assert!(forms(Vec::new()).is_empty());
    }

    #[test]
    fn what_other_languages_say_too_comes_first() {
        let german: Language = "de".parse().unwrap();
        let mut own =
            vec![candidate("plancher", 1.1, 3.9), candidate("train", 1.0, 0.0), candidate("gare", 0.9, 1.4)];
        let theirs =
            vec![candidate("Zug", 8.0, 0.1), candidate("Bahnhof", 2.0, 2.4), candidate("Tee", 1.0, -0.9)];
        translations(&mut own, 0.5, vec![Foreign { language: german, weight: 0.5, candidates: theirs }]);
        assert_eq!(texts(&own), ["train", "gare", "plancher"]);
        assert_eq!(own[0].also, [(german, "Zug".to_owned())]);
        // Near enough to count and too far to be shown; and not near at all.
        assert!(own[1].also.is_empty() && own[2].also.is_empty());
    }

    #[test]
    fn one_translation_belongs_to_one_term() {
        let english: Language = "en".parse().unwrap();
        let mut own = vec![candidate("convoi", 1.0, 0.3), candidate("train", 1.0, 0.0)];
        let theirs = vec![candidate("train", 1.0, 0.05)];
        translations(&mut own, 0.9, vec![Foreign { language: english, weight: 0.1, candidates: theirs }]);
        assert_eq!(own.iter().filter(|candidate| !candidate.also.is_empty()).count(), 1);
        assert_eq!(own[0].text, "train");
    }

    #[test]
    fn inflections_derivations_and_other_words() {
        for (a, b, expected) in [
            ("satellite", "satellites", Kinship::Certain),
            ("охрана", "охране", Kinship::Certain),
            ("Chine", "chinois", Kinship::Likely),
            ("travail", "travailleurs", Kinship::Likely),
            ("угля", "углём", Kinship::Likely),
            ("Deck", "Achterdeck", Kinship::None),
            ("Brücke", "Straßenbrücke", Kinship::Likely),
            ("발사", "발사대", Kinship::Likely),
            ("김정은", "김정일", Kinship::None),
            ("train", "traité", Kinship::Likely),
            ("Flugkörper", "Flugplatz", Kinship::None),
            ("président", "presse", Kinship::None),
            ("train blindé", "trains", Kinship::None),
            ("South Korea", "South Korean", Kinship::Certain),
            ("Kim Jong Il", "Kim Jong Un", Kinship::None),
            ("", "a", Kinship::None),
        ] {
            assert_eq!(kinship(a, b), expected, "{a} {b}");
            assert_eq!(kinship(b, a), expected, "{b} {a}");
        }
    }
}
