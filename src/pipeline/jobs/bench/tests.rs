use super::*;
use crate::pipeline::jobs::kept::KeptRun;
use crate::pipeline::{CollectionOptions, Silent};
use crate::report::answers::bench::BenchComparison;
use crate::store::Settings;

fn compare(
    now: &BenchReport,
    file: &Path,
    margin: f64,
    recall_margin: f64,
) -> Result<BenchComparison, PipelineError> {
    Ok(compare_bench(now, &[], &KeptRun::retrieval(file)?, margin, recall_margin))
}

/// Unit rows without structure.
fn rows(n: usize, seed: u64) -> Array2<f32> {
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut rows =
        Array2::from_shape_simple_fn((n, 16), || (random.next_u64() >> 40) as f32 / 8_388_608.0 - 1.0);
    for mut row in rows.rows_mut() {
        let norm = row.dot(&row).sqrt();
        row /= norm;
    }
    rows
}

fn options() -> BenchOptions {
    BenchOptions {
        ef: vec![10, 200],
        filters: vec![0.2],
        repeats: Repeats { rounds: 2, turn: std::time::Duration::from_millis(5) },
        threads: Some(2),
        target: Some(0.95),
        ..BenchOptions::default()
    }
}

fn run(n: usize, options: &BenchOptions) -> BenchReport {
    bench_vectors("vectors", rows(n, 1), &rows(20, 2), options, &Silent).unwrap()
}

#[test]
fn figures_of_small_sets_go_together() {
    for n in [1, 37, 220] {
        let report = run(n, &options());
        assert_eq!((report.units, report.queries, report.rows.len()), (n, 20, 6));
        for row in &report.rows {
            assert!((row.recall.unwrap() - 1.0).abs() < 0.5 && row.recalls.len() == 20, "{row:?}");
            let [low, high] = row.qps_range;
            assert!(low <= row.qps && row.qps <= high);
            // A million over the mean lies between the rates of the rounds, but for the digits that a histogram keeps.
            let of_mean = 1e6 / row.mean_us;
            assert!(low * 0.98 <= of_mean && of_mean <= high * 1.02, "{n}: {of_mean} {low} {high}");
            assert!(row.best_us <= row.mean_us * 1.02);
            assert!(
                row.samples as f64 * row.mean_us * 1.02 >= 2.0 * 5000.0,
                "turns were as long as asked for"
            );
        }
        assert!(
            (report.rows[0].recall.unwrap() - 1.0).abs() < f64::EPSILON
                && report.rows[0].codes == Some(n as f64)
        );
    }
}

#[test]
fn a_target_is_reached_on_queries_that_did_not_choose() {
    let target = run(500, &options()).target.unwrap();
    assert!(target.held_out.unwrap() >= 0.95 && target.name.is_some() && !target.kept, "{target:?}");
    let none = run(500, &BenchOptions { target: Some(1.1), ..options() }).target.unwrap();
    assert_eq!((none.name, none.held_out), (None, None));
}

#[test]
fn a_run_is_compared_with_one_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let narrow = BenchOptions { ef: vec![10], filters: Vec::new(), target: None, ..options() };
    let wide = BenchOptions { ef: vec![100], ..narrow.clone() };
    let mut kept = run(2000, &wide);
    std::fs::write(&file, serde_json::to_string(&kept).unwrap()).unwrap();
    let same = compare(&kept, &file, 0.25, 0.005).unwrap();
    assert_eq!((same.compared, same.worse.len(), same.missing.len()), (2, 0, 0));

    // What was searched broadly is searched narrowly, under the same name.
    let mut worse = run(2000, &narrow);
    worse.rows[1].name.clone_from(&kept.rows[1].name);
    let found = compare(&worse, &file, 1e9, 0.005).unwrap();
    assert_eq!(found.worse.len(), 1, "{found:?}");
    assert_eq!(
        (found.worse[0].name.as_str(), found.worse[0].how.measure.as_str()),
        ("hnsw ef 100", "recall")
    );

    // Twice as slow.
    for row in &mut kept.rows {
        row.best_us *= 2.0;
    }
    let slow = compare(&kept, &file, 0.25, 0.005).unwrap();
    assert_eq!(slow.worse.iter().filter(|worse| worse.how.measure == "time").count(), 2);

    for bad in ["", "{", "{\"schema\": 1}", "[]", "{\"schema\": 2}"] {
        std::fs::write(&file, bad).unwrap();
        let error = compare(&kept, &file, 0.25, 0.005).unwrap_err();
        assert!(matches!(error, PipelineError::BadRun { .. }), "{bad}: {error}");
        assert!(error.to_string().contains("run.json") && error.hint().is_some());
    }
    assert!(compare(&kept, &folder.path().join("none"), 0.25, 0.005).is_err());
}

#[test]
fn a_setting_is_slower_when_it_is_so_each_time_and_its_turns_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let kept = run(300, &BenchOptions { filters: Vec::new(), target: None, ..options() });
    let with = |best_us: f64, qps: &[f64]| {
        let mut run = kept.clone();
        for row in &mut run.rows {
            row.best_us = best_us;
            row.yardstick = 1000.0;
            row.turns = qps.iter().map(|qps| [*qps, 1000.0]).collect();
        }
        run
    };
    let before = with(10.0, &[90.0, 95.0, 99.0]);
    std::fs::write(&file, serde_json::to_string(&before).unwrap()).unwrap();
    let file = KeptRun::retrieval(&file).unwrap();
    let slower = |now: &BenchReport, again: &[BenchReport]| {
        compare_bench(now, again, &file, 0.25, 0.005)
            .worse
            .into_iter()
            .map(|row| row.name)
            .collect::<Vec<_>>()
    };
    let slow = with(30.0, &[30.0, 32.0, 33.0]);
    let all = ["exact", "hnsw ef 10", "hnsw ef 200"];
    assert_eq!(slower(&slow, &[]), all);
    assert_eq!(slower(&slow, &[slow.clone(), slow.clone()]), all);
    // Its shortest times were longer, and its turns as long as ever.
    let unlucky = with(30.0, &[30.0, 96.0, 97.0]);
    assert!(slower(&unlucky, &[]).is_empty());
    assert!(slower(&slow, std::slice::from_ref(&before)).is_empty(), "not the second time");
    // Only what seemed slower is measured again: of the others nothing is said.
    let mut one = slow.clone();
    one.rows.remove(0);
    assert_eq!(slower(&slow, &[one]), all[1..]);
    // Runs of earlier versions have no turns.
    assert_eq!(slower(&with(30.0, &[]), &[]), all);
}

#[test]
fn some_settings_are_measured_alone() {
    let all = run(200, &BenchOptions { target: None, ..options() });
    let names = |report: &BenchReport| report.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&all).len(), 6);
    for only in [vec!["hnsw ef 200"], vec!["exact, among 20 %", "hnsw ef 10, among 20 %"], vec!["exact"]] {
        let only: Vec<String> = only.into_iter().map(str::to_owned).collect();
        let some = run(200, &BenchOptions { only: only.clone(), target: None, ..options() });
        assert_eq!(names(&some), only);
        assert_eq!((&some.hash, some.rows[0].turns.len()), (&all.hash, 2));
        for row in &some.rows {
            let whole = all.rows.iter().find(|other| other.name == row.name).unwrap();
            assert_eq!((&row.recalls, row.method.as_str()), (&whole.recalls, whole.method.as_str()));
        }
    }
    let graphs =
        |only: &str| run(200, &BenchOptions { only: vec![only.to_owned()], target: None, ..options() });
    assert_eq!(graphs("exact").builds.len(), 1, "no graph is built that nobody searches");
}

#[test]
fn the_cheapest_that_reaches_a_target_is_chosen() {
    let mut rows = run(300, &BenchOptions { filters: Vec::new(), ..options() }).rows;
    let costs = [(1.0, 9.0), (0.5, 1.0), (0.99, 3.0)];
    for (row, (recall, best_us)) in rows.iter_mut().zip(costs) {
        row.recalls = vec![recall; 20];
        row.best_us = best_us;
    }
    let chosen = |target| reaching(target, &rows).ef;
    // The first is exact search, which has no breadth.
    assert_eq!([chosen(0.4), chosen(0.98), chosen(0.995)], [Some(10), Some(200), None]);
}

#[test]
fn a_breadth_is_kept_by_the_collection() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".cognate");
    let mut collection = Collection::open(&path, &CollectionOptions::default()).unwrap();
    collection.keep_breadth(Some(77)).unwrap();
    drop(collection);
    let reopened = Collection::open(&path, &CollectionOptions::default()).unwrap();
    assert_eq!((reopened.settings.ef, Settings::read(&path).unwrap().unwrap().ef), (Some(77), Some(77)));
}

#[test]
fn parts_grow_to_the_whole() {
    let growth = |n: usize| run(n, &BenchOptions { growth: true, ..options() }).growth;
    let units = |n: usize| growth(n).iter().map(|part| part.units).collect::<Vec<_>>();
    assert_eq!(units(2000), [125, 250, 500, 1000, 2000]);
    assert_eq!(units(150), [150], "a half of it says nothing of how time grows");
    assert_eq!(units(3), [3]);
    for part in growth(2000) {
        // The breadth is half of the least part.
        assert!(part.graph_recall.is_some_and(|recall| recall > 0.9) && part.exact_us > 0.0, "{part:?}");
        assert!(part.graph_bytes > Some(part.exact_bytes), "links take room: {part:?}");
    }
    let plain = BenchOptions { growth: true, graphs: Vec::new(), target: None, ..options() };
    assert!(run(300, &plain).growth.iter().all(|part| part.graph_us.is_none() && part.exact_us > 0.0));
}

#[test]
fn runs_of_different_things_are_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let kept = run(100, &BenchOptions { filters: Vec::new(), target: None, ..options() });
    std::fs::write(&file, serde_json::to_string(&kept).unwrap()).unwrap();
    let changed = |now: &BenchReport| compare(now, &file, 1e9, 1.0).unwrap().changed;
    assert!(changed(&kept).is_empty());
    // More text is no other thing.
    assert!(changed(&BenchReport { units: 200, hash: "other".to_owned(), ..kept.clone() }).is_empty());
    let model = BenchReport { model: Some("tiny".to_owned()), ..kept.clone() };
    let others = [
        model,
        BenchReport { revision: Some("b".to_owned()), ..kept.clone() },
        BenchReport { dimension: 8, ..kept.clone() },
        BenchReport { k: 5, ..kept.clone() },
        BenchReport { asked: "typed".to_owned(), ..kept.clone() },
    ];
    for other in &others {
        assert_eq!(changed(other).len(), 1, "{:?}", changed(other));
    }
}
