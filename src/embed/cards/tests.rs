//! Cards against fastembed's own list, and cards with something wrong.

use std::path::Path;

use fastembed::{EmbeddingModel, OutputKey, TextEmbedding, TextRerank};

use super::reviewed::{MULTILINGUAL, ONE_LANGUAGE};
use super::*;

fn places(folder: &Path) -> Places {
    Places {
        cache: folder.join("hub"),
        shared_by: None,
        records: folder.join("models"),
        cards: folder.join("cards"),
    }
}

/// The cards of models of vectors, or of rerankers.
fn cards(task: Task) -> Vec<ModelCard> {
    compiled::all().map(Result::unwrap).filter(|card| card.task == task).collect()
}

/// fastembed's entry for a card: that with its repository and graph.
fn of_fastembed(card: &ModelCard) -> fastembed::ModelInfo<EmbeddingModel> {
    let found = TextEmbedding::list_supported_models()
        .into_iter()
        .find(|info| Some(&info.model_code) == card.hub.as_ref() && info.model_file == card.files.graph);
    found.unwrap_or_else(|| panic!("fastembed has no model like the card `{}`", card.id))
}

#[test]
fn every_card_is_what_fastembed_says() {
    for card in cards(Task::Embed) {
        let info = of_fastembed(&card);
        assert_eq!(card.dimension, info.dim, "{}", card.id);
        assert_eq!(card.files.data, info.additional_files, "{}", card.id);
        let pooling = match TextEmbedding::get_default_pooling_method(&info.model) {
            Some(fastembed::Pooling::Mean) => Pooling::Mean,
            Some(fastembed::Pooling::Cls) => Pooling::Cls,
            None => panic!("fastembed does not say how `{}` pools", card.id),
        };
        assert_eq!(card.pooling, pooling, "{}", card.id);
        let output = card.output.map(|output| OutputKey::ByName(output.name()));
        assert_eq!(output, info.output_key, "{}", card.id);
    }
}

#[test]
fn every_reranker_of_fastembed_has_a_card() {
    let of_fastembed = TextRerank::list_supported_models().into_iter();
    let mut expected: Vec<_> =
        of_fastembed.map(|info| (Some(info.model_code), info.model_file, info.additional_files)).collect();
    let mut found: Vec<_> =
        cards(Task::Rerank).into_iter().map(|card| (card.hub, card.files.graph, card.files.data)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_multilingual_model_of_fastembed_has_a_card() {
    let with_card: Vec<EmbeddingModel> =
        cards(Task::Embed).iter().map(|card| of_fastembed(card).model).collect();
    for info in TextEmbedding::list_supported_models() {
        let (many, one) = (MULTILINGUAL.contains(&info.model), ONE_LANGUAGE.contains(&info.model));
        assert!(many || one, "`{}` is new in fastembed: review it and put it into a list", info.model);
        assert!(!(many && one), "`{}` is in both lists", info.model);
        assert!(
            one || with_card.contains(&info.model),
            "`{}` reads many languages and has no card",
            info.model
        );
    }
}

const GOOD: &str = "id = \"mine\"\nhub = \"org/name\"\ndimension = 32\nwindow = 128\npooling = \"mean\"\n\
    normalise = false\n[files]\ngraph = \"onnx/model.onnx\"\n";

#[test]
fn a_card_reads_back_what_it_writes() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let plain = ModelCard::parse(GOOD, Path::new("mine.toml")).unwrap();
    assert_eq!((plain.revision.as_str(), plain.files.all().len()), ("main", 5));
    let full = ModelCard {
        revision: "refs/pr/1".to_owned(),
        output: Some(Output::SentenceEmbedding),
        query_prefix: "query: ".to_owned(),
        languages: vec!["en".to_owned(), "fr".to_owned()],
        parameters: Some(200),
        files: CardFiles { data: vec!["onnx/model.onnx_data".to_owned()], ..plain.files.clone() },
        ..plain.clone()
    };
    for card in [plain, full] {
        card.write(&places).unwrap();
        assert_eq!(ModelCard::find("mine", &places).unwrap(), Some(card.clone()));
        assert_eq!(ModelCard::all(&places).unwrap().last(), Some(&card));
    }
    assert_eq!(ModelCard::find("other", &places).unwrap(), None);
    assert_eq!(ModelCard::find("../cards/mine", &places).unwrap(), None);
}

#[test]
fn what_is_wrong_with_a_card_is_said_with_its_line() {
    let error = |text: &str, file: &str| ModelCard::parse(text, Path::new(file)).unwrap_err().to_string();
    let with = |from: &str, to: &str| error(&GOOD.replace(from, to), "mine.toml");
    for (from, to, place, reason) in [
        ("window = 128", "window = \"long\"", "mine.toml:4: ", "invalid type"),
        ("pooling = \"mean\"", "pooling = \"max\"", "mine.toml:5: ", "`max`"),
        ("normalise", "normalize", "mine.toml:6: ", "unknown field"),
        ("[files]", "[files", "mine.toml:7: ", ""),
        ("\"mine\"", "\"bge-m3\"", "mine.toml:1: ", "choose another"),
        ("\"mine\"", "\"builtin\"", "mine.toml:1: ", "inside the program"),
        ("\"mine\"", "\"../mine\"", "mine.toml:1: ", "no name for a model"),
        ("\"mine\"", "\"other\"", "mine.toml:1: ", "`other.toml`"),
        ("org/name", "org/../name", "mine.toml:2: ", "no name of a repository"),
        ("hub = \"org/name\"", "folder = \"models/mine\"", "mine.toml:2: ", "no absolute path"),
        ("hub = \"org/name\"\n", "", "mine.toml:1: ", "neither `hub` nor `folder`"),
        ("window = 128", "window = 128\nfolder = \"/m\"", "mine.toml:5: ", "only one can be meant"),
        ("dimension = 32", "dimension = 0", "mine.toml:3: ", "`dimension` is 0"),
        ("\"onnx/model.onnx\"", "\"../model.onnx\"", "mine.toml:8: ", "no name of a file"),
        ("window = 128", "window = 128\ntask = \"rerank\"", "mine.toml:3: ", "a reranker gives one number"),
        ("window = 128", "window = 128\ntask = \"rank\"", "mine.toml:5: ", "`rank`"),
        ("[files]", "[files]\ndata = [\"model.onnx_data\"]", "mine.toml:8: ", "not beside the graph"),
        ("[files]", "[files]\ntokenizer = [\"tokenizer.json\"]", "mine.toml:8: ", "these four are needed"),
    ] {
        let text = with(from, to);
        assert!(text.contains(place) && text.contains(reason), "{to}: {text}");
    }
    assert!(error("dimension = 3\n", "mine.toml").contains("missing field `id`"));
}

#[test]
fn near_names_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    ModelCard::parse(GOOD, Path::new("mine.toml")).unwrap().write(&places).unwrap();
    assert_eq!(near("multilingual-e5-smal", &places)[0], "multilingual-e5-small");
    assert_eq!(near("E5", &places).len(), 3);
    assert_eq!(near("BAAI/bge-m3", &places), ["bge-m3"]);
    assert_eq!(near("org/name", &places), ["mine"]);
    assert!(near("no-such-model", &places).is_empty());
}

#[test]
fn what_changes_vectors_changes_the_settings() {
    let card = ModelCard::parse(GOOD, Path::new("mine.toml")).unwrap();
    let other = ModelCard { query_prefix: "query: ".to_owned(), ..card.clone() };
    let described = ModelCard { good_for: "Everything.".to_owned(), ..card.clone() };
    assert_ne!(card.settings(), other.settings());
    assert_eq!(card.settings(), described.settings());
}
