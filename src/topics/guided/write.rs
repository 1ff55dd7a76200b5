//! A file of topics as text that a person can edit.

use std::fmt::Write as _;

use super::GuidedFile;
use crate::printable::is_hidden;

/// What stands above the topics.
const HEADER: &str = "\
# Topics, for a person to edit. Only `name` is needed; any language will do.
#   description   what the topic is about, in a sentence or some
#   seeds         terms that are typical of it
#   examples      texts that are about it
# Delete topics, merge them or add your own, then give this file to `cognate topics --topics`.
";

impl GuidedFile {
    /// The file as TOML, with a header that says how to edit it. [`parse`](Self::parse) gives the same topics again
    /// as long as they keep its limits.
    pub fn write(&self) -> String {
        let mut out = HEADER.to_owned();
        for topic in &self.topics {
            let _ = write!(out, "\n[[topic]]\nname = {}\n", quoted(&topic.name));
            if let Some(description) = &topic.description {
                let _ = writeln!(out, "description = {}", quoted(description));
            }
            if !topic.seeds.is_empty() {
                let seeds: Vec<String> = topic.seeds.iter().map(|seed| quoted(seed)).collect();
                let _ = writeln!(out, "seeds = [{}]", seeds.join(", "));
            }
            if !topic.examples.is_empty() {
                out.push_str("examples = [\n");
                for example in &topic.examples {
                    let _ = writeln!(out, "  {},", quoted(example));
                }
                out.push_str("]\n");
            }
        }
        out
    }
}

/// A text as a basic string of TOML; characters that are not shown are escapes in it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) && u32::from(c) <= 0xFFFF => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c if is_hidden(c) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
