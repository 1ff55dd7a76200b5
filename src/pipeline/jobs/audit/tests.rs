use super::*;
use crate::embed::Embedder;
use crate::embed::{EmbedError, Embeddings, EmbeddingsBuilder, ModelId, ModelInfo};

fn views(neighbours: Vec<Option<Vec<usize>>>, topics: &[usize]) -> Views {
    let unit = |text: &str| StoredUnit {
        path: "/a/b.txt".to_owned(),
        document: 1,
        own_id: None,
        title: None,
        date: None,
        source: None,
        position: 0,
        span: [0, 1],
        line: 7,
        language: None,
        boilerplate: None,
        text: text.to_owned(),
        embedding: None,
        without_vector: false,
        place: None,
    };
    Views {
        units: ["zero", "one", "two", "three", "four"].map(unit).to_vec(),
        texts: (0..5).collect(),
        asked: (0..neighbours.len()).collect(),
        neighbours,
        topics: topics.iter().copied().map(Some).collect(),
        topic_ids: topics.iter().map(|&topic| topic as u64 + 1).collect(),
        queries: Vec::new(),
    }
}

#[test]
fn neighbours_are_compared_text_by_text() {
    let a = views(vec![Some(vec![1, 2]), Some(vec![0, 3]), Some(vec![3, 4]), None], &[0, 0, 1, 1, 2]);
    let b =
        views(vec![Some(vec![1, 2]), Some(vec![3, 4]), Some(vec![0, 1]), Some(vec![0, 1])], &[0, 0, 1, 1, 1]);
    let base = Base::new("/a".into());
    let pair = pair((0, &a), (1, &b), 2, &base);
    assert_eq!(pair.texts, 3, "the fourth has no vector with the first model");
    // Two of two, one of two, none of two.
    assert_eq!((pair.overlap, pair.same_nearest), (Some(0.5), Some(1.0 / 3.0)));
    assert!(pair.overlap_interval.is_some_and(|[low, high]| low < 0.5 && high > 0.5));
    let examples: Vec<_> = pair
        .examples
        .iter()
        .map(|of| (of.text.as_str(), of.both, of.only_a.as_deref(), of.only_b.as_deref()))
        .collect();
    assert_eq!(
        examples,
        [("two", 0, Some("three"), Some("zero")), ("one", 1, Some("zero"), Some("four"))],
        "what differs most first, and nothing of what is the same"
    );
    assert_eq!((pair.examples[0].file.as_str(), pair.examples[0].line), ("b.txt", 7));
    assert_eq!(pair.kept_topics, Some(2), "numbers 1 and 2 of three are there");
    assert!(pair.topics_ami.is_some_and(|ami| ami > 0.0 && ami < 1.0), "{pair:?}");
}

#[test]
fn fewer_texts_than_neighbours_asked_for_are_no_disagreement() {
    let a = views(vec![Some(vec![1]), Some(vec![0])], &[0, 0, 0, 0, 0]);
    let pair = pair((0, &a), (2, &a), 10, &Base::new("/".into()));
    assert_eq!((pair.overlap, pair.same_nearest, pair.kept_topics), (Some(1.0), Some(1.0), None));
    assert!(pair.examples.is_empty());
}

#[test]
fn texts_are_taken_from_everywhere() {
    let places: Vec<usize> = (0..100).collect();
    assert_eq!(spread(&places, 4), [0, 25, 50, 75]);
    assert_eq!(spread(&places[..3], 10), [0, 1, 2]);
    assert!(spread(&[], 10).is_empty());
}

/// Texts by one letter.
struct Letter(ModelInfo);

impl Embedder for Letter {
    fn info(&self) -> &ModelInfo {
        &self.0
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let mut builder = EmbeddingsBuilder::new(2, texts.len());
        for text in texts {
            builder.push(Some(&[1.0, text.len() as f32]))?;
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

#[test]
fn one_model_cannot_be_compared() {
    let id = ModelId { name: "letter".to_owned(), revision: "1".to_owned() };
    let letter = Letter(ModelInfo { id, dimension: 2, window: None, batch: 8 });
    let collection = Collection::of_texts(["a", "b"], Box::new(letter), &Silent).unwrap();
    let base = Base::new("/".into());
    for specs in [&[][..], &[ModelSpec::Builtin][..], &[ModelSpec::Builtin, ModelSpec::Builtin][..]] {
        let compared = collection.audit_models(specs, &AuditOptions::default(), &base, &Silent);
        assert!(matches!(compared, Err(PipelineError::OneModel)), "{specs:?}");
    }
}
