use super::*;
use crate::pipeline::{CollectionOptions, Silent};

fn paragraphs() -> Vec<Text> {
    let train =
        Text { language: "en".parse().ok(), ..Text::from("The armored train left at dawn with its escort.") };
    let accord =
        Text { language: "fr".parse().ok(), ..Text::from("L'accord n'a pas été signé avant septembre.") };
    vec![train, accord]
}

fn options() -> EmbedBenchOptions {
    EmbedBenchOptions {
        words: vec![4, 40],
        batches: vec![8, 1, 8],
        texts: 6,
        repeats: Repeats { rounds: 2, turn: Duration::from_millis(1) },
        threads: Some(2),
        program: None,
    }
}

fn run() -> EmbedBenchReport {
    bench_embed("texts", &paragraphs(), &[ModelSpec::Builtin, ModelSpec::Builtin], &options(), &Silent)
        .unwrap()
}

#[test]
fn figures_go_together() {
    let report = run();
    assert_eq!((report.paragraphs, report.languages.len(), report.threads), (2, 2, 2));
    // It was named twice, and so was a batch.
    assert_eq!((report.models.len(), report.rows.len()), (1, 6));
    let model = &report.models[0];
    assert!(model.bytes > Some(1 << 20) && model.load_ms > 0.0 && model.memory_bytes.is_none(), "{model:?}");
    let names: Vec<_> = report.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "builtin as they are batch 1",
            "builtin as they are batch 8",
            "builtin 4 words batch 1",
            "builtin 4 words batch 8",
            "builtin 40 words batch 1",
            "builtin 40 words batch 8"
        ]
    );
    for row in &report.rows {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        assert!(near(row.ms_per_text * row.texts_per_second, 1000.0), "{row:?}");
        assert!(near(row.words_per_second, row.texts_per_second * row.mean_words), "{row:?}");
        assert!(near(row.megabytes_per_second, row.texts_per_second * row.mean_bytes / 1e6), "{row:?}");
        assert!(row.words.is_none_or(|words| near(row.mean_words, words as f64)), "{row:?}");
        let [low, high] = row.texts_per_second_range;
        assert!(low <= row.texts_per_second && row.texts_per_second <= high, "{row:?}");
        assert!(row.texts <= 6 && row.batches >= 2 && row.best_ms > 0.0 && row.yardstick > 0.0, "{row:?}");
    }
}

#[test]
fn long_texts_are_fewer_and_no_text_is_an_error() {
    let paragraphs = paragraphs();
    let corpus = Corpus::of(&paragraphs);
    let lengths = lengths(&corpus, &EmbedBenchOptions { words: vec![WORDS / 3], ..options() });
    assert_eq!(lengths[1].texts.len(), 3);
    assert_eq!(words_of(&lengths[1].texts[0]), WORDS / 3);
    let none = bench_embed("none", &[Text::from("—")], &[ModelSpec::Builtin], &options(), &Silent);
    assert!(matches!(none.unwrap_err(), PipelineError::EmptyCorpus { .. }));
    let empty = Collection::in_memory(&CollectionOptions::default()).unwrap();
    assert!(matches!(empty.bench_texts().unwrap_err(), PipelineError::EmptyCorpus { .. }));
}

#[test]
fn a_run_is_compared_with_one_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let now = run();
    let keep =
        |report: &EmbedBenchReport| std::fs::write(&file, serde_json::to_string(report).unwrap()).unwrap();
    keep(&now);
    let same = compare_embed_bench(&now, &KeptRun::embed(&file).unwrap(), 0.25);
    assert_eq!((same.compared, same.is_worse(), same.same_text), (6, false, true));
    let mut before = now.clone();
    before.rows[0].best_ms /= 2.0;
    before.rows[1].name = "gone".to_owned();
    before.hash = "other".to_owned();
    keep(&before);
    let found = compare_embed_bench(&now, &KeptRun::embed(&file).unwrap(), 0.25);
    assert_eq!(
        (found.worse.len(), &found.missing[..], found.same_text),
        (1, &["gone".to_owned()][..], false)
    );
    assert!((found.worse[0].how.by - 1.0).abs() < 1e-6, "{found:?}");
    std::fs::write(&file, "{\"schema\": 99}").unwrap();
    assert!(matches!(KeptRun::embed(&file).unwrap_err(), PipelineError::BadRun { .. }));
}
