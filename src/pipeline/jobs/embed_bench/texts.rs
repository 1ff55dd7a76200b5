//! Texts of a length, cut out of the paragraphs of a corpus and joined of them.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::pipeline::Text;

/// What stands for the language of a paragraph of which none was told.
pub(super) const UNKNOWN: &str = "unknown";

/// The paragraphs of a language.
struct Group<'a> {
    paragraphs: Vec<&'a str>,
    /// Paragraph and first byte of each word.
    words: Vec<(usize, usize)>,
}

/// Paragraphs by language: a text is of one, as texts mostly are.
pub(super) struct Corpus<'a> {
    groups: BTreeMap<&'a str, Group<'a>>,
}

impl<'a> Corpus<'a> {
    /// Of all paragraphs that have a word. In scripts without spaces a word is what Unicode says, which is a character or a few.
    pub(super) fn of(paragraphs: &'a [Text]) -> Self {
        let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
        for paragraph in paragraphs {
            let text = paragraph.text.as_str();
            let words: Vec<usize> = text.unicode_word_indices().map(|(start, _)| start).collect();
            if words.is_empty() {
                continue;
            }
            let language = paragraph.language.as_ref().map_or(UNKNOWN, |language| language.code());
            let group =
                groups.entry(language).or_insert_with(|| Group { paragraphs: Vec::new(), words: Vec::new() });
            let place = group.paragraphs.len();
            group.paragraphs.push(text);
            group.words.extend(words.into_iter().map(|start| (place, start)));
        }
        Self { groups }
    }

    /// How many paragraphs there are of each language.
    pub(super) fn languages(&self) -> BTreeMap<String, usize> {
        self.groups.iter().map(|(name, group)| ((*name).to_owned(), group.paragraphs.len())).collect()
    }

    /// At most so many texts of exactly so many words, of each language as many as it has of the corpus. They are spread over all of it,
    /// and overlap where it is small.
    pub(super) fn of_length(&self, words: usize, most: usize) -> Vec<String> {
        let groups: Vec<&Group<'_>> = self.groups.values().collect();
        let sizes: Vec<usize> = groups.iter().map(|group| group.words.len()).collect();
        spread(&sizes, most).into_iter().map(|(group, place)| groups[group].text(place, words)).collect()
    }

    /// At most so many paragraphs as they are, spread in the same way.
    pub(super) fn as_they_are(&self, most: usize) -> Vec<String> {
        let groups: Vec<&Group<'_>> = self.groups.values().collect();
        let sizes: Vec<usize> = groups.iter().map(|group| group.paragraphs.len()).collect();
        spread(&sizes, most)
            .into_iter()
            .map(|(group, place)| groups[group].paragraphs[place].to_owned())
            .collect()
    }
}

impl Group<'_> {
    /// The text of so many words from a word on; behind the last word comes the first.
    fn text(&self, first: usize, words: usize) -> String {
        let mut text = String::new();
        let (mut next, mut left) = (first % self.words.len(), words);
        while left > 0 {
            let (paragraph, start) = self.words[next];
            let of_it = self.words[next..].iter().take(left).take_while(|(of, _)| *of == paragraph).count();
            let whole = self.paragraphs[paragraph];
            // To the next word, with the signs behind the last one.
            let end = match self.words.get(next + of_it) {
                Some((of, start)) if *of == paragraph => *start,
                _ => whole.len(),
            };
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(whole[start..end].trim_end());
            left -= of_it;
            next = (next + of_it) % self.words.len();
        }
        text
    }
}

/// Groups of these sizes, each with places spread evenly over it, in all at most `most`: as many of each as it has of all, one at least, and
/// mixed, so that any stretch of them is like the whole.
fn spread(sizes: &[usize], most: usize) -> Vec<(usize, usize)> {
    let total: usize = sizes.iter().sum();
    let mut places = Vec::new();
    for (group, &size) in sizes.iter().enumerate() {
        let share = most as f64 * size as f64 / total.max(1) as f64;
        let n = (share.round() as usize).clamp(1.min(size), size);
        places.extend((0..n).map(|k| ((k as f64 + 0.5) / n as f64, group, k * size / n)));
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.truncate(most);
    places.into_iter().map(|(_, group, place)| (group, place)).collect()
}

/// Words of a text, as [`Corpus`] counts them.
pub(super) fn words_of(text: &str) -> usize {
    text.unicode_words().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs() -> Vec<Text> {
        let text = |text: &str, language: &str| Text { language: language.parse().ok(), ..text.into() };
        vec![
            text("The armored train (it was green) left at dawn. Nobody saw 3.5 of it!", "en"),
            text("— *** —", "en"),
            text("Don't ask: the answer's \"no\".", "en"),
            text("Бронепоезд покинул столицу.", "ru"),
            text("火车在星期天晚上离开了首都。", "zh"),
            text("북한 열차가 떠났다.", "ko"),
            text("L'accord n'est pas signé.", "?"),
        ]
    }

    #[test]
    fn texts_have_as_many_words_as_asked_for_in_every_script() {
        let paragraphs = paragraphs();
        let corpus = Corpus::of(&paragraphs);
        for words in [1, 2, 7, 50] {
            let texts = corpus.of_length(words, 30);
            assert!((20..=30).contains(&texts.len()), "{}", texts.len());
            for text in &texts {
                assert_eq!(words_of(text), words, "{text}");
            }
            assert_eq!(texts, Corpus::of(&paragraphs).of_length(words, 30), "the same each time");
            // Of all languages, and of one each.
            for sign in ["по", "在", "다", "the", "signé"] {
                let found = texts.iter().filter(|text| text.to_lowercase().contains(sign)).count();
                assert!(found > 0 || words == 1, "{sign} in {texts:?}");
                assert!(found < texts.len(), "{sign} in {texts:?}");
            }
        }
    }

    #[test]
    fn the_signs_behind_a_word_stay_with_it() {
        let paragraphs = [Text::from("One, two. Three!"), Text::from("Four")];
        let corpus = Corpus::of(&paragraphs);
        assert_eq!(corpus.of_length(3, 1), ["One, two. Three!"]);
        assert_eq!(corpus.of_length(5, 1), ["One, two. Three!\nFour\nOne,"]);
        assert_eq!(corpus.of_length(2, 2), ["One, two.", "Three!\nFour"]);
    }

    #[test]
    fn paragraphs_stay_as_they_are() {
        let paragraphs = paragraphs();
        let corpus = Corpus::of(&paragraphs);
        let all = corpus.as_they_are(100);
        assert_eq!(all.len(), 6, "what has no word is none: {all:?}");
        assert!(all.iter().all(|text| paragraphs.iter().any(|paragraph| paragraph.text == *text)));
        assert_eq!(corpus.as_they_are(2).len(), 2);
        assert_eq!(
            corpus.languages().into_iter().collect::<Vec<_>>(),
            [
                ("en".to_owned(), 2),
                ("ko".to_owned(), 1),
                ("ru".to_owned(), 1),
                (UNKNOWN.to_owned(), 1),
                ("zh".to_owned(), 1)
            ]
        );
        let none = Corpus::of(&[]);
        assert!(none.of_length(5, 5).is_empty() && none.as_they_are(5).is_empty());
    }
}
