//! What a page says of itself in JSON-LD: data for search engines, in scripts.
//!
//! A page may describe many things there: itself, its site, the pages that it links to. An article is believed before a
//! page, one whose headline stands in the title before any other, and among several articles of other headlines none.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

use super::entities::decode;
use crate::corpus::traced::normalise;

/// Most bytes of such data that are looked at, and most things and names that are kept of them.
const MOST_BYTES: usize = 8 << 20;
const MOST_THINGS: usize = 1000;

/// Things within things: a graph, its page, the main entity of that.
const DEEPEST: usize = 6;

/// Longest text of a title or a name, in bytes of JSON.
const LONGEST: usize = 3000;

/// A thing that is described.
#[derive(Debug, Default, Clone)]
pub(super) struct Thing {
    is_article: bool,
    pub(super) headline: Option<String>,
    /// When it was published, as it is written.
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    authors: Vec<Name>,
    publisher: Vec<Name>,
    /// Where the string is that is its text.
    pub(super) body: Option<Range<usize>>,
}

/// The name of a person or an organisation, or the id of one that is described elsewhere.
#[derive(Debug, Clone)]
enum Name {
    Said(String),
    Id(String),
}

/// All that the scripts of a page say.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    things: Vec<Thing>,
    names: BTreeMap<String, String>,
    bytes: usize,
}

type Object<'a> = BTreeMap<String, &'a RawValue>;

impl LinkedData {
    /// Reads a script, which stands at `start`; damaged JSON says nothing.
    pub(super) fn read(&mut self, script: &str, start: usize) {
        self.bytes += script.len();
        if self.bytes > MOST_BYTES {
            return;
        }
        // Pages break lines within strings, and put the whole into a comment.
        let json = script.replace(|c: char| c.is_ascii_control(), " ");
        let from = json.find("<![CDATA[").map_or(0, |at| at + "<![CDATA[".len());
        let Some(from) = json[from..].find(['{', '[']).map(|at| from + at) else { return };
        let mut values = serde_json::Deserializer::from_str(&json[from..]).into_iter::<&RawValue>();
        if let Some(Ok(value)) = values.next() {
            let place = |raw: &RawValue| {
                let at = (raw.get().as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
                start + at..start + at + raw.get().len()
            };
            self.value(value, &place, DEEPEST);
        }
    }

    fn value(&mut self, value: &RawValue, place: &dyn Fn(&RawValue) -> Range<usize>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if value.get().starts_with('[') {
            for value in list(value) {
                self.value(value, place, depth);
            }
        } else if let Some(object) = object(value) {
            self.object(&object, place);
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(value) = object.get(name) {
                    self.value(value, place, depth);
                }
            }
        }
    }

    fn object(&mut self, object: &Object, place: &dyn Fn(&RawValue) -> Range<usize>) {
        let said = |name: &str| object.get(name).and_then(|value| text(value));
        if let (Some(id), Some(name)) = (said("@id"), said("name"))
            && self.names.len() < MOST_THINGS
        {
            self.names.insert(id, name);
        }
        let Some(is_article) = object.get("@type").and_then(|value| is_article(value)) else { return };
        if self.things.len() == MOST_THINGS {
            return;
        }
        let names = |name: &str| object.get(name).map(|value| names(value)).unwrap_or_default();
        let authors = Some(names("author")).filter(|names| !names.is_empty());
        self.things.push(Thing {
            is_article,
            headline: said("headline").or_else(|| said("name")),
            published: said("datePublished").or_else(|| said("uploadDate")).or_else(|| said("dateCreated")),
            modified: said("dateModified"),
            authors: authors.unwrap_or_else(|| names("creator")),
            publisher: names("publisher"),
            body: object
                .get("articleBody")
                .filter(|body| body.get().starts_with('"'))
                .map(|body| place(body)),
        });
    }

    /// What is said of the page, whose title in `<title>` is given.
    pub(super) fn page(&self, title: &str) -> Thing {
        let title = &title[..title.floor_char_boundary(LONGEST)];
        let is_titled = |thing: &&Thing| {
            let headline = thing.headline.as_deref().unwrap_or_default();
            !headline.is_empty() && (title.contains(headline) || headline.contains(title))
        };
        let articles = || self.things.iter().filter(|thing| thing.is_article);
        let mut headlines = articles().map(|thing| &thing.headline);
        let first = headlines.next();
        let are_one = headlines.all(|headline| Some(headline) == first);
        let thing = if title.is_empty() { None } else { articles().find(is_titled) }
            .or_else(|| articles().next().filter(|_| are_one))
            .or_else(|| self.things.iter().find(|thing| !thing.is_article));
        let mut thing = thing.cloned().unwrap_or_default();
        // A page may say of itself what it does not say of its article.
        for other in self.things.iter().filter(|thing| !thing.is_article || are_one) {
            thing.published = thing.published.or_else(|| other.published.clone());
            thing.modified = thing.modified.or_else(|| other.modified.clone());
            if thing.authors.is_empty() {
                thing.authors.clone_from(&other.authors);
            }
            if thing.publisher.is_empty() {
                thing.publisher.clone_from(&other.publisher);
            }
            thing.body = thing.body.or_else(|| other.body.clone());
        }
        thing
    }

    /// Who wrote a thing.
    pub(super) fn authors(&self, thing: &Thing) -> Vec<String> {
        self.called(&thing.authors)
    }

    /// Who published a thing.
    pub(super) fn publisher(&self, thing: &Thing) -> Option<String> {
        self.called(&thing.publisher).into_iter().next()
    }

    fn called(&self, names: &[Name]) -> Vec<String> {
        let called = names.iter().filter_map(|name| match name {
            Name::Said(name) => Some(name.clone()),
            Name::Id(id) => self.names.get(id).cloned(),
        });
        called.collect()
    }
}

fn list(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

fn object(value: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(value.get()).ok()
}

/// The text of a string; references of HTML are not meant there, and common.
fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    if json.len() > LONGEST {
        return None;
    }
    let text: String = serde_json::from_str(json).ok()?;
    let text = normalise(&decode(&text));
    (!text.is_empty()).then_some(text)
}

/// Whether something of this type is an article; `None` when it is no page either.
fn is_article(value: &RawValue) -> Option<bool> {
    let is = |json: &RawValue| {
        let name = text(json)?;
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or_default();
        let is_article = ["Article", "Posting", "Post", "Report", "Review", "Recipe", "Thesis", "Episode"]
            .iter()
            .any(|end| name.ends_with(end))
            || matches!(name, "CreativeWork" | "VideoObject" | "Book" | "Chapter");
        (is_article || name.ends_with("Page")).then_some(is_article)
    };
    if value.get().starts_with('[') { list(value).into_iter().filter_map(is).max() } else { is(value) }
}

fn names(value: &RawValue) -> Vec<Name> {
    let name = |value: &RawValue| {
        if value.get().starts_with('"') {
            return text(value).map(Name::Said);
        }
        let object = object(value)?;
        let said = |name: &str| object.get(name).and_then(|value| text(value));
        said("name").map(Name::Said).or_else(|| said("@id").map(Name::Id))
    };
    if value.get().starts_with('[') {
        list(value).into_iter().take(MOST_THINGS).filter_map(name).collect()
    } else {
        name(value).into_iter().collect()
    }
}
