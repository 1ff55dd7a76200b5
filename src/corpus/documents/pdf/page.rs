//! The instructions of a page are followed as far as they place letters.

mod notes;

use std::collections::HashSet;
use std::rc::Rc;
use std::time::Instant;

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::{Page, Resources};

use super::fonts::{Font, Fonts};
use super::glyphs::Sink;
use super::text;
use super::unpack::Budget;

/// How deep drawings may stand within one another.
const DEPTH: usize = 12;

/// Most saved states.
const SAVED: usize = 512;

/// Most instructions of a page.
const INSTRUCTIONS: usize = 20_000_000;

/// Instructions between two looks at the clock.
const STEPS: usize = 1024;

/// Most drawings within a page.
const DRAWINGS: usize = 20_000;

/// Most notes and fields of a page.
const NOTES: usize = 5_000;

/// Reads pages of one file.
pub(super) struct Reader<'a, 'b> {
    budget: &'b Budget,
    fonts: Fonts<'a>,
    /// Layers that are not shown.
    hidden: HashSet<ObjectIdentifier>,
    until: Instant,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(super) fn new(catalog: Option<&Dict<'a>>, budget: &'b Budget, until: Instant) -> Self {
        Self { budget, fonts: Fonts::new(), hidden: catalog.map(hidden).unwrap_or_default(), until }
    }

    /// The letters of a page go to the sink as they are read, so that what was read is there when the rest cannot be.
    pub(super) fn read(&mut self, page: &Page<'a>, sink: &mut Sink) {
        let upright = Affine::new(page.initial_transform(false).as_coeffs());
        let mut walk = Walk {
            reader: self,
            sink,
            state: State::new(upright),
            saved: Vec::new(),
            marks: Vec::new(),
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
            steps: 0,
            drawings: 0,
        };
        let content = walk.content(page.raw());
        walk.follow(&content, page.resources(), 0);
        let notes = page.raw().get::<Array<'a>>(b"Annots");
        for note in notes.iter().flat_map(Array::iter::<Dict<'a>>).take(NOTES) {
            walk.begin(upright);
            walk.note(&note, page.resources());
        }
    }
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
struct State<'a> {
    place: Affine,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    /// Space after each letter.
    letters: f64,
    /// Space after each word.
    words: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(place: Affine) -> Self {
        Self { place, font: None, size: 1.0, letters: 0.0, words: 0.0, stretch: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// A part of the page that is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Plain,
    /// Of a layer that is not shown.
    Hidden,
    /// Its letters are told apart from how they are drawn.
    Spelled,
}

struct Walk<'w, 'a, 'b> {
    reader: &'w mut Reader<'a, 'b>,
    sink: &'w mut Sink,
    state: State<'a>,
    saved: Vec<State<'a>>,
    marks: Vec<Mark>,
    /// Where the next letter goes.
    text: Affine,
    /// Where the line begins.
    line: Affine,
    steps: usize,
    drawings: usize,
}

impl<'a> Walk<'_, 'a, '_> {
    fn begin(&mut self, place: Affine) {
        self.close_marks(0);
        self.saved.clear();
        self.state = State::new(place);
    }

    /// Whether there is time to go on.
    fn goes_on(&mut self) -> bool {
        self.steps += 1;
        self.steps < INSTRUCTIONS && (!self.steps.is_multiple_of(STEPS) || Instant::now() < self.reader.until)
    }

    /// The instructions of a page, which may be in several parts.
    fn content(&self, page: &Dict<'a>) -> Vec<u8> {
        let parts: Vec<Stream<'a>> = match page.get::<Object<'a>>(b"Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(parts)) => parts.iter::<Stream<'a>>().collect(),
            _ => Vec::new(),
        };
        let mut content = Vec::new();
        for part in parts.iter().filter(|part| self.reader.budget.allows(part)) {
            if let Ok(part) = part.decoded_data() {
                content.extend_from_slice(&part);
                content.push(b'\n');
            }
        }
        content
    }

    fn font(&mut self, about: Option<Dict<'a>>) -> Option<Rc<Font<'a>>> {
        let fonts = &mut self.reader.fonts;
        about.and_then(|about| fonts.get(&about, self.reader.budget)).or_else(|| fonts.plain())
    }

    fn follow(&mut self, content: &[u8], resources: &Resources<'a>, depth: usize) {
        let mut instructions = UntypedIter::new(content);
        let (saved, marks) = (self.saved.len(), self.marks.len());
        while self.goes_on() {
            let Some(instruction) = instructions.next() else { return };
            let mut operands = instruction.operands();
            match &**instruction.operator {
                b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
                b"Q" if self.saved.len() > saved => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                b"cm" => {
                    if let Some(matrix) = numbers(operands) {
                        self.state.place *= Affine::new(matrix);
                    }
                }
                b"BT" => self.set_line(Affine::IDENTITY),
                b"Tm" => {
                    if let Some(matrix) = numbers(operands) {
                        self.set_line(Affine::new(matrix));
                    }
                }
                b"Td" => {
                    if let Some([x, y]) = numbers(operands) {
                        self.next_line(x, y);
                    }
                }
                b"TD" => {
                    if let Some([x, y]) = numbers(operands) {
                        self.state.leading = -y;
                        self.next_line(x, y);
                    }
                }
                b"T*" => self.next_line(0.0, -self.state.leading),
                b"Tc" => set(&mut self.state.letters, operands),
                b"Tw" => set(&mut self.state.words, operands),
                b"TL" => set(&mut self.state.leading, operands),
                b"Ts" => set(&mut self.state.rise, operands),
                b"Tz" => {
                    let mut hundredths = self.state.stretch * 100.0;
                    set(&mut hundredths, operands);
                    self.state.stretch = hundredths / 100.0;
                }
                b"Tf" => {
                    if let (Some(Object::Name(name)), Some(Object::Number(size))) =
                        (operands.next(), operands.next())
                    {
                        self.state.font = self.font(resources.get_font(name));
                        self.state.size = size.as_f64();
                    }
                }
                b"gs" => {
                    if let Some(Object::Name(name)) = operands.next() {
                        self.set_state(resources.get_ext_g_state(name).as_ref());
                    }
                }
                b"Tj" => self.show_operand(operands.next()),
                b"'" => {
                    self.next_line(0.0, -self.state.leading);
                    self.show_operand(operands.next());
                }
                b"\"" => {
                    if let (Some(Object::Number(words)), Some(Object::Number(letters))) =
                        (operands.next(), operands.next())
                    {
                        (self.state.words, self.state.letters) = (words.as_f64(), letters.as_f64());
                    }
                    self.next_line(0.0, -self.state.leading);
                    self.show_operand(operands.next());
                }
                b"TJ" => {
                    if let Some(Object::Array(parts)) = operands.next() {
                        for part in parts.iter::<Object<'_>>() {
                            match part {
                                Object::String(text) => self.show(text.as_bytes()),
                                Object::Number(back) => self.go_back(back.as_f64()),
                                _ => {}
                            }
                        }
                    }
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.next()
                        && depth < DEPTH
                        && let Some(drawing) = resources.get_x_object(name)
                    {
                        self.draw(&drawing, resources, depth);
                    }
                }
                b"BMC" => self.marks.push(Mark::Plain),
                b"BDC" => {
                    let mark = self.mark(operands.next(), operands.next(), resources);
                    self.marks.push(mark);
                }
                b"EMC" if self.marks.len() > marks => self.close_marks(self.marks.len() - 1),
                _ => {}
            }
        }
    }

    /// A drawing within the page.
    fn draw(&mut self, drawing: &Stream<'a>, outer: &Resources<'a>, depth: usize) {
        let about = drawing.dict();
        if about.get::<Name<'_>>(b"Subtype").as_deref() != Some(b"Form".as_slice())
            || self.drawings >= DRAWINGS
            || !self.reader.budget.allows(drawing)
            || self.is_hidden(about.get_ref(b"OC").map(Into::into), about.get(b"OC").as_ref())
        {
            return;
        }
        self.drawings += 1;
        let Ok(content) = drawing.decoded_data() else { return };
        let own = about.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let kept = (self.state.clone(), self.text, self.line, self.saved.len(), self.marks.len());
        if let Some(matrix) = about.get::<[f64; 6]>(b"Matrix") {
            self.state.place *= Affine::new(matrix);
        }
        self.follow(&content, own.as_ref().unwrap_or(outer), depth + 1);
        self.close_marks(kept.4);
        self.saved.truncate(kept.3);
        (self.state, self.text, self.line) = (kept.0, kept.1, kept.2);
    }

    fn set_state(&mut self, about: Option<&Dict<'a>>) {
        let font = about.and_then(|about| about.get::<Array<'a>>(b"Font"));
        if let Some(font) = font {
            let mut parts = font.flex_iter();
            if let Some(about) = parts.next::<Dict<'a>>() {
                self.state.font = self.font(Some(about));
            }
            if let Some(size) = parts.next::<f64>() {
                self.state.size = size;
            }
        }
    }

    fn mark(
        &mut self,
        tag: Option<&Object<'_>>,
        about: Option<&Object<'_>>,
        resources: &Resources<'a>,
    ) -> Mark {
        let of_layer = matches!(tag, Some(Object::Name(tag)) if tag.as_ref() == b"OC");
        let told = match about {
            Some(Object::Dict(about)) => about.get::<Bytes<'_>>(b"ActualText").map(|told| text(&told)),
            Some(Object::Name(name)) => {
                let id = resources.properties.get_ref(name).map(Into::into);
                let about = resources.properties.get::<Dict<'a>>(name);
                if of_layer && self.is_hidden(id, about.as_ref()) {
                    return Mark::Hidden;
                }
                about.and_then(|about| Some(text(&about.get::<Bytes<'_>>(b"ActualText")?)))
            }
            _ => None,
        };
        if told.is_some_and(|told| self.sink.begin_told(told)) { Mark::Spelled } else { Mark::Plain }
    }

    fn close_marks(&mut self, left: usize) {
        while self.marks.len() > left {
            if self.marks.pop() == Some(Mark::Spelled) {
                self.sink.end_told();
            }
        }
    }

    /// Whether a layer, or each of a group of them, is not shown.
    fn is_hidden(&self, id: Option<ObjectIdentifier>, about: Option<&Dict<'_>>) -> bool {
        let hidden = &self.reader.hidden;
        if hidden.is_empty() {
            return false;
        }
        if id.is_some_and(|id| hidden.contains(&id)) {
            return true;
        }
        let Some(about) = about else { return false };
        match about.get::<Array<'_>>(b"OCGs") {
            Some(layers) => {
                let mut layers = layers.raw_iter().filter_map(|layer| layer.as_obj_ref()).peekable();
                layers.peek().is_some() && layers.all(|layer| hidden.contains(&layer.into()))
            }
            None => about.get_ref(b"OCGs").is_some_and(|layer| hidden.contains(&layer.into())),
        }
    }

    fn set_line(&mut self, line: Affine) {
        (self.line, self.text) = (line, line);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(self.line * Affine::translate((x, y)));
    }

    fn go_back(&mut self, thousandths: f64) {
        let back = -thousandths / 1000.0 * self.state.size;
        let is_horizontal = self.state.font.as_ref().is_none_or(|font| font.is_horizontal());
        let by = if is_horizontal { (back * self.state.stretch, 0.0) } else { (0.0, back) };
        self.text *= Affine::translate(by);
    }

    fn show_operand(&mut self, operand: Option<&Object<'_>>) {
        if let Some(Object::String(text)) = operand {
            self.show(text.as_bytes());
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        if font.is_plain && !bytes.is_ascii() {
            return;
        }
        let is_hidden = self.marks.contains(&Mark::Hidden);
        let state = &self.state;
        let (size, stretch) = (state.size, state.stretch);
        let drawn = Affine::new([size * stretch, 0.0, 0.0, size, 0.0, state.rise]);
        let along = if font.is_horizontal() { (1.0, 0.0) } else { (0.0, 1.0) };
        let mut at = 0;
        while at < bytes.len() && self.goes_on() {
            let (code, length) = font.code(bytes, at);
            at += length;
            let letter = font.letter(code);
            if !is_hidden {
                let place = self.state.place * self.text * drawn;
                let start = place * Point::ZERO;
                let end = place * Point::new(along.0 * letter.advance, along.1 * letter.advance);
                let [a, b, c, d, ..] = place.as_coeffs();
                let direction = if font.is_horizontal() { (a, b) } else { (-c, -d) };
                self.sink.glyph(&letter.text, start, end, direction, c.hypot(d) * font.scale);
            }
            let space = self.state.letters + if code == 32 && length == 1 { self.state.words } else { 0.0 };
            let by = letter.advance * size + space;
            let by = if font.is_horizontal() { (by * stretch, 0.0) } else { (0.0, by) };
            self.text *= Affine::translate(by);
        }
    }
}

/// Exactly so many numbers.
fn numbers<'o, 'a: 'o, const N: usize>(operands: impl Iterator<Item = &'o Object<'a>>) -> Option<[f64; N]> {
    let mut numbers = [0.0; N];
    let mut count = 0;
    for operand in operands {
        let (Object::Number(number), Some(place)) = (operand, numbers.get_mut(count)) else { return None };
        *place = number.as_f64();
        count += 1;
    }
    (count == N).then_some(numbers)
}

fn set<'o, 'a: 'o>(value: &mut f64, mut operands: impl Iterator<Item = &'o Object<'a>>) {
    if let Some(Object::Number(number)) = operands.next() {
        *value = number.as_f64();
    }
}

/// The layers that are not shown when the file is opened.
fn hidden(catalog: &Dict<'_>) -> HashSet<ObjectIdentifier> {
    let mut hidden = HashSet::new();
    let Some(layers) = catalog.get::<Dict<'_>>(b"OCProperties") else { return hidden };
    let Some(shown) = layers.get::<Dict<'_>>(b"D") else { return hidden };
    let ids = |array: Option<Array<'_>>| -> Vec<ObjectIdentifier> {
        array
            .iter()
            .flat_map(Array::raw_iter)
            .filter_map(|layer| layer.as_obj_ref())
            .map(Into::into)
            .collect()
    };
    if shown.get::<Name<'_>>(b"BaseState").as_deref() == Some(b"OFF".as_slice()) {
        hidden.extend(ids(layers.get(b"OCGs")));
    }
    for id in ids(shown.get(b"ON")) {
        hidden.remove(&id);
    }
    hidden.extend(ids(shown.get(b"OFF")));
    hidden
}
