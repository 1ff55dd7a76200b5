//! A file of topics out of topics that were found.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use super::file::{LONGEST_TERM, LONGEST_TEXT, MOST_TOPICS};
use super::{GivenTopic, GuidedFile};
use crate::topics::{TopicText, Topics};

/// Terms that become seeds: those of the label and as many again.
const SEEDS: usize = 6;

/// A sentence shorter than this is a heading, or cut off behind an abbreviation: the next one is joined to it.
const SHORT: usize = 40;

/// No more than this of a text is looked at, in bytes; the rules for sentences look ahead without limit.
const WINDOW: usize = 4096;

impl GuidedFile {
    /// Topics that were found, as a person would have given them: the label as name, the best terms as seeds, and the
    /// first sentences of the representatives as examples.
    ///
    /// `texts` are those that the topics were found in. Equal labels are told apart by a number. A description is for
    /// whoever has a summary of the topic.
    pub fn suggest(topics: &Topics, texts: &[TopicText<'_>]) -> Self {
        let mut taken = BTreeSet::new();
        let topics = topics.topics.iter().take(MOST_TOPICS).enumerate().map(|(number, topic)| {
            let mut label = cut(&one_line(&topic.label), LONGEST_TERM - 10);
            if label.is_empty() {
                label = format!("topic {}", number + 1);
            }
            let mut name = label.clone();
            let mut next = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{label} ({next})");
                next += 1;
            }
            let mut seeds: Vec<String> = Vec::new();
            for term in &topic.terms {
                let seed = cut(&one_line(&term.text), LONGEST_TERM);
                if seeds.len() < SEEDS && !seed.is_empty() && !seeds.contains(&seed) {
                    seeds.push(seed);
                }
            }
            let mut examples: Vec<String> = Vec::new();
            for text in topic.representatives.iter().filter_map(|&unit| texts.get(unit)) {
                let example = first_sentence(text.text);
                if !example.is_empty() && !examples.contains(&example) {
                    examples.push(example);
                }
            }
            GivenTopic { name, description: None, seeds, examples }
        });
        Self { topics: topics.collect() }
    }
}

/// The first sentence that says something; a heading comes with the sentence behind it.
fn first_sentence(text: &str) -> String {
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = String::new();
    for sentence in text[..end].lines().flat_map(UnicodeSegmentation::unicode_sentences) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&one_line(sentence));
        if out.chars().count() >= SHORT {
            break;
        }
    }
    cut(out.trim(), LONGEST_TEXT)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect::<String>().trim().to_owned()
}
