//! The neighbour graph as GraphML, for Gephi, NetworkX and other programs that draw and measure graphs.
//!
//! Nodes are the units, edges the links of the report (GraphML 1.0, graphml.graphdrawing.org).

use std::collections::BTreeMap;
use std::io;

use unicode_segmentation::UnicodeSegmentation;

use crate::printable;
use crate::report::ReportError;
use crate::report::text::wrap::{label, one_line};
use crate::report::text::xml::Xml;
use crate::report::topics::model::{TopicReport, UnitEntry};

/// Most characters of a unit's text that a node has.
const CHARACTERS: usize = 200;

/// Units of length on the plane of a graph for one of the report's map: programs draw nodes several units wide.
const SCALE: f32 = 1000.0;

/// The values of nodes and edges: name, what has it, type.
const KEYS: [(&str, &str, &str); 11] = [
    ("label", "node", "string"),
    ("text", "node", "string"),
    ("file", "node", "string"),
    ("line", "node", "long"),
    ("at", "node", "string"),
    ("topic", "node", "long"),
    ("language", "node", "string"),
    ("boilerplate", "node", "boolean"),
    ("x", "node", "double"),
    ("y", "node", "double"),
    ("weight", "edge", "double"),
];

/// The graph of a report: every unit is a node, numbered as in the report, and every link an edge without direction.
///
/// Without links (they are made when asked for) it has nodes alone.
///
/// # Errors
///
/// When the document cannot be written, which is a defect of this crate.
pub fn render(report: &TopicReport) -> Result<String, ReportError> {
    Ok(write(report)?)
}

fn write(report: &TopicReport) -> io::Result<String> {
    let labels: BTreeMap<u64, String> =
        report.topics.iter().map(|topic| (topic.id, label(&topic.label))).collect();
    let mut xml = Xml::new()?;
    xml.begin("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
    for (name, of, kind) in KEYS {
        xml.empty("key", &[("id", name), ("for", of), ("attr.name", name), ("attr.type", kind)])?;
    }
    xml.begin("graph", &[("id", "neighbours"), ("edgedefault", "undirected")])?;
    for (number, unit) in report.units.iter().enumerate() {
        xml.begin("node", &[("id", &format!("n{number}"))])?;
        node(&mut xml, unit, unit.topic.and_then(|topic| labels.get(&topic)).map(String::as_str))?;
        xml.end()?;
    }
    for link in &report.links {
        let [source, target] = [link.a, link.b].map(|unit| format!("n{unit}"));
        xml.begin("edge", &[("source", &source), ("target", &target)])?;
        xml.text("data", &[("key", "weight")], &link.cosine.to_string())?;
        xml.end()?;
    }
    xml.finish()
}

fn node(xml: &mut Xml, unit: &UnitEntry, label: Option<&str>) -> io::Result<()> {
    let mut data = |key, value: &str| xml.text("data", &[("key", key)], value);
    if let Some(label) = label {
        data("label", label)?;
    }
    data("text", &beginning(&unit.text))?;
    data("file", &printable::name(&unit.place.file))?;
    data("line", &unit.place.line.to_string())?;
    if let Some(at) = &unit.place.at {
        data("at", &one_line(at))?;
    }
    if let Some(topic) = unit.topic {
        data("topic", &topic.to_string())?;
    }
    if let Some(language) = unit.language {
        data("language", language.code())?;
    }
    data("boilerplate", &unit.boilerplate.is_some().to_string())?;
    if let Some([x, y]) = unit.xy {
        data("x", &(x * SCALE).to_string())?;
        data("y", &(y * SCALE).to_string())?;
    }
    Ok(())
}

/// The text on one line, or its first characters and `…`.
fn beginning(text: &str) -> String {
    // What follows is cut in any case, and a unit may be long.
    let most = text.char_indices().nth(CHARACTERS * 20).map_or(text.len(), |(place, _)| place);
    let line = one_line(&text[..most]);
    match line.grapheme_indices(true).nth(CHARACTERS - 1) {
        Some((place, last)) if place + last.len() < line.len() => format!("{}…", &line[..place]),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn nodes_have_what_is_known_and_edges_their_weight() {
        let graph = render(&sample::report()).unwrap();
        assert_eq!(graph.matches("<node ").count(), 6);
        let french = "  <node id=\"n3\">\n   <data key=\"label\">armored train, railway</data>\n   \
            <data key=\"text\">Le train blindé a quitté la gare à l&apos;aube.</data>\n   \
            <data key=\"file\">press/deux.txt</data>\n   <data key=\"line\">1</data>\n   \
            <data key=\"topic\">1</data>\n   <data key=\"language\">fr</data>\n   \
            <data key=\"boilerplate\">false</data>\n   <data key=\"x\">0</data>\n   \
            <data key=\"y\">-125</data>\n  </node>\n";
        assert!(graph.contains(french), "{graph}");
        let edge = "  <edge source=\"n0\" target=\"n3\">\n   <data key=\"weight\">0.81</data>\n  </edge>\n";
        assert!(graph.contains(edge), "{graph}");
        assert_eq!(graph.matches("<key ").count(), KEYS.len());
        assert_eq!(graph, render(&sample::report()).unwrap());
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut report = sample::report();
        report.units[0].text = "]]></data><node id=\"x\"/>&\0\u{ffff}\u{1b}[1m".to_owned();
        report.topics[0].label = "<label>".to_owned();
        let graph = render(&report).unwrap();
        assert!(
            graph.contains(">]]&gt;&lt;/data&gt;&lt;node id=&quot;x&quot;/&gt;&amp; [1m</data>"),
            "{graph}"
        );
        assert!(graph.contains(">&lt;label&gt;</data>"));
        assert_eq!(graph.matches("<node ").count(), 6);
    }

    #[test]
    fn long_texts_are_cut_by_characters() {
        assert_eq!(beginning(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(beginning(&"é".repeat(201)), format!("{}…", "é".repeat(199)));
        assert_eq!(beginning(&"한 ".repeat(9_000_000)).chars().count(), CHARACTERS);
        assert_eq!(beginning(" a\n b\t"), "a b");
    }
}
