//! The cues of `SubRip` and `WebVTT`: numbers, names, notes and styles are no text, times are kept.

use crate::corpus::Language;
use crate::corpus::block::MAX_BLOCKS;
use crate::corpus::markup::lines::{Line, Lines};
use crate::corpus::traced::{Traced, normalise};

use super::text;

/// Captions that roll are repeated at once; later they are said again.
const AT_ONCE: u64 = 100;

/// One line of a cue.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) text: Traced,
    /// In milliseconds, as is `end`.
    pub(super) start: u64,
    pub(super) end: u64,
    /// It stands in a cue, not before the first.
    pub(super) timed: bool,
    /// It is the first line of its cue.
    pub(super) first: bool,
    /// Who says it, where that is told.
    pub(super) speaker: Option<Box<str>>,
    /// A dash or an arrow says that another begins to speak.
    pub(super) begins_turn: bool,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Cues {
    pub(super) said: Vec<Said>,
    pub(super) title: Option<String>,
    pub(super) language: Option<Language>,
}

/// Reads the cues; `None` when there are more than are kept in memory.
pub(super) fn read(text: &str) -> Option<Cues> {
    let mut cues = Cues::default();
    let mut lines = Lines::new(text);
    let is_vtt =
        lines.peek().is_some_and(|first| first.text == "WEBVTT" || first.text.starts_with("WEBVTT "));
    if is_vtt {
        head(&mut lines, &mut cues);
    }
    let (mut time, mut timed, mut first, mut after_blank) = ((0, 0), false, false, true);
    while let Some(line) = lines.next() {
        let is_after_blank = std::mem::replace(&mut after_blank, line.is_blank());
        if line.is_blank() {
            continue;
        }
        if let Some(found) = timing(line.text) {
            (time, timed, first) = (found, true, true);
            continue;
        }
        let is_number = line.text.bytes().all(|byte| byte.is_ascii_digit());
        if (is_number || (is_vtt && is_after_blank))
            && lines.peek().is_some_and(|next| timing(next.text).is_some())
        {
            continue;
        }
        if is_vtt && is_after_blank && is_aside(line.text) {
            while lines.peek().is_some_and(|line| !line.is_blank() && timing(line.text).is_none()) {
                lines.next();
            }
            continue;
        }
        if cues.said.len() == MAX_BLOCKS {
            return None;
        }
        cues.said.push(said(&line, time, timed, std::mem::take(&mut first)));
    }
    drop_repeated(&mut cues.said);
    Some(cues)
}

fn said(line: &Line<'_>, (start, end): (u64, u64), timed: bool, first: bool) -> Said {
    let (text, speaker, begins_turn) = text::read(line);
    Said { text, start, end, timed, first, speaker, begins_turn }
}

/// The lines before the first blank one.
fn head(lines: &mut Lines<'_>, cues: &mut Cues) {
    let mut is_first = true;
    while let Some(line) = lines.peek().filter(|line| !line.is_blank() && timing(line.text).is_none()) {
        if std::mem::take(&mut is_first) {
            let title = normalise(line.text["WEBVTT".len()..].trim_start_matches([' ', '\t', '-', '–']));
            cues.title = Some(title).filter(|title| !title.is_empty());
        } else if let Some((name, value)) = line.text.split_once(':') {
            match name.trim().to_ascii_lowercase().as_str() {
                "language" => cues.language = value.trim().parse().ok(),
                "title" => cues.title = Some(normalise(value)).filter(|title| !title.is_empty()),
                _ => {}
            }
        }
        lines.next();
    }
}

/// A block that is not said: a comment, a style.
fn is_aside(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|name| {
        line.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// The two times of a line such as `00:00:01,000 --> 00:00:04,200 align:start`, in milliseconds.
fn timing(line: &str) -> Option<(u64, u64)> {
    if !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (start, rest) = line.split_once("-->").filter(|(start, _)| start.len() < 32)?;
    Some((time(start.trim())?, time(rest.split_whitespace().next()?)?))
}

/// `01:02:03,004`, `02:03.004`.
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
    if !clock.contains(':') || text.len() > 24 {
        return None;
    }
    let mut seconds = 0u64;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let milliseconds = match fraction.len() {
        0 => 0,
        digits => {
            fraction.get(..3).unwrap_or(fraction).parse::<u64>().ok()? * [100, 10, 1][digits.min(3) - 1]
        }
    };
    seconds.checked_mul(1000)?.checked_add(milliseconds)
}

/// Captions that roll show each line again above the next one; where a file does that, each is said once.
fn drop_repeated(said: &mut Vec<Said>) {
    let mut repeated = vec![false; said.len()];
    let (mut cues, mut rolling) = (0usize, 0usize);
    let mut before = 0..0;
    let mut start = 0;
    while start < said.len() {
        let end = (start + 1..said.len()).find(|&at| said[at].first).unwrap_or(said.len());
        let again = again(&said[before.clone()], &said[start..end]);
        repeated[start..start + again].fill(true);
        cues += 1;
        rolling += usize::from(again > 0);
        before = start..end;
        start = end;
    }
    if rolling >= 2 && rolling * 3 >= cues {
        let mut repeated = repeated.into_iter();
        said.retain(|_| !repeated.next().unwrap_or(false));
    }
}

/// Lines at the beginning of `cue` that are the last of the cue before.
fn again(before: &[Said], cue: &[Said]) -> usize {
    let at_once = before.last().zip(cue.first()).is_some_and(|(last, first)| {
        first.timed && last.timed && first.start <= last.end.saturating_add(AT_ONCE)
    });
    // Nobody shows more lines at a time than a few, and all of a file may be one cue.
    let most = if at_once { before.len().min(cue.len()).min(8) } else { 0 };
    (1..=most)
        .rev()
        .find(|&count| {
            let last = &before[before.len() - count..];
            last.iter().zip(cue).all(|(a, b)| !a.text.is_empty() && a.text.text() == b.text.text())
        })
        .unwrap_or(0)
}
