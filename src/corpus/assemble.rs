//! Blocks are joined into drafts of units: headings to what follows them, lists to what introduces them.
//!
//! The items of an outline say something each, and are units of their own ([`outline`]).
//!
//! Boilerplate joins nothing and heads nothing: it stands as a unit of its own, so that a reader of the units can
//! leave it out without losing text, and can still see that it was there.

use std::ops::Range;

use super::block::{Block, Kind};
use super::boilerplate::{self, is_bare_link_heading};
use super::machine::{self, Machine};
use super::outline;
use super::shape;
use super::traced::Traced;
use super::{Boilerplate, Place};

/// A unit before it is cut to size.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The headings above it, each on its own line.
    pub(super) lead: Traced,
    /// Its text, list items and table rows each on their own line.
    pub(super) body: Traced,
    /// Whether it is code, which has no sentences.
    pub(super) is_code: bool,
    /// Set when it is not part of the text proper.
    pub(super) boilerplate: Option<Boilerplate>,
    /// Where a person finds it.
    pub(super) place: Option<Place>,
}

impl Draft {
    fn new(body: Traced) -> Self {
        Self { body, ..Self::default() }
    }
}

/// Joins the blocks of a document.
pub(super) fn assemble(blocks: Vec<Block>) -> Vec<Draft> {
    let mut assembly = Assembly::default();
    for block in blocks {
        assembly.add(block);
    }
    assembly.close();
    assembly.close_headings();
    assembly.drafts.extend(assembly.apart);
    assembly.drafts
}

/// Bytes that are shown of what machines wrote.
const MACHINE_SHOWN: usize = 60;

/// `text` with an ellipsis for each of `places`.
fn without(text: &Traced, places: &[Range<usize>]) -> Traced {
    let mut kept = Traced::default();
    let mut from = 0;
    for place in places {
        kept.append("", &text.slice(from..place.start));
        kept.insert("…", text.source_of(place.clone()).end);
        from = place.end;
    }
    kept.append("", &text.slice(from..text.text().len()));
    kept
}

#[derive(Debug, Default)]
struct Assembly {
    drafts: Vec<Draft>,
    headings: Vec<Traced>,
    /// Where the last block stands: nothing is joined to what stands elsewhere.
    place: Option<Place>,
    /// What list items may still join.
    open: Option<Draft>,
    /// The items of the list that is open.
    items: Vec<Traced>,
    /// What the next lines that their place sets apart may still join.
    apart: Option<Draft>,
    /// The last block was a line such as "read also:", so a list that follows is its links.
    heads_links: bool,
}

impl Assembly {
    fn add(&mut self, block: Block) {
        if let Some(reason) = block.apart {
            // A list below a line such as "read also:" is its links, wherever it stands.
            self.heads_links &= matches!(block.kind, Kind::Item | Kind::Nested);
            let reason = if self.heads_links { Boilerplate::ReadAlso } else { reason };
            self.add_apart(block, reason);
            return;
        }
        self.drafts.extend(self.apart.take());
        let heads_links = std::mem::take(&mut self.heads_links);
        let Block { kind, mut text, place, .. } = block;
        if place != self.place {
            self.close();
            self.close_headings();
            self.place = place;
        }
        match machine::find(text.text()) {
            Machine::None => {}
            Machine::Some(places) => text = without(&text, &places),
            Machine::All => {
                self.close();
                self.add_machine(&text);
                return;
            }
        }
        let is_line = matches!(kind, Kind::Heading | Kind::Paragraph | Kind::Item | Kind::Nested);
        if let Some(reason) = is_line.then(|| boilerplate::classify(text.text())).flatten() {
            self.close();
            self.close_headings();
            self.heads_links = is_bare_link_heading(text.text());
            self.push(Draft { boilerplate: Some(reason), ..Draft::new(text) });
            return;
        }
        match kind {
            Kind::Heading => {
                self.close();
                self.headings.push(text);
            }
            Kind::Paragraph => {
                self.close();
                self.open = Some(self.under_headings(text));
            }
            Kind::Item | Kind::Nested if heads_links => {
                let place = self.place.clone();
                self.open =
                    Some(Draft { boilerplate: Some(Boilerplate::ReadAlso), place, ..Draft::new(text) });
            }
            Kind::Item | Kind::Nested => {
                if self.open.is_none() {
                    self.open = Some(self.under_headings(Traced::default()));
                }
                match (kind, self.items.last_mut()) {
                    (Kind::Nested, Some(item)) => item.append("\n", &text),
                    _ => self.items.push(text),
                }
            }
            Kind::Table => {
                self.close();
                let draft = self.under_headings(text);
                self.drafts.push(draft);
            }
            Kind::Code => {
                self.close();
                self.close_headings();
                self.push(Draft { is_code: true, ..Draft::new(text) });
            }
            // It stands anywhere in the text, which goes on behind it.
            Kind::RunningHead => {
                self.push(Draft { boilerplate: Some(Boilerplate::RunningHead), ..Draft::new(text) });
            }
        }
    }

    /// What stands around the text neither joins it nor parts it, so that a heading finds its text behind a bar of links.
    fn add_apart(&mut self, block: Block, reason: Boilerplate) {
        let Block { kind, text, place, .. } = block;
        let is_line = kind != Kind::Code && !shape::ends_sentence(text.text());
        match &mut self.apart {
            Some(draft) if is_line && draft.boilerplate == Some(reason) && draft.place == place => {
                draft.body.append("\n", &text);
            }
            _ => {
                self.drafts.extend(self.apart.take());
                let draft = Draft { boilerplate: Some(reason), place, ..Draft::new(text) };
                if is_line {
                    self.apart = Some(draft);
                } else {
                    self.drafts.push(draft);
                }
            }
        }
    }

    /// What machines wrote is shown by its beginning; more of it right behind it is one with it.
    fn add_machine(&mut self, text: &Traced) {
        let mut shown = match self.drafts.last_mut() {
            Some(last) if last.boilerplate == Some(Boilerplate::Machine) => {
                let mut body = std::mem::take(&mut last.body);
                self.drafts.pop();
                body.pop();
                body
            }
            _ => {
                let end = text.text().floor_char_boundary(MACHINE_SHOWN);
                text.slice(0..end)
            }
        };
        shown.insert("…", text.source().end);
        self.drafts.push(Draft { boilerplate: Some(Boilerplate::Machine), ..Draft::new(shown) });
    }

    fn under_headings(&mut self, body: Traced) -> Draft {
        let mut lead = Traced::default();
        for heading in self.headings.drain(..) {
            lead.append("\n", &heading);
        }
        Draft { lead, place: self.place.clone(), ..Draft::new(body) }
    }

    fn push(&mut self, draft: Draft) {
        self.drafts.push(Draft { place: self.place.clone(), ..draft });
    }

    fn close(&mut self) {
        let Some(mut draft) = self.open.take() else { return };
        let items = std::mem::take(&mut self.items);
        let introduction = draft.body.text();
        if draft.boilerplate.is_some()
            || !outline::are_independent(introduction, items.iter().map(Traced::text))
        {
            for item in &items {
                draft.body.append("\n", item);
            }
            self.drafts.push(draft);
            return;
        }
        let draft_place = draft.place.clone();
        // The headings stand above the first of what they head.
        let mut lead = std::mem::take(&mut draft.lead);
        if !draft.body.is_empty() {
            self.drafts.push(Draft { lead: std::mem::take(&mut lead), ..draft });
        }
        let place = draft_place;
        self.drafts.extend(items.into_iter().map(|item| Draft {
            lead: std::mem::take(&mut lead),
            place: place.clone(),
            ..Draft::new(item)
        }));
    }

    /// Headings that nothing follows stand for themselves.
    fn close_headings(&mut self) {
        for heading in std::mem::take(&mut self.headings) {
            self.push(Draft::new(heading));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(blocks: &[(Kind, &str)]) -> Vec<(String, String, Option<Boilerplate>)> {
        let mut at = 0;
        let blocks = blocks.iter().map(|&(kind, content)| {
            let mut text = Traced::default();
            text.push(content, at..at + content.len());
            at += content.len() + 1;
            Block::new(kind, text)
        });
        assemble(blocks.collect())
            .into_iter()
            .map(|draft| (draft.lead.text().to_owned(), draft.body.text().to_owned(), draft.boilerplate))
            .collect()
    }

    fn draft(lead: &str, body: &str) -> (String, String, Option<Boilerplate>) {
        (lead.to_owned(), body.to_owned(), None)
    }

    #[test]
    fn a_run_of_headings_joins_the_paragraph_below() {
        use Kind::{Heading, Paragraph};
        let joined = drafts(&[(Heading, "Title"), (Heading, "Part"), (Paragraph, "Body."), (Heading, "End")]);
        assert_eq!(joined, [draft("Title\nPart", "Body."), draft("", "End")]);
    }

    #[test]
    fn a_list_joins_what_introduces_it() {
        use Kind::{Code, Heading, Item, Paragraph};
        let joined = drafts(&[
            (Paragraph, "As follows:"),
            (Item, "• a"),
            (Item, "• b"),
            (Code, "x"),
            (Item, "• c"),
            (Heading, "H"),
            (Item, "• d"),
        ]);
        assert_eq!(
            joined,
            [draft("", "As follows:\n• a\n• b"), draft("", "x"), draft("", "• c"), draft("H", "• d")]
        );
    }

    #[test]
    fn an_outline_is_a_unit_an_item() {
        use Kind::{Heading, Item, Nested, Paragraph};
        let hens = "• The hens have laid eleven eggs since Monday";
        let mill = "• The miller wants to be paid before the harvest";
        let joined = drafts(&[
            (Heading, "Farm"),
            (Item, hens),
            (Nested, "• two of them were broken"),
            (Item, mill),
            (Paragraph, "And so on."),
            (Item, "• hay"),
        ]);
        assert_eq!(
            joined,
            [
                draft("Farm", &format!("{hens}\n• two of them were broken")),
                draft("", mill),
                draft("", "And so on.\n• hay")
            ]
        );
    }

    #[test]
    fn boilerplate_joins_nothing() {
        use Kind::{Heading, Item, Paragraph};
        let joined = drafts(&[
            (Paragraph, "Body."),
            (Heading, "Read also:"),
            (Item, "• one"),
            (Item, "• two"),
            (Paragraph, "More."),
        ]);
        let link = |text: &str| (String::new(), text.to_owned(), Some(Boilerplate::ReadAlso));
        assert_eq!(
            joined,
            [draft("", "Body."), link("Read also:"), link("• one\n• two"), draft("", "More.")]
        );
    }
}
