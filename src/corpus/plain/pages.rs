//! What the pages of a printed text repeat: running heads, feet and page numbers.
//!
//! Where form feeds part the pages, it is the first and last lines of the pages that are the same but for their numbers.
//! Without them, it is lines that stand apart from the text and recur at one distance, from the beginning of the text
//! to its end. Where many lines do, the text is a form and not a book.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::Line;
use crate::corpus::shape;

/// Widest running head.
const WIDEST: usize = 120;

/// Lines at the top and the bottom of a page that may be repeated.
const EDGE: usize = 2;

/// Lines of a page without form feeds.
const PAGE: std::ops::RangeInclusive<usize> = 15..=150;

/// Most lines that are repeated on each page; forms have more.
const MOST: usize = 4;

/// Most lines that are looked at: more than the longest book has.
const MOST_LINES: usize = 1_000_000;

/// The lines of a text that its pages repeat.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    /// Where they begin, in order.
    starts: Vec<usize>,
}

/// A line that may be repeated.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    key: u64,
    /// Its place in the text.
    start: usize,
    /// Number of its page or of its line.
    place: usize,
    /// The first number in it.
    number: Option<u32>,
    has_letters: bool,
}

impl Furniture {
    pub(super) fn of<'a>(lines: impl Iterator<Item = Line<'a>> + Clone) -> Self {
        let candidates =
            if lines.clone().any(|line| line.begins_page) { at_edges(lines) } else { at_distance(lines) };
        let mut starts: Vec<usize> = candidates.iter().map(|candidate| candidate.start).collect();
        starts.sort_unstable();
        starts.dedup();
        Self { starts }
    }

    pub(super) fn has(&self, line: &Line<'_>) -> bool {
        !self.starts.is_empty() && self.starts.binary_search(&line.source.start).is_ok()
    }
}

/// Lines at the edges of pages that form feeds part.
fn at_edges<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Candidate> {
    let mut edges: Vec<Candidate> = Vec::new();
    let mut page = 0;
    let mut on_page = 0;
    let mut bottom: [Option<Candidate>; EDGE] = [None; EDGE];
    for line in lines {
        if line.begins_page {
            edges.extend(bottom.iter_mut().filter_map(Option::take));
            page += 1;
            on_page = 0;
            if edges.len() > MOST_LINES {
                return Vec::new();
            }
        }
        if line.text.is_empty() {
            continue;
        }
        let candidate = candidate(&line, page);
        on_page += 1;
        if on_page <= EDGE {
            edges.extend(candidate);
        } else {
            bottom.rotate_left(1);
            bottom[EDGE - 1] = candidate;
        }
    }
    edges.extend(bottom.into_iter().flatten());
    let mut repeated = grouped(edges);
    repeated.retain(|group| group.first().map(|first| first.place) != group.last().map(|last| last.place));
    repeated.into_iter().flatten().collect()
}

/// Lines that stand apart and recur at one distance.
fn at_distance<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Candidate> {
    let mut apart: Vec<Candidate> = Vec::new();
    let mut count = 0;
    let mut above_is_blank = true;
    let mut waiting: Option<Candidate> = None;
    for line in lines {
        count += 1;
        let is_blank = line.text.is_empty();
        if is_blank {
            apart.extend(waiting.take());
        }
        waiting = None;
        if !is_blank && !(shape::ends_sentence(line.text) && line.text.contains(char::is_alphabetic)) {
            let candidate = candidate(&line, count);
            if above_is_blank {
                apart.extend(candidate);
            } else {
                waiting = candidate;
            }
        }
        above_is_blank = is_blank;
        if apart.len() > MOST_LINES {
            return Vec::new();
        }
    }
    let mut repeated = grouped(apart);
    repeated.retain(|group| is_regular(group));
    let spans = |group: &Vec<Candidate>| match (group.first(), group.last()) {
        (Some(first), Some(last)) => (last.place - first.place) * 2 >= count,
        _ => false,
    };
    if repeated.len() > MOST || !repeated.iter().any(spans) {
        return Vec::new();
    }
    repeated.into_iter().flatten().collect()
}

/// Whether lines stand a page from each other, and count the pages where they are nothing but numbers.
fn is_regular(group: &[Candidate]) -> bool {
    let mut gaps: Vec<usize> = group.windows(2).map(|pair| pair[1].place - pair[0].place).collect();
    if gaps.len() < 2 {
        return false;
    }
    gaps.sort_unstable();
    let page = gaps[gaps.len() / 2];
    let alike = gaps.iter().filter(|&&gap| gap * 4 >= page * 3 && gap * 4 <= page * 5).count();
    let counts = |pair: &&[Candidate]| match (pair[0].number, pair[1].number) {
        (Some(before), Some(after)) => after > before && after - before <= 2,
        _ => false,
    };
    let counted = group.windows(2).filter(counts).count();
    let is_counted = group.iter().any(|candidate| candidate.has_letters) || counted * 5 >= gaps.len() * 4;
    PAGE.contains(&page) && alike * 10 >= gaps.len() * 7 && is_counted
}

/// Candidates that are the same but for their numbers, in the order of the text, where there are several.
fn grouped(candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let mut groups: HashMap<u64, Vec<Candidate>> = HashMap::new();
    for candidate in candidates {
        groups.entry(candidate.key).or_default().push(candidate);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn candidate(line: &Line<'_>, place: usize) -> Option<Candidate> {
    if line.text.len() > 4 * WIDEST || shape::width(line.text) > WIDEST {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    let mut number: Option<u32> = None;
    let mut number_ended = false;
    let mut has_letters = false;
    let mut before = ' ';
    if is_roman(line.text) {
        '0'.hash(&mut hasher);
    } else {
        for c in line.text.chars() {
            if let Some(digit) = c.to_digit(10) {
                if !number_ended {
                    number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                }
                if before != '0' {
                    '0'.hash(&mut hasher);
                }
                before = '0';
                continue;
            }
            number_ended = number.is_some();
            has_letters |= c.is_alphabetic();
            let c = if c.is_whitespace() { ' ' } else { c };
            if c != ' ' || before != ' ' {
                c.hash(&mut hasher);
            }
            before = c;
        }
    }
    Some(Candidate { key: hasher.finish(), start: line.source.start, place, number, has_letters })
}

/// Page numbers of prefaces.
fn is_roman(text: &str) -> bool {
    text.len() <= 8 && text.chars().all(|c| "ivxlc".contains(c))
}

#[cfg(test)]
mod tests;
