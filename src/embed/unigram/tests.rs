use super::*;
use crate::embed::static_model::StaticModel;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use tokenizers::Tokenizer;

static MODEL: LazyLock<StaticModel> = LazyLock::new(|| StaticModel::builtin().unwrap());
static REFERENCE: LazyLock<Tokenizer> = LazyLock::new(|| reference_for(MODEL.unigram()));

/// The same steps by the `tokenizers` crate; its token for unknown characters comes after all pieces.
fn reference_for(unigram: &Unigram) -> Tokenizer {
    let n = unigram.scores.len();
    let mut vocabulary: Vec<(&str, f64)> =
        unigram.entries().map(|(piece, score)| (piece, score.into())).collect();
    vocabulary.push(("<unk>", 0.0));
    let json = serde_json::json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFKC"},
            {"type": "Lowercase"},
            {"type": "Replace", "pattern": {"String": "’"}, "content": "'"},
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Whitespace"},
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
        ]},
        "post_processor": null,
        "decoder": null,
        "model": {"type": "Unigram", "unk_id": n, "vocab": vocabulary, "byte_fallback": false},
    });
    Tokenizer::from_bytes(json.to_string()).unwrap()
}

fn tokens(unigram: &Unigram, text: &str, scratch: &mut Scratch) -> Vec<u32> {
    let mut tokens = Vec::new();
    unigram.read(text, scratch, |token| tokens.push(token));
    tokens
}

fn ours(text: &str, scratch: &mut Scratch) -> Vec<u32> {
    tokens(MODEL.unigram(), text, scratch)
}

fn reference(text: &str) -> Vec<u32> {
    let unknown = MODEL.unigram().scores.len() as u32;
    let encoding = REFERENCE.encode_fast(text, false).unwrap();
    encoding.get_ids().iter().copied().filter(|&id| id != unknown).collect()
}

#[test]
fn every_text_of_the_sample_corpus_has_the_reference_tokens() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut scratch = Scratch::default();
    let mut texts = 0;
    for file in crate::corpus::walk(&[seeds], crate::corpus::WalkOptions::default()).unwrap().files {
        for document in crate::corpus::read(&file, &crate::corpus::ReadOptions::default()).unwrap() {
            for unit in document.unwrap().units {
                assert_eq!(ours(&unit.text, &mut scratch), reference(&unit.text), "{}", unit.text);
                texts += 1;
            }
        }
    }
    assert!(texts > 200);
}

#[test]
fn scripts_signs_and_oddities_have_the_reference_tokens() {
    let mut scratch = Scratch::default();
    for text in [
        "",
        " \t\n",
        "\u{0}\u{1B}[31m train \u{7F}\u{85}x\u{B}y",
        "Su-35, 1.435 mm; 50 % « d’accord » … (sic)",
        "ΑΣΟΣ İstanbul ſtraße ﬁn ½ ² ①",
        "中国的卫星发射中心。日本語のテスト、カタカナ。",
        "북한의 장갑열차가 국경을 넘었다",
        "القطار المدرع عبر الحدود",
        "हिन्दी में एक वाक्य",
        "e\u{301}te\u{301} a_b __ x\u{200D}y",
        "🚂 train🚂blindé 👩\u{200D}🚀",
        "\u{16A0}\u{16B1} train \u{16DF}",
    ] {
        assert_eq!(ours(text, &mut scratch), reference(text), "{text}");
    }
}

#[test]
fn a_vocabulary_that_was_just_made_reads_texts() {
    let pieces = ["▁", "t", "r", "▁tr", "ain", "▁train", "s", "é"].map(str::to_owned);
    let unigram = Unigram::new(&pieces, &[-6.0, -5.0, -5.0, -4.0, -4.0, -7.0, -3.0, -9.000_1]).unwrap();
    let read = |text: &str| tokens(&unigram, text, &mut Scratch::default());
    assert_eq!(read("Trains"), [5, 6], "one piece of -7 is likelier than two of -4");
    assert_eq!(read("tré?"), [3, 7, 0]);
    assert_eq!(unigram.scores[7].to_bits(), (-9.0_f32).to_bits(), "as the file will have it");
}

#[test]
fn what_is_no_vocabulary_is_refused() {
    let refused = |pieces: &[&str], scores: &[f32]| {
        let pieces: Vec<String> = pieces.iter().map(|&piece| piece.to_owned()).collect();
        Unigram::new(&pieces, scores).err().unwrap()
    };
    assert_eq!(refused(&["a", "b", "a"], &[-1.0; 3]), "the piece `a` is there twice");
    assert_eq!(refused(&["a", ""], &[-1.0; 2]), "piece 1 is empty");
    assert_eq!(refused(&["a", "b"], &[-1.0]), "there are 2 pieces and 1 scores");
    assert_eq!(refused(&["a"], &[f32::NAN]), "the score of a piece is not finite");
    assert!(refused(&[&"a".repeat(256)], &[-1.0]).ends_with("is longer than 255 bytes"));
    let split = Unigram::from_run("é".into(), &[1, 1], vec![-1.0; 2]).err().unwrap();
    assert_eq!(split, "piece 0 is not UTF-8");
}

#[test]
fn an_empty_vocabulary_knows_nothing() {
    let unigram = Unigram::new(&[], &[]).unwrap();
    assert_eq!(tokens(&unigram, "a train", &mut Scratch::default()), [0; 0]);
}

proptest! {
    #[test]
    fn any_mixture_of_letters_has_the_reference_tokens(text in "[a-zA-Zéèçа-яА-Я가-힣 0-9'’.,!?一-十-]{0,60}") {
        prop_assert_eq!(ours(&text, &mut Scratch::default()), reference(&text));
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let mut scratch = Scratch::default();
        prop_assert_eq!(ours(&text, &mut scratch), ours(&text, &mut scratch), "remembered words are the same words");
    }
}

#[test]
fn the_table_that_the_build_made_has_every_piece() {
    let unigram = MODEL.unigram();
    for (piece, (text, _)) in (0..).zip(unigram.entries()) {
        assert_eq!(unigram.find(Hash::of(text.as_bytes()), text.as_bytes()), Some(piece), "{text}");
    }
    let unknown = "▁there is no such piece".as_bytes();
    assert_eq!(unigram.find(Hash::of(unknown), unknown), None);
    let taken = unigram.places.iter().filter(|[_, piece]| *piece != FREE).count();
    assert_eq!(taken, unigram.entries().count());
}
