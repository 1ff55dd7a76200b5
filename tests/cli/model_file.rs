//! Models that are files: used, shown, damaged, exchanged.

use cognate::embed::static_model::{Bits, Card, Source, StaticModelParts, encode};

use crate::sandbox::{Sandbox, TRAIN};

/// A model that knows some words of [`TRAIN`], each in a direction of its own.
fn model(bits: Bits) -> Vec<u8> {
    let words = ["train", "capital", "escort", "border", "station", "wheels", "railway", "workers"];
    let dimension = words.len();
    let mut table = vec![0.0; dimension * dimension];
    for word in 0..dimension {
        table[word * dimension + word] = 1.0;
    }
    let card = Card {
        name: "eight words".to_owned(),
        licence: "CC0-1.0".to_owned(),
        sources: vec![Source { name: "none".to_owned(), ..Source::default() }],
        ..Card::default()
    };
    let pieces = words.map(|word| format!("▁{word}")).to_vec();
    encode(&StaticModelParts { table, dimension, bits, pieces, scores: vec![-5.0; dimension], card }).unwrap()
}

#[test]
fn a_model_file_is_used_and_shown() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("mine.safetensors", model(Bits::Four));
    here.run(&["index", "a", "--model", "mine.safetensors"]).succeeds();
    let found = here.run(&["search", "--json", "-k", "2", "wheels of workers"]).succeeds().json();
    assert_eq!((&found["model"]["id"], &found["model"]["dimension"]), (&"mine".into(), &8.into()));
    let lines: Vec<_> = found["results"].as_array().unwrap().iter().map(|hit| hit["line"].as_u64()).collect();
    assert_eq!(lines, [Some(3), Some(2)], "the words stand in the last two paragraphs: {found}");
    let status = here.run(&["status", "--json"]).succeeds().json();
    assert_eq!(status["model"], found["model"]);

    let shown = here.run(&["models", "show", "path:mine.safetensors", "--json"]).succeeds().json();
    assert_eq!(shown["model"], found["model"]);
    assert_eq!((&shown["pieces"], &shown["bits"]), (&8.into(), &4.into()));
    assert_eq!(shown["card"]["licence"], "CC0-1.0");
    let text = here.run(&["models", "show", "mine.safetensors"]).succeeds().stdout;
    assert!(text.contains("Licence     CC0-1.0") && text.contains("Sources     none"), "{text}");
    let same = here.run(&["models", "show", "--model", "mine.safetensors"]).succeeds();
    assert_eq!(same.stdout, text);
}

#[test]
fn the_built_in_model_is_listed_and_has_a_card() {
    let here = Sandbox::new();
    let listed = here.run(&["models", "--json"]).succeeds().json();
    assert_eq!(
        (&listed["models"][0]["id"], &listed["models"][0]["installed"]),
        (&"builtin".into(), &true.into())
    );
    let shown = here.run(&["models", "show", "builtin", "--json"]).succeeds().json();
    assert_eq!(shown["model"]["revision"], listed["models"][0]["revision"]);
    assert_eq!(shown["card"]["description"], listed["models"][0]["description"]);
    assert!(!shown["card"]["sources"].as_array().unwrap().is_empty());
    here.write("mine.safetensors", model(Bits::Eight));
    let both = here.run(&["models", "--model", "mine.safetensors", "--json"]).succeeds().json();
    let mine = both["models"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&mine["id"], &mine["kind"], &mine["speed"]),
        (&"mine".into(), &"path".into(), &"fastest".into())
    );
}

#[test]
fn a_damaged_model_file() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    let whole = model(Bits::Eight);
    let mut altered = whole.clone();
    *altered.last_mut().unwrap() ^= 1;
    let newer = {
        let version = b"\"version\":\"1";
        let place = whole.windows(version.len()).position(|bytes| bytes == version).unwrap();
        let mut bytes = whole.clone();
        bytes[place + version.len() - 1] = b'2';
        bytes
    };
    let header = br#"{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let other = [&(header.len() as u64).to_le_bytes(), &header[..], &[0; 4]].concat();
    // A header that claims to be longer than any file.
    let endless = [&u64::MAX.to_le_bytes(), &whole[8..]].concat();
    let cases: [(Vec<u8>, &str, &str); 8] = [
        (Vec::new(), "it is not a safetensors file, or it is cut short", "fetch the file again"),
        (whole[..100].to_vec(), "it is not a safetensors file, or it is cut short", "fetch the file again"),
        (whole[..whole.len() - 3].to_vec(), "cut short", "fetch the file again"),
        (altered, "do not have the checksum", "fetch the file again"),
        (newer, "has version 2, newer than this program's 1", "newer version of cognate"),
        (other, "a safetensors file of another kind", "fetch the file again"),
        (endless, "it is not a safetensors file, or it is cut short", "fetch the file again"),
        (b"PK\x03\x04 this is an archive".repeat(40), "it is not a safetensors file", "fetch the file again"),
    ];
    for (bytes, message, hint) in cases {
        here.write("bad.safetensors", bytes);
        for args in
            [&["models", "show", "bad.safetensors"][..], &["index", "a", "--model", "bad.safetensors"]]
        {
            here.run(args).fails(message, hint);
        }
        let run = here.run(&["search", "x", "a", "--model", "path:bad.safetensors"]);
        assert!(run.stderr.contains("bad.safetensors"), "{run:?}");
        run.fails(message, hint);
    }
}

#[test]
fn a_model_file_or_folder_that_is_not_there() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    std::fs::create_dir(here.path().join("empty")).unwrap();
    for name in ["nowhere.safetensors", "path:nowhere.safetensors"] {
        here.run(&["index", "a", "--model", name]).fails("there is no model", "`builtin`");
        here.run(&["models", "show", name]).fails("there is no model", "`builtin`");
    }
    for name in ["path:nowhere", "empty"] {
        here.run(&["index", "a", "--model", name]).fails("has no `model.onnx`", "a model folder holds");
    }
}

#[test]
fn a_collection_is_not_mixed_with_another_model_file() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a"]).succeeds();
    let file = here.write("mine.safetensors", model(Bits::Eight));
    for args in
        [&["search", "train", "--model", "mine.safetensors"][..], &["index", "--model", "mine.safetensors"]]
    {
        here.run(args).fails("was made with the model builtin", "--reembed");
    }
    here.run(&["index", "--model", "mine.safetensors", "--reembed"]).succeeds();
    here.run(&["search", "train"]).succeeds();
    // The file is another one now, though its name is the same.
    std::fs::write(&file, model(Bits::Four)).unwrap();
    here.run(&["search", "train"]).fails("was made with the model mine", "is another one since then");
    std::fs::remove_file(&file).unwrap();
    here.run(&["search", "train"]).fails("there is no model", "`builtin`");
    here.run(&["index", "--model", "builtin", "--reembed"]).succeeds();
    here.run(&["verify"]).succeeds();
}

#[test]
fn what_is_cached_of_a_model_that_changed_is_made_anew() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    let file = here.write("mine.safetensors", model(Bits::Eight));
    let search = ["search", "--json", "wheels of workers", "a", "--model", "mine.safetensors"];
    let before = here.run(&search).succeeds().json();
    std::fs::write(&file, model(Bits::Four)).unwrap();
    let after = here.run(&search).succeeds().json();
    assert_ne!(before["model"]["revision"], after["model"]["revision"]);
    assert_eq!(before["results"].as_array().map(Vec::len), after["results"].as_array().map(Vec::len));
}
