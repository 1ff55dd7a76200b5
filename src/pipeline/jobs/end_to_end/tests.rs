use super::*;
use crate::pipeline::Silent;
use crate::report::answers::end_to_end::EndToEndReport;

fn options(program: &Path) -> EndToEndOptions {
    EndToEndOptions {
        program: program.to_path_buf(),
        collection: CollectionOptions { threads: Some(1), ..CollectionOptions::default() },
        query: None,
        rounds: 2,
        searches: 2,
    }
}

fn text(folder: &Path, text: &str) -> Vec<PathBuf> {
    let file = folder.join("a.txt");
    std::fs::write(&file, text).unwrap();
    vec![file]
}

#[test]
fn files_without_text_and_programs_that_fail_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::working_directory();
    let none = bench_end_to_end(&text(folder.path(), ""), &options(Path::new("none")), &base, &Silent);
    assert!(matches!(none.unwrap_err(), PipelineError::EmptyCorpus { .. }));
    let train = text(folder.path(), "The armored train left at dawn.\n");
    let none = bench_end_to_end(&train, &options(Path::new("/none/such/program")), &base, &Silent);
    assert!(matches!(none.unwrap_err(), PipelineError::Stream { .. }));
    #[cfg(unix)]
    {
        let program = folder.path().join("program");
        std::fs::write(&program, "#!/bin/sh\necho 'error: it is tired' >&2\nexit 2\n").unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(&program, mode).unwrap();
        let failed = bench_end_to_end(&train, &options(&program), &base, &Silent).unwrap_err();
        assert_eq!(failed.to_string(), "a step could not be measured: index: it is tired");
    }
}

#[test]
fn a_query_is_taken_out_of_the_text() {
    let of = |text: &str| {
        let collection = Collection::of_texts(
            [text],
            Box::new(crate::embed::static_model::StaticModel::builtin().unwrap()),
            &Silent,
        );
        own_query(&collection.unwrap()).unwrap()
    };
    assert_eq!(of("The harvest of 2023 was poor in the northern provinces."), "harvest northern provinces");
    assert_eq!(of("harvest"), "harvest");
}

#[test]
fn a_run_is_compared_with_one_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let step = |name: &str, seconds: f64| EndToEndStep {
        name: name.to_owned(),
        runs: 1,
        seconds,
        seconds_range: [seconds, seconds],
        peak_bytes: None,
        yardstick: 1000.0,
    };
    let report = |steps: Vec<EndToEndStep>| EndToEndReport {
        schema: END_TO_END_REPORT_SCHEMA,
        source: "a".to_owned(),
        model: "builtin".to_owned(),
        files: 1,
        file_bytes: 1,
        units: 1,
        hash: "a".to_owned(),
        threads: 1,
        rounds: 1,
        query: "a".to_owned(),
        results: 1,
        first_answer_seconds: 1.0,
        first_answer_range: [1.0, 1.0],
        units_per_second: 1.0,
        megabytes_per_second: 1.0,
        steps,
        stages: Vec::new(),
        database_bytes: 1,
        index_bytes: 1,
        words_bytes: 1,
        page_bytes: 1,
        environment: Environment::look(),
        unrest: 0.0,
        warnings: Vec::new(),
        command: None,
        comparison: None,
    };
    let before = report(vec![step(INDEX, 1.0), step(TOPICS, 1.0), step(COLD, 1.0)]);
    std::fs::write(&file, serde_json::to_string(&before).unwrap()).unwrap();
    let kept = KeptRun::end_to_end(&file).unwrap();
    assert!(!compare_end_to_end(&before, &kept, 0.25).is_worse());
    let found = compare_end_to_end(&report(vec![step(INDEX, 1.2), step(TOPICS, 1.3)]), &kept, 0.25);
    assert_eq!((found.worse.len(), &found.missing[..]), (1, &[COLD.to_owned()][..]));
    assert_eq!(found.worse[0].name, TOPICS);
    std::fs::write(&file, "{}").unwrap();
    assert!(matches!(KeptRun::end_to_end(&file).unwrap_err(), PipelineError::BadRun { .. }));
}
