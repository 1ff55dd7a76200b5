//! `cognate models` with `list`, `add`, `rm`, `use` and `doctor`.

use crate::sandbox::{Run, Sandbox, TRAIN};
use crate::server::Resource;
use crate::site::{
    COMMIT, REPOSITORY, address, api, command, files, fixture, hub, listing, machine, onnx, pull, run,
    snapshot,
};

fn listed(here: &Sandbox, id: &str) -> serde_json::Value {
    let report = here.run(&["models", "list", "--json"]).succeeds().json();
    report["models"].as_array().unwrap().iter().find(|model| model["id"] == id).unwrap().clone()
}

#[test]
fn the_list_has_every_card_and_what_is_installed() {
    let (here, hub) = (machine(), hub());
    let before = listed(&here, "tiny");
    assert_eq!(
        (&before["installed"], &before["kind"], &before["bytes"]),
        (&false.into(), &"own".into(), &86_000.into())
    );
    let pulled = pull(&here, &hub);
    let after = listed(&here, "tiny");
    assert_eq!((&after["installed"], &after["bytes"]), (&true.into(), &pulled["bytes"]));
    assert!(after["revision"].is_string() && before["revision"].is_null());
    let small = listed(&here, "multilingual-e5-small");
    assert_eq!(
        (&small["recommended"], &small["kind"], &small["speed"]),
        (&true.into(), &"known".into(), &"fast".into())
    );
    assert_eq!(listed(&here, "builtin")["installed"], true);
    let text = here.run(&["models"]).succeeds().stdout;
    assert!(text.contains("multilingual-e5-small  recommended"), "{text}");
    assert!(text.contains(&here.path().join("data/hub").display().to_string()), "{text}");
    let shared = Run::from_output(here.command(&["models"]).env("HF_HUB_CACHE", "/srv/hub"));
    assert!(shared.stdout.contains("/srv/hub (named by `HF_HUB_CACHE`, shared"), "{shared:?}");
}

#[test]
fn removing_deletes_what_is_ours() {
    let (here, hub) = (machine(), hub());
    pull(&here, &hub);
    let removed = here.run(&["models", "rm", "tiny", "--json"]).succeeds().json();
    assert_eq!((&removed["files"], &removed["left"]), (&5.into(), &serde_json::Value::Null));
    assert!(removed["card"].as_str().unwrap().ends_with("tiny.toml"), "{removed}");
    assert!(!here.path().join("data/hub/models--org--tiny").exists());
    assert_eq!(listed(&here, "tiny")["installed"], false);
    here.run(&["models", "rm", "tiny"]).fails("the model `tiny` is not installed", "pull tiny");
    here.run(&["models", "rm", "tonic"]).fails("there is no model `tonic`", "");
    here.run(&["models", "rm", "../tiny"]).fails("no name for a model", "");
}

#[test]
fn a_card_with_something_wrong_is_named_with_its_line() {
    let here = machine();
    here.write("config/models/bad.toml", "id = \"bad\"\nhub = \"org/bad\"\ndimensions = 3\n");
    here.run(&["models", "list"]).fails("bad.toml:3: unknown field `dimensions`", "mend the card");
    here.run(&["embed", "--model", "bad"]).fails("bad.toml:3: ", "mend the card");
    here.run(&["embed", "--model", "tiny"]).fails("the model `tiny` is not installed", "");
    here.write("config/models/bad.toml", crate::site::CARD.replace("\"tiny\"", "\"bge-m3\""));
    here.run(&["models", "list"])
        .fails("bad.toml:1: `bge-m3` is the name of a model that the program knows", "mend");
}

#[test]
fn a_folder_gets_a_name() {
    if !onnx() {
        return;
    }
    let here = Sandbox::new();
    for file in
        ["model.onnx", "tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json"]
    {
        here.write(&format!("model/{file}"), std::fs::read(fixture().join(file)).unwrap());
    }
    here.write("model/1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    here.write("model/config_sentence_transformers.json", "{\"prompts\": {\"query\": \"kim: \"}}");
    let added = here.run(&["models", "add", "model", "--id", "mine", "--json"]).succeeds().json();
    assert_eq!((&added["model"]["id"], &added["model"]["dimension"]), (&"mine".into(), &32.into()));
    assert_eq!(
        (&added["pooling"], &added["window"], &added["query_prefix"]),
        (&"cls".into(), &128.into(), &"kim: ".into())
    );
    let by_path = here.run(&["models", "show", "./model", "--json"]).succeeds().json();
    let by_name = here.run(&["models", "show", "mine", "--json"]).succeeds().json();
    assert_eq!((&by_name["window"], &by_name["named"]["pooling"]), (&by_path["window"], &"cls".into()));
    here.write("a/train.txt", TRAIN);
    here.run(&["search", "train", "a", "--model", "mine"]).succeeds();
    here.run(&["models", "add", "model", "--id", "mine"]).fails("there is a model `mine` already", "--id");
    here.run(&["models", "add", "model", "--id", "bge-m3"])
        .fails("there is a model `bge-m3` already", "--id");

    // The files changed: it is another model from then on, when the person says so.
    here.write("model/config.json", "{\"max_position_embeddings\": 128, \"pad_token_id\": 0, \"x\": 1}");
    here.run(&["search", "train", "a", "--model", "mine"]).fails("the model `mine` is damaged", "pull mine");
    here.run(&["models", "pull", "mine"]).succeeds();
    let changed = here.run(&["models", "show", "mine", "--json"]).succeeds().json();
    assert_ne!(changed["model"]["revision"], by_name["model"]["revision"]);

    let removed = here.run(&["models", "rm", "mine"]).succeeds();
    assert!(removed.stdout.contains("a folder of yours") && here.path().join("model/model.onnx").exists());
}

#[test]
fn a_folder_that_is_no_model_gets_no_name() {
    let here = Sandbox::new();
    here.write("model/model.onnx", b"x");
    here.run(&["models", "add", "model"]).fails("has no `tokenizer.json`", "tokenizer.json");
    here.run(&["models", "add", "./nowhere"]).fails("has no `model.onnx`", "");
    here.run(&["models", "add", "my model"]).fails("no name for a model", "");
    if onnx() {
        for file in ["tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json"] {
            here.write(&format!("model/{file}"), std::fs::read(fixture().join(file)).unwrap());
        }
        here.run(&["models", "add", "model"]).fails("model.onnx` cannot be used", "");
    }
    assert!(!here.path().join("config/models/model.toml").exists());
    assert!(!here.path().join("data/models/model.json").exists());
}

#[test]
fn a_repository_gets_a_name() {
    if !onnx() {
        return;
    }
    let (here, hub) = (Sandbox::new(), hub());
    let mut names: Vec<String> = files().into_iter().map(|(name, _)| name).collect();
    let said = [
        ("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}"),
        ("modules.json", "[{\"type\": \"x.Normalize\"}]"),
    ];
    for (name, body) in said {
        hub.put(&address(name), Resource { body: body.into(), ..Resource::default() });
        names.push(name.to_owned());
    }
    names.push("README.md".to_owned());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    hub.put(&api(), listing(COMMIT, &names));
    // The list is asked for by the branch first, then the files by the commit.
    hub.put(&format!("/api/models/{REPOSITORY}/revision/{COMMIT}"), listing(COMMIT, &names));
    let added = run(&here, &hub, &["models", "add", REPOSITORY, "--json"]).succeeds().json();
    assert_eq!((&added["model"]["id"], &added["hub"]), (&"tiny".into(), &REPOSITORY.into()));
    assert_eq!(
        (&added["pooling"], &added["files"], &added["graph"]),
        (&"cls".into(), &5.into(), &"onnx/model.onnx".into())
    );
    assert_eq!(hub.gets(&address("README.md")), [], "only what is needed is fetched");
    let card = std::fs::read_to_string(here.path().join("config/models/tiny.toml")).unwrap();
    for line in [
        format!("revision = \"{COMMIT}\""),
        "normalise = true".to_owned(),
        "licence = \"cc0-1.0\"".to_owned(),
        "languages = [\"en\", \"fr\"]".to_owned(),
    ] {
        assert!(card.contains(&line), "{line}: {card}");
    }
    hub.stop();
    here.write("a/train.txt", TRAIN);
    here.run(&["search", "train", "a", "--model", "tiny"]).succeeds();
    here.run(&["models", "pull", "tiny"]).succeeds();
    here.run(&["models", "rm", "tiny"]).succeeds();
    assert!(!snapshot(&here).exists(), "what was fetched only to look at is gone too");
}

#[test]
fn a_repository_without_a_graph_says_what_is_missing() {
    let (here, hub) = (Sandbox::new(), hub());
    hub.put(&api(), listing(COMMIT, &["model.safetensors", "tokenizer.json"]));
    run(&here, &hub, &["models", "add", REPOSITORY]).fails("has no file `onnx/model.onnx`", "");
    run(&here, &hub, &["models", "add", REPOSITORY, "--graph", "q.onnx"]).fails("has no file `q.onnx`", "");
    run(&here, &hub, &["models", "add", "org/nothing"]).fails("the hub has no", "is the name right?");
    assert!(!here.path().join("config/models").exists());
}

#[test]
fn a_collection_is_given_another_model() {
    if !onnx() {
        return;
    }
    let (here, hub) = (machine(), hub());
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a"]).succeeds();
    here.run(&["models", "use", "tiny"]).fails("the model `tiny` is not installed", "pull tiny");
    pull(&here, &hub);
    let chosen = here.run(&["models", "use", "tiny"]).succeeds();
    assert!(chosen.stdout.contains("cognate index --reembed"), "{chosen:?}");
    here.run(&["search", "train"]).fails("was made with the model builtin", "--reembed");
    here.run(&["index", "--reembed"]).succeeds();
    assert_eq!(here.run(&["search", "train", "--json"]).succeeds().json()["model"]["id"], "tiny");
    let again = here.run(&["models", "use", "tiny", "--json"]).succeeds().json();
    assert_eq!((&again["before"], &again["reembed"]), (&"tiny".into(), &false.into()));
    let back = here.run(&["models", "use", "builtin", "--json"]).succeeds().json();
    assert_eq!(
        (&back["before"], &back["reembed"]),
        (&"tiny".into(), &true.into()),
        "one model's vectors are kept"
    );
    Sandbox::new().run(&["models", "use", "builtin"]).fails("there is no collection", "cognate index");
}

#[test]
fn the_doctor_finds_what_is_wrong_and_says_what_to_do() {
    let (here, hub) = (machine(), hub());
    let doctor = |here: &Sandbox, runtime: Option<&str>| {
        let mut command = command(here, &hub, &["models", "doctor", "--json"]);
        if let Some(runtime) = runtime {
            command.env("ORT_DYLIB_PATH", runtime);
        }
        Run::from_output(&mut command)
    };
    let healthy = doctor(&here, Some("/nowhere/libonnxruntime.so"));
    assert_eq!(healthy.code, Some(0), "the built-in model needs no runtime: {healthy:?}");
    assert_eq!(healthy.json()["models"][0]["dimension"], 256);
    pull(&here, &hub);
    let asked = hub.log().len();
    let missing = doctor(&here, Some("/nowhere/libonnxruntime.so"));
    assert_eq!(missing.code, Some(1), "{missing:?}");
    let todo = missing.json()["todo"][0].as_str().unwrap().to_owned();
    assert!(todo.contains("pip install onnxruntime") && todo.contains("/nowhere"), "{todo}");
    if onnx() {
        let well = doctor(&here, None);
        assert_eq!(well.code, Some(0), "{well:?}");
        let report = well.json();
        assert_eq!(
            (&report["models"][1]["id"], &report["models"][1]["dimension"]),
            (&"tiny".into(), &32.into())
        );
        assert_eq!(
            (&report["onnx_runtime"]["usable"], &report["endpoint"]),
            (&true.into(), &hub.url().into())
        );
        assert!(report["free_bytes"].as_u64() > Some(0));
        let text = run(&here, &hub, &["models", "doctor"]).succeeds();
        assert!(text.stdout.ends_with("nothing: all is well\n"), "{text:?}");
    }
    std::fs::write(snapshot(&here).join("config.json").canonicalize().unwrap(), "{}").unwrap();
    here.write("config/models/bad.toml", "id = 3\n");
    let sick = doctor(&here, None);
    assert_eq!(sick.code, Some(1), "{sick:?}");
    let todo = sick.json()["todo"].to_string();
    assert!(todo.contains("cognate models pull tiny` repairs it") && todo.contains("bad.toml:1: "), "{todo}");
    assert_eq!(hub.log().len(), asked, "the hub is not asked");
    let endpoint = Run::from_output(here.command(&["models", "doctor"]).env("HF_ENDPOINT", "nonsense"));
    assert!(endpoint.stdout.contains("`nonsense` is no address of a hub"), "{endpoint:?}");
}
