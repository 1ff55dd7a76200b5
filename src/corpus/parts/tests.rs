use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;
use crate::corpus::encoding::{self, OffsetMap};
use crate::corpus::testing::assert_sound;
use crate::corpus::{Format, SourceFile, Unit, read, read_bytes};

/// Words of texts that are told from each other.
const WORDS: [&[&str]; 4] = [
    &["the", "harbour", "boats", "came", "slowly", "before", "noon", "with", "nets", "and", "salt", "again"],
    &["le", "port", "rouvre", "après", "deux", "années", "de", "travaux", "sous", "la", "pluie", "d’été"],
    &["порт", "снова", "открыт", "после", "долгого", "ремонта", "и", "рыбаки", "вышли", "рано", "утром"],
    &["το", "λιμάνι", "άνοιξε", "ξανά", "μετά", "από", "χρόνια", "και", "οι", "βάρκες", "βγήκαν"],
];

/// One thing of a text.
#[derive(Debug, Clone)]
enum Thing {
    Heading(u64, usize),
    Paragraph(u64, usize),
    List(u64, usize),
}

fn sentence(language: usize, seed: u64, words: usize) -> String {
    let all = WORDS[language];
    let mut state = seed;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(state >> 33) as usize % all.len()]
    };
    let words: Vec<&str> = (0..words).map(|_| word()).collect();
    let text = words.join(" ");
    let first: String = text.chars().take(1).flat_map(char::to_uppercase).collect();
    first + &text.chars().skip(1).collect::<String>()
}

/// `text` in lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}

fn written(things: &[Thing], language: usize, width: Option<usize>, line_end: &str) -> String {
    let mut text = String::new();
    for thing in things {
        let block = match *thing {
            Thing::Heading(seed, words) => sentence(language, seed, words),
            Thing::Paragraph(seed, sentences) => {
                let sentences: Vec<String> = (0..sentences)
                    .map(|i| sentence(language, seed ^ i as u64, 9 + i * 5 % 7) + ".")
                    .collect();
                let paragraph = sentences.join(" ");
                width.map_or_else(|| paragraph.clone(), |width| wrapped(&paragraph, width))
            }
            Thing::List(seed, items) => {
                let items: Vec<String> =
                    (0..items).map(|i| format!("- {}", sentence(language, seed ^ i as u64, 3))).collect();
                items.join("\n")
            }
        };
        text.push_str(&block);
        text.push_str("\n\n");
    }
    text.replace('\n', line_end)
}

fn things() -> impl Strategy<Value = Vec<Thing>> {
    let section = (
        prop::option::of((any::<u64>(), 4usize..7)),
        prop::collection::vec((any::<u64>(), 4usize..7), 1..4),
        prop::option::weighted(0.3, (any::<u64>(), 2usize..5)),
    );
    prop::collection::vec(section, 4..14).prop_map(|sections| {
        let mut things = Vec::new();
        for (heading, paragraphs, list) in sections {
            things.extend(heading.map(|(seed, words)| Thing::Heading(seed, words)));
            things.extend(paragraphs.into_iter().map(|(seed, sentences)| Thing::Paragraph(seed, sentences)));
            if let Some((seed, items)) = list {
                things.push(Thing::List(seed, items));
                // A list is no end: the paragraph behind it is what can be cut behind.
                things.push(Thing::Paragraph(seed, 5));
            }
        }
        things
    })
}

fn source(bytes: &[u8]) -> Source {
    encoding::decode(bytes.to_vec()).unwrap().into()
}

/// The documents of `bytes` in parts of `size`, and all their units.
fn parts(size: usize, bytes: &[u8]) -> (Vec<Document>, Vec<Unit>) {
    let options = ReadOptions::default();
    let documents: Vec<Document> =
        Parts::of_size(size, "test", source(bytes), &options).collect::<Result<_, _>>().unwrap();
    let units: Vec<Unit> = documents.iter().flat_map(|document| document.units.clone()).collect();
    for (i, document) in documents.iter().enumerate() {
        assert_eq!(document.continues, i > 0);
        assert!(i == 0 || (document.title.is_none() && !document.units.is_empty()));
    }
    assert_sound(&Document { units: units.clone(), ..Document::default() }, bytes.len() as u64);
    (documents, units)
}

fn at_once(bytes: &[u8]) -> Document {
    let mut documents =
        read_bytes("test", Some(Format::Text), bytes.to_vec(), &ReadOptions::default()).unwrap();
    documents.next().unwrap().unwrap()
}

/// Units without their languages: one that says little takes that of its neighbours, and in a part there are fewer.
fn untold(units: Vec<Unit>) -> Vec<Unit> {
    units.into_iter().map(|unit| Unit { language: None, ..unit }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn units_are_those_of_the_whole(
        things in things(),
        language in 0..WORDS.len(),
        width in prop::option::of(50usize..78),
        crlf in any::<bool>(),
        bom in any::<bool>(),
        size in 6000usize..12_000,
    ) {
        let text = written(&things, language, width, if crlf { "\r\n" } else { "\n" });
        let bytes = [if bom { "\u{FEFF}" } else { "" }, &text].concat().into_bytes();
        let whole = at_once(&bytes);
        let (documents, units) = parts(size, &bytes);
        prop_assert_eq!(untold(units.clone()), untold(whole.units));
        prop_assert_eq!(&documents[0].title, &whole.title);
        prop_assert!(bytes.len() < size || documents.len() > 1 || units.is_empty());
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        prop_assert_eq!(untold(parts(size, &utf16).1), untold(at_once(&utf16).units));
    }

    /// Whatever a text is, nothing is lost and every place is right.
    #[test]
    fn nothing_is_lost(text in "[a-cA 1é日.?:>-]{0,9}([a-cA é日.?,\n\r-]{0,30}){0,20}", size in 16usize..80) {
        let (_, units) = parts(size, text.as_bytes());
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let kept: String = units.iter().map(|unit| unit.text.as_str()).collect();
        prop_assert_eq!(letters(&kept), letters(&text));
        for unit in &units {
            let span = unit.span.start as usize..unit.span.end as usize;
            let source = &text[span.clone()];
            let first = |text: &str| text.chars().find(|c| c.is_alphanumeric());
            prop_assert_eq!(first(source), first(&unit.text));
            let ends = text[..span.start].replace("\r\n", "\n").matches(['\n', '\r']).count() as u64;
            prop_assert_eq!(unit.line, ends + 1);
        }
    }
}

#[test]
fn a_part_ends_behind_a_paragraph() {
    let body = "The boats came in before noon, and the market opened late. ".repeat(3);
    for (end, expected) in [
        // A heading stays with what it heads, and a list with what introduces it.
        (format!("{body}\n\nThe market\n\n{body}"), "The market"),
        (format!("{body}\n\nThis came in:\n\n- eels\n- crabs\n\n"), "This came in:"),
        (format!("{body}\n\nPage 12\n\nand went on"), "Page 12"),
        (format!("{body}\nIt rained."), "The boats"),
    ] {
        let text = format!("{}{end}", format!("{body}\n\n").repeat(12));
        assert!(text[plain::seam(&text)..].starts_with(expected), "{end}");
    }
    let line = "The boats came in. ".repeat(100) + "And so";
    assert!(line[plain::seam(&line)..].starts_with("And so"));
    for text in ["a".repeat(100), "日".repeat(50), "a ".repeat(40), "a\r".repeat(40), "\n\u{C}".repeat(20)] {
        let seam = plain::seam(&text);
        assert!(seam > text.len() / 2 && seam <= text.len() && text.is_char_boundary(seam));
    }
}

/// Paragraphs without end.
struct Endless {
    given: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    paragraph: &'static [u8],
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let given = self.given.fetch_add(buffer.len(), std::sync::atomic::Ordering::Relaxed);
        for (i, byte) in buffer.iter_mut().enumerate() {
            *byte = self.paragraph[(given + i) % self.paragraph.len()];
        }
        Ok(buffer.len())
    }
}

#[test]
fn no_more_is_read_than_is_asked_for() {
    let given = std::sync::Arc::default();
    let paragraph =
        "Le port rouvre ce matin après deux années de travaux, et les pêcheurs sont de retour.\n\n"
            .as_bytes();
    let endless = Endless { given: std::sync::Arc::clone(&given), paragraph };
    let source = Source { reader: Box::new(BufReader::new(endless)), offsets: OffsetMap::shift(0) };
    let mut parts = Parts::of_size(10_000, "test", source, &ReadOptions::default());
    let (mut units, mut end) = (0, 0);
    for _ in 0..20 {
        let part = parts.next().unwrap().unwrap();
        for unit in part.units {
            assert_eq!((unit.position, unit.line), (units, 1 + 2 * units as u64));
            assert_eq!(unit.span.start, end);
            (units, end) = (units + 1, unit.span.end + 2);
        }
    }
    assert!(given.load(std::sync::atomic::Ordering::Relaxed) <= (20 + TOGETHER) * 20_000);
    assert!(parts.rest.len() < 10_000);
}

/// A text that cannot be read beyond a place.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

#[test]
fn what_breaks_off_says_so_once() {
    let text = "The boats came in before noon, and the market opened late.\n\n".repeat(50);
    let reader = BufReader::new(Cursor::new(text).chain(Broken));
    let source = Source { reader: Box::new(reader), offsets: OffsetMap::shift(0) };
    let read: Vec<_> = Parts::of_size(1000, "a.txt", source, &ReadOptions::default()).collect();
    let (error, before) = read.split_last().unwrap();
    assert!(before.len() > 1 && before.iter().all(Result::is_ok));
    assert!(matches!(error, Err(CorpusError::Unreadable { path, .. }) if path.as_os_str() == "a.txt"));
}

#[test]
fn a_large_text_comes_in_parts_however_it_is_read() {
    // A script that one language alone is written in.
    let paragraph = "항구가 오늘 아침 두 해의 공사를 마치고 다시 문을 열었고 어부들이 돌아왔다.\n\n";
    let text = paragraph.repeat(LARGE as usize / paragraph.len() + 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2023-09-13-all.txt");
    std::fs::write(&path, &text).unwrap();
    let file = SourceFile {
        name: "2023-09-13-all.txt".to_owned(),
        path,
        format: Format::Text,
        size: text.len() as u64,
        modified_ns: 0,
    };
    let options = ReadOptions::default();
    assert!(file.is_streamed(&options));
    let of_file: Vec<Document> = read(&file, &options).unwrap().map(Result::unwrap).collect();
    assert_eq!(of_file[0].date.as_deref(), Some("2023-09-13"));
    let of_bytes: Vec<Document> = read_bytes(&file.name, Some(Format::Text), text.into_bytes(), &options)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(of_file, of_bytes);
    assert!(of_file.len() > 1 && of_file[1].continues && of_file[1].date.is_none());
    let whole = ReadOptions { granularity: Granularity::Document, ..options };
    assert!(!file.is_streamed(&whole));
    assert_eq!(read(&file, &whole).unwrap().count(), 1);
}

#[test]
fn a_text_of_nothing_is_a_document_of_nothing() {
    for text in ["", "\n", &" \n".repeat(500)] {
        let (documents, units) = parts(100, text.as_bytes());
        assert!(documents.len() <= 1 && units.is_empty(), "{text:?}");
    }
}
