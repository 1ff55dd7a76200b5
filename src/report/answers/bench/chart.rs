//! Pictures of a benchmark: recall against speed, and how long queries took.

use std::io;

use super::{BenchGrowth, BenchReport, BenchRow};
use crate::report::ReportError;
use crate::report::text::number::grouped;
use crate::report::text::wrap::label;
use crate::report::text::xml::Xml;

/// Columns and rows of a picture, in its own units.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
/// Room for the names of values, left and below.
const LEFT: f64 = 76.0;
const BELOW: f64 = 44.0;
const EDGE: f64 = 30.0;
/// Height of the times of a setting.
const BAND: f64 = 34.0;
/// Room for names of settings.
const NAMES: f64 = 190.0;
/// Colours of lines; then they begin anew.
const COLOURS: usize = 6;

/// A scale of logarithms.
struct Logs {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Logs {
    /// From just below the least to just above the greatest of some values.
    fn of(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values
            .filter(|value| *value > 0.0)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low <= high { (low, high) } else { (1.0, 10.0) };
        Self { low: low.log10() - 0.1, high: high.log10() + 0.1, from, to }
    }

    fn at(&self, value: f64) -> f64 {
        let share = (value.max(1e-9).log10() - self.low) / (self.high - self.low);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// One, two and five times the powers of ten that lie on it; powers alone where those would be many.
    fn marks(&self) -> Vec<f64> {
        let steps: &[f64] = if self.high - self.low > 2.5 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        (self.low.floor() as i32..=self.high.ceil() as i32)
            .flat_map(|power| steps.iter().map(move |step| step * 10_f64.powi(power)))
            .filter(|mark| (self.low..=self.high).contains(&mark.log10()))
            .collect()
    }
}

fn n(value: f64) -> String {
    format!("{value:.1}")
}

fn amount(value: f64) -> String {
    if value < 1.0 { format!("{value}") } else { grouped(value.round() as usize) }
}

/// Recall against queries a second, as a document of its own.
///
/// # Errors
/// When it cannot be written, which is a defect of this crate.
pub fn svg(report: &BenchReport) -> Result<String, ReportError> {
    let mut xml = Xml::new()?;
    recall(&mut xml, report, true)?;
    Ok(xml.finish()?)
}

/// The style of pictures in a page, or of one that stands alone.
pub(super) const STYLE: &str = include_str!("chart.css");

fn begin(xml: &mut Xml, height: f64, title: &str, alone: bool) -> io::Result<()> {
    let view = format!("0 0 {WIDTH} {height}");
    let mut attributes =
        vec![("viewBox", view.as_str()), ("role", "img"), ("class", "chart"), ("aria-label", title)];
    if alone {
        attributes.insert(0, ("xmlns", "http://www.w3.org/2000/svg"));
    }
    xml.begin("svg", &attributes)?;
    xml.text("title", &[], title)?;
    if alone {
        xml.text("style", &[], STYLE)?;
        xml.empty("rect", &[("class", "paper"), ("width", &n(WIDTH)), ("height", &n(height))])?;
    }
    Ok(())
}

fn line(xml: &mut Xml, class: &str, [x1, y1, x2, y2]: [f64; 4]) -> io::Result<()> {
    xml.empty("line", &[("class", class), ("x1", &n(x1)), ("y1", &n(y1)), ("x2", &n(x2)), ("y2", &n(y2))])
}

fn text(xml: &mut Xml, class: &str, x: f64, y: f64, value: &str) -> io::Result<()> {
    xml.text("text", &[("class", class), ("x", &n(x)), ("y", &n(y))], value)
}

/// The settings that have a recall, those of one graph together.
fn lines(report: &BenchReport) -> Vec<(String, Vec<&BenchRow>)> {
    let mut lines: Vec<(String, Vec<&BenchRow>)> = Vec::new();
    for row in report.rows.iter().filter(|row| row.recall.is_some()) {
        let name = match row.ef {
            Some(ef) => row.name.replace(&format!(" ef {ef}"), ""),
            None => row.name.clone(),
        };
        match lines.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => lines.push((name, vec![row])),
        }
    }
    lines
}

/// Up and to the right is better.
pub(super) fn recall(xml: &mut Xml, report: &BenchReport, alone: bool) -> io::Result<()> {
    let lines = lines(report);
    let rows = || lines.iter().flat_map(|(_, rows)| rows.iter().copied());
    begin(xml, HEIGHT, "Recall against queries a second", alone)?;
    let least = rows().filter_map(|row| row.recall).fold(1.0_f64, f64::min);
    // A round number below the least, and never a scale of nothing.
    let floor = ((least - 0.005) * 20.0).floor() / 20.0;
    let floor = floor.clamp(0.0, 0.95);
    let x = |recall: f64| LEFT + (recall - floor) / (1.0 - floor) * (WIDTH - LEFT - EDGE - 24.0);
    let y = Logs::of(rows().map(|row| row.qps), HEIGHT - BELOW, EDGE);
    for mark in y.marks() {
        line(xml, "grid", [LEFT, y.at(mark), WIDTH - EDGE, y.at(mark)])?;
        text(xml, "end", LEFT - 8.0, y.at(mark) + 4.0, &amount(mark))?;
    }
    let steps = 5;
    for step in 0..=steps {
        let mark = floor + (1.0 - floor) * f64::from(step) / f64::from(steps);
        line(xml, "grid", [x(mark), EDGE, x(mark), HEIGHT - BELOW])?;
        text(xml, "middle", x(mark), HEIGHT - BELOW + 18.0, &format!("{mark:.2}"))?;
    }
    text(
        xml,
        "middle axis",
        f64::midpoint(LEFT, WIDTH),
        HEIGHT - 6.0,
        &format!("recall of the {} nearest", report.k),
    )?;
    text(xml, "axis", 4.0, 12.0, "queries a second, one thread")?;
    for (place, (name, rows)) in lines.iter().enumerate() {
        let class = format!("s{}", place % COLOURS);
        let points: Vec<String> = rows
            .iter()
            .map(|row| format!("{},{}", n(x(row.recall.unwrap_or(0.0))), n(y.at(row.qps))))
            .collect();
        if points.len() > 1 {
            xml.empty("polyline", &[("class", &format!("curve {class}")), ("points", &points.join(" "))])?;
        }
        for (at, row) in rows.iter().enumerate() {
            let (cx, cy) = (x(row.recall.unwrap_or(0.0)), y.at(row.qps));
            xml.begin(
                "circle",
                &[("class", &format!("point {class}")), ("cx", &n(cx)), ("cy", &n(cy)), ("r", "4.5")],
            )?;
            xml.text(
                "title",
                &[],
                &format!(
                    "{}: recall {:.4}, {} queries a second",
                    label(&row.name),
                    row.recall.unwrap_or(0.0),
                    amount(row.qps)
                ),
            )?;
            xml.end()?;
            if let Some(ef) = row.ef {
                text(xml, "small end", cx - 6.0, cy + 15.0, &ef.to_string())?;
            }
            if at == 0 {
                let below = if rows.len() > 1 || cy > HEIGHT / 2.0 { -10.0 } else { 18.0 };
                let class = if cx > WIDTH * 0.6 { "name end" } else { "name" };
                text(xml, class, cx, cy + below, &label(name))?;
            }
        }
    }
    xml.end()
}

/// How long queries took: for each setting how many of them lie in each range of times.
pub(super) fn times(xml: &mut Xml, report: &BenchReport, alone: bool) -> io::Result<()> {
    let height = EDGE + BAND * report.rows.len() as f64 + BELOW;
    begin(xml, height, "Time of a query", alone)?;
    // Beyond the 99.9th percentile lies what others did on the machine.
    let ends = |row: &BenchRow| {
        let last = row.p999_us.or(row.p99_us).or(row.ranges.last().map(|range| range[1]));
        [row.ranges.first().map(|range| range[0]), last]
    };
    let x = Logs::of(report.rows.iter().flat_map(ends).flatten(), NAMES, WIDTH - EDGE);
    for mark in x.marks() {
        line(xml, "grid", [x.at(mark), EDGE, x.at(mark), height - BELOW])?;
        text(xml, "middle", x.at(mark), height - BELOW + 18.0, &amount(mark))?;
    }
    text(xml, "middle axis", f64::midpoint(NAMES, WIDTH), height - 6.0, "microseconds a query, one thread")?;
    for (place, row) in report.rows.iter().enumerate() {
        let base = EDGE + BAND * (place + 1) as f64;
        text(xml, "end", NAMES - 10.0, base - 8.0, &label(&row.name))?;
        line(xml, "base", [NAMES, base, WIDTH - EDGE, base])?;
        let most = row.ranges.iter().map(|range| range[2]).fold(0.0, f64::max);
        for [from, to, count] in row.ranges.iter().filter(|range| range[2] > 0.0) {
            let (left, right) = (x.at(*from), x.at(*to));
            // What lies beyond the scale is not heaped up at its end.
            if right - left < 0.5 {
                continue;
            }
            let tall = (count / most * (BAND - 10.0)).max(1.0);
            let class = format!("bar s{}", place % COLOURS);
            xml.empty(
                "rect",
                &[
                    ("class", &class),
                    ("x", &n(left)),
                    ("y", &n(base - tall)),
                    ("width", &n(right - left - 0.5)),
                    ("height", &n(tall)),
                ],
            )?;
        }
        if let Some(middle) = row.p50_us {
            line(xml, "median", [x.at(middle), base - BAND + 8.0, x.at(middle), base])?;
        }
    }
    xml.end()
}

/// A name, and the time of a part.
type Curve = (&'static str, fn(&BenchGrowth) -> Option<f64>);

/// Time of a query against the number of vectors.
pub(super) fn growth(xml: &mut Xml, report: &BenchReport, alone: bool) -> io::Result<()> {
    begin(xml, HEIGHT, "Time of a query against the number of vectors", alone)?;
    let parts = &report.growth;
    let x = Logs::of(parts.iter().map(|part| part.units as f64), LEFT, WIDTH - EDGE);
    let times = parts.iter().flat_map(|part| [Some(part.exact_us), part.graph_us]).flatten();
    let y = Logs::of(times, HEIGHT - BELOW, EDGE);
    for mark in y.marks() {
        line(xml, "grid", [LEFT, y.at(mark), WIDTH - EDGE, y.at(mark)])?;
        text(xml, "end", LEFT - 8.0, y.at(mark) + 4.0, &amount(mark))?;
    }
    for part in parts {
        let at = x.at(part.units as f64);
        line(xml, "grid", [at, EDGE, at, HEIGHT - BELOW])?;
        text(xml, "middle", at, HEIGHT - BELOW + 18.0, &grouped(part.units))?;
    }
    text(xml, "middle axis", f64::midpoint(LEFT, WIDTH), HEIGHT - 6.0, "vectors")?;
    text(xml, "axis", 4.0, 12.0, "microseconds a query, one thread")?;
    let curves: [Curve; 2] = [("exact", |part| Some(part.exact_us)), ("hnsw ef 64", |part| part.graph_us)];
    for (place, (name, time)) in curves.into_iter().enumerate() {
        let class = format!("s{place}");
        let points: Vec<(f64, f64, f64)> = parts
            .iter()
            .filter_map(|part| time(part).map(|us| (x.at(part.units as f64), y.at(us), us)))
            .collect();
        let path: Vec<String> = points.iter().map(|(cx, cy, _)| format!("{},{}", n(*cx), n(*cy))).collect();
        if path.len() > 1 {
            xml.empty("polyline", &[("class", &format!("curve {class}")), ("points", &path.join(" "))])?;
        }
        for (cx, cy, us) in &points {
            let class = format!("point {class}");
            xml.begin("circle", &[("class", &class), ("cx", &n(*cx)), ("cy", &n(*cy)), ("r", "4.5")])?;
            xml.text("title", &[], &format!("{name}: {us:.1} µs"))?;
            xml.end()?;
        }
        if let Some((cx, cy, _)) = points.last() {
            text(xml, "name end", *cx, cy - 10.0, name)?;
        }
    }
    xml.end()
}
