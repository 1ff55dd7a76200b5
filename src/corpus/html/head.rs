//! What a page says about itself: title, language, author, date, site.

use html5gum::StartTag;

use super::entities::decode;
use super::links;
use crate::corpus::block::Parsed;
use crate::corpus::traced::normalise;
use crate::corpus::{Language, date};

/// Collected while the page is read; what is said first wins, and a better place wins over a worse one.
#[derive(Debug, Default)]
pub(super) struct Head {
    in_title: bool,
    title: String,
    title_done: bool,
    og_title: Option<String>,
    language: Option<Language>,
    published: Option<String>,
    date: Option<String>,
    time: Option<String>,
    site: Option<String>,
    author: Option<String>,
    /// The site that the page belongs to, by the address that it gives itself.
    own_site: Option<String>,
}

impl Head {
    pub(super) fn start(&mut self, name: &str, tag: &StartTag<usize>) {
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            let value = normalise(&String::from_utf8_lossy(&value.value));
            (!value.is_empty()).then_some(value)
        };
        match name {
            "title" => self.in_title = !self.title_done,
            "html" => {
                self.language = self
                    .language
                    .or_else(|| attribute("lang").or_else(|| attribute("xml:lang"))?.parse().ok());
            }
            "time" if self.time.is_none() => self.time = attribute("datetime"),
            "base" => self.note_address(attribute("href").as_deref()),
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.note_address(attribute("href").as_deref());
            }
            "meta" => {
                let key =
                    attribute("property").or_else(|| attribute("name")).or_else(|| attribute("itemprop"));
                let slot = match key.as_deref().map(str::to_ascii_lowercase).as_deref() {
                    Some("author" | "article:author") => &mut self.author,
                    Some("date" | "dc.date" | "dcterms.date" | "pubdate") => &mut self.date,
                    Some("article:published_time" | "datepublished") => &mut self.published,
                    Some("og:site_name") => &mut self.site,
                    Some("og:title") => &mut self.og_title,
                    Some("og:url") => return self.note_address(attribute("content").as_deref()),
                    _ => return,
                };
                if slot.is_none() {
                    *slot = attribute("content");
                }
            }
            _ => {}
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
    }

    /// Takes the text when it is the title's; answers whether it was.
    pub(super) fn string(&mut self, source: &str) -> bool {
        if self.in_title {
            self.title.push_str(&decode(source));
        }
        self.in_title
    }

    /// What the page calls itself, in a line each; no longer than a title is.
    pub(super) fn title(&self) -> String {
        let lines = [self.og_title.as_deref().unwrap_or_default(), &self.title];
        lines.map(|line| normalise(line).chars().take(500).collect::<String>()).join("\n")
    }

    pub(super) fn fill(self, parsed: &mut Parsed, first_heading: Option<String>) {
        let title = normalise(&self.title);
        // The `og:title` of a page lacks the name of the site that `<title>` mostly carries.
        parsed.title = self.og_title.or_else(|| (!title.is_empty()).then_some(title)).or(first_heading);
        parsed.date = self.published.or(self.date).or(self.time).and_then(|date| date::from_text(&date));
        parsed.language = self.language;
        if let (Some(_), Some(author)) = (&self.site, &self.author) {
            parsed.fields.insert("author".to_owned(), author.clone().into());
        }
        parsed.source = self.site.or(self.author);
    }
}
