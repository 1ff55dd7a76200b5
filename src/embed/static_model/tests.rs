//! Files that are written and read back, files that are damaged, and what the built-in model makes of texts.

use super::file::{Refused, parse, verify};
use super::*;

/// Five pieces of four dimensions; the last is punctuation.
fn parts(bits: Bits) -> StaticModelParts {
    StaticModelParts {
        table: vec![
            1.0, 0.0, 0.0, 0.0, //
            0.0, 0.75, -0.25, 0.5, //
            0.0, 0.0, 0.0, 0.0, //
            -0.5, 0.25, 1.5, 0.75, //
            9.0, 9.0, 9.0, 9.0,
        ],
        dimension: 4,
        bits,
        pieces: ["▁train", "▁l", "e", "é", "▁."].map(str::to_owned).to_vec(),
        scores: vec![-7.0, -4.5, -3.25, -9.0, -2.0],
        card: Card {
            name: "five pieces".to_owned(),
            languages: vec!["fr".to_owned(), "en".to_owned()],
            sources: vec![Source {
                name: "none".to_owned(),
                licence: "CC0-1.0".to_owned(),
                ..Source::default()
            }],
            figures: vec![Figure { task: "sts".to_owned(), value: 0.1 }],
            ..Card::default()
        },
    }
}

fn model(bits: Bits) -> StaticModel {
    StaticModel::from_bytes(encode(&parts(bits)).unwrap(), "five").unwrap()
}

fn cosine(a: Option<&[f32]>, b: Option<&[f32]>) -> f32 {
    a.unwrap().iter().zip(b.unwrap()).map(|(x, y)| x * y).sum()
}

#[test]
fn the_parts_of_a_model_make_the_same_model() {
    for bits in [Bits::Eight, Bits::Four] {
        let model = model(bits);
        let given = parts(bits);
        let kept = model.parts();
        assert_eq!((&kept.pieces, &kept.scores, &kept.card), (&given.pieces, &given.scores, &given.card));
        assert_eq!((kept.dimension, kept.bits), (4, bits));
        assert_eq!(kept.table[16..], [0.0; 4], "punctuation says nothing");
        let bound = if bits == Bits::Eight { 0.01 } else { 0.15 };
        for (x, y) in kept.table.iter().zip(&given.table[..16]) {
            assert!((x - y).abs() < bound, "{bits:?}: {:?}", kept.table);
        }
        let again = StaticModel::from_bytes(encode(&kept).unwrap(), "again").unwrap();
        let text = "train lé .";
        let (first, second) = (model.query(text).unwrap(), again.query(text).unwrap());
        assert!(cosine(first.as_deref(), second.as_deref()) > 0.9999, "{bits:?}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    for bits in [Bits::Eight, Bits::Four, Bits::Two] {
        let model = model(bits);
        let expected = parts(bits);
        assert_eq!(model.card, expected.card);
        assert_eq!((model.info.dimension, model.bits, model.pieces()), (4, bits, 5));
        for (piece, row) in [("train", 0..4), ("lé", 12..16)] {
            let mut row = expected.table[row].to_vec();
            if piece == "lé" {
                // It is two pieces.
                row.iter_mut().zip(&expected.table[4..8]).for_each(|(sum, x)| *sum += x);
            }
            let vector = model.query(piece).unwrap().unwrap();
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            for (x, y) in row.iter().zip(vector) {
                let bound = match bits {
                    Bits::Eight => 0.01,
                    Bits::Four => 0.1,
                    Bits::Two => 0.5,
                };
                assert!((x / length - y).abs() < bound, "{bits:?} {piece}: {row:?}");
            }
        }
        assert_eq!(encode(&expected).unwrap(), encode(&expected).unwrap());
    }
}

#[test]
fn the_file_is_a_safetensors_file() {
    let bytes = encode(&parts(Bits::Four)).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let mut names: Vec<_> = file.names();
    names.sort_unstable();
    assert_eq!(names, ["lengths", "pieces", "rows", "scales", "scores"]);
    assert_eq!(file.tensor("rows").unwrap().shape(), [5, 2]);
    assert_eq!(file.tensor("rows").unwrap().data()[..2], [0x8F, 0x88], "7, 0, 0, 0");
    assert_eq!(file.tensor("scales").unwrap().dtype(), safetensors::Dtype::BF16);
    assert_eq!(file.tensor("scores").unwrap().dtype(), safetensors::Dtype::F16);
    let (_, metadata) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let metadata = metadata.metadata().as_ref().unwrap();
    assert_eq!((metadata["format"].as_str(), metadata["version"].as_str()), ("cognate-static", "1"));
    let mut hasher = blake3::Hasher::new();
    for name in ["rows", "scales", "pieces", "lengths", "scores"] {
        hasher.update(file.tensor(name).unwrap().data());
    }
    assert_eq!(metadata["checksum"], hasher.finalize().to_hex().as_str());
}

#[test]
fn pieces_that_say_nothing_have_no_weight() {
    for bits in [Bits::Eight, Bits::Four, Bits::Two] {
        let model = model(bits);
        assert_eq!((model.scales[2], model.scales[4]), (0.0, 0.0), "a row of zeros, and punctuation");
        assert_eq!(model.query(" . ").unwrap(), None);
    }
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let refused = |change: &dyn Fn(&mut StaticModelParts)| {
        let mut parts = parts(Bits::Four);
        change(&mut parts);
        match encode(&parts) {
            Err(EmbedError::BadParts { reason }) => reason,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(&|parts| parts.table.truncate(19)), "the table has 19 values, not 5 rows of 4");
    assert_eq!(
        refused(&|parts| parts.dimension = usize::MAX),
        "the table has 20 values, not 5 rows of 18446744073709551615"
    );
    assert_eq!(refused(&|parts| parts.table[3] = f32::NAN), "a value of the table is not finite");
    assert_eq!(
        refused(&|parts| parts.card.figures[0].value = f64::NAN),
        "a figure of the card is not finite, which JSON cannot say"
    );
    assert_eq!(refused(&|parts| parts.pieces[3] = "e".to_owned()), "the piece `e` is there twice");
    assert_eq!(refused(&|parts| parts.scores.truncate(4)), "there are 5 pieces and 4 scores");
    assert_eq!(
        refused(&|parts| {
            parts.table.truncate(15);
            parts.dimension = 3;
        }),
        "with 4 bits the dimension is a multiple of 2, not 3"
    );
}

/// The file of [`parts`] with another header.
fn with_header(change: impl Fn(&str) -> String) -> Vec<u8> {
    let bytes = encode(&parts(Bits::Eight)).unwrap();
    let end = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let old = std::str::from_utf8(&bytes[8..end]).unwrap();
    let header = change(old);
    assert_ne!(header, old, "the change changes nothing");
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &bytes[end..]].concat()
}

/// Why a file is refused.
fn reason(bytes: &[u8]) -> String {
    let refused = verify(bytes).and_then(|()| parse(bytes).map(|_| ()));
    match refused {
        Err(Refused::Bad { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_is_cut_short_at_any_place_is_refused() {
    let bytes = encode(&parts(Bits::Eight)).unwrap();
    for end in 0..bytes.len() {
        assert!(parse(&bytes[..end]).is_err() && verify(&bytes[..end]).is_err(), "cut at {end}");
    }
    assert!(parse(&[&bytes[..], b"x"].concat()).is_err(), "one byte too many");
}

#[test]
fn no_byte_can_change_unnoticed() {
    let bytes = encode(&parts(Bits::Four)).unwrap();
    let begin = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        // In the card and the spaces after the header a change can go unnoticed; it may not do harm.
        let read = StaticModel::from_bytes(damaged, "damaged");
        assert!(place < begin || read.is_err(), "byte {place}");
        if let Ok(model) = read {
            assert!(model.query("train").unwrap().is_some(), "byte {place}");
        }
    }
}

#[test]
fn what_is_no_model_file_is_refused() {
    for bytes in
        [&b""[..], b"GIF89a", b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", b"\x04\0\0\0\0\0\0\0null", &[0; 64]]
    {
        let reason = reason(bytes);
        assert!(
            reason.starts_with("it is not a safetensors file") || reason.contains("another kind"),
            "{reason}"
        );
    }
    let other = br#"{"embeddings":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}"#;
    let other = [&(other.len() as u64).to_le_bytes(), &other[..], &[0; 4]].concat();
    assert_eq!(reason(&other), "it is a safetensors file of another kind, not a static model of cognate");
}

#[test]
fn every_wrong_header_is_refused_with_what_is_wrong() {
    let wrong = |from: &str, to: &str| reason(&with_header(|header| header.replacen(from, to, 1)));
    assert_eq!(
        wrong("cognate-static", "other"),
        "it is a safetensors file of another kind, not a static model of cognate"
    );
    assert_eq!(wrong(r#""version":"1""#, r#""version":"0""#), "`version` is `0`");
    assert_eq!(wrong(r#""bits":"8""#, r#""bits":"3""#), "`bits` is `3`, not 2, 4 or 8");
    assert_eq!(wrong("BF16", "F16"), "`scales` is not BF16 of one dimension");
    assert_eq!(
        wrong(r#""rows":{"dtype":"U8""#, r#""rows":{"dtype":"I8""#),
        "`rows` is not U8 of two dimensions"
    );
    assert_eq!(wrong(r#""shape":[5,4]"#, r#""shape":[20]"#), "`rows` is not U8 of two dimensions");
    assert_eq!(wrong(r#""shape":[5,4]"#, r#""shape":[4,5]"#), "`scales` has 5 entries, but there are 4 rows");
    assert_eq!(
        wrong(r#""shape":[5,4]"#, r#""shape":[20,1]"#),
        "`scales` has 5 entries, but there are 20 rows"
    );
    let misplaced = "`rows` does not lie where the header says; the file may be cut short";
    assert_eq!(wrong(r#""shape":[5,4]"#, r#""shape":[6,4]"#), misplaced);
    assert_eq!(wrong(r#""shape":[5,4]"#, r#""shape":[9223372036854775808,4]"#), misplaced);
    let huge = wrong(
        r#""shape":[5,4],"data_offsets":[20,40]"#,
        r#""shape":[1,18446744073709551575],"data_offsets":[40,18446744073709551615]"#,
    );
    assert!(huge == misplaced || huge == "it is cut short", "{huge}");
    assert!(wrong(r#""scores":"#, r#""score":"#).contains("missing field `scores`"));
    assert!(wrong(r#"\"sources\":["#, r#"\"sources\":3,\"x\":["#).starts_with("its card cannot be read"));
    assert!(wrong(r#""checksum":""#, r#""checksum":"0"#).contains("checksum"));
}

#[test]
fn a_newer_version_is_told_apart_from_damage() {
    // With nothing else that this version knows.
    let header = br#"{"__metadata__":{"format":"cognate-static","version":"2"}}"#;
    let bytes = [&(header.len() as u64).to_le_bytes(), &header[..]].concat();
    let error = StaticModel::from_bytes(bytes, "new").err().unwrap();
    assert!(matches!(error, EmbedError::NewerFile { version: 2, newest: 1, .. }), "{error}");
    assert!(error.hint().unwrap().contains("newer version of cognate"));
}

/// The file of [`parts`] with other data and the checksum that fits.
fn with_data(tensor: &str, at: usize, data: &[u8]) -> Vec<u8> {
    let mut bytes = encode(&parts(Bits::Eight)).unwrap();
    let header = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let (_, metadata) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let place = header + metadata.info(tensor).unwrap().data_offsets.0 + at;
    let old = metadata.metadata().as_ref().unwrap()["checksum"].clone();
    bytes[place..place + data.len()].copy_from_slice(data);
    let mut hasher = blake3::Hasher::new();
    for name in ["rows", "scales", "pieces", "lengths", "scores"] {
        let (from, to) = metadata.info(name).unwrap().data_offsets;
        hasher.update(&bytes[header + from..header + to]);
    }
    let new = hasher.finalize().to_hex();
    let text = std::str::from_utf8(&bytes[8..header]).unwrap().replace(&old, &new);
    [&bytes[..8], text.as_bytes(), &bytes[header..]].concat()
}

#[test]
fn data_that_say_what_cannot_be_are_refused_though_their_checksum_fits() {
    for not_finite in [0x7FC0_u16, 0x7F80, 0xFF80] {
        assert_eq!(reason(&with_data("scales", 2, &not_finite.to_le_bytes())), "a scale is not finite");
    }
    assert_eq!(
        reason(&with_data("scores", 0, &0x7E00_u16.to_le_bytes())),
        "the score of a piece is not finite"
    );
    assert!(reason(&with_data("pieces", 0, b"\xFF")).starts_with("piece 0 is not UTF-8"));
    assert_eq!(reason(&with_data("lengths", 0, &[3, 5, 3, 2, 6])), "the piece `▁` is there twice");
    assert_eq!(
        reason(&with_data("lengths", 0, &[1])),
        "the lengths of the pieces add up to 12 bytes, not 19"
    );
    assert_eq!(reason(&with_data("lengths", 0, &[9, 3])), "piece 0 is not UTF-8");
    assert_eq!(reason(&with_data("lengths", 0, &[12, 0])), "piece 1 is empty");
}

#[test]
fn a_sum_that_no_float_can_hold_is_no_vector() {
    let bytes = with_data("scales", 0, &bf16_bytes(3.0e38));
    let model = StaticModel::from_bytes(bytes, "large").unwrap();
    let embeddings = model.passages(&["train train train", "le"]).unwrap();
    assert_eq!(embeddings.get(0), None);
    assert!(embeddings.get(1).is_some());
}

fn bf16_bytes(value: f32) -> [u8; 2] {
    half::bf16::from_f32(value).to_le_bytes()
}

#[test]
fn a_file_has_its_own_name_and_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.v2.safetensors");
    let bytes = encode(&parts(Bits::Four)).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    let id = StaticModel::read(&path).unwrap().info.id;
    let begin = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let hash = blake3::hash(&bytes[..begin]).to_hex();
    assert_eq!((id.name.as_str(), id.revision.as_str()), ("mine.v2", &hash[..16]));
    let missing = StaticModel::read(&folder.path().join("other.safetensors")).err().unwrap();
    assert!(matches!(missing, EmbedError::UnknownModel { .. }), "{missing}");
}

#[test]
fn any_change_of_a_model_is_another_revision() {
    let revision = |change: &dyn Fn(&mut StaticModelParts)| {
        let mut parts = parts(Bits::Eight);
        change(&mut parts);
        StaticModel::from_bytes(encode(&parts).unwrap(), "five").unwrap().info.id.revision
    };
    let revisions = [
        revision(&|_| ()),
        revision(&|parts| parts.bits = Bits::Four),
        revision(&|parts| parts.table[7] = 0.25),
        revision(&|parts| parts.pieces[2] = "a".to_owned()),
        revision(&|parts| parts.scores[2] = -3.5),
        revision(&|parts| parts.card.notes = "another".to_owned()),
    ];
    for (i, one) in revisions.iter().enumerate() {
        assert!(!revisions[..i].contains(one), "{i}: {revisions:?}");
    }
    assert_eq!(revision(&|_| ()), revisions[0]);
}

#[test]
fn the_built_in_model_is_whole() {
    verify(BUILT_IN).unwrap();
    let model = StaticModel::builtin().unwrap();
    assert!(model.pieces() > 1000 && !model.card().licence.is_empty() && !model.card().sources.is_empty());
}

#[test]
fn translations_are_nearer_than_other_subjects() {
    let model = StaticModel::builtin().unwrap();
    let e = model
        .passages(&["armored train", "le train blindé", "бронепоезд", "a loaf of bread", "des satellites"])
        .unwrap();
    for translation in [1, 2] {
        for other in [3, 4] {
            assert!(cosine(e.get(0), e.get(translation)) > cosine(e.get(0), e.get(other)) + 0.1);
        }
    }
}

#[test]
fn a_text_without_a_known_token_has_no_vector() {
    let model = StaticModel::builtin().unwrap();
    let texts =
        ["", "   ", "\u{16A0}\u{16B1}\u{16DF}", "... !? — «»", "\u{0}\u{7}\u{1B}\u{7F}", "🚂\u{1F9ED}"];
    let e = model.passages(&texts).unwrap();
    for (i, text) in texts.iter().enumerate() {
        assert_eq!(e.get(i), None, "{text:?}");
        assert_eq!(model.query(text).unwrap(), None, "{text:?}");
    }
}

#[test]
fn control_characters_do_not_change_what_a_text_says() {
    let model = StaticModel::builtin().unwrap();
    let e = model.passages(&["armored train", "\u{1B}[2J\u{0} armored\u{7} train \u{FEFF}"]).unwrap();
    assert!(cosine(e.get(0), e.get(1)) > 0.8);
}

#[test]
fn a_megabyte_in_one_line_is_read_whole() {
    let model = StaticModel::builtin().unwrap();
    let long = "train ".repeat(180_000);
    let one_word = "train".repeat(210_000);
    let e = model.passages(&[&long, "train", &one_word]).unwrap();
    assert!(cosine(e.get(0), e.get(1)) > 0.999);
    assert!(e.get(2).unwrap().iter().all(|x| x.is_finite()));
}

#[test]
fn a_vector_does_not_depend_on_the_texts_beside_it() {
    let model = StaticModel::builtin().unwrap();
    let texts: Vec<String> =
        (0..SHARE * 5 + 3).map(|i| format!("train {i} and satellite {}", i * 7)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let together = model.passages(&texts).unwrap();
    for (i, text) in texts.iter().enumerate() {
        assert_eq!(together.get(i), model.passages(&[text]).unwrap().get(0), "{text}");
    }
}

#[test]
fn points_and_stretching_do_not_change_what_a_text_says() {
    let model = StaticModel::builtin().unwrap();
    for (pointed, plain) in [
        ("أُغْلِقَ الجِسْرُ", "أغلق الجسر"),
        ("خســـر الفريـــق المباراة", "خسر الفريق المباراة"),
        ("שָׁלוֹם עֲלֵיכֶם", "שלום עליכם"),
    ] {
        let e = model.passages(&[pointed, plain]).unwrap();
        assert_eq!(e.get(0), e.get(1), "{pointed}");
        assert_eq!(model.query(pointed).unwrap(), model.query(plain).unwrap(), "{pointed}");
    }
}
