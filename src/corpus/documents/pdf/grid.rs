//! Tables whose cells have several lines: a row of them is read cell by cell, and not line by line.
//!
//! Lines of a cell are told from rows by what stands between them, and by how they end: a line of a cell goes as far as there is room for the
//! next word.

use super::glyphs::Run;
use super::layout::{Line, goes_left, heights, leaf, median};
use crate::corpus::shape;

/// Most runs of a region that is looked at, and most columns.
const MOST: usize = 4000;
const COLUMNS: usize = 12;

/// A gap wider than this share of the size stands between columns.
const GUTTER: f64 = 0.8;

/// It is so many times wider, divided by the number of lines that it goes through: spaces of few lines may meet.
const MEETING: f64 = 4.0;

/// Lines whose places differ by less than this share of the size are aligned.
const ALIGNED: f64 = 0.4;

/// What is between rows is wider than what is between the lines of a cell by this share of the size.
const WIDER: f64 = 0.25;

/// A heading is set larger than what it stands over by at least this.
const LARGER: f64 = 1.1;

/// Most letters of a row that is read as one: more are columns of text that begin at the same height.
const LETTERS: usize = 600;

/// The runs of each cell of a row.
pub(super) type Row = Vec<Vec<Run>>;

/// Lines of all columns that are at the same height.
#[derive(Debug, Default)]
struct Band {
    top: f64,
    bottom: f64,
    /// The lines of each column, by their numbers.
    lines: Vec<Vec<usize>>,
}

impl Band {
    fn sizes(&self, columns: &[Vec<Line>]) -> impl Iterator<Item = f64> {
        self.lines
            .iter()
            .zip(columns)
            .flat_map(|(numbers, lines)| numbers.iter().map(|&line| lines[line].size))
    }

    fn least(&self, columns: &[Vec<Line>]) -> f64 {
        self.sizes(columns).fold(f64::INFINITY, f64::min)
    }

    fn most(&self, columns: &[Vec<Line>]) -> f64 {
        self.sizes(columns).fold(0.0, f64::max)
    }
}

/// The rows of a region, where cells of it have several lines.
///
/// A region that falls into columns of text as well is a table only where `strictly` its rows are set apart.
pub(super) fn rows(region: &[Run], strictly: bool) -> Option<Vec<Row>> {
    if region.len() > MOST || region.len() < 3 {
        return None;
    }
    let size = median(region.iter().map(|run| run.size).collect());
    let gutters = gutters(region, size);
    if gutters.is_empty() || gutters.len() >= COLUMNS {
        return None;
    }
    let column = |run: &Run| gutters.partition_point(|&gutter| gutter < run.x);
    let mut columns: Row = vec![Vec::new(); gutters.len() + 1];
    for run in region {
        columns[column(run)].push(run.clone());
    }
    let columns: Vec<Vec<Line>> = columns
        .into_iter()
        .map(|runs| {
            let mut lines = Vec::new();
            leaf(runs, 0, &mut lines);
            lines
        })
        .collect();
    if !are_aligned(&columns) {
        return None;
    }
    let bands = bands(&columns);
    let within: Vec<Vec<f64>> = columns.iter().map(|lines| gaps(lines)).collect();
    let least = low(within.iter().flatten().copied().collect())?;
    let is_wide = |gap: f64| gap > least + WIDER * size;
    let between: Vec<f64> = bands.windows(2).map(|pair| pair[0].bottom - pair[1].top).collect();
    let set_apart = between.iter().filter(|&&gap| is_wide(gap)).count();
    let own = within.iter().filter(|gaps| !gaps.is_empty());
    let fullest = own.map(|gaps| gaps.iter().filter(|&&gap| is_wide(gap)).count()).min()?;
    // Paragraphs of columns of text end at different heights; the fullest column of a table has a gap where a row ends.
    if set_apart * 10 < fullest * 7 {
        return None;
    }
    let goes_on: Vec<bool> = bands.windows(2).map(|pair| goes_on(&columns, &pair[0], &pair[1])).collect();
    let narrow: Vec<usize> = (0..between.len()).filter(|&index| !is_wide(between[index])).collect();
    let going = narrow.iter().filter(|&&index| goes_on[index]).count();
    let is_told = set_apart > 0 && going * 2 >= narrow.len();
    if going == 0 || strictly && !(is_told && set_apart > 1) {
        return None;
    }
    let mut starts = vec![f64::INFINITY];
    for (index, pair) in bands.windows(2).enumerate() {
        // Headings of what stands below them are no row.
        let is_head = pair[0].least(&columns) > LARGER * pair[1].most(&columns);
        if !is_head && (is_wide(between[index]) || !is_told && !goes_on[index]) {
            starts.push(f64::midpoint(pair[0].bottom, pair[1].top));
        }
    }
    let mut rows: Vec<Row> = vec![vec![Vec::new(); gutters.len() + 1]; starts.len()];
    for run in region {
        let row = starts.partition_point(|&start| start > run.y) - 1;
        rows[row][column(run)].push(run.clone());
    }
    // Paragraphs that happen to stand at the same heights are as long as one another; cells of a row are not.
    let unequal = rows.iter().filter(|row| {
        let lines = |cell: &Vec<Run>| heights(&cell.iter().collect::<Vec<_>>()).len();
        let lines: Vec<usize> = row.iter().map(lines).collect();
        lines.iter().any(|&count| count != lines[0])
    });
    if strictly && columns.iter().all(|lines| is_wide_text(lines)) && unequal.count() * 2 < rows.len() {
        return None;
    }
    if goes_left(region) {
        for row in &mut rows {
            row.reverse();
        }
    }
    Some(rows)
}

/// A row as a line, unless it is too long for one.
pub(super) fn line(row: &Row, column: usize) -> Option<Line> {
    let letters: usize = row.iter().flatten().map(|run| shape::width(&run.text)).sum();
    if letters > LETTERS {
        return None;
    }
    let mut whole = Line { is_row: true, column, end: f64::NEG_INFINITY, ..Line::default() };
    for cell in row.iter().filter(|cell| !cell.is_empty()) {
        let mut lines = Vec::new();
        leaf(cell.clone(), column, &mut lines);
        if let (true, Some(first)) = (whole.cells.is_empty(), lines.first()) {
            (whole.x, whole.y, whole.size) = (first.x, first.y, first.size);
        }
        whole.x = lines.iter().map(|line| line.x).fold(whole.x, f64::min);
        whole.end = lines.iter().map(|line| line.end).fold(whole.end, f64::max);
        whole.cells.push(lines.iter().map(Line::text).collect::<Vec<_>>().join("\n"));
    }
    (whole.cells.len() > 1).then_some(whole)
}

/// Where white space goes down through a region.
fn gutters(runs: &[Run], size: f64) -> Vec<f64> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut covered = f64::INFINITY;
    let mut gutters = Vec::new();
    let few = MEETING / heights(&sorted).len().max(1) as f64;
    for run in sorted {
        if run.x - covered > few.max(GUTTER) * size {
            gutters.push(f64::midpoint(covered, run.x));
        }
        covered = if covered.is_finite() { covered.max(run.end) } else { run.end };
    }
    gutters
}

/// Whether lines of a column begin, end or have their middle at the same place. Words of lines that are spread to the same width do not, but for the
/// ends of the last.
fn are_aligned(columns: &[Vec<Line>]) -> bool {
    let behind = columns.iter().enumerate().skip(1);
    let mut aligned = behind.filter(|(_, lines)| lines.len() > 1).map(|(index, lines)| {
        let most = |place: fn(&Line) -> f64| {
            let usual = median(lines.iter().map(place).collect());
            let near = lines.iter().filter(|line| (place(line) - usual).abs() < ALIGNED * line.size);
            near.count() * 10 >= lines.len() * 7
        };
        let is_last = index + 1 == columns.len();
        let by_end = most(|line| line.end);
        (most(|line| line.x) || most(|line| f64::midpoint(line.x, line.end)) || by_end && !is_last, by_end)
    });
    let mut some = false;
    aligned.all(|(is_told, by_end)| {
        some |= is_told;
        is_told || by_end
    }) && some
}

/// Whether a column is as wide as columns of text are.
fn is_wide_text(lines: &[Line]) -> bool {
    let letters: usize = lines.iter().flat_map(|line| &line.cells).map(|cell| shape::width(cell)).sum();
    letters >= super::layout::LETTERS * lines.len()
}

fn top(line: &Line) -> f64 {
    line.y + 0.75 * line.size
}

fn bottom(line: &Line) -> f64 {
    line.y - 0.25 * line.size
}

fn gaps(lines: &[Line]) -> Vec<f64> {
    lines.windows(2).map(|pair| bottom(&pair[0]) - top(&pair[1])).collect()
}

/// One of the least values that is no exception.
fn low(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 10).copied()
}

fn bands(columns: &[Vec<Line>]) -> Vec<Band> {
    let mut order: Vec<(usize, usize)> = columns
        .iter()
        .enumerate()
        .flat_map(|(column, lines)| (0..lines.len()).map(move |line| (column, line)))
        .collect();
    order.sort_by(|a, b| top(&columns[b.0][b.1]).total_cmp(&top(&columns[a.0][a.1])));
    let mut bands: Vec<Band> = Vec::new();
    for (column, number) in order {
        let line = &columns[column][number];
        if bands.last().is_none_or(|band| band.bottom > top(line)) {
            let lines = vec![Vec::new(); columns.len()];
            bands.push(Band { top: top(line), bottom: bottom(line), lines });
        }
        if let Some(band) = bands.last_mut() {
            band.bottom = band.bottom.min(bottom(line));
            band.lines[column].push(number);
        }
    }
    bands
}

/// Whether a cell of a band goes on in the band below.
fn goes_on(columns: &[Vec<Line>], above: &Band, below: &Band) -> bool {
    let has = |band: &Band, column: usize| !band.lines[column].is_empty();
    let all = || 0..columns.len();
    // A line with less than the one above it has what did not fit there.
    let is_rest = all().all(|column| has(above, column) || !has(below, column))
        && all().any(|column| !has(below, column) && has(above, column));
    let told = all().filter_map(|column| {
        let (upper, lower) = (*above.lines[column].last()?, *below.lines[column].first()?);
        let (upper, lower) = (&columns[column][upper], &columns[column][lower]);
        let text = lower.text();
        Some(is_full(&columns[column], upper, lower, &text) && (is_rest || begins_on(&text)))
    });
    let told: Vec<bool> = told.collect();
    // Where all cells go on at once, any that begins anew tells that they do not.
    if is_rest { told.contains(&true) } else { !told.is_empty() && !told.contains(&false) }
}

/// Whether text flows from line to line in a column.
pub(super) fn flows(runs: &[&Run]) -> bool {
    let mut lines = Vec::new();
    leaf(runs.iter().map(|&run| run.clone()).collect(), 0, &mut lines);
    let going = lines.windows(2).filter(|pair| {
        let text = pair[1].text();
        begins_on(&text) && is_full(&lines, &pair[0], &pair[1], &text)
    });
    going.count() * 10 >= (lines.len() - 1) * 6
}

/// Whether a line begins within a sentence.
fn begins_on(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_uppercase())
}

/// Whether the first word of the line below had no room in a line.
fn is_full(column: &[Line], line: &Line, below: &Line, text: &str) -> bool {
    let right = column.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
    let (word, all) = match text.split_whitespace().next() {
        Some(word) if !word.chars().all(shape::is_ideographic) => {
            (word.chars().count(), text.chars().count())
        }
        _ => (1, text.chars().count()),
    };
    let share = word as f64 / all.max(1) as f64;
    line.end + (below.end - below.x) * share + 0.2 * line.size > right
}
