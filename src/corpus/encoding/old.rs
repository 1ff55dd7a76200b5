//! Encodings of old systems, which no page of the web declares: code page 850 of DOS, and that of the Macintosh.
//!
//! Within a word of small letters any letter is a small one. Read in another encoding than its own, most of them are capitals there, or no letters at all.

use encoding_rs::Encoding;

/// Code page 850, from 0x80 on.
pub(super) const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// Least number of letters, other than those of ASCII, that stand within words.
const LETTERS: usize = 4;

/// Bytes that are looked at.
const SAMPLE: usize = 1 << 20;

/// What each byte stands for, where the text is written in such an encoding and plainly not in `guessed`.
pub(super) fn table(bytes: &[u8], guessed: &'static Encoding) -> Option<Vec<char>> {
    let bytes = &bytes[..bytes.len().min(SAMPLE)];
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let within: Vec<u8> = bytes
        .windows(3)
        .filter(|three| {
            !three[1].is_ascii() && three[0].is_ascii_alphabetic() && three[2].is_ascii_lowercase()
        })
        .map(|three| three[1])
        .collect();
    let pairs = bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    // Where a character has two bytes, few stand alone.
    if within.len() < LETTERS || within.len() * 3 < others || pairs * 4 > others {
        return None;
    }
    let small = |table: &[char]| {
        let is_small = |byte: &&u8| {
            let c = table[usize::from(**byte)];
            c.is_lowercase() || matches!(c, '’' | '\u{AD}')
        };
        within.iter().filter(is_small).count()
    };
    if guessed.is_single_byte() && small(&of(guessed)) * 10 > within.len() * 6 {
        return None;
    }
    let dos = (0..128).map(char::from).chain(DOS.chars()).collect();
    let tables = [dos, of(encoding_rs::MACINTOSH)];
    let best = tables.into_iter().max_by_key(|table| small(table))?;
    (small(&best) * 20 >= within.len() * 19).then_some(best)
}

/// What each byte stands for.
pub(super) fn of(encoding: &'static Encoding) -> Vec<char> {
    (0..=u8::MAX)
        .map(|byte| {
            let byte = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect()
}
