//! Letters as the page draws them, put together to runs that follow one another on a line.

use std::collections::HashMap;

use hayro_font::kurbo::Point;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::bidi;

/// Most runs of a page.
const MAX_RUNS: usize = 200_000;

/// Most bytes of text of a page.
const MAX_BYTES: usize = 16 << 20;

/// A gap wider than this share of the size parts words.
const WORD: f64 = 0.15;

/// A gap wider than this share of the size may part columns.
const COLUMN: f64 = 1.0;

/// Text turned by less than so many degrees is not turned.
const TILTED: i32 = 3;

/// Least number of gaps of a word whose letters are set apart.
const SPACED: usize = 4;

/// So many runs of the same text are looked at for one that is drawn twice.
const TWICE: usize = 32;

/// Letters that follow one another on a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) x: f64,
    pub(super) end: f64,
    /// The base line; greater is higher.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Degrees by which it is turned to the left.
    pub(super) turned: u16,
    /// Where spaces stand in the text that were not drawn, and how wide they are.
    gaps: Vec<(usize, f64)>,
}

impl Run {
    pub(super) fn new((x, y): (f64, f64), end: f64, size: f64, text: String, turned: u16) -> Self {
        Self { x, end, y, size, text, turned, gaps: Vec::new() }
    }

    /// Joins a word whose letters are set apart.
    fn close(&mut self) {
        let letters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        let is_spaced = self.gaps.len() >= SPACED
            && self.gaps.len() * 10 >= (letters - 1) * 8
            && self.text.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
        let gaps = std::mem::take(&mut self.gaps);
        if !is_spaced {
            return;
        }
        let mut widths: Vec<f64> = gaps.iter().map(|&(_, width)| width).collect();
        widths.sort_by(f64::total_cmp);
        let between = widths[widths.len() / 2] * 1.6;
        for (at, width) in gaps.into_iter().rev() {
            if width < between {
                self.text.remove(at);
            }
        }
    }

    fn is_beside(&self, letter: &Run) -> bool {
        let size = self.size.max(letter.size);
        self.turned == letter.turned
            && (self.y - letter.y).abs() < 0.1 * size
            && (self.size - letter.size).abs() < 0.2 * size
    }
}

#[derive(Debug, Default)]
pub(super) struct Sink {
    runs: Vec<Run>,
    bytes: usize,
    /// A space was drawn after the last letter.
    space: bool,
    /// Where the last letter began.
    last: f64,
    /// What is written where the letters now drawn stand.
    told: Option<(String, Option<Run>)>,
}

impl Sink {
    /// What was drawn, once.
    pub(super) fn runs(self) -> Vec<Run> {
        let mut seen: HashMap<String, Vec<Run>> = HashMap::new();
        let mut runs = self.runs;
        runs.retain(|run| {
            let same = seen.entry(run.text.clone()).or_default();
            let near = 0.2 * run.size.max(0.1);
            let again = same.iter().rev().take(TWICE).any(|other| {
                other.turned == run.turned
                    && (other.x - run.x).abs() < near
                    && (other.y - run.y).abs() < near
                    && (other.end - run.end).abs() < 2.0 * near
            });
            if !again {
                same.push(Run::new((run.x, run.y), run.end, run.size, String::new(), run.turned));
            }
            !again
        });
        runs.iter_mut().for_each(Run::close);
        runs
    }

    /// A letter that is drawn from one point to another.
    pub(super) fn glyph(
        &mut self,
        text: &str,
        start: Point,
        end: Point,
        (across, up): (f64, f64),
        size: f64,
    ) {
        let turned = turned(across, up);
        let (sine, cosine) = match turned {
            0 => (0.0, 1.0),
            90 => (1.0, 0.0),
            180 => (0.0, -1.0),
            270 => (-1.0, 0.0),
            turned => f64::from(turned).to_radians().sin_cos(),
        };
        let along = |point: Point| point.x * cosine + point.y * sine;
        let (x, y) = (along(start), start.y * cosine - start.x * sine);
        let end = along(end).max(x);
        if [x, y, end, size].into_iter().all(f64::is_finite) {
            self.letter(Run::new((x, y), end, size, as_seen(text), turned));
        }
    }

    /// From here on the page says itself what its letters mean, unless it does so already.
    pub(super) fn begin_told(&mut self, text: String) -> bool {
        let begins = self.told.is_none();
        if begins {
            self.told = Some((text, None));
        }
        begins
    }

    pub(super) fn end_told(&mut self) {
        if let Some((text, Some(run))) = self.told.take() {
            let text = as_seen(&text.replace(['\n', '\r', '\t', '\0'], " "));
            self.letter(Run { text, ..run });
        }
    }

    pub(super) fn letter(&mut self, mut letter: Run) {
        if self.runs.len() >= MAX_RUNS || self.bytes > MAX_BYTES {
            return;
        }
        if let Some((_, run)) = &mut self.told {
            match run {
                Some(run) if run.turned == letter.turned => run.end = run.end.max(letter.end),
                Some(_) => {}
                None => *run = Some(letter),
            }
            return;
        }
        if letter.text.chars().all(char::is_whitespace) {
            self.space |= !letter.text.is_empty();
            return;
        }
        let space = std::mem::take(&mut self.space);
        self.bytes += letter.text.len();
        let last = std::mem::replace(&mut self.last, letter.x);
        if !space && self.accented(&mut letter, last) {
            return;
        }
        if let Some(run) = self.runs.last_mut()
            && run.is_beside(&letter)
        {
            let size = run.size.max(letter.size).max(0.1);
            let gap = letter.x - run.end;
            // Some programs draw a letter twice to have it bold.
            let again = run.text.ends_with(&letter.text)
                && (letter.x - last).abs() < 0.1 * size
                && (letter.end - run.end).abs() < 0.1 * size;
            if again && !space {
                return;
            }
            if letter.x > last - 0.05 * size && (-0.5 * size..COLUMN * size).contains(&gap) {
                if (space || gap > WORD * size) && !run.text.ends_with(' ') {
                    if !space {
                        run.gaps.push((run.text.len(), gap / size));
                    }
                    run.text.push(' ');
                }
                run.text.push_str(&letter.text);
                run.end = run.end.max(letter.end);
                return;
            }
        }
        self.runs.push(letter);
    }

    /// Puts an accent and the letter that it is drawn over together; whether the letter stands in a run then.
    fn accented(&mut self, letter: &mut Run, last: f64) -> bool {
        let Some(run) = self.runs.last_mut() else { return false };
        let near = run.turned == letter.turned && (run.y - letter.y).abs() < 0.7 * run.size.max(letter.size);
        let (Some(before), Some(drawn)) = (run.text.chars().next_back(), letter.text.chars().next()) else {
            return false;
        };
        if !near || letter.text.chars().nth(1).is_some() {
            return false;
        }
        let overlaps = |accent: (f64, f64), base: (f64, f64)| {
            let middle = f64::midpoint(accent.0, accent.1);
            base.0 < middle && middle < base.1
        };
        let (old, new) = ((last, run.end), (letter.x, letter.end));
        if overlaps(new, old)
            && let Some(whole) = composed(before, drawn)
        {
            run.text.pop();
            run.text.push(whole);
            self.last = last;
            return true;
        }
        if overlaps(old, new)
            && let Some(whole) = composed(drawn, before)
        {
            run.text.pop();
            if run.text.is_empty() {
                self.runs.pop();
            } else {
                run.end = run.end.min(letter.x);
            }
            letter.text = whole.to_string();
        }
        false
    }
}

/// Letters as they stand beside one another from left to right.
fn as_seen(text: &str) -> String {
    if text.contains(bidi::is_leftward) { text.chars().rev().collect() } else { text.to_owned() }
}

/// Degrees by which a direction is turned to the left.
fn turned(across: f64, up: f64) -> u16 {
    let degrees = up.atan2(across).to_degrees().round() as i32;
    let quarter = (degrees + 45).div_euclid(90) * 90;
    let degrees = if (degrees - quarter).abs() < TILTED { quarter } else { degrees };
    degrees.rem_euclid(360) as u16
}

/// A letter and an accent that is set over or below it, as one letter.
fn composed(base: char, accent: char) -> Option<char> {
    let accent = match accent {
        '`' | '\u{2CB}' => '\u{300}',
        '´' | '\u{2CA}' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | '\u{2C9}' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' | '°' => '\u{30A}',
        '˝' => '\u{30B}',
        'ˇ' => '\u{30C}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        accent if is_combining_mark(accent) => accent,
        _ => return None,
    };
    let base = match base {
        'ı' => 'i',
        'ȷ' => 'j',
        base if base.is_alphabetic() => base,
        _ => return None,
    };
    let mut whole = [base, accent].into_iter().nfc();
    whole.next().filter(|_| whole.next().is_none())
}
