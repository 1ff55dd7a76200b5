//! Notes on a page and fields of a form.

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::object::{Dict, Name, Object, Rect, Stream, String as Bytes};
use hayro_syntax::page::Resources;

use super::super::glyphs::Run;
use super::super::text;
use super::{DEPTH, Walk};

impl<'a> Walk<'_, 'a, '_> {
    /// A note or a field as it looks, and what it holds where it has no looks.
    pub(super) fn note(&mut self, note: &Dict<'a>, resources: &Resources<'a>) {
        const HIDDEN: u32 = 1 << 1 | 1 << 5;
        let kind = note.get::<Name<'_>>(b"Subtype");
        let kind = kind.as_deref().unwrap_or_default();
        if note.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0
            || kind == b"Popup"
            || self.is_hidden(note.get_ref(b"OC").map(Into::into), note.get(b"OC").as_ref())
        {
            return;
        }
        let Some(place) = note.get::<Rect>(b"Rect") else { return };
        let Some(looks) = looks(note) else {
            if let Some(value) = value(note, kind) {
                self.write(place, &value);
            }
            return;
        };
        let about = looks.dict();
        let matrix = about.get::<[f64; 6]>(b"Matrix").map_or(Affine::IDENTITY, Affine::new);
        if let Some(bounds) = about.get::<Rect>(b"BBox") {
            let corners = [
                (bounds.x0, bounds.y0),
                (bounds.x0, bounds.y1),
                (bounds.x1, bounds.y0),
                (bounds.x1, bounds.y1),
            ]
            .map(|corner| matrix * Point::from(corner));
            let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            let (x, y) = (least(|p| p.x), least(|p| p.y));
            let (width, height) = (most(|p| p.x) - x, most(|p| p.y) - y);
            let across = if width > 0.0 { place.width() / width } else { 1.0 };
            let up = if height > 0.0 { place.height() / height } else { 1.0 };
            self.state.place *= Affine::translate((place.x0, place.y0))
                * Affine::scale_non_uniform(across, up)
                * Affine::translate((-x, -y));
        }
        self.draw(&looks, resources, 0);
    }

    /// Text that is nowhere drawn goes to a place.
    fn write(&mut self, place: Rect, text: &str) {
        const SIZE: f64 = 10.0;
        for (line, number) in text.lines().zip(1_u32..) {
            let at = self.state.place * Point::new(place.x0, place.y1 - f64::from(number) * SIZE);
            let width = crate::corpus::shape::width(line) as f64 * SIZE / 2.0;
            let text = line.trim().to_owned();
            self.sink.letter(Run::new((at.x, at.y), at.x + width, SIZE, text, 0));
        }
    }
}

/// What draws a note: the one of several drawings that its state names.
fn looks<'a>(note: &Dict<'a>) -> Option<Stream<'a>> {
    match note.get::<Dict<'a>>(b"AP")?.get::<Object<'a>>(b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => states.get::<Stream<'a>>(note.get::<Name<'_>>(b"AS")?),
        _ => None,
    }
}

/// What a field or a note of the page holds that has no looks.
fn value(note: &Dict<'_>, kind: &[u8]) -> Option<String> {
    let mut holder = note.clone();
    let mut is_text = kind == b"FreeText";
    for _ in 0..DEPTH {
        let field = holder.get::<Name<'_>>(b"FT");
        is_text |= matches!(field.as_deref(), Some(b"Tx" | b"Ch"));
        let key: &[u8] = if kind == b"Widget" { b"V" } else { b"Contents" };
        if let (true, Some(value)) = (is_text, holder.get::<Bytes<'_>>(key)) {
            return Some(text(&value));
        }
        // What is not said of a field is said of the one that it is part of.
        holder = holder.get::<Dict<'_>>(b"Parent")?;
    }
    None
}
