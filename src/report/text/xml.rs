//! Text for XML documents: what the standard allows, escaped by the writer.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::printable::is_hidden;
use crate::report::text::wrap::one_line;

/// Begins and ends elements of a document; values are escaped.
pub(in crate::report) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document with its declaration.
    pub(in crate::report) fn new() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer, open: Vec::new() })
    }

    /// A part of another document, without a declaration.
    pub(in crate::report) fn part() -> Self {
        Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1), open: Vec::new() }
    }

    /// Begins an element, which ends with [`Xml::end`].
    pub(in crate::report) fn begin(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
    ) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))?;
        self.open.push(name);
        Ok(())
    }

    /// Ends the element that was begun last.
    pub(in crate::report) fn end(&mut self) -> io::Result<()> {
        match self.open.pop() {
            Some(name) => self.writer.write_event(Event::End(BytesEnd::new(name))),
            None => Ok(()),
        }
    }

    /// An element without content.
    pub(in crate::report) fn empty(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
    ) -> io::Result<()> {
        self.writer.write_event(Event::Empty(element(name, attributes)))
    }

    /// An element that holds text.
    pub(in crate::report) fn text(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))?;
        self.writer.write_event(Event::Text(BytesText::new(&legal(text))))?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// The document, with what is still open ended.
    pub(in crate::report) fn finish(mut self) -> io::Result<String> {
        while !self.open.is_empty() {
            self.end()?;
        }
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

fn element<'a>(name: &'static str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, legal(value).as_ref()));
    }
    element
}

/// On one line, without what is not shown, and that is all that XML 1.0 has no place for.
fn legal(text: &str) -> Cow<'_, str> {
    let plain = |c: char| matches!(c, ' '..='~' | '\u{a0}'..='\u{1fff}') && !is_hidden(c);
    if text.chars().all(plain) && !text.contains("  ") && text.trim() == text {
        return text.into();
    }
    // The characters that XML 1.0 leaves out are never shown either.
    one_line(text).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;

    use super::*;

    #[test]
    fn what_is_open_is_ended_and_values_are_escaped() {
        let mut xml = Xml::new().unwrap();
        xml.begin("a", &[("b", "\"<&>'\n\0")]).unwrap();
        xml.begin("c", &[]).unwrap();
        xml.text("d", &[], "</d><script>&amp;\u{ffff}\u{b}").unwrap();
        let text = xml.finish().unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;&lt;&amp;&gt;&apos;\">\n <c>\n  \
             <d>&lt;/d&gt;&lt;script&gt;&amp;amp;</d>\n </c>\n</a>\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_legal_xml_that_holds_it(hostile in "\\PC{0,9}|[\u{0}-\u{9f}<>&'\"\u{fffe}\u{ffff}]{0,9}") {
            let mut xml = Xml::new().unwrap();
            xml.text("a", &[("b", &hostile)], &hostile).unwrap();
            let text = xml.finish().unwrap();
            let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            prop_assert!(text.chars().all(legal) && !text.contains(is_hidden));
            prop_assert_eq!(text.matches('<').count(), 3);
            let mut reader = Reader::from_str(&text);
            while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        }
    }
}
