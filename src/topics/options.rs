//! What a person chooses about the description of topics.

use crate::corpus::Language;

/// Settings of [`describe`](super::describe()).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicOptions {
    /// Most terms per topic.
    pub n_terms: usize,
    /// Most representatives per topic.
    pub n_representatives: usize,
    /// Language of labels, for every topic that has text in it.
    pub label_language: Option<Language>,
}

impl Default for TopicOptions {
    fn default() -> Self {
        Self { n_terms: 10, n_representatives: 3, label_language: None }
    }
}
