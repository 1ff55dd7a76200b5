//! Words and phrases counted per topic, and the most typical of them.
//!
//! Class-based TF-IDF: a topic is one long text; a term that is frequent in it and rare in the collection is typical.
//! The weight of term `t` in topic `c` is `tf(t, c) / |c| * ln(1 + A / f(t))`, where `tf` counts the term in the topic,
//! `|c|` all terms of the topic, `f` the term in all topics, and `A` is the average number of terms per topic.
//! Grootendorst (2022), *BERTopic: Neural topic modeling with a class-based TF-IDF procedure*, section 3.3.
//!
//! A text counts once however often it says a term. Four things are added, because a topic of ten paragraphs has few
//! words: the weight is multiplied by the root of the topic's share in the term's occurrences (by rate), by
//! `n / (n + 1)` for a term in `n` texts, and by 1.2 for phrases; and a term of nearly all topics, such as the name of
//! the person that all is about, is left out. Each language is counted apart, so that a topic in five languages is not
//! named in five; terms of the others are evidence for those of the label's language.
//!
//! `count` counts, `score` scores, `merge` (with `forms`) makes one term of the forms and translations of a word, `select`
//! drops what another term says already, `diverse` prefers terms that say different things, and `choose` is all of it.

mod case;
mod choose;
mod count;
mod diverse;
mod forms;
mod merge;
mod score;
mod select;

pub(super) use case::{Capitals, is_headline};
pub(super) use count::TermCounts;
