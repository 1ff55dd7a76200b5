//! Models by name, wherever a model is named; those that are not installed are never asked for.

use crate::sandbox::{Run, TRAIN};
use crate::site::{command, fixture, hub, machine, onnx, pull, run, snapshot};

#[test]
fn a_model_that_is_not_installed_is_an_error_and_nothing_is_asked_for() {
    let (here, hub) = (machine(), hub());
    here.write("a/train.txt", TRAIN);
    for args in [
        &["index", "a", "--model", "tiny"][..],
        &["search", "train", "a", "--model", "tiny"],
        &["topics", "a", "--model", "tiny"],
        &["embed", "--model", "tiny"],
        &["models", "verify", "tiny"],
        &["models", "rm", "tiny"],
    ] {
        run(&here, &hub, args)
            .fails("the model `tiny` is not installed", "`cognate models pull tiny` (about 1 MB)");
    }
    run(&here, &hub, &["search", "train", "a", "--model", "multilingual-e5-small"])
        .fails("is not installed", "(about 488 MB)");
    let shown = run(&here, &hub, &["models", "show", "tiny"]).succeeds().stdout;
    assert!(shown.contains("not installed") && shown.contains("Licence"), "{shown}");
    run(&here, &hub, &["models"]).succeeds();
    run(&here, &hub, &["models", "doctor"]).succeeds();
    assert_eq!(hub.log(), []);
    assert!(!here.path().join(".cognate").exists(), "no collection is made for nothing");
}

#[test]
fn an_unknown_name_brings_up_near_ones() {
    let (here, hub) = (machine(), hub());
    run(&here, &hub, &["models", "pull", "tinny"]).fails("there is no model `tinny`", "is `tiny` meant?");
    run(&here, &hub, &["models", "pull", "builtin"]).fails("`builtin` is the model inside the program", "");
    run(&here, &hub, &["search", "x", "--model", "e5-small"])
        .fails("there is no model `e5-small`", "`multilingual-e5-small`");
    assert_eq!(hub.log(), []);
}

#[test]
fn a_name_is_a_name_and_a_path_is_a_path() {
    let (here, hub) = (machine(), hub());
    // A folder that happens to have the name.
    here.write("tiny/model.onnx", b"x");
    run(&here, &hub, &["embed", "--model", "tiny"]).fails("the model `tiny` is not installed", "pull");
    for path in ["./tiny", "path:tiny"] {
        run(&here, &hub, &["embed", "--model", path]).fails("has no `tokenizer.json`", "");
    }
}

#[test]
fn once_installed_no_network_is_needed() {
    if !onnx() {
        return;
    }
    let (here, hub) = (machine(), hub());
    here.write("a/train.txt", TRAIN);
    let pulled = pull(&here, &hub);
    hub.stop();
    let found = run(&here, &hub, &["search", "--json", "train", "a", "--model", "tiny"]).succeeds().json();
    assert_eq!((&found["model"]["id"], &found["model"]["dimension"]), (&"tiny".into(), &32.into()));
    run(&here, &hub, &["index", "a", "--model", "tiny"]).succeeds();
    let settings = std::fs::read_to_string(here.path().join(".cognate/cognate.toml")).unwrap();
    assert!(settings.contains("model = \"tiny\""), "{settings}");
    let again = run(&here, &hub, &["search", "--json", "train"]).succeeds().json();
    assert_eq!(again["model"], found["model"], "the collection remembers");
    let shown = run(&here, &hub, &["models", "show", "tiny", "--json"]).succeeds().json();
    assert_eq!(shown["model"], found["model"]);
    assert_eq!((&shown["named"]["folder"], &shown["bytes"]), (&pulled["folder"], &pulled["bytes"]));
    // The graph is gone: it is said before a vector is made.
    std::fs::remove_file(snapshot(&here).join("onnx/model.onnx")).unwrap();
    run(&here, &hub, &["search", "train"])
        .fails("the model `tiny` is damaged", "`cognate models pull tiny` repairs it");
}

#[test]
fn with_leave_a_model_is_fetched_on_the_way() {
    if !onnx() {
        return;
    }
    let (here, hub) = (machine(), hub());
    here.write("a/train.txt", TRAIN);
    run(&here, &hub, &["index", "a", "--model", "tiny", "--allow-download"]).succeeds();
    let asked = hub.log().len();
    assert!(asked > 5, "the list, and each file: {asked}");
    run(&here, &hub, &["search", "train", "--allow-download"]).succeeds();
    assert_eq!(hub.log().len(), asked, "what is installed is not asked for again");
    // The collection says which model it needs.
    here.run(&["models", "rm", "tiny"]).succeeds();
    run(&here, &hub, &["search", "train"]).fails("the model `tiny` is not installed", "pull");
    run(&here, &hub, &["search", "train", "--allow-download"]).succeeds();
    assert!(hub.log().len() > asked);
}

#[test]
fn what_the_card_says_changes_vectors_and_the_revision() {
    if !onnx() {
        return;
    }
    let (here, hub) = (machine(), hub());
    pull(&here, &hub);
    let vector = |here: &crate::sandbox::Sandbox, model: &str| {
        let run =
            here.run_with_input(&["embed", "--model", model], b"{\"id\": 1, \"text\": \"kim\"}\n").succeeds();
        run.json()["vector"].clone()
    };
    let (named, by_path) = (vector(&here, "tiny"), vector(&here, &fixture().display().to_string()));
    assert_eq!(named, by_path, "the same files, the same settings for passages");
    let revision = |here: &crate::sandbox::Sandbox| {
        here.run(&["models", "show", "tiny", "--json"]).succeeds().json()["model"]["revision"].clone()
    };
    let before = revision(&here);
    here.write("config/models/tiny.toml", crate::site::CARD.replace("\"mean\"", "\"cls\""));
    assert_ne!(revision(&here), before);
    assert_ne!(vector(&here, "tiny"), named);
    here.write("config/models/tiny.toml", crate::site::CARD.replace("CC0-1.0", "MIT"));
    assert_eq!(revision(&here), before, "the licence is nothing to vectors");
    here.write("config/models/tiny.toml", crate::site::CARD.replace("dimension = 32", "dimension = 33"));
    here.run(&["models", "show", "tiny"])
        .fails("the card of `tiny` says 33 dimensions, and the model has 32", "mend its card");
}

#[test]
fn a_model_may_be_compared_and_taught_from_by_name() {
    if !onnx() {
        return;
    }
    let (here, hub) = (machine(), hub());
    let pairs = "score\tsentence1\tsentence2\n5\tkim\tkim\n1\ttrain\tla russie\n3\tle train\tun train\n";
    here.write("pairs.tsv", pairs);
    let args = ["eval", "sts", "pairs.tsv", "--against", "tiny", "--json"];
    run(&here, &hub, &args).fails("the model `tiny` is not installed", "pull");
    let fetched = Run::from_output(command(&here, &hub, &args).arg("--allow-download")).succeeds().json();
    assert_eq!(fetched["models"][1]["id"], "tiny");
}
