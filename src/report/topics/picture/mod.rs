//! The map of a report as a picture: SVG, and PNG made of it.

mod labels;
mod palette;
mod plane;
#[cfg(feature = "png")]
mod raster;
mod region;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io;
use std::ops::RangeInclusive;

use region::Region;

use crate::report::ReportError;
use crate::report::text::place::paths;
use crate::report::text::place::spot;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, cut, label};
use crate::report::text::xml::Xml;
use crate::report::topics::look::Look;
use crate::report::topics::model::TopicReport;
use plane::Point;

/// Widths of a PNG, in pixels.
pub const WIDTHS: RangeInclusive<u32> = 100..=12_000;

/// Where the points are.
const MAP: Region = Region { left: 48.0, top: 116.0, right: 824.0, bottom: 852.0 };

/// Where the topics are listed.
const LEGEND: Region = Region { left: 856.0, top: 116.0, right: 1168.0, bottom: 852.0 };

/// Height of a row of the list.
const ROW: f32 = 27.0;

/// Most columns of a name in the list, of the title and of the line below it.
const NAME: usize = 31;
const TITLE: usize = 68;
const NOTE: usize = 140;

/// Up to this many points, each is an element of its own and shows its text to the pointer.
const SINGLE: usize = 1_500;

/// Most columns of that text.
const TIP: usize = 160;

/// What programs set the text in: the font of the PNG first.
const FONTS: &str = "DejaVu Sans Condensed, Noto Sans, Segoe UI, Helvetica, Arial, sans-serif";

/// The map of a report as SVG, 1200 by 900: points in the colours of their topics, names on it, and a list of the
/// topics beside it.
///
/// Text of documents is escaped and without control characters; there is no script, style sheet or reference to
/// another file. The same report and look give the same text.
///
/// # Errors
///
/// [`ReportError::NoMap`] when no unit of the report has a place on a map.
pub fn svg(report: &TopicReport, look: &Look) -> Result<String, ReportError> {
    let points = plane::points(report, MAP);
    if report.map.is_none() || points.is_empty() {
        return Err(ReportError::NoMap);
    }
    Ok(Drawing { xml: Xml::new()?, report, words: Translations::new(look.language) }.draw(look, &points)?)
}

/// The same as a PNG of `width` pixels, one of [`WIDTHS`], and three quarters as many high.
///
/// The fonts are inside the program but for scripts that they lack (Korean, Chinese, Japanese and others): for those,
/// a font of the system is taken, and where there is none, the characters are missing.
///
/// # Errors
///
/// As [`svg`]; [`ReportError::Width`] for another width, [`ReportError::NotBuilt`] without the feature `png`.
pub fn png(report: &TopicReport, look: &Look, width: u32) -> Result<Vec<u8>, ReportError> {
    if !WIDTHS.contains(&width) {
        return Err(ReportError::Width { width });
    }
    #[cfg(feature = "png")]
    return raster::png(&svg(report, look)?, width);
    #[cfg(not(feature = "png"))]
    svg(report, look).and(Err(ReportError::NotBuilt { what: "PNG", feature: "png" }))
}

#[cfg(test)]
pub(in crate::report) use palette::topic as topic_colour;

struct Drawing<'a> {
    xml: Xml,
    report: &'a TopicReport,
    words: Translations,
}

impl Drawing<'_> {
    fn draw(mut self, look: &Look, points: &[Point]) -> io::Result<String> {
        let title = self.title(look);
        let language = self.words.language().code();
        self.xml.begin(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", "0 0 1200 900"),
                ("width", "1200"),
                ("height", "900"),
                ("role", "img"),
                ("aria-labelledby", "title note"),
                ("font-family", FONTS),
                ("lang", language),
                ("xml:lang", language),
            ],
        )?;
        self.xml.text("title", &[("id", "title")], &title)?;
        self.xml.text("desc", &[("id", "note")], &self.words.say("picture-note"))?;
        self.xml.empty("rect", &[("width", "1200"), ("height", "900"), ("fill", palette::GROUND)])?;
        self.line([48.0, 56.0], 28, palette::TEXT, &[("font-weight", "bold")], &cut(&title, TITLE))?;
        self.line([48.0, 84.0], 15, palette::MUTED, &[], &cut(&self.note(look), NOTE))?;
        self.points(points)?;
        self.labels(points)?;
        self.legend(points)?;
        let made = format!("{} · {}", self.report.generator, self.report.model.id);
        let end = [("text-anchor", "end")];
        self.line([LEGEND.right, 884.0], 11, palette::MUTED, &end, &beginning(&made, NOTE))?;
        self.xml.finish()
    }

    fn title(&self, look: &Look) -> String {
        let made = || self.words.with("picture-title", &[("paths", paths(&self.report.corpus.paths).into())]);
        look.title.as_deref().map(label).filter(|title| !title.is_empty()).unwrap_or_else(made)
    }

    /// Author and date where they are given, and what a map is.
    fn note(&self, look: &Look) -> String {
        let given = [&look.author, &look.date].into_iter().flatten().map(|text| label(text));
        let parts = given.chain([self.words.say("picture-note")]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// A line of text that begins at `at`, or ends there.
    fn line(
        &mut self,
        at: plane::Spot,
        size: u32,
        colour: &str,
        more: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        let (x, y, size) = (number(at[0]), number(at[1]), size.to_string());
        let mut attributes = vec![("x", x.as_str()), ("y", &y), ("font-size", &size), ("fill", colour)];
        attributes.extend(more);
        self.xml.text("text", &attributes, text)
    }

    /// Units in no topic below, then topics from the largest to the smallest, which would be hidden below others.
    fn points(&mut self, points: &[Point]) -> io::Result<()> {
        let radius = radius(points.len());
        let mut by_topic: BTreeMap<Option<usize>, Vec<&Point>> = BTreeMap::new();
        for point in points {
            by_topic.entry(point.topic).or_default().push(point);
        }
        for (topic, of_topic) in by_topic {
            let colour = topic.map_or(palette::NONE, palette::topic);
            if points.len() > SINGLE {
                self.path(of_topic.into_iter(), colour, radius)?;
            } else {
                self.circles(of_topic.into_iter(), colour, radius)?;
            }
        }
        Ok(())
    }

    /// One path of segments without length, of which round ends make dots; each place once.
    fn path<'p>(
        &mut self,
        points: impl Iterator<Item = &'p Point>,
        colour: &str,
        radius: f32,
    ) -> io::Result<()> {
        let tenths = |value: f32| (value * 10.0).round() as i32;
        let places: BTreeSet<[i32; 2]> = points.map(|point| point.at.map(tenths)).collect();
        let mut path = String::with_capacity(places.len() * 15);
        for [x, y] in places {
            let [x, y] = [x, y].map(|value| number(value as f32 / 10.0));
            // Writing into a text does not fail.
            let _ = write!(path, "M{x} {y}h0");
        }
        let width = number(radius * 2.0);
        let line =
            [("stroke", colour), ("stroke-width", &width), ("stroke-linecap", "round"), ("fill", "none")];
        let [stroke, width, cap, fill] = line;
        self.xml.empty("path", &[("d", &path), stroke, width, cap, fill, ("stroke-opacity", "0.75")])
    }

    fn circles<'p>(
        &mut self,
        points: impl Iterator<Item = &'p Point>,
        colour: &str,
        radius: f32,
    ) -> io::Result<()> {
        let radius = number(radius);
        let outline = [("stroke", palette::GROUND), ("stroke-width", "1")];
        self.xml.begin("g", &[("fill", colour), outline[0], outline[1]])?;
        for point in points {
            let unit = &self.report.units[point.unit];
            let [x, y] = point.at.map(number);
            self.xml.begin("circle", &[("cx", &x), ("cy", &y), ("r", &radius)])?;
            let tip = format!("{}: {}", spot(&unit.place), beginning(&unit.text, TIP));
            self.xml.text("title", &[], &tip)?;
            self.xml.end()?;
        }
        self.xml.end()
    }

    fn labels(&mut self, points: &[Point]) -> io::Result<()> {
        for label in labels::place(self.report, points, MAP) {
            let [left, middle] = [label.region.left, label.region.middle()[1]];
            let at = [left + labels::INDENT, middle + labels::SIZE * 0.36];
            // What the letters stand on, since not every program draws a line around letters below them.
            let halo = [
                ("stroke", palette::GROUND),
                ("stroke-width", "4"),
                ("stroke-linejoin", "round"),
                ("stroke-opacity", "0.9"),
                ("font-weight", "bold"),
                ("aria-hidden", "true"),
            ];
            let size = labels::SIZE as u32;
            self.line(at, size, palette::GROUND, &halo, &label.text)?;
            self.line(at, size, palette::TEXT, &[("font-weight", "bold")], &label.text)?;
            self.bar([left + 2.0, middle], palette::topic(label.topic))?;
        }
        Ok(())
    }

    fn legend(&mut self, points: &[Point]) -> io::Result<()> {
        let topics = &self.report.topics;
        let outliers = points.iter().filter(|point| point.topic.is_none()).count();
        // One row for units in no topic, one for topics that have no row.
        let rows = (LEGEND.height() / ROW) as usize - 2;
        let shown = if topics.len() > rows { rows } else { topics.len() };
        let mut y = LEGEND.top + ROW / 2.0;
        for (place, topic) in topics[..shown].iter().enumerate() {
            self.row(y, palette::topic(place), &beginning(&topic.label, NAME), topic.units)?;
            y += ROW;
        }
        let hidden = topics.len() - shown;
        if hidden > 0 {
            let values = [("n", hidden.into()), ("shown", self.words.grouped(hidden).into())];
            let more = self.words.with("picture-more", &values);
            self.line([LEGEND.left + 18.0, y + 5.0], 14, palette::MUTED, &[], &more)?;
            y += ROW;
        }
        if outliers > 0 {
            let name = self.words.say("picture-no-topic");
            self.row(y, palette::NONE, &name, outliers)?;
        }
        Ok(())
    }

    fn row(&mut self, y: f32, colour: &str, name: &str, units: usize) -> io::Result<()> {
        self.dot([LEGEND.left + 5.0, y], colour)?;
        self.line([LEGEND.left + 18.0, y + 5.0], 14, palette::TEXT, &[], &cut(name, NAME))?;
        let end = [("text-anchor", "end")];
        self.line([LEGEND.right, y + 5.0], 14, palette::MUTED, &end, &self.words.grouped(units))
    }

    /// The mark of a label; a dot would look like a unit.
    fn bar(&mut self, [x, y]: plane::Spot, colour: &str) -> io::Result<()> {
        let (x, y) = (number(x), number(y - 8.0));
        let place = [("x", x.as_str()), ("y", &y), ("width", "5"), ("height", "16"), ("rx", "2")];
        let ink = [("fill", colour), ("stroke", palette::GROUND), ("stroke-width", "1.5")];
        self.xml.empty("rect", &[place.as_slice(), &ink].concat())
    }

    fn dot(&mut self, at: plane::Spot, colour: &str) -> io::Result<()> {
        let [x, y] = at.map(number);
        let outline = [("stroke", palette::GROUND), ("stroke-width", "1.5")];
        let place = [("cx", x.as_str()), ("cy", &y), ("r", "5.5"), ("fill", colour)];
        self.xml.empty("circle", &[place.as_slice(), &outline].concat())
    }
}

/// Radius of a point: smaller the more there are.
fn radius(points: usize) -> f32 {
    (18.0 / (points.max(1) as f32).powf(0.3)).clamp(0.9, 6.5)
}

/// A number with at most one digit behind the point.
fn number(value: f32) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}
