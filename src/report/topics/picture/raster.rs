//! A drawing as pixels.
//!
//! Text is set in DejaVu Sans Condensed, which is part of the program, so that a picture has its letters on a machine
//! without fonts and the same pixels on every machine. Only for characters that it lacks, such as Korean ones, the
//! fonts of the system are asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Style};
use resvg::usvg::{FontResolver, Options, Tree};

use crate::report::ReportError;

/// Weight from which letters are bold.
const BOLD: u16 = 600;

/// Weight of plain letters.
const REGULAR: u16 = 400;

/// A drawing in SVG as a PNG of this width.
pub(super) fn png(svg: &str, width: u32) -> Result<Vec<u8>, ReportError> {
    let mut fonts = Database::new();
    let regular = embedded(&mut fonts, dejavu::sans_condensed::regular());
    let bold = embedded(&mut fonts, dejavu::sans_condensed::bold());
    let options =
        Options { fontdb: Arc::new(fonts), font_resolver: resolver(regular, bold), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(failed)?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixels = Pixmap::new(width, height).ok_or(ReportError::Width { width })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(failed)
}

fn embedded(fonts: &mut Database, font: &'static [u8]) -> Option<ID> {
    fonts.load_font_source(Source::Binary(Arc::new(font))).first().copied()
}

/// The embedded fonts, whatever the drawing names; for what they lack, those of the system, read when first needed.
fn resolver<'a>(regular: Option<ID>, bold: Option<ID>) -> FontResolver<'a> {
    let fallback = FontResolver::default_fallback_selector();
    let loaded = AtomicBool::new(false);
    FontResolver {
        select_font: Box::new(move |font, _| if font.weight() >= BOLD { bold } else { regular }),
        select_fallback: Box::new(move |character, used, fonts| {
            if !loaded.swap(true, Ordering::Relaxed) {
                let fonts = Arc::make_mut(fonts);
                for face in system() {
                    fonts.push_face_info(face);
                }
            }
            fallback(character, used, fonts)
        }),
    }
}

/// The fonts of the system, those that are most like the embedded ones first, in an order that does not hang on that of
/// the files.
fn system() -> Vec<FaceInfo> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let mut faces: Vec<FaceInfo> = fonts.faces().cloned().collect();
    faces.sort_by_cached_key(|face| {
        let name = face.families.first().map(|family| family.0.clone()).unwrap_or_default();
        let unlike = (face.monospaced, name.contains("Serif"), face.style != Style::Normal);
        let weight = face.weight.0.abs_diff(REGULAR);
        (unlike, weight, name, face.post_script_name.clone(), face.index)
    });
    faces
}

fn failed(error: impl std::fmt::Display) -> ReportError {
    ReportError::Picture { reason: error.to_string() }
}
