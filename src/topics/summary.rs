//! One line that says what a topic is about: its most central sentence.

use std::ops::Range;

use ndarray::Array1;

use super::meaning::{Meaning, along};
use super::{Summary, TopicText};
use crate::corpus::{Language, sentences};

/// Units whose sentences are looked at, most central first.
const UNITS: usize = 10;

/// Sentences of one unit that are looked at.
const OF_UNIT: usize = 12;

/// Width of a good line: one that says something and fits on two lines of a window.
const GOOD_WIDTH: std::ops::RangeInclusive<usize> = 40..=220;

/// What is taken from the cosine of a sentence that is shorter or longer, or that ends as no sentence does.
const MISFIT: f64 = 0.2;

/// What is taken when it begins with a word that points back to what was said before, so that it does not
/// stand alone.
const POINTS_BACK: f64 = 0.1;

/// What is taken from a question: it tells nothing.
const QUESTION: f64 = 0.3;

/// The sentence that lies nearest to the topic, of the most central units in `language`, or in any where
/// there is none.
///
/// `central` are the topic's units, most central first; `target` is the direction that is looked for. Without
/// vectors it is the first fitting sentence of the most central unit.
pub(super) fn choose(
    texts: &[TopicText<'_>],
    central: &[usize],
    language: Option<Language>,
    target: &Array1<f32>,
    meaning: &Meaning<'_>,
) -> Option<Summary> {
    let mut units: Vec<usize> =
        central.iter().copied().filter(|&unit| texts[unit].language == language).take(UNITS).collect();
    if units.is_empty() {
        units = central.iter().copied().take(UNITS).collect();
    }
    let candidates: Vec<(usize, Range<usize>)> = units
        .iter()
        .flat_map(|&unit| sentences(texts[unit].text).into_iter().take(OF_UNIT).map(move |span| (unit, span)))
        .collect();
    let lines: Vec<&str> = candidates.iter().map(|(unit, span)| &texts[*unit].text[span.clone()]).collect();
    let vectors = meaning.raw(&lines);
    let mut best: Option<(f64, usize)> = None;
    for (place, (line, vector)) in lines.iter().zip(vectors).enumerate() {
        let near = vector.map_or(0.0, |vector| along(vector.view(), target));
        let value = near - faults(line, texts[candidates[place].0].language);
        if best.is_none_or(|(best, _)| value > best) {
            best = Some((value, place));
        }
    }
    best.map(|(_, place)| {
        let (unit, span) = candidates[place].clone();
        Summary { unit, span }
    })
}

/// What makes a line a poor summary whatever it says.
fn faults(line: &str, language: Option<Language>) -> f64 {
    let width: usize = line.chars().map(|c| if c > '\u{1100}' { 2 } else { 1 }).sum();
    let end = line.trim_end_matches(['"', '”', '»', '’', '\'', ')', '」', ' ', '\u{a0}']).chars().next_back();
    let is_question = matches!(end, Some('?' | '？' | '؟'));
    let is_sentence = is_question || matches!(end, Some('.' | '!' | '…' | '。' | '！' | '।' | '؛' | '۔'));
    let mut faults = 0.0;
    if !GOOD_WIDTH.contains(&width) || !is_sentence || !is_balanced(line) {
        faults += MISFIT;
    }
    if points_back(line, language) {
        faults += POINTS_BACK;
    }
    if is_question {
        faults += QUESTION;
    }
    faults
}

/// Whether each quotation and bracket that opens closes, so that no half of a quotation is shown.
fn is_balanced(line: &str) -> bool {
    let count = |sign: char| line.matches(sign).count();
    [('«', '»'), ('(', ')'), ('“', '”'), ('「', '」')]
        .iter()
        .all(|&(open, close)| count(open) == count(close))
        && count('"') % 2 == 0
}

/// Whether a sentence begins with a pronoun, a conjunction or an adverb that needs the sentence before.
fn points_back(line: &str, language: Option<Language>) -> bool {
    let Some(language) = language else { return false };
    let first = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first: String = first.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    openers(language.code()).split_whitespace().any(|opener| opener == first)
}

fn openers(code: &str) -> &'static str {
    match code {
        "fr" => {
            "il elle ils elles ce cela ceci cet cette ces celui celle ceux celles on nous vous je j tu c et mais ou or car \
             donc puis ensuite enfin ainsi aussi alors pourtant cependant toutefois néanmoins ensemble là ici y en lui \
             leur leurs sa son ses tous toutes certains"
        }
        "en" => {
            "he she it they this that these those his her its their we you i and but or so then yet still however thus \
             also there here such both some others meanwhile instead nor"
        }
        "de" => {
            "er sie es dies diese dieser dieses jener jene das sein seine ihr ihre wir ich und aber oder denn doch dann \
             danach dort hier so auch dabei damit dafür dagegen trotzdem zudem außerdem jedoch beide"
        }
        "es" => {
            "él ella ello ellos ellas esto eso este esta estos estas ese esa aquel su sus y e pero o pues luego después \
             entonces así también sin allí aquí ambos lo le les nosotros yo"
        }
        "it" => {
            "egli lui lei esso essa essi loro questo questa questi queste quello quella suo sua e ma o poi quindi così anche"
        }
        "pt" => {
            "ele ela eles elas isto isso este esta estes essa esse seu sua e mas ou pois depois então assim também"
        }
        "nl" => {
            "hij zij ze het dit dat deze die zijn haar hun wij en maar of dan toen daar hier ook zo toch echter"
        }
        "ru" => {
            "он она оно они это этот эта эти тот та те его её ее их мы я и а но или затем потом тогда там тут здесь также \
             так поэтому однако при такой такие оба"
        }
        "ko" => {
            "그 그는 그녀는 그들은 이 이것은 이는 그것은 그러나 그리고 하지만 또 또한 그래서 따라서 그런데 이에 여기"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn text(text: &str) -> TopicText<'_> {
        TopicText { text, language: "en".parse().ok(), document: 0 }
    }

    /// A model in which every sentence about trains lies on the first axis.
    fn vectors(texts: &[&str]) -> Vec<Option<Vec<f32>>> {
        let on = |text: &&str| if text.contains("train") { vec![1.0, 0.0] } else { vec![0.0, 1.0] };
        texts.iter().map(|text| Some(on(text))).collect()
    }

    fn line<'a>(texts: &[TopicText<'a>], language: &str) -> Option<&'a str> {
        let meaning = Meaning::new(Some(&vectors), 2, &BTreeMap::new());
        let central: Vec<usize> = (0..texts.len()).collect();
        let target = Array1::from(vec![1.0, 0.0]);
        let summary = choose(texts, &central, language.parse().ok(), &target, &meaning)?;
        Some(&texts[summary.unit].text[summary.span])
    }

    #[test]
    fn the_sentence_that_lies_nearest_and_stands_alone() {
        let texts = [
            text(
                "The weather on the coast was fair enough for a long walk. Is the train ever going to arrive at all?",
            ),
            text(
                "It is a train of twenty coaches with armour on the sides. The train of the leader is armoured and slow.",
            ),
            text("A title with a train\nNobody saw anything of interest at the station that day."),
        ];
        assert_eq!(line(&texts, "en"), Some("The train of the leader is armoured and slow."));
    }

    #[test]
    fn the_language_of_the_label_goes_first_and_any_other_is_better_than_none() {
        let mut texts = [
            text("The armoured train rolls slowly to the north."),
            text("Der Zug rollt langsam nach Norden."),
        ];
        texts[1].language = "de".parse().ok();
        assert_eq!(line(&texts, "de"), Some("Der Zug rollt langsam nach Norden."));
        assert_eq!(line(&texts, "ko"), Some("The armoured train rolls slowly to the north."));
        assert_eq!(line(&[text("")], "en"), None);
        assert_eq!(line(&[], "en"), None);
    }
}
