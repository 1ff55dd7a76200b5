//! Lines become paragraphs, headings, items and tables; what stands on every page is set apart.

use std::collections::HashMap;

use super::Page;
use super::layout::Line;
use crate::corpus::block::Kind;
use crate::corpus::documents::blocks::Blocks;
use crate::corpus::hyphens::{Hyphens, Seam};
use crate::corpus::{Boilerplate, Place, shape};

/// A heading is set larger than the text by at least this.
const LARGER: f64 = 1.12;

/// Widest heading, in letters.
const HEADING: usize = 160;

/// Lines of a paragraph stand no farther apart than this share of the size.
const LEADING: f64 = 2.5;

/// Lines at the top and at the bottom of a page that may stand on every page.
const MARGIN: usize = 2;

/// Pages on which a line stands that stands on every page.
const REPEATED: usize = 3;

/// Bytes of a paragraph that tell how its last line ends.
const END: usize = 160;

/// A paragraph that is open.
#[derive(Debug)]
struct Paragraph {
    kind: Kind,
    text: String,
    page: u32,
}

/// The blocks of all pages.
pub(super) fn blocks(mut pages: Vec<Page>) -> Blocks {
    let mut blocks = Blocks::default();
    let margins = margins(&mut pages);
    let body = body_size(&pages);
    let lines = || {
        let cells = pages.iter().flatten().flat_map(|line| line.cells.iter());
        cells.flat_map(|cell| cell.lines()).map(str::trim)
    };
    let hyphens = Hyphens::of(lines());
    let mut open: Option<Paragraph> = None;
    for ((page, margins), number) in pages.into_iter().zip(margins).zip(1..) {
        let place = Place::Page(number);
        let mut columns: HashMap<usize, (f64, f64)> = HashMap::new();
        for line in &page {
            let (left, right) = columns.entry(line.column).or_insert((line.x, line.end));
            (*left, *right) = (left.min(line.x), right.max(line.end));
        }
        let leading = leading(&page);
        let mut table: Vec<Vec<String>> = Vec::new();
        let mut before: Option<&Line> = None;
        for (index, line) in page.iter().enumerate() {
            if line.is_row || is_row(&page, index, &columns) {
                if table.is_empty() {
                    close(&mut open, &mut blocks);
                }
                table.push(line.cells.iter().map(|cell| whole(cell, &hyphens)).collect());
                before = None;
                continue;
            }
            if !table.is_empty() {
                blocks.table(&std::mem::take(&mut table), Some(&place));
            }
            let text = line.text();
            let kind = kind(line, &text, body);
            let column = columns.get(&line.column).copied().unwrap_or((line.x, line.end));
            let goes_on = open.as_ref().is_some_and(|open| match before {
                Some(before) => follows(open, before, line, &text, kind, column, leading),
                // A page or a table stands between: a sentence may go on behind it.
                None => {
                    open.page != number && open.kind == Kind::Paragraph && is_unfinished(open, &text, kind)
                }
            });
            match &mut open {
                Some(open) if goes_on => join(&mut open.text, &text, &hyphens),
                _ => {
                    close(&mut open, &mut blocks);
                    open = Some(Paragraph { kind, text, page: number });
                }
            }
            before = Some(line);
        }
        if !table.is_empty() {
            close(&mut open, &mut blocks);
            blocks.table(&table, Some(&place));
        }
        for margin in margins {
            // They stand between the pages, and do not part the sentence that goes on.
            blocks.add_apart(Kind::Paragraph, &margin, Some(place.clone()), Some(Boilerplate::Short));
        }
    }
    close(&mut open, &mut blocks);
    blocks
}

fn close(open: &mut Option<Paragraph>, blocks: &mut Blocks) {
    if let Some(Paragraph { kind, text, page }) = open.take() {
        blocks.add(kind, text.trim(), Some(Place::Page(page)));
    }
}

/// Takes the lines away that stand on every page, and the numbers of pages.
fn margins(pages: &mut [Page]) -> Vec<Vec<String>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        for index in edge(page) {
            *counts.entry(form(&page[index].text())).or_default() += 1;
        }
    }
    let several = pages.len() > 1;
    pages
        .iter_mut()
        .map(|page| {
            let edges = edge(page);
            let mut taken = Vec::new();
            let mut index = 0;
            page.retain(|line| {
                let text = line.text();
                let form = form(&text);
                let is_number = several
                    && text.trim().len() <= 12
                    && form.contains('#')
                    && !form.contains(char::is_alphabetic);
                let repeated = counts.get(&form).is_some_and(|&count| count >= REPEATED);
                let leaves = edges.contains(&index) && (is_number || repeated);
                index += 1;
                if leaves {
                    taken.push(text);
                }
                !leaves
            });
            taken
        })
        .collect()
}

/// The highest and the lowest lines of a page.
fn edge(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|&a, &b| page[b].y.total_cmp(&page[a].y));
    let low = order.len().saturating_sub(MARGIN).max(MARGIN.min(order.len()));
    order.iter().take(MARGIN).chain(&order[low..]).copied().collect()
}

/// A line without its numbers, so that it is the same on every page.
fn form(text: &str) -> String {
    let mut form = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_numeric() => {
                if !form.ends_with('#') {
                    form.push('#');
                }
            }
            c => form.push(c),
        }
    }
    form
}

/// The size that most letters have, in tenths of a point.
fn body_size(pages: &[Page]) -> f64 {
    let mut letters: HashMap<i64, usize> = HashMap::new();
    for line in pages.iter().flatten() {
        let count: usize = line.cells.iter().map(String::len).sum();
        *letters.entry((line.size * 10.0).round() as i64).or_default() += count;
    }
    let most = letters.into_iter().max_by_key(|&(size, count)| (count, size));
    most.map_or(0.0, |(size, _)| size as f64 / 10.0)
}

/// The distance between the lines of a paragraph: that of most neighbours.
fn leading(page: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = page
        .windows(2)
        .filter(|pair| pair[0].column == pair[1].column)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|gap| *gap > 0.0)
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() * 2 / 5).copied().unwrap_or(0.0)
}

/// Whether a line is a row of a table: it has cells, and so has one beside it.
fn is_row(page: &[Line], index: usize, columns: &HashMap<usize, (f64, f64)>) -> bool {
    // A number or a sign before a line is that of an item, and no cell.
    let has_cells = |line: &&Line| {
        line.cells.len() > 2
            || line.cells.len() == 2 && line.cells[0].chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let Some(line) = page.get(index).filter(has_cells) else { return false };
    let is_spread = columns.get(&line.column).is_some_and(|&column| is_spread(line, column));
    let beside = [index.checked_sub(1), index.checked_add(1)];
    let mut beside = beside.into_iter().flatten().filter_map(|index| page.get(index)).filter(has_cells);
    beside.any(|other| !is_spread || line.cells.len() == 2 && are_aligned(line, other))
}

/// Whether the words of a line are spread so that it fills its column: each stands alone, as far from the next as any other.
fn is_spread(line: &Line, (left, right): (f64, f64)) -> bool {
    let is_full = line.x < left + line.size && line.end > right - line.size;
    let gaps = || line.spans.windows(2).map(|pair| (pair[1].0 - pair[0].1).abs());
    let (least, most) =
        gaps().fold((f64::INFINITY, 0.0_f64), |(least, most), gap| (least.min(gap), most.max(gap)));
    is_full && most < 1.3 * least && !line.cells.iter().any(|cell| cell.trim().contains(' '))
}

/// Whether cells of two lines, other than at their ends, begin, end or have their middle at the same place.
fn are_aligned(line: &Line, other: &Line) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 0.5 * line.size;
    let mut own = line.spans.iter().enumerate();
    own.any(|(index, span)| {
        other.spans.iter().enumerate().any(|(at, beside)| {
            let behind = index > 0 && at > 0;
            let before = index + 1 < line.spans.len() && at + 1 < other.spans.len();
            let middle = |span: &(f64, f64)| f64::midpoint(span.0, span.1);
            behind && near(span.0, beside.0)
                || before && near(span.1, beside.1)
                || behind && before && near(middle(span), middle(beside))
        })
    })
}

fn kind(line: &Line, text: &str, body: f64) -> Kind {
    if line.size > body * LARGER && shape::width(text) <= HEADING {
        Kind::Heading
    } else if shape::marker(text).is_some() {
        Kind::Item
    } else {
        Kind::Paragraph
    }
}

/// Whether a line goes on with the paragraph that the line before it belongs to.
fn follows(
    open: &Paragraph,
    before: &Line,
    line: &Line,
    text: &str,
    kind: Kind,
    (left, right): (f64, f64),
    leading: f64,
) -> bool {
    let size = before.size.max(line.size);
    if (before.size - line.size).abs() > 0.12 * size && !is_unfinished(open, text, kind) {
        return false;
    }
    if (open.kind == Kind::Heading) != (kind == Kind::Heading) || kind == Kind::Item {
        return false;
    }
    let gap = before.y - line.y;
    if before.column != line.column || gap <= 0.0 {
        return is_unfinished(open, text, kind);
    }
    // Few lines tell little of how far apart they stand.
    let leading = leading.min(LEADING * size);
    if gap > (leading * 1.35).max(0.9 * size) && gap > 1.1 * size {
        return false;
    }
    let ends = shape::ends_sentence(&open.text);
    let is_short = before.end < right - 0.15 * (right - left);
    let is_indented = line.x > before.x + 0.7 * size && open.kind != Kind::Item;
    !(ends && (is_short || is_indented) || is_short && is_indented)
}

/// Whether a sentence goes on in what stands elsewhere.
fn is_unfinished(open: &Paragraph, text: &str, kind: Kind) -> bool {
    open.kind != Kind::Heading
        && kind == Kind::Paragraph
        && !shape::ends_sentence(&open.text)
        && (shape::begins_small(text) || open.text.ends_with('-') || shape::ends_openly(&open.text))
}

/// A cell of several lines as one.
fn whole(cell: &str, hyphens: &Hyphens) -> String {
    let mut whole = String::new();
    for line in cell.lines() {
        if whole.is_empty() { whole.push_str(line.trim()) } else { join(&mut whole, line, hyphens) }
    }
    whole
}

/// Joins a line; a word that is divided is made whole.
fn join(text: &mut String, line: &str, hyphens: &Hyphens) {
    text.truncate(text.trim_end().len());
    let line = line.trim();
    // A paragraph may be long, and its end is enough.
    let end = text.floor_char_boundary(text.len().saturating_sub(END));
    match hyphens.seam(&text[end..], line) {
        Seam::Space => text.push(' '),
        Seam::Nothing => {}
        Seam::Divided => {
            text.pop();
        }
    }
    text.push_str(line);
}
