use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GB18030, GBK, KOI8_U, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
};
use proptest::prelude::*;

use super::*;

/// Every character of the decoded text, looked up in the file and decoded again, must be itself.
fn assert_exact(bytes: &[u8], decoded: &Decoded, again: impl Fn(&[u8]) -> String) {
    for (start, c) in decoded.text.char_indices() {
        let span = decoded.offsets.original_range(start..start + c.len_utf8());
        let slice = &bytes[span.start as usize..span.end as usize];
        assert_eq!(again(slice), c.to_string(), "at {start}");
    }
    assert_eq!(decoded.offsets.original(decoded.text.len()), bytes.len() as u64);
}

fn utf16(text: &str, order: ByteOrder, bom: bool) -> Vec<u8> {
    let bom = bom.then_some(0xFEFF);
    bom.into_iter()
        .chain(text.encode_utf16())
        .flat_map(|unit| match order {
            ByteOrder::Little => unit.to_le_bytes(),
            ByteOrder::Big => unit.to_be_bytes(),
        })
        .collect()
}

fn from_utf16(bytes: &[u8], order: ByteOrder) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| order.unit(pair)).collect();
    String::from_utf16_lossy(&units)
}

const FRENCH: &str = "Le café était fermé; l’été, déjà, s’achevait. Où aller ?";
const RUSSIAN: &str = "Поезд остановился на маленькой станции, и мы вышли на перрон.";
const UKRAINIAN: &str = "Поїзд зупинився на маленькій станції, і ми вийшли на перон.";
const CZECH: &str = "Příliš žluťoučký kůň úpěl ďábelské ódy na mokrém náměstí.";
const JAPANESE: &str = "列車は小さな駅に止まり、私たちはホームに降りた。ソース、表、能力。";
const KOREAN: &str = "기차가 작은 역에 멈췄고 우리는 승강장으로 내려갔다.";
const CHINESE: &str = "火车停在一个小站，我们走下站台，看见远处的山。";
const TAIWANESE: &str = "火車停在一個小站，我們走下月臺，看見遠處的山。";

#[test]
fn legacy_encodings_are_told_and_mapped_back() {
    for (encoding, text) in [
        (WINDOWS_1252, FRENCH),
        (WINDOWS_1251, RUSSIAN),
        (KOI8_U, UKRAINIAN),
        (WINDOWS_1250, CZECH),
        (SHIFT_JIS, JAPANESE),
        (EUC_JP, JAPANESE),
        (EUC_KR, KOREAN),
        (GBK, CHINESE),
        (BIG5, TAIWANESE),
    ] {
        let text = format!("{text}\r\n{text} 2024\n");
        let (bytes, _, lost) = encoding.encode(&text);
        assert!(!lost, "{}", encoding.name());
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!(decoded.text, text, "{}", encoding.name());
        assert_exact(&bytes, &decoded, |slice| encoding.decode_without_bom_handling(slice).0.into_owned());
    }
}

#[test]
fn encodings_of_old_systems_are_told_by_the_letters_within_words() {
    let dos: Vec<char> = old::DOS.chars().collect();
    let german = "Die Fähre fährt über den Fluß, und die Brücke wird später gebaut. Öl und Äpfel fehlen noch, sagt die Bürgermeisterin am Mittwoch früh.";
    let texts = [
        german,
        "L’été était fini; les pêcheurs préparaient déjà leur départ, et la marée était haute. C’est là que je l’ai rencontré, près de la jetée.",
        "Fergen går igjen fra den gamle bryggen, og ingen hadde trodd på det. Båten har fått ny motor, og fløyten høres over hele øya.",
        "El año pasado la reunión terminó después de la canción; mañana será más fácil, según el capitán, que está aquí.",
    ];
    for text in texts {
        let text = text.replace('’', "'");
        let bytes: Vec<u8> = text
            .chars()
            .map(|c| match dos.iter().position(|&own| own == c) {
                Some(at) => 128 + at as u8,
                None => u8::try_from(c).unwrap(),
            })
            .collect();
        assert_eq!(decode(bytes).unwrap().text, text);
        let table = old::of(encoding_rs::MACINTOSH);
        let bytes: Vec<u8> =
            text.chars().map(|c| table.iter().position(|&own| own == c).unwrap() as u8).collect();
        let decoded = decode(bytes.clone()).unwrap();
        assert_eq!(decoded.text, text);
        assert_exact(&bytes, &decoded, |slice| slice.iter().map(|&byte| table[usize::from(byte)]).collect());
        // The encodings of the web are told as before.
        let (bytes, _, lost) = WINDOWS_1252.encode(&text);
        assert!(!lost);
        assert_eq!(decode(bytes.to_vec()).unwrap().text, text);
    }
}

#[test]
fn marks_are_shifted_out() {
    let mut bytes = UTF8_BOM.to_vec();
    bytes.extend(KOREAN.as_bytes());
    let decoded = decode(bytes.clone()).unwrap();
    assert_eq!(decoded.text, KOREAN);
    assert_exact(&bytes, &decoded, |slice| String::from_utf8_lossy(slice).into_owned());
}

#[test]
fn utf16_needs_no_mark() {
    for text in [FRENCH, RUSSIAN, KOREAN, "One line.\n"] {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let bytes = utf16(text, order, false);
            let decoded = decode(bytes.clone()).unwrap();
            assert_eq!(decoded.text, text);
            assert_exact(&bytes, &decoded, |slice| from_utf16(slice, order));
        }
    }
}

#[test]
fn what_is_not_text_is_said_to_be_so() {
    for bytes in
        [b"%PDF-1.7 ...".to_vec(), b"PK\x03\x04rest".to_vec(), b"text\0with\0nul".to_vec(), vec![0; 64]]
    {
        assert_eq!(decode(bytes).unwrap_err(), NotText);
    }
}

#[test]
fn one_damaged_byte_does_not_turn_utf8_into_something_else() {
    let mut bytes = format!("{RUSSIAN} {RUSSIAN}").into_bytes();
    bytes[1] = 0xFF;
    let decoded = decode(bytes).unwrap();
    assert!(decoded.text.ends_with(RUSSIAN), "{}", decoded.text);
    // Several in a row are one damage.
    let decoded = decode(
        b"a \xE2\x80\x93 caf\xC3\xA9 \xFF\xFE\xFF isn\xE2\x80\x99t; na\xC3\xAFf, \xC3\xA9t\xC3\xA9".to_vec(),
    );
    assert!(decoded.unwrap().text.starts_with("a – café \u{fffd}"));
}

proptest! {
    #[test]
    fn utf16_maps_back(text in "\\PC{0,60}", little: bool) {
        let order = if little { ByteOrder::Little } else { ByteOrder::Big };
        let bytes = utf16(&text, order, true);
        let decoded = decode(bytes.clone()).unwrap();
        prop_assert_eq!(&decoded.text, &text);
        assert_exact(&bytes, &decoded, |slice| from_utf16(slice, order));
    }

    #[test]
    fn multi_byte_decoding_agrees_with_bulk_decoding(bytes: Vec<u8>) {
        for encoding in [SHIFT_JIS, EUC_JP, EUC_KR, GBK, GB18030, BIG5] {
            let decoded = decode_multi(&bytes, encoding);
            let (bulk, _) = encoding.decode_without_bom_handling(&bytes);
            prop_assert_eq!(&decoded.text, bulk.as_ref());
            prop_assert_eq!(decoded.offsets.original(decoded.text.len()), bytes.len() as u64);
            let starts: Vec<u64> = decoded.text.char_indices().map(|(at, _)| decoded.offsets.original(at)).collect();
            prop_assert!(starts.is_sorted());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        if let Ok(decoded) = decode(bytes.clone()) {
            prop_assert_eq!(decoded.offsets.original(decoded.text.len()), bytes.len() as u64);
        }
    }
}

#[test]
fn a_stray_nul_does_not_make_text_utf_16() {
    for text in [
        "A sentence of some length.\n\nAnother one with \0 in it, by mistake.\n",
        "Où est-ce\0? Là-bas, dans la gare, à l'aube.\n",
    ] {
        let decoded = decode(text.as_bytes().to_vec()).unwrap();
        assert_eq!(decoded.text, text);
    }
    let hangul: Vec<u8> =
        "조용한 아침 기차가 역을 떠났다".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(hangul).unwrap().text, "조용한 아침 기차가 역을 떠났다");
}
