//! What the directives hold: text, code, or nothing that is read.

use crate::corpus::markup::lines::Line;

/// What stands within a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Nothing,
    Code,
    Text {
        /// Whether what stands behind its name is text, too.
        argument: bool,
    },
}

/// Directives of which nothing is read.
const NOTHING: &[&str] = &[
    "auto",
    "autosummary",
    "bibliography",
    "class",
    "contents",
    "currentmodule",
    "default-role",
    "default-domain",
    "graphviz",
    "highlight",
    "image",
    "include",
    "index",
    "literalinclude",
    "meta",
    "mermaid",
    "module",
    "plot",
    "py:currentmodule",
    "py:module",
    "raw",
    "role",
    "section-numbering",
    "sectionauthor",
    "codeauthor",
    "sectnum",
    "tabularcolumns",
    "target-notes",
    "title",
    "toctree",
    "todolist",
    "uml",
    "unicode",
    "date",
];

const CODE: &[&str] = &[
    "code",
    "code-block",
    "sourcecode",
    "code-cell",
    "console",
    "doctest",
    "ipython",
    "jupyter-execute",
    "math",
    "parsed-literal",
    "productionlist",
    "prompt",
    "testcode",
    "testoutput",
    "testsetup",
];

/// Directives whose argument is a name, an address or a number.
const WITHOUT_ARGUMENT: &[&str] = &[
    "figure",
    "container",
    "tab-set",
    "only",
    "grid",
    "highlights",
    "compound",
    "ifconfig",
    "image-figure",
    "versionadded",
    "versionchanged",
    "deprecated",
    "automodule",
    "autoclass",
    "autofunction",
];

pub(super) fn body_of(name: &str) -> Body {
    if CODE.contains(&name) {
        Body::Code
    } else if NOTHING.contains(&name) || name.starts_with("auto") {
        Body::Nothing
    } else {
        // What is not known is text: it may be anything.
        Body::Text { argument: !WITHOUT_ARGUMENT.contains(&name) || name.starts_with("version") }
    }
}

/// `name:: argument`
#[derive(Debug)]
pub(super) struct Directive<'a> {
    pub(super) name: &'a str,
    pub(super) argument: Line<'a>,
}

impl<'a> Directive<'a> {
    pub(super) fn of(line: &Line<'a>) -> Option<Self> {
        let end = line.text.bytes().take(60).position(|byte| byte == b' ').unwrap_or(line.text.len().min(60));
        let name = line.text.get(..end)?.strip_suffix("::")?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | ':' | '.');
        (!name.is_empty() && name.chars().all(is_name)).then(|| Self { name, argument: line.rest(end) })
    }
}
