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
//! named in five.

mod case;
mod count;
mod select;

pub(super) use count::TermCounts;
