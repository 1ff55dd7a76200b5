//! Letters as the page draws them, put together to runs that follow one another on a line.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use unicode_normalization::UnicodeNormalization;

/// Most runs of a page.
const MAX_RUNS: usize = 200_000;

/// Most bytes of text of a page.
const MAX_BYTES: usize = 16 << 20;

/// A gap wider than this share of the size parts words.
const WORD: f64 = 0.15;

/// A gap wider than this share of the size may part columns.
const COLUMN: f64 = 1.0;

/// Letters that follow one another on a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) x: f64,
    pub(super) end: f64,
    /// The base line; greater is higher.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Quarters of a turn by which it is turned.
    pub(super) turned: u8,
}

#[derive(Debug, Default)]
pub(super) struct Sink {
    runs: Vec<Run>,
    bytes: usize,
    /// A space was drawn after the last letter.
    space: bool,
}

impl Sink {
    pub(super) fn runs(self) -> Vec<Run> {
        self.runs
    }

    fn letter(&mut self, letter: Run) {
        if letter.text.chars().all(char::is_whitespace) {
            self.space = true;
            return;
        }
        let space = std::mem::take(&mut self.space);
        self.bytes += letter.text.len();
        if let Some(last) = self.runs.last_mut() {
            let size = last.size.max(letter.size).max(0.1);
            let gap = letter.x - last.end;
            let same_line = last.turned == letter.turned
                && (last.y - letter.y).abs() < 0.1 * size
                && (last.size - letter.size).abs() < 0.2 * size;
            // Some programs draw a letter twice to have it bold.
            let again =
                same_line && last.text.ends_with(&letter.text) && (letter.end - last.end).abs() < 0.1 * size;
            if again && !space {
                return;
            }
            if same_line && (-0.5 * size..COLUMN * size).contains(&gap) {
                if (space || gap > WORD * size) && !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(&letter.text);
                last.end = last.end.max(letter.end);
                return;
            }
        }
        self.runs.push(letter);
    }
}

impl OutputDev for Sink {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.runs.len() >= MAX_RUNS || self.bytes > MAX_BYTES {
            return Ok(());
        }
        let across = at.m11.hypot(at.m12) * font_size;
        let size = (at.m21.hypot(at.m22) * font_size).abs();
        let (x, y, turned) = match () {
            () if at.m12.abs() <= at.m11.abs() && at.m11 >= 0.0 => (at.m31, at.m32, 0),
            () if at.m12.abs() <= at.m11.abs() => (-at.m31, -at.m32, 2),
            () if at.m12 > 0.0 => (at.m32, -at.m31, 1),
            () => (-at.m32, at.m31, 3),
        };
        let end = x + width * across.abs();
        if [x, y, end, size].into_iter().all(f64::is_finite) {
            self.letter(Run { x, end, y, size, text: spelled(text), turned });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Letters that are drawn as one sign, as letters.
fn spelled(text: &str) -> String {
    if text.contains(|c| matches!(c, '\u{FB00}'..='\u{FB06}')) {
        text.nfkc().collect()
    } else {
        text.replace('\0', "")
    }
}
