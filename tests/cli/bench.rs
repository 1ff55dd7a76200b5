//! Retrieval measured from the command line.

use std::fs;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN, seeds};

/// Arguments that measure shortly.
const SHORT: [&str; 4] = ["--rounds", "2", "--turn", "5"];

fn bench(here: &Sandbox, args: &[&str]) -> Run {
    here.run(&[&["bench", "retrieval"], args, &SHORT].concat())
}

fn articles() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

#[test]
fn it_measures_this_text() {
    let here = Sandbox::new();
    let run = bench(&here, &[&seeds(), "--json", "--queries", "50", "--ef", "16,256"]).succeeds();
    let report = run.json();
    assert_eq!((&report["queries"], &report["asked"]), (&50.into(), &"sentences".into()));
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["method"], rows[0]["recall"].as_f64()), (&"exact".into(), Some(1.0)));
    // As many candidates as there are texts: the graph must find all.
    assert_eq!(rows[2]["recall"].as_f64(), Some(1.0));
    assert!(
        rows.iter()
            .all(|row| row["codes"].as_f64() > Some(0.0) && row["recalls"].as_array().unwrap().len() == 50)
    );
}

#[test]
fn every_kind_of_query_and_of_search_is_measured() {
    let here = articles();
    here.write("queries.txt", "train blindé\n\nspace rocket\n");
    for (asked, kind) in [("held-out", "held-out"), ("typed", "typed"), ("sentences", "sentences")] {
        let report = bench(&here, &["a", "--json", "--asked", asked, "--queries", "4"]).succeeds().json();
        assert_eq!(report["asked"], kind);
        assert!(report["queries"].as_u64() > Some(0), "{asked}");
    }
    let args = [
        "a",
        "--json",
        "--queries-file",
        "queries.txt",
        "--modes",
        "both,words,meaning",
        "--filter",
        "50%",
        "--m",
        "8,16",
    ];
    let report = bench(&here, &args).succeeds().json();
    assert_eq!(report["queries"], 2);
    let methods = |method: &str| {
        report["rows"].as_array().unwrap().iter().filter(|row| row["method"] == method).count()
    };
    // Exact search and two graphs at five breadths, each among a part as well.
    assert_eq!([methods("exact"), methods("hnsw"), methods("filtered"), methods("search")], [1, 10, 11, 3]);
}

#[test]
fn a_run_is_written_kept_and_compared() {
    let here = articles();
    here.run(&["index", "a"]).succeeds();
    let files =
        ["-o", "b.html", "-o", "b.md", "-o", "b.svg", "-o", "b.csv", "-o", "b.json", "--save", "kept.json"];
    bench(&here, &files).succeeds();
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(read("b.html").starts_with("<!DOCTYPE html>") && read("b.svg").starts_with("<?xml"));
    assert!(
        read("b.md").contains("```sh\ncognate bench retrieval -o b.html")
            && read("b.csv").starts_with("name,method,")
    );
    assert!(read("b.json") == read("kept.json"));

    // Nothing is so slow as to be worse by so much.
    let same = bench(&here, &["--compare", "kept.json", "--margin", "100%", "--json"]);
    let report = same.json();
    assert_eq!(report["comparison"]["compared"], 6, "{same:?}");
    assert!(report["comparison"]["worse"].as_array().unwrap().iter().all(|worse| worse["measure"] == "time"));

    // What found all of it finds a part.
    let was = read("kept.json").replace("\"recall\": 1.0", "\"recall\": 1.5");
    let mut run: serde_json::Value = serde_json::from_str(&was).unwrap();
    for row in run["rows"].as_array_mut().unwrap() {
        row["recalls"].as_array_mut().unwrap().iter_mut().for_each(|recall| *recall = 1.5.into());
    }
    here.write("kept.json", run.to_string());
    let worse = bench(&here, &["--compare", "kept.json"]);
    assert_eq!(worse.code, Some(1), "{worse:?}");
    assert!(worse.stdout.contains("Worse: exact: recall 1.0000, before 1.5000"), "{worse:?}");
    // Whatever the machine does, nothing is as quick as that, and a run of an earlier version has no turns.
    for row in run["rows"].as_array_mut().unwrap() {
        row["best_us"] = 1e-9.into();
        row.as_object_mut().unwrap().remove("turns");
    }
    here.write("quick.json", run.to_string());
    let slower = bench(&here, &["--compare", "quick.json", "--recall-margin", "100%"]);
    assert_eq!(slower.code, Some(1), "{slower:?}");
    assert!(slower.stdout.contains("Worse: hnsw ef 16: "), "{slower:?}");
    // A setting that is gone is not passed over.
    let gone = bench(&here, &["--compare", "b.json", "--ef", "16", "--margin", "100%"]);
    assert_eq!(gone.code, Some(1));
    assert!(gone.stdout.contains("Not there: hnsw ef 32"), "{gone:?}");

    here.write("none.json", "{\"schema\": 1}");
    let run = bench(&here, &["--compare", "none.json"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("none.json") && run.stderr.contains("hint: "), "{run:?}");
    let run = bench(&here, &["-o", "b.docx"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("b.docx") && run.stderr.contains(".html"), "{run:?}");
}

#[test]
fn growth_and_searches_from_the_start_are_measured() {
    let here = Sandbox::new();
    let args = [&seeds(), "--json", "--queries", "20", "--ef", "16", "--growth", "--start", "--pin"];
    let report = bench(&here, &args).succeeds().json();
    assert_eq!((&report["pinned"], &report["truth_known"]), (&true.into(), &false.into()));
    let row = report["rows"].as_array().unwrap().iter().find(|row| row["method"] == "start").unwrap();
    // A process of its own takes more than the search in it.
    assert!(row["recall"].is_null() && row["best_us"].as_f64() > Some(500.0), "{row}");
    let growth = report["growth"].as_array().unwrap();
    let units: Vec<_> = growth.iter().map(|part| part["units"].as_u64().unwrap()).collect();
    assert_eq!(units.last(), report["units"].as_u64().as_ref());
    assert!(units.len() > 1 && units.windows(2).all(|two| two[0] < two[1]), "{units:?}");
    assert!(growth.iter().all(|part| part["graph_recall"].as_f64() > Some(0.5)), "{growth:?}");
    // The same vectors and queries: what is true is known.
    let again = bench(&here, &[&seeds(), "--json", "--queries", "20", "--ef", "16"]).succeeds().json();
    assert_eq!((&again["truth_known"], &again["hash"]), (&true.into(), &report["hash"]));
    assert_eq!(again["rows"][0]["recalls"], report["rows"][0]["recalls"]);
    assert!(again["growth"].as_array().unwrap().is_empty());
    let page =
        bench(&here, &[&seeds(), "--queries", "20", "--growth", "-o", "b.html", "-o", "b.md"]).succeeds();
    assert!(page.stdout.contains("Time grows with the power"), "{page:?}");
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(read("b.html").contains("<h2>Growth</h2>") && read("b.md").contains("| vectors | exact µs |"));
    let mut piped = here.command(&["bench", "retrieval", "-", "--start", "--rounds", "1", "--turn", "1"]);
    piped.stdin(fs::File::open(here.write("a.txt", TRAIN)).unwrap());
    Run::from_output(&mut piped).fails("needs a collection on the disk", "cognate index");
}

#[test]
fn another_model_or_question_is_no_comparison() {
    let here = articles();
    here.run(&["index", "a"]).succeeds();
    bench(&here, &["--save", "kept.json"]).succeeds();
    let kept = fs::read_to_string(here.path().join("kept.json")).unwrap();
    let mut kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    // However slow this machine is just now.
    kept["rows"].as_array_mut().unwrap().iter_mut().for_each(|row| row["best_us"] = 1e9.into());
    here.write("kept.json", kept.to_string());
    let margins = ["--compare", "kept.json", "--recall-margin", "100%"];
    let same = bench(&here, &margins);
    assert_eq!(same.code, Some(0), "{same:?}");
    let other = bench(&here, &[&margins[..], &["-k", "3"]].concat());
    assert_eq!(other.code, Some(1), "{other:?}");
    assert!(other.stdout.contains("Not the same: k is 3, before 10"), "{other:?}");
    kept["revision"] = "an older one".into();
    here.write("kept.json", kept.to_string());
    let model = bench(&here, &margins);
    assert_eq!(model.code, Some(1), "{model:?}");
    assert!(model.stdout.contains("before builtin an older one"), "{model:?}");
}

#[test]
fn a_target_is_kept_by_the_collection() {
    let here = articles();
    here.run(&["index", "a"]).succeeds();
    // Exact search is quicker for so few: no breadth to keep.
    let run = bench(&here, &["--target", "0.9", "--keep", "--json", "--ef", "16,64"]).succeeds();
    let target = &run.json()["target"];
    assert!(target["held_out"].as_f64() >= Some(0.9), "{target}");
    let settings = fs::read_to_string(here.path().join(".cognate/cognate.toml")).unwrap();
    assert_eq!(settings.contains("ef = "), target["kept"] == true, "{settings}");
    let run = bench(&here, &["a", "--target", "0.9", "--keep"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("cannot be used with"), "{run:?}");
}

#[test]
fn files_of_vectors_are_measured() {
    let here = Sandbox::new();
    // 40 vectors of 4 values, the first of each largest where the number says so, and 5 queries.
    let vectors = |n: usize, seed: usize| -> Vec<u8> {
        let value = |row: usize, place: usize| ((row * 31 + place * 17 + seed) % 23) as f32 - 11.0;
        (0..n)
            .flat_map(|row| {
                let values = (0..4).flat_map(move |place| value(row, place).to_le_bytes());
                4_u32.to_le_bytes().into_iter().chain(values)
            })
            .collect()
    };
    fs::write(here.path().join("set_base.fvecs"), vectors(40, 1)).unwrap();
    fs::write(here.path().join("set_query.fvecs"), vectors(5, 7)).unwrap();
    let report = bench(&here, &["--dataset", "set_base.fvecs", "--json", "-k", "3"]).succeeds().json();
    assert_eq!(
        (&report["units"], &report["queries"], &report["metric"]),
        (&40.into(), &5.into(), &"euclidean".into())
    );
    // Two more values make the cosine tell what the distance tells.
    assert_eq!((&report["dimension"], report["rows"][0]["recall"].as_f64()), (&6.into(), Some(1.0)));
    #[cfg(feature = "hdf5")]
    {
        bench(&here, &["--dataset", "set_base.fvecs", "-k", "3", "--ef", "16", "--ann-results", "results"])
            .succeeds();
        for name in ["exact", "hnsw_ef_16"] {
            let run = fs::read(here.path().join(format!("results/set_base/3/cognate/{name}.hdf5"))).unwrap();
            assert!(run.starts_with(b"\x89HDF\r\n\x1a\n"), "{name}");
        }
    }
    let dot = bench(&here, &["--dataset", "set_base.fvecs", "--metric", "dot", "--json"]).succeeds().json();
    assert_eq!(dot["dimension"], 5);
    fs::remove_file(here.path().join("set_query.fvecs")).unwrap();
    let held = bench(&here, &["--dataset", "set_base.fvecs", "--json", "--queries", "10"]).succeeds().json();
    assert_eq!(
        (&held["asked"], &held["queries"], &held["units"]),
        (&"held-out".into(), &10.into(), &30.into())
    );

    fs::write(here.path().join("cut.fvecs"), &vectors(3, 1)[..50]).unwrap();
    let run = bench(&here, &["--dataset", "cut.fvecs"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("cut.fvecs") && run.stderr.contains("hint: "), "{run:?}");
    let run = bench(&here, &["--dataset", "none.fvecs"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("none.fvecs"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn another_program_is_measured_beside_it() {
    let here = articles();
    // The same answer to everything: some of it is right by chance.
    let peer = "read hello; echo '{}'; while read query; do echo '[0,1]'; done";
    let report = bench(&here, &["a", "--json", "-k", "2", "--peer", peer]).succeeds().json();
    let row = report["rows"].as_array().unwrap().iter().find(|row| row["method"] == "peer").unwrap();
    assert!(
        row["recall"].as_f64() < Some(1.0) && row["parallel_qps"].is_null() && row["codes"].is_null(),
        "{row}"
    );
    let run = bench(&here, &["a", "--peer", "exit 1"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("exit 1") && run.stderr.contains("docs/bench.md"), "{run:?}");
}
