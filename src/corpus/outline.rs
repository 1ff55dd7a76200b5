//! Whether the items of a list say something each, as those of an outline or a journal do, or only together.
//!
//! Items together finish what introduces them ("the ships that came in:"), are steps of one thing, or are words. An item
//! by itself is a statement: a sentence, or a line about as long as one.

use super::shape::{self, Marker};

/// Width from which an item may be a statement without ending as a sentence does.
const STATEMENT_WIDTH: usize = 40;

/// Width of the shortest sentence.
const SENTENCE_WIDTH: usize = 12;

/// Width from which an item is a paragraph, whatever introduces or numbers it.
const PARAGRAPH_WIDTH: usize = 160;

/// Whether each of `items` is to stand by itself below `introduction`, which may be empty.
pub(super) fn are_independent<'a>(introduction: &str, items: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut statements, mut paragraphs, mut carried_on) = (0usize, 0usize, 0usize, 0usize);
    for item in items {
        // Items within it belong to it.
        let first = item.split('\n').next().unwrap_or(item);
        let (marker, text) = without_marker(first);
        let width = shape::width(text);
        let has_words = text.contains(|c: char| c.is_whitespace() || shape::is_ideographic(c));
        let is_sentence = shape::ends_sentence(text) && width >= SENTENCE_WIDTH && has_words;
        let is_open = shape::ends_openly(text) || (!introduction.is_empty() && shape::begins_small(text));
        let is_step = marker == Some(Marker::Number);
        all += 1;
        statements += usize::from((is_sentence || width >= STATEMENT_WIDTH) && !is_open && !is_step);
        paragraphs += usize::from(width >= PARAGRAPH_WIDTH);
        carried_on += usize::from(shape::ends_openly(text));
    }
    if all < 2 || carried_on * 2 > all {
        return false;
    }
    let most = |some: usize| some * 3 >= all * 2;
    let is_introduced = shape::last_sign(introduction).is_some_and(|sign| matches!(sign, ':' | '：'));
    most(paragraphs) || (!is_introduced && most(statements))
}

fn without_marker(item: &str) -> (Option<Marker>, &str) {
    let marker = shape::marker(item);
    let text = match marker {
        Some(_) => item.trim_start().split_once(char::is_whitespace).map_or(item, |(_, text)| text),
        None => item,
    };
    (marker, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn independent(introduction: &str, items: &[&str]) -> bool {
        are_independent(introduction, items.iter().copied())
    }

    #[test]
    fn statements_stand_by_themselves() {
        for items in [
            [
                "• Bought twelve metres of hose for the garden",
                "• The neighbour's dog dug up the tulips again",
            ],
            ["• Miete zahlen nicht vergessen.", "• Der Klempner kommt am Freitag."],
            ["– La réunion de lundi est repoussée.", "– Penser au cadeau de Jules."],
            ["• нужно починить крышу сарая до первых холодов", "• купить семена укропа и посадить их в мае"],
            ["• 会议推迟到下周三，地点改在二楼的大会议室。", "• 明天要把借来的书还给图书馆。"],
        ] {
            assert!(independent("", &items), "{items:?}");
            assert!(!independent("This is to be done:", &items), "{items:?}");
        }
    }

    #[test]
    fn words_steps_and_parts_of_a_sentence_stand_together() {
        assert!(!independent("", &["• flour", "• two eggs", "• a pinch of salt"]));
        assert!(!independent(
            "",
            &["• Der Antrag, der schriftlich zu stellen ist,", "• die Gebühr, die vorab zu zahlen ist;"]
        ));
        assert!(!independent(
            "",
            &["1. Preheat the oven to two hundred degrees.", "2. Whisk the eggs with the sugar until pale."]
        ));
        assert!(!independent(
            "We ask everyone",
            &[
                "• to leave their boots and umbrellas at the door",
                "• to speak softly while the choir is singing"
            ]
        ));
        assert!(!independent("", &["• The only item of a list is a part of what is above it"]));
    }

    #[test]
    fn paragraphs_stand_by_themselves_whatever_introduces_them() {
        let long = "The harbour opened again this morning, after two years of work on the piers. ".repeat(3);
        assert!(independent("What was decided:", &[&format!("1. {long}"), &format!("2. {long}")]));
    }
}
