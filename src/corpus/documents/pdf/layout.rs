//! Runs of letters become lines in the order in which they are read: a page is cut at white space, down between columns and
//! across between what stands above and below (the recursive XY cut of Nagy and Seth), until nothing is left to cut.

use std::collections::BTreeMap;

use super::glyphs::Run;
use super::{bidi, grid};

/// How often a page is cut at most.
const CUTS: usize = 24;

/// Least number of lines of a column.
const LINES: usize = 4;

/// Least mean number of letters of a line of a column: shorter ones are cells of a table, which are read across.
pub(super) const LETTERS: usize = 18;

/// Least numbers of lines, and of letters of each, of a column that is told by the text that flows in it, and most runs of it.
const NARROW: (usize, usize, usize) = (6, 8, 2000);

/// Most gaps at the top and at the bottom of a region between which columns are looked for.
const GAPS: usize = 12;

/// How many runs are looked at in all, where columns are looked for between gaps of a page.
const LOOKS: usize = 2_000_000;

/// Least share of the width of the page that a column takes.
const SHARE: f64 = 0.15;

/// A gap wider than this share of the page stands between what need not be of one table.
const FAR: f64 = 0.3;

/// A line of a column, or a row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// Its parts, where wide gaps stand between them.
    pub(super) cells: Vec<String>,
    /// Where each of them begins and ends.
    pub(super) spans: Vec<(f64, f64)>,
    /// Number of its column on the page.
    pub(super) column: usize,
    /// It is a row of a table for sure; its cells may have several lines.
    pub(super) is_row: bool,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.cells.join(" ")
    }
}

/// The lines of a page; text that is turned stands behind what is not.
pub(super) fn lines(runs: Vec<Run>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut columns = 0;
    let mut layers: BTreeMap<u16, Vec<Run>> = BTreeMap::new();
    for run in runs {
        layers.entry(run.turned).or_default().push(run);
    }
    for layer in layers.into_values() {
        let width = extent(&layer).map_or(0.0, |(from, to)| to - from);
        // What is still to be read, the first last.
        let mut open = vec![Part::Region(layer, columns, CUTS)];
        columns += 1;
        let mut looks = LOOKS;
        while let Some(part) = open.pop() {
            let (mut region, column, cuts) = match part {
                Part::Line(line) => {
                    lines.push(line);
                    continue;
                }
                Part::Region(region, ..) if region.is_empty() => continue,
                Part::Region(region, column, 0) => {
                    leaf(region, column, &mut lines);
                    continue;
                }
                Part::Region(region, column, cuts) => (region, column, cuts - 1),
            };
            let gutter = between_columns(&region, width);
            if let Some(rows) = grid::rows(&region, gutter.is_some()) {
                for row in rows.into_iter().rev() {
                    if let Some(line) = grid::line(&row, column) {
                        open.push(Part::Line(line));
                        continue;
                    }
                    let beside = row.iter().filter(|cell| !cell.is_empty()).count() > 1;
                    for cell in row.into_iter().rev() {
                        open.push(Part::Region(cell, if beside { columns } else { column }, cuts));
                        columns += 1;
                    }
                }
            } else if let Some(at) = gutter {
                let goes_left = goes_left(&region);
                let (left, right): (Vec<Run>, Vec<Run>) = region.into_iter().partition(|run| run.x < at);
                let (first, second) = if goes_left { (right, left) } else { (left, right) };
                open.push(Part::Region(second, columns + 1, cuts));
                open.push(Part::Region(first, columns, cuts));
                columns += 2;
            } else if let Some((start, end)) = band(&mut region, width, &mut looks) {
                let below = region.split_off(end);
                let columns = region.split_off(start);
                open.push(Part::Region(below, column, cuts));
                open.push(Part::Region(columns, column, cuts));
                open.push(Part::Region(region, column, cuts));
            } else if region.len() > LINES
                && let Some(at) = between_rows(&region)
            {
                let (above, below) = region.into_iter().partition(|run| run.y > at);
                open.push(Part::Region(below, column, cuts));
                open.push(Part::Region(above, column, cuts));
            } else {
                leaf(region, column, &mut lines);
            }
        }
    }
    lines
}

/// A part of a page that is still to be read.
enum Part {
    /// What stands in a region, of this column, that may be cut so often.
    Region(Vec<Run>, usize, usize),
    Line(Line),
}

/// Whether a region is read from the right.
pub(super) fn goes_left(runs: &[Run]) -> bool {
    bidi::goes_left(&runs.iter().map(|run| run.text.as_str()).collect::<String>())
}

fn extent(runs: &[Run]) -> Option<(f64, f64)> {
    let from = runs.iter().map(|run| run.x).min_by(f64::total_cmp)?;
    let to = runs.iter().map(|run| run.end).max_by(f64::total_cmp)?;
    Some((from, to))
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Where a region falls into two columns.
fn between_columns(runs: &[Run], page: f64) -> Option<f64> {
    let size = median(runs.iter().map(|run| run.size).collect());
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut covered = f64::NEG_INFINITY;
    let mut widest: Option<(f64, f64)> = None;
    for run in sorted {
        let gap = run.x - covered;
        if covered.is_finite() && gap > 0.8 * size && widest.is_none_or(|(width, _)| gap > width) {
            widest = Some((gap, f64::midpoint(covered, run.x)));
        }
        covered = covered.max(run.end);
    }
    let (gap, at) = widest?;
    let (left, right): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|run| run.x < at);
    let are_columns = is_column(&left, page) && is_column(&right, page);
    (are_columns || gap > FAR * page && are_apart(&left, &right, size)).then_some(at)
}

/// The heights of lines.
pub(super) fn heights(runs: &[&Run]) -> Vec<f64> {
    let mut heights: Vec<f64> = runs.iter().map(|run| run.y).collect();
    heights.sort_by(f64::total_cmp);
    let size = runs.first().map_or(1.0, |run| run.size);
    heights.dedup_by(|a, b| (*a - *b).abs() < 0.5 * size);
    heights
}

/// Whether most lines have none beside them at the same height: they are no rows of a table.
fn are_apart(left: &[&Run], right: &[&Run], size: f64) -> bool {
    let (mut few, mut many) = (heights(left), heights(right));
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    let beside = few.iter().filter(|&&height| {
        let after = many.partition_point(|&other| other < height - 0.15 * size);
        many.get(after).is_some_and(|&other| other < height + 0.15 * size)
    });
    few.len() >= LINES && beside.count() * 2 < few.len()
}

fn is_column(runs: &[&Run], page: f64) -> bool {
    let from = runs.iter().map(|run| run.x).fold(f64::INFINITY, f64::min);
    let to = runs.iter().map(|run| run.end).fold(f64::NEG_INFINITY, f64::max);
    let heights = heights(runs);
    let letters: usize = runs.iter().map(|run| crate::corpus::shape::width(&run.text)).sum();
    let is_wide = || letters >= LETTERS * heights.len();
    let is_narrow = || {
        runs.len() < NARROW.2
            && heights.len() >= NARROW.0
            && letters >= NARROW.1 * heights.len()
            && grid::flows(runs)
    };
    heights.len() >= LINES && to - from >= SHARE * page && (is_wide() || is_narrow())
}

/// Where the widest white space lies across a region.
fn between_rows(runs: &[Run]) -> Option<f64> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lowest = f64::INFINITY;
    let mut widest: Option<(f64, f64)> = None;
    for run in sorted {
        let (top, bottom) = (run.y + 0.75 * run.size, run.y - 0.25 * run.size);
        let gap = lowest - top;
        if lowest.is_finite() && gap > 0.1 * run.size && widest.is_none_or(|(width, _)| gap > width) {
            widest = Some((gap, f64::midpoint(lowest, top)));
        }
        lowest = lowest.min(bottom);
    }
    widest.map(|(_, at)| at)
}

/// The tallest part of a region, between lines that go across, that falls into columns: what is above it, and what is below, is
/// read apart. The region comes to be in the order of heights.
fn band(region: &mut [Run], page: f64, looks: &mut usize) -> Option<(usize, usize)> {
    region.sort_by(|a, b| b.y.total_cmp(&a.y));
    if !has_gutter(region) {
        return None;
    }
    let mut gaps: Vec<(usize, f64)> = Vec::new();
    let mut lowest = f64::INFINITY;
    for (index, run) in region.iter().enumerate() {
        let gap = lowest - (run.y + 0.75 * run.size);
        if lowest.is_finite() && gap > 0.1 * run.size {
            gaps.push((index, gap));
        }
        lowest = lowest.min(run.y - 0.25 * run.size);
    }
    // Lines of a paragraph are not told apart.
    let usual = median(gaps.iter().map(|&(_, gap)| gap).collect());
    gaps.retain(|&(_, gap)| gap > 1.2 * usual);
    let ends = |gap: &(usize, f64)| gap.0;
    let starts: Vec<usize> = std::iter::once(0).chain(gaps.iter().map(ends).take(GAPS)).collect();
    let ends: Vec<usize> =
        std::iter::once(region.len()).chain(gaps.iter().rev().map(ends).take(GAPS)).collect();
    let mut parts: Vec<(usize, usize)> = starts
        .iter()
        .flat_map(|&start| ends.iter().map(move |&end| (start, end)))
        .filter(|&(start, end)| end >= start + 2 * LINES && end - start < region.len())
        .collect();
    parts.sort_by_key(|&(start, end)| std::cmp::Reverse(end - start));
    parts.into_iter().find(|&(start, end)| {
        *looks = looks.saturating_sub(end - start);
        *looks > 0 && between_columns(&region[start..end], page).is_some()
    })
}

/// Whether lines of a region, which is in the order of heights, have something beside them.
fn has_gutter(region: &[Run]) -> bool {
    let beside = region.windows(2).filter(|pair| {
        let size = pair[0].size.max(pair[1].size);
        let gap = (pair[1].x - pair[0].end).max(pair[0].x - pair[1].end);
        (pair[0].y - pair[1].y).abs() < 0.7 * size && gap > 0.8 * size
    });
    beside.take(LINES).count() == LINES
}

/// The lines of a region that is not cut any more.
pub(super) fn leaf(mut runs: Vec<Run>, column: usize, lines: &mut Vec<Line>) {
    runs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut row: Vec<Run> = Vec::new();
    // The base line of the row and the size of its letters.
    let mut base = (0.0, 0.0);
    for run in runs {
        if !row.is_empty() && !is_on_line(&row, base, &run) {
            lines.push(line(std::mem::take(&mut row), column));
        }
        if row.is_empty() || run.size > base.1 {
            base = (run.y, run.size);
        }
        row.push(run);
    }
    if !row.is_empty() {
        lines.push(line(row, column));
    }
}

/// Whether a run stands on a line: what is set higher or lower than it is smaller.
fn is_on_line(row: &[Run], (y, size): (f64, f64), run: &Run) -> bool {
    let most = size.max(run.size);
    let apart = (y - run.y).abs();
    // Lines that are set closely have nothing beside one another.
    let covers = || {
        row.iter().rev().take(8).any(|other| {
            other.size.min(run.size) > 0.8 * most && other.end.min(run.end) - other.x.max(run.x) > 0.3 * most
        })
    };
    apart < 0.45 * most && (apart < 0.25 * most || !covers())
}

fn line(mut runs: Vec<Run>, column: usize) -> Line {
    runs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let largest = runs.iter().max_by_key(|run| run.text.len()).cloned().unwrap_or_default();
    let mut line = Line {
        x: runs.first().map_or(0.0, |run| run.x),
        end: runs.iter().map(|run| run.end).fold(f64::NEG_INFINITY, f64::max),
        y: largest.y,
        size: largest.size,
        cells: Vec::new(),
        spans: Vec::new(),
        column,
        is_row: false,
    };
    let goes_left = bidi::goes_left(&runs.iter().map(|run| run.text.as_str()).collect::<String>());
    let mut before: Option<&Run> = None;
    let mut end = f64::NEG_INFINITY;
    for run in &runs {
        let gap = run.x - end;
        match line.cells.last_mut() {
            Some(cell) if gap < 1.5 * line.size => {
                let parts = gap > 0.12 * line.size || before.is_some_and(|before| is_mark(cell, before, run));
                if parts && !cell.ends_with(' ') {
                    cell.push(' ');
                }
                cell.push_str(&run.text);
                if let Some(span) = line.spans.last_mut() {
                    span.1 = span.1.max(run.end);
                }
            }
            _ => {
                line.cells.push(run.text.clone());
                line.spans.push((run.x, run.end));
            }
        }
        end = end.max(run.end);
        before = Some(run);
    }
    for cell in &mut line.cells {
        *cell = bidi::as_read(cell, goes_left);
    }
    if goes_left {
        line.cells.reverse();
        line.spans.reverse();
    }
    line
}

/// Whether a cell is so far the raised mark of a note, before the note itself.
fn is_mark(cell: &str, mark: &Run, note: &Run) -> bool {
    cell == mark.text
        && mark.size < 0.85 * note.size
        && mark.y > note.y + 0.15 * note.size
        && !cell.contains(char::is_alphabetic)
}
