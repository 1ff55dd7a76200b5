//! What the elements of HTML mean for reading.

/// Elements that the reader tells apart; all others are inline, and transparent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Element {
    Article,
    Aside,
    Body,
    Button,
    Caption,
    Cell,
    Definition,
    Dialog,
    Footer,
    Form,
    Header,
    Heading,
    Item,
    List,
    Main,
    Nav,
    Numbered,
    Option,
    Other,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Table,
    Term,
}

/// Number of elements.
pub(super) const ELEMENTS: usize = Element::Term as usize + 1;

impl Element {
    /// The block element of this name, if it is one.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "article" => Self::Article,
            "aside" => Self::Aside,
            "body" => Self::Body,
            "button" => Self::Button,
            "figcaption" => Self::Caption,
            "td" | "th" | "caption" => Self::Cell,
            "dd" => Self::Definition,
            "dialog" => Self::Dialog,
            "footer" => Self::Footer,
            "form" => Self::Form,
            "header" => Self::Header,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "li" => Self::Item,
            "ul" | "menu" => Self::List,
            "main" => Self::Main,
            "nav" => Self::Nav,
            "ol" => Self::Numbered,
            "option" | "optgroup" => Self::Option,
            "p" => Self::Paragraph,
            "pre" | "listing" | "xmp" => Self::Preformatted,
            "blockquote" => Self::Quote,
            "tr" => Self::Row,
            "table" => Self::Table,
            "dt" => Self::Term,
            "address" | "center" | "details" | "dir" | "div" | "dl" | "fieldset" | "figure" | "head"
            | "hgroup" | "hr" | "html" | "legend" | "search" | "section" | "summary" | "tbody" | "tfoot"
            | "thead" => Self::Other,
            _ => return None,
        })
    }

    /// Whether a paragraph cannot stand in an element of this kind that is open, so that its end is that of what
    /// was left open in it.
    pub(super) fn is_border(self) -> bool {
        matches!(self, Self::Cell | Self::Table)
    }
}

/// Elements whose text is not the text of the page, whatever stands in them.
pub(super) fn is_never_text(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "map"
            | "datalist"
            | "select"
            | "textarea"
            | "title"
    )
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
