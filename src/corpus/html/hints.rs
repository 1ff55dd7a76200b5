//! What the names that authors give to elements (`class`, `id`, `role`) say of what stands in them.
//!
//! Names are cut into words (`post-comments`, `siteFooter`), and the words compared with short lists. They are hints:
//! [`judge`](super::judge) does not follow them where they would leave nothing of the page.

use html5gum::StartTag;

use super::names::Element;

/// What an element seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Hint {
    /// Nothing is said.
    #[default]
    None,
    /// What mostly stands around the text, and sometimes holds it: boxes, teasers, promotion.
    Perhaps,
    /// The beginning of another page, or of this one.
    Teaser,
    /// Navigation, footers, sidebars, notices, links to other pages.
    Around,
    /// What readers of the page wrote below it.
    Comments,
}

/// Longest name that is looked at: longer ones are data.
const LONGEST: usize = 400;

/// Words of names around the text, whole.
const WORDS: &[&str] = &[
    "author",
    "autor",
    "byline",
    "colophon",
    "consent",
    "copyright",
    "dropdown",
    "flyout",
    "follow",
    "foot",
    "gdpr",
    "imprint",
    "legal",
    "login",
    "menu",
    "metanav",
    "modal",
    "nav",
    "navbar",
    "navi",
    "overlay",
    "pager",
    "paging",
    "popup",
    "popular",
    "rss",
    "search",
    "share",
    "shariff",
    "sharing",
    "sharer",
    "sitemap",
    "skip",
    "social",
    "submenu",
    "subnav",
    "suggested",
    "tagcloud",
    "tags",
    "toc",
    "toolbar",
    "trending",
    "noprint",
];

/// Beginnings of such words.
const STEMS: &[&str] = &[
    "addthis",
    "addtoany",
    "borlabs",
    "breadcrumb",
    "cmplz",
    "cookie",
    "didomi",
    "footer",
    "navig",
    "newsletter",
    "onetrust",
    "outbrain",
    "pagin",
    "recommend",
    "related",
    "sharedaddy",
    "sidebar",
    "similar",
    "subscri",
    "taboola",
    "usercentrics",
    "editsection",
    "megamenu",
];

/// Words of names that may hold text all the same, whole.
const WEAK: &[&str] = &[
    "ad",
    "ads",
    "adsense",
    "anzeige",
    "anzeigen",
    "banner",
    "caption",
    "captions",
    "credit",
    "credits",
    "cta",
    "meta",
    "metadata",
    "metas",
    "promo",
    "promotion",
    "werbung",
    "widget",
    "widgets",
    "advert",
    "advertisement",
    "sponsor",
    "sponsored",
];

/// Beginnings of words that name comments.
const COMMENTS: &[&str] = &[
    "comment",
    "disqus",
    "kommentar",
    "komentar",
    "comentario",
    "commentaire",
    "respond",
    "repl",
    "discussion",
    "trackback",
    "pingback",
];

/// What the tag says.
pub(super) fn of(element: Element, tag: &StartTag<usize>) -> Hint {
    let mut hint = match element {
        Element::Nav | Element::Footer => Hint::Around,
        Element::Aside | Element::Caption => Hint::Perhaps,
        _ => Hint::None,
    };
    for (name, value) in &tag.attributes {
        match name.as_slice() {
            // The id of a heading mostly is made of its text.
            b"id" if element == Element::Heading => {}
            b"class" | b"id" if value.value.len() <= LONGEST => hint = hint.max(of_name(&value.value)),
            b"role" => {
                if matches!(
                    value.value.as_slice(),
                    b"navigation"
                        | b"contentinfo"
                        | b"search"
                        | b"menu"
                        | b"menubar"
                        | b"toolbar"
                        | b"dialog"
                        | b"alertdialog"
                ) {
                    hint = hint.max(Hint::Around);
                }
            }
            _ => {}
        }
    }
    hint
}

fn of_name(names: &[u8]) -> Hint {
    names.split(u8::is_ascii_whitespace).map(of_one).max().unwrap_or_default()
}

fn of_one(name: &[u8]) -> Hint {
    // What stands behind two dashes says how an element looks, not what it is.
    let end = name.windows(2).position(|pair| pair == b"--").filter(|&end| end > 0).unwrap_or(name.len());
    let name = &name[..end];
    let mut hint = Hint::None;
    let mut word = String::new();
    let mut is_of = false;
    let mut small = false;
    for &byte in name.iter().chain(b" ") {
        let ends = !byte.is_ascii_alphabetic() || (small && byte.is_ascii_uppercase());
        if ends && !word.is_empty() {
            let is_contents = is_of && word == "contents";
            hint = hint.max(if is_contents { Hint::Around } else { of_word(&word) });
            is_of = word == "of";
            word.clear();
        }
        small = byte.is_ascii_lowercase();
        if byte.is_ascii_alphabetic() {
            word.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    hint
}

fn of_word(word: &str) -> Hint {
    if COMMENTS.iter().any(|stem| word.starts_with(stem)) {
        Hint::Comments
    } else if WORDS.contains(&word) || STEMS.iter().any(|stem| word.starts_with(stem)) {
        Hint::Around
    } else if word.starts_with("teaser") {
        Hint::Teaser
    } else if WEAK.contains(&word) {
        Hint::Perhaps
    } else {
        Hint::None
    }
}
