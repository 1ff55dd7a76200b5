//! Rich Text Format: groups, control words and bytes in the code page of the document or of a font.
//!
//! Each group inherits what was set around it and forgets at its end what was set within. Groups that hold no text
//! (fonts, styles, pictures) are passed over; a table of fonts or styles that is never closed ends where text begins.

mod names;
mod paragraphs;
mod tokens;

use std::collections::{HashMap, HashSet};

use encoding_rs::Encoding;

use crate::corpus::block::Parsed;
use names::Destination;
use paragraphs::Paragraphs;
use tokens::{Token, Tokens};

/// Deepest groups that keep something of their own.
const MAX_DEPTH: usize = 10_000;

/// Most fonts and styles that are kept, and the longest of a name in the head.
const MAX_NAMES: usize = 10_000;

/// What holds within a group.
#[derive(Debug, Clone, Copy)]
struct State {
    destination: Destination,
    /// Characters behind `\u` that stand for those who do not know it.
    fallback: usize,
    hidden: bool,
    encoding: &'static Encoding,
    /// No text and no word has been read in the group.
    is_new: bool,
    /// `\*`: the group is passed over unless it is known.
    is_optional: bool,
}

/// Reads the paragraphs of a file of Rich Text Format.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let mut reader = Reader {
        state: State {
            destination: Destination::Text,
            fallback: 1,
            hidden: false,
            encoding: encoding_rs::WINDOWS_1252,
            is_new: false,
            is_optional: false,
        },
        stack: Vec::new(),
        deeper: 0,
        default: encoding_rs::WINDOWS_1252,
        fonts: HashMap::new(),
        font: 0,
        headings: HashSet::new(),
        style: 0,
        style_name: String::new(),
        info: HashMap::new(),
        out: Paragraphs::default(),
        bytes: Vec::new(),
        bytes_at: 0..0,
        skip: 0,
        high: None,
    };
    for (token, range) in Tokens::new(text) {
        reader.read(token, range);
        if reader.out.parsed.too_many.is_some() {
            break;
        }
    }
    reader.flush_bytes();
    reader.out.end_note();
    reader.out.end_paragraph();
    reader.out.end_table();
    let mut parsed = reader.out.parsed;
    let mut take = |name: Destination| {
        reader
            .info
            .remove(&name)
            .map(|text| crate::corpus::traced::normalise(&text))
            .filter(|text| !text.is_empty())
    };
    let heading = parsed.blocks.iter().find(|block| block.kind == crate::corpus::block::Kind::Heading);
    let heading = heading.map(|block| block.text.text().to_owned());
    parsed.title = take(Destination::Title).or(heading);
    parsed.source = take(Destination::Author);
    for (name, destination) in [("subject", Destination::Subject), ("keywords", Destination::Keywords)] {
        if let Some(value) = take(destination) {
            parsed.fields.insert(name.to_owned(), value.into());
        }
    }
    parsed.date = take(Destination::Created).and_then(|date| crate::corpus::date::from_text(&date));
    parsed
}

struct Reader {
    state: State,
    stack: Vec<State>,
    /// Groups that are open and keep nothing of their own.
    deeper: usize,
    /// The code page of the document.
    default: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// The font that is being described.
    font: i32,
    /// Styles of headings.
    headings: HashSet<i32>,
    style: i32,
    style_name: String,
    info: HashMap<Destination, String>,
    out: Paragraphs,
    /// Bytes of a code page that wait for the rest of their character.
    bytes: Vec<u8>,
    bytes_at: std::ops::Range<usize>,
    /// Characters that still stand for `\u`.
    skip: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u32>,
}

impl Reader {
    fn read(&mut self, token: Token<'_>, range: std::ops::Range<usize>) {
        if !matches!(token, Token::Byte(_) | Token::Text(_)) {
            self.flush_bytes();
        }
        match token {
            Token::Open => {
                self.skip = 0;
                if self.stack.len() < MAX_DEPTH {
                    self.stack.push(self.state);
                } else {
                    self.deeper += 1;
                }
                self.state.is_new = true;
                self.state.is_optional = false;
            }
            Token::Close => {
                self.skip = 0;
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else if let Some(outer) = self.stack.pop() {
                    self.end_group(outer.destination, range.start);
                    self.state = outer;
                }
            }
            Token::Optional => self.state.is_optional = true,
            Token::Word { name, value } => {
                self.word(name, value, range);
                self.state.is_new = false;
            }
            Token::Byte(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    if self.bytes.is_empty() {
                        self.bytes_at = range.clone();
                    }
                    self.bytes.push(byte);
                    self.bytes_at.end = range.end;
                    // A byte that no character of one byte can be waits for its other half.
                    if self.state.encoding.is_single_byte() || self.bytes.len() >= 1024 {
                        self.flush_bytes();
                    }
                }
                self.state.is_new = false;
            }
            Token::Text(text) => self.text(text, range.start),
        }
    }

    fn text(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        self.state.is_new = false;
        let mut text = text;
        let mut start = start;
        while self.skip > 0 {
            let Some(c) = text.chars().next() else { return };
            self.skip -= 1;
            text = &text[c.len_utf8()..];
            start += c.len_utf8();
        }
        // The second half of a character may be a letter.
        if !self.bytes.is_empty() {
            if let Some(first) = text.bytes().next().filter(u8::is_ascii)
                && self.state.encoding.decode_without_bom_handling(&self.bytes).1
            {
                self.bytes.push(first);
                self.bytes_at.end = start + 1;
                text = &text[1..];
                start += 1;
            }
            self.flush_bytes();
        }
        self.put(text, start..start + text.len());
    }

    fn flush_bytes(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = self.state.encoding.decode_without_bom_handling(&bytes);
        let range = self.bytes_at.clone();
        self.put(&text, range);
        if self.bytes.capacity() == 0 {
            self.bytes = bytes;
            self.bytes.clear();
        }
    }

    /// Text in the group that is open.
    fn put(&mut self, text: &str, range: std::ops::Range<usize>) {
        match self.state.destination {
            Destination::Text | Destination::Note if !self.state.hidden => self.out.push(text, range),
            Destination::Marker => self.out.marker(text, range.start),
            Destination::Styles => {
                if self.style_name.len() < 100 {
                    self.style_name.push_str(text);
                }
                if text.contains(';') {
                    self.end_style();
                }
            }
            Destination::Title | Destination::Author | Destination::Subject | Destination::Keywords => {
                let known = self.info.entry(self.state.destination).or_default();
                if known.len() < MAX_NAMES {
                    known.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn end_style(&mut self) {
        let name = std::mem::take(&mut self.style_name).to_lowercase();
        let name = name.trim().trim_end_matches(';');
        let is_heading = ["heading", "überschrift", "titre", "título", "titolo", "заголовок", "title"]
            .iter()
            .any(|heading| name.starts_with(heading));
        if is_heading && self.headings.len() < MAX_NAMES {
            self.headings.insert(self.style);
        }
        self.style = 0;
    }

    fn end_group(&mut self, outer: Destination, at: usize) {
        let own = self.state.destination;
        if own == outer {
            return;
        }
        match own {
            Destination::Note => self.out.end_note(),
            Destination::Marker => self.out.end_marker(at),
            _ => {}
        }
    }

    fn word(&mut self, name: &str, value: Option<i32>, range: std::ops::Range<usize>) {
        if self.state.is_new
            && let Some(destination) = names::destination(name)
        {
            self.enter(destination);
            return;
        }
        if self.state.is_new && std::mem::take(&mut self.state.is_optional) {
            self.state.destination = Destination::Nothing;
            return;
        }
        if self.state.destination.ends_with_text() && matches!(name, "pard" | "par" | "sectd") {
            // It is never closed.
            self.state.destination = Destination::Text;
        }
        match self.state.destination {
            Destination::Text | Destination::Note => self.text_word(name, value, range),
            Destination::Fonts => match (name, value) {
                ("f", Some(font)) => self.font = font,
                ("fcharset", Some(charset)) => {
                    if let Some(encoding) = names::charset(charset).filter(|_| self.fonts.len() < MAX_NAMES) {
                        self.fonts.insert(self.font, encoding);
                    }
                }
                _ => {}
            },
            Destination::Styles => match (name, value) {
                ("s", Some(style)) => self.style = style,
                ("outlinelevel", Some(0..=8)) if self.headings.len() < MAX_NAMES => {
                    self.headings.insert(self.style);
                }
                _ => {}
            },
            Destination::Created => {
                let date = self.info.entry(Destination::Created).or_default();
                match (name, value) {
                    ("yr", Some(year)) => *date = format!("{year}"),
                    ("mo" | "dy", Some(part)) if date.len() < 10 => *date = format!("{date}-{part}"),
                    _ => {}
                }
            }
            Destination::Marker
            | Destination::Title
            | Destination::Author
            | Destination::Subject
            | Destination::Keywords => {
                self.character(name, value, &range);
            }
            _ => {}
        }
    }

    fn enter(&mut self, destination: Destination) {
        let is_text = matches!(self.state.destination, Destination::Text | Destination::Note);
        let is_known = destination != Destination::Text || std::mem::take(&mut self.state.is_optional);
        self.state.is_optional = false;
        match destination {
            // The text of a drawing stands in a group that is passed over.
            Destination::Text if is_known || !is_text => self.state.destination = Destination::Text,
            Destination::Note if self.state.destination == Destination::Text => {
                self.out.begin_note();
                self.state.destination = Destination::Note;
            }
            Destination::Text | Destination::Note => {}
            Destination::Marker if !is_text => {}
            Destination::Title
            | Destination::Author
            | Destination::Subject
            | Destination::Keywords
            | Destination::Created
                if self.state.destination != Destination::Info =>
            {
                self.state.destination = Destination::Nothing;
            }
            other => self.state.destination = other,
        }
    }

    /// A word that stands for a character; whether it is one.
    fn character(&mut self, name: &str, value: Option<i32>, range: &std::ops::Range<usize>) -> bool {
        if name == "u" {
            self.unicode(value.unwrap_or(0), range.clone());
            return true;
        }
        let Some(text) = names::character(name) else { return false };
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.put(text, range.clone());
        }
        true
    }

    fn unicode(&mut self, value: i32, range: std::ops::Range<usize>) {
        self.skip = self.state.fallback;
        let unit = if value < 0 { value.wrapping_add(0x1_0000) } else { value };
        let unit = u32::try_from(unit).unwrap_or(0xFFFD);
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let c = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
                self.put(c.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]), range);
            }
            // Symbol fonts put their signs here.
            (_, 0xF000..=0xF0FF) => self.put("•", range),
            _ => {
                let c = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.put(c.encode_utf8(&mut [0; 4]), range);
            }
        }
    }

    fn text_word(&mut self, name: &str, value: Option<i32>, range: std::ops::Range<usize>) {
        if self.character(name, value, &range) {
            return;
        }
        match name {
            "ansicpg" => {
                if let Some(encoding) = value.and_then(names::code_page) {
                    self.default = encoding;
                    self.state.encoding = encoding;
                }
            }
            "mac" => {
                self.default = encoding_rs::MACINTOSH;
                self.state.encoding = self.default;
            }
            "uc" => self.state.fallback = usize::try_from(value.unwrap_or(1)).unwrap_or(1).min(100),
            "f" => {
                let font = self.fonts.get(&value.unwrap_or(0)).copied();
                self.state.encoding = font.unwrap_or(self.default);
            }
            "v" | "deleted" => self.state.hidden = value != Some(0),
            "plain" => {
                self.state.hidden = false;
                self.state.encoding = self.default;
            }
            "pard" => self.out.reset(),
            "s" if self.headings.contains(&value.unwrap_or(0)) => {
                self.out.is_heading = true;
            }
            "outlinelevel" => self.out.is_heading = value.is_some_and(|level| (0..9).contains(&level)),
            "intbl" | "trowd" => self.out.in_table = true,
            "itap" => self.out.in_table = value.is_some_and(|depth| depth > 0),
            "par" | "sect" | "page" | "column" => self.out.end_paragraph(),
            "line" | "softline" => self.out.line_break(range.start),
            "cell" | "nestcell" => self.out.end_cell(),
            "row" | "nestrow" => self.out.end_row(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
