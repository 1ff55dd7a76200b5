//! What a page says about itself: title, language, authors, date, site.
//!
//! It may say so in several ways, which are believed in this order: JSON-LD, what search engines and social networks are
//! told in `<meta>`, other `<meta>`, marks on what is shown (`itemprop`, `rel=author`), the first `<time>`, a date in a
//! line near the headline. A date that cannot be read counts as none.

use std::ops::Range;

use html5gum::StartTag;
use serde_json::Value;

use super::entities::decode;
use super::linked_data::LinkedData;
use super::links;
use super::names;
use crate::corpus::block::Parsed;
use crate::corpus::traced::normalise;
use crate::corpus::{Language, date};

/// Longest name of an author, in bytes.
const LONGEST_NAME: usize = 200;

/// Longest line that is looked at for a date, in bytes.
const LONGEST_LINE: usize = 120;

/// Most authors that are kept.
const MOST_AUTHORS: usize = 100;

/// What stands before a name.
const BY: &[&str] = &["by ", "By ", "von ", "Von ", "par ", "Par ", "por ", "Por ", "door ", "Door "];

/// Collected while the page is read; what is said first wins, and a better place wins over a worse one.
#[derive(Debug, Default)]
pub(super) struct Head {
    in_title: bool,
    title: String,
    title_done: bool,
    og_title: Option<String>,
    other_title: Option<String>,
    language: Option<Language>,
    /// When it was published, by how much each place is to be believed.
    published: [Option<String>; 4],
    shown: Option<String>,
    modified: Option<String>,
    site: Option<String>,
    /// Who wrote it, likewise.
    authors: [Vec<String>; 3],
    /// The site that the page belongs to, by the address that it gives itself.
    own_site: Option<String>,
    name: Option<NameShown>,
    linked: LinkedData,
}

/// The name of an author that is being read.
#[derive(Debug)]
struct NameShown {
    element: String,
    /// How many elements of this name are open.
    count: usize,
    text: String,
    /// The place in `authors`.
    rank: usize,
}

impl Head {
    pub(super) fn start(&mut self, name: &str, tag: &StartTag<usize>) {
        if let Some(open) = &mut self.name
            && open.element == name
        {
            open.count += 1;
        }
        match name {
            "title" => self.in_title = !self.title_done,
            "html" => {
                self.language = self
                    .language
                    .or_else(|| attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"))?.parse().ok());
            }
            "time" => fill(&mut self.published[3], || attribute(tag, "datetime")),
            "base" => self.note_address(attribute(tag, "href").as_deref()),
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.note_address(attribute(tag, "href").as_deref());
            }
            "meta" => {
                let key = ["property", "name"].iter().find_map(|name| attribute(tag, name));
                if let (Some(key), Some(content)) = (key, attribute(tag, "content")) {
                    self.meta(&key.to_ascii_lowercase(), content);
                }
            }
            _ => {}
        }
        if !tag.attributes.is_empty() {
            self.mark(name, tag);
        }
    }

    fn meta(&mut self, key: &str, content: String) {
        let slot = match key {
            "article:published_time"
            | "datepublished"
            | "citation_publication_date"
            | "citation_date"
            | "parsely-pub-date"
            | "og:published_time"
            | "article:published" => &mut self.published[0],
            "date" | "dc.date" | "dcterms.date" | "pubdate" | "dc.date.issued" | "dcterms.issued"
            | "dc.date.created" | "dcterms.created" | "sailthru.date" | "publish-date" | "publish_date"
            | "publication_date" | "publication-date" => &mut self.published[1],
            "article:modified_time" | "og:updated_time" => &mut self.modified,
            "og:site_name" => &mut self.site,
            "og:title" => &mut self.og_title,
            "citation_title" | "dc.title" | "twitter:title" => &mut self.other_title,
            "author" | "article:author" | "citation_author" | "parsely-author" | "dc.creator"
            | "dcterms.creator" | "sailthru.author" => return self.add_author(0, &content),
            "og:url" => return self.note_address(Some(&content)),
            _ => return,
        };
        fill(slot, || Some(content));
    }

    /// Notes what is marked as a date or an author where it is shown.
    fn mark(&mut self, name: &str, tag: &StartTag<usize>) {
        let itemprop = tag.attributes.get(b"itemprop".as_slice());
        if itemprop.is_none() && !matches!(name, "a" | "time" | "abbr") {
            return;
        }
        let has = |attribute: &str, wanted: &str| {
            let value =
                if attribute == "itemprop" { itemprop } else { tag.attributes.get(attribute.as_bytes()) };
            value.is_some_and(|value| {
                value
                    .value
                    .split(u8::is_ascii_whitespace)
                    .any(|word| word.eq_ignore_ascii_case(wanted.as_bytes()))
            })
        };
        if has("itemprop", "datePublished")
            || (matches!(name, "time" | "abbr")
                && (has("class", "published") || has("class", "dt-published")))
            || (name == "time" && tag.attributes.contains_key(b"pubdate".as_slice()))
        {
            fill(&mut self.published[2], || {
                ["datetime", "content", "title"].iter().find_map(|name| attribute(tag, name))
            });
        }
        let is_name = self.name.as_ref().is_some_and(|name| name.rank == 1) && has("itemprop", "name");
        let rank = match () {
            () if is_name || has("itemprop", "author") => 1,
            () if has("rel", "author") && name == "a" && self.name.is_none() => 2,
            () => return,
        };
        if !self.authors[rank].is_empty() {
            return;
        }
        if let Some(content) = attribute(tag, "content") {
            self.add_author(rank, &content);
            self.name = None;
        } else if !names::is_void(name) && !tag.self_closing {
            self.name = Some(NameShown { element: name.to_owned(), count: 1, text: String::new(), rank });
        }
    }

    fn add_author(&mut self, rank: usize, name: &str) {
        let authors = &mut self.authors[rank];
        let name = normalise(name);
        // The address of a profile is no name.
        if !name.contains("://")
            && !matches!(name.as_str(), "null" | "undefined")
            && name.contains(char::is_alphabetic)
            && name.len() <= LONGEST_NAME
            && authors.len() < MOST_AUTHORS
            && !authors.contains(&name)
        {
            authors.push(name);
        }
    }

    fn note_address(&mut self, address: Option<&str>) {
        if self.own_site.is_none() {
            self.own_site = address.and_then(links::site);
        }
    }

    /// The site that the page belongs to, once it has said so.
    pub(super) fn own_site(&self) -> Option<&str> {
        self.own_site.as_deref()
    }

    pub(super) fn end(&mut self, name: &str) {
        if name == "title" && self.in_title {
            self.in_title = false;
            self.title_done = true;
        }
        let Some(open) = self.name.as_mut().filter(|open| open.element == name) else { return };
        open.count -= 1;
        if open.count == 0
            && let Some(open) = self.name.take()
        {
            let name = normalise(&open.text);
            let words = name.split(' ').count();
            let name = BY.iter().find_map(|by| name.strip_prefix(by)).filter(|_| words > 2).unwrap_or(&name);
            // More words say that there is more by the author.
            if open.rank == 1 || words <= 5 {
                self.add_author(open.rank, name);
            }
        }
    }

    /// Takes the text when it is the title's; answers whether it was.
    pub(super) fn string(&mut self, source: &str) -> bool {
        if self.in_title {
            self.title.push_str(&decode(source));
        } else if let Some(name) = &mut self.name {
            if name.text.len() + source.len() > LONGEST_NAME * 4 {
                self.name = None;
            } else {
                name.text.push_str(&decode(source));
            }
        }
        self.in_title
    }

    /// Reads a script of JSON-LD, which stands at `start`.
    pub(super) fn data(&mut self, script: &str, start: usize) {
        self.linked.read(script, start);
    }

    /// Looks for a date in the lines around the headline.
    pub(super) fn find_date<'a>(&mut self, mut lines: impl Iterator<Item = &'a str>) {
        self.shown = lines.find_map(shown_date);
    }

    /// What the page calls itself, in a line each; no longer than a title is.
    pub(super) fn title(&self) -> String {
        let lines = [self.og_title.as_deref().unwrap_or_default(), &self.title];
        lines.map(|line| normalise(line).chars().take(500).collect::<String>()).join("\n")
    }

    /// Where the text of the page is in its data, as a string of JSON.
    pub(super) fn body(&self) -> Option<Range<usize>> {
        self.linked.page(&normalise(&self.title)).body
    }

    pub(super) fn fill(self, parsed: &mut Parsed, first_heading: Option<String>) {
        let title = Some(normalise(&self.title)).filter(|title| !title.is_empty());
        let page = self.linked.page(title.as_deref().unwrap_or_default());
        let [told, other, marked, time] = self.published;
        let published = [&page.published, &told, &other, &marked, &time, &self.shown];
        let modified = [&page.modified, &self.modified];
        parsed.date = published.into_iter().chain(modified).flatten().find_map(|text| date::from_text(text));
        let publisher = self.linked.publisher(&page);
        let mut authors = self.linked.authors(&page);
        authors.retain(|name| !name.contains("://"));
        let authors = Some(authors).filter(|authors| !authors.is_empty());
        let authors = authors
            .or_else(|| self.authors.into_iter().find(|authors| !authors.is_empty()))
            .unwrap_or_default();
        // The titles that are for others lack the name of the site that `<title>` mostly carries.
        let is_within = |part: &&String| title.as_ref().is_none_or(|title| title.contains(part.as_str()));
        let headline = [page.headline, self.other_title].into_iter().flatten().find(|part| is_within(&part));
        parsed.title = self.og_title.or(headline).or(title).or(first_heading);
        parsed.language = self.language;
        parsed.source = self.site.or(publisher).or_else(|| (!authors.is_empty()).then(|| authors.join(", ")));
        let mut authors: Vec<Value> = authors.into_iter().map(Value::from).collect();
        let value = if authors.len() > 1 { Some(Value::Array(authors)) } else { authors.pop() };
        parsed.fields.extend(value.map(|value| ("author".to_owned(), value)));
    }
}

/// The value of an attribute, unless it is empty.
fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = normalise(&String::from_utf8_lossy(&value.value));
    (!value.is_empty()).then_some(value)
}

/// The date in a line that holds little else: `Published: 13 September 2023 | Ada Pier`.
fn shown_date(line: &str) -> Option<String> {
    if line.len() > LONGEST_LINE || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    line.split(['|', '•', '·', '\n']).find_map(|part| {
        let after = part.split_once(": ").map_or("", |(_, after)| after);
        // A number alone may count anything.
        [part, after]
            .into_iter()
            .filter(|text| text.trim().len() >= "1.1.2000".len() && !text.bytes().all(|b| b.is_ascii_digit()))
            .find_map(date::from_text)
            // A month alone may be a heading.
            .filter(|date| date.len() >= "2000-01-01".len())
    })
}

fn fill(slot: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if slot.is_none() {
        *slot = value();
    }
}
