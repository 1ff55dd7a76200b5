//! Fonts: codes become letters and widths.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_font::{
    CMapResolverFn, FontCache, FontData, FontGlyph, FontResolverFn, GlyphId, StandardFont, UNITS_PER_EM,
};
use hayro_syntax::object::{Array, Dict, Name, Object, String as Bytes};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use super::unpack::Budget;
use crate::corpus::shape;

/// Most codes of a font that are remembered.
const REMEMBERED: usize = 1 << 16;

/// The mean width of a letter, as a share of the size.
const LETTER: f64 = 0.5;

/// What a code stands for.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) text: Rc<str>,
    /// How far it goes on, as a share of the size.
    pub(super) advance: f64,
}

/// All fonts of a file.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    /// By the place of their description.
    known: HashMap<*const u8, Option<Rc<Font<'a>>>>,
    plain: Option<Rc<Font<'a>>>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        let blank: FontData = Arc::new(blank());
        Self {
            cache: FontCache::new(),
            known: HashMap::new(),
            plain: None,
            // What is not embedded is not drawn either: its codes and widths are told without it.
            programs: Arc::new(move |_| Some((Arc::clone(&blank), 0))),
            maps: Arc::new(load_embedded),
        }
    }

    /// A font, if its parts may be unpacked.
    pub(super) fn get(&mut self, about: &Dict<'a>, budget: &Budget) -> Option<Rc<Font<'a>>> {
        let place = about.data().as_ptr();
        if let Some(known) = self.known.get(&place) {
            return known.clone();
        }
        let font =
            if budget.allows_font(about) { self.cache.font(about, &self.programs, &self.maps) } else { None };
        let font = font.map(|font| Rc::new(Font::new(font, about)));
        self.known.insert(place, font.clone());
        font
    }

    /// What stands for a font that is not there.
    pub(super) fn plain(&mut self) -> Option<Rc<Font<'a>>> {
        if self.plain.is_none() {
            let font = self.cache.standard_font(StandardFont::Helvetica, &self.programs)?;
            self.plain = Some(Rc::new(Font { is_plain: true, ..Font::new(font, &Dict::empty()) }));
        }
        self.plain.clone()
    }
}

pub(super) struct Font<'a> {
    parsed: hayro_font::Font<'a>,
    composite: Option<Composite>,
    /// What names of letters stand for that are nothing but numbers.
    numbered: HashMap<u32, char>,
    /// What the glyphs of its program stand for.
    drawn: OnceCell<HashMap<u32, char>>,
    /// The size of its letters, as a share of the size that is asked for.
    pub(super) scale: f64,
    /// Whether it stands for one that is not there.
    pub(super) is_plain: bool,
    letters: RefCell<HashMap<u32, Letter>>,
}

impl<'a> Font<'a> {
    fn new(font: hayro_font::Font<'a>, about: &Dict<'a>) -> Self {
        let kind = about.get::<Name<'_>>(b"Subtype");
        let kind = kind.as_deref();
        let composite = if kind == Some(b"Type0".as_slice()) { Composite::new(about) } else { None };
        let numbered = if composite.is_none() { numbered(about) } else { HashMap::new() };
        let mut own = Self {
            parsed: font,
            composite,
            numbered,
            drawn: OnceCell::new(),
            scale: 1.0,
            is_plain: false,
            letters: RefCell::default(),
        };
        if kind == Some(b"Type3".as_slice()) {
            own.scale = own.width();
        }
        own
    }

    pub(super) fn is_horizontal(&self) -> bool {
        self.parsed.is_horizontal()
    }

    /// The next code and its length in bytes.
    pub(super) fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.parsed.read_code(bytes, at);
        (code, length.max(1))
    }

    pub(super) fn letter(&self, code: u32) -> Letter {
        if let Some(letter) = self.letters.borrow().get(&code) {
            return letter.clone();
        }
        let advance = self.parsed.code_advance(code);
        let advance = if self.is_horizontal() { advance.x } else { advance.y };
        let letter = Letter {
            text: self.text(code).as_str().into(),
            advance: if advance.is_finite() { advance / f64::from(UNITS_PER_EM) } else { 0.0 },
        };
        let mut letters = self.letters.borrow_mut();
        if letters.len() < REMEMBERED {
            letters.insert(code, letter.clone());
        }
        letter
    }

    /// How much wider letters are than those of most fonts: where a font draws them itself they may be of any size.
    fn width(&self) -> f64 {
        let (mut sum, mut usual) = (0.0, 0.0);
        for code in 0..256 {
            let advance = self.parsed.code_advance(code).x.abs() / f64::from(UNITS_PER_EM);
            if advance.is_finite() && advance > 0.0 {
                sum += advance;
                let text = self.text(code);
                let is_wide = shape::width(&text) > text.chars().count();
                usual += if is_wide { 1.0 } else { LETTER };
            }
        }
        if usual > 0.0 { sum / usual } else { 1.0 }
    }

    fn text(&self, code: u32) -> String {
        let told = match self.parsed.glyph(GlyphId::NOTDEF, code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text = told.map(spelled).filter(|text| text.contains(|c| c != char::REPLACEMENT_CHARACTER));
        text.or_else(|| self.composite.as_ref()?.text(code).map(spelled))
            .or_else(|| self.numbered.get(&code).map(char::to_string))
            .or_else(|| self.drawn(code).map(|letter| spelled(BfString::Char(letter))))
            .unwrap_or_default()
    }

    /// What the glyph of a code stands for in the program of the font, where nothing else tells it.
    fn drawn(&self, code: u32) -> Option<char> {
        let id = self.parsed.map_code(code);
        let FontGlyph::Outline(glyph) = self.parsed.glyph(id, code) else { return None };
        let drawn = self.drawn.get_or_init(|| {
            let mut drawn = HashMap::new();
            let Some(program) = glyph.font_data() else { return drawn };
            let Ok(program) = FontRef::new((*program.data).as_ref()) else { return drawn };
            for (letter, glyph) in program.charmap().mappings().take(REMEMBERED) {
                if let Some(letter) = char::from_u32(letter) {
                    drawn.entry(glyph.to_u32()).or_insert(letter);
                }
            }
            drawn
        });
        drawn.get(&id.to_u32()).copied().filter(|_| id != GlyphId::NOTDEF)
    }
}

/// A font with codes of several bytes that stand for the letters of a known collection.
#[derive(Debug)]
struct Composite {
    codes: CMap,
    collection: CMap,
}

impl Composite {
    fn new(about: &Dict<'_>) -> Option<Self> {
        let codes = match about.get::<Object<'_>>(b"Encoding")? {
            Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
                CMapName::IdentityH => CMap::identity_h(),
                CMapName::IdentityV => CMap::identity_v(),
                name => CMap::parse(load_embedded(name)?, load_embedded)?,
            },
            Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
            _ => return None,
        };
        let said = codes.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = said.filter(|family| family.ucs2_cmap().is_some()).or_else(|| family(about))?;
        let collection = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
        Some(Self { codes, collection })
    }

    fn text(&self, code: u32) -> Option<BfString> {
        let cid = (1..=4).find_map(|length| self.codes.lookup_cid_code(code, length))?;
        self.collection.lookup_bf_string(cid).or_else(|| {
            let code = (1..=4).find_map(|length| self.collection.lookup_cid_code(cid, length))?;
            char::from_u32(code).map(BfString::Char)
        })
    }
}

/// The collection that the font beneath a composite one says to be of.
fn family(about: &Dict<'_>) -> Option<CidFamily> {
    let beneath = about.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let collection = beneath.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let part = |key: &[u8]| collection.get::<Bytes<'_>>(key);
    let family =
        CidFamily::from_registry_ordering(part(b"Registry")?.as_bytes(), part(b"Ordering")?.as_bytes());
    family.ucs2_cmap().is_some().then_some(family)
}

/// Some programs name letters by their codes: `a65`, `c66`, `G67`.
fn numbered(about: &Dict<'_>) -> HashMap<u32, char> {
    let mut letters = HashMap::new();
    let differences =
        about.get::<Dict<'_>>(b"Encoding").and_then(|encoding| encoding.get::<Array<'_>>(b"Differences"));
    let mut code = 0_u32;
    for entry in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(0),
            Object::Name(name) => {
                let number = name.as_str().trim_start_matches(|c: char| c.is_ascii_alphabetic());
                if let Ok(byte) = number.parse::<u8>()
                    && name.as_str().len() <= number.len() + 3
                    && byte >= b' '
                {
                    let bytes = [byte];
                    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
                    letters.extend(text.chars().next().map(|letter| (code, letter)));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

/// Letters that are drawn as one sign, as letters; what stands for nothing is left out.
fn spelled(told: BfString) -> String {
    let text = match told {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(text) => text,
    };
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Ligatures, and forms that letters have within and at the ends of words.
            '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
                spelled.extend([c].into_iter().nfkc());
            }
            // The sign before an item, in fonts of signs.
            '\u{F0B7}' => spelled.push('•'),
            '\t' | '\n' | '\r' => spelled.push(' '),
            // Programs say of any hyphen that it is a soft one; what is drawn is one.
            '\u{AD}' => spelled.push('-'),
            '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => spelled.push(c),
        }
    }
    spelled
}

/// A font without letters.
fn blank() -> Vec<u8> {
    const HEAD: usize = 54;
    let mut font = vec![0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0];
    font.extend_from_slice(b"head\0\0\0\0\0\0\0\x1C\0\0\0\x36");
    let start = font.len();
    font.resize(start + HEAD, 0);
    font[start + 1] = 1;
    font[start + 12..start + 16].copy_from_slice(&0x5F0F_3CF5_u32.to_be_bytes());
    font[start + 18..start + 20].copy_from_slice(&1000_u16.to_be_bytes());
    font
}
