//! What the commands leave of their arguments.

use super::{Group, Reader, accents};
use crate::corpus::block::Kind;

/// Commands of which nothing is read, and how many arguments they have.
const WITHOUT: &[(&str, usize)] = &[
    ("documentclass", 1),
    ("usepackage", 1),
    ("RequirePackage", 1),
    ("label", 1),
    ("ref", 1),
    ("eqref", 1),
    ("pageref", 1),
    ("autoref", 1),
    ("nameref", 1),
    ("cref", 1),
    ("Cref", 1),
    ("vref", 1),
    ("hyperref", 0),
    ("bibliography", 1),
    ("bibliographystyle", 1),
    ("addbibresource", 1),
    ("includegraphics", 1),
    ("input", 1),
    ("include", 1),
    ("vspace", 1),
    ("hspace", 1),
    ("setlength", 2),
    ("addtolength", 2),
    ("newcommand", 2),
    ("renewcommand", 2),
    ("providecommand", 2),
    ("DeclareMathOperator", 2),
    ("newenvironment", 3),
    ("renewenvironment", 3),
    ("newtheorem", 2),
    ("theoremstyle", 1),
    ("newlength", 1),
    ("newcounter", 1),
    ("index", 1),
    ("glossary", 1),
    ("hypersetup", 1),
    ("pagestyle", 1),
    ("thispagestyle", 1),
    ("pagenumbering", 1),
    ("setcounter", 2),
    ("addtocounter", 2),
    ("stepcounter", 1),
    ("refstepcounter", 1),
    ("color", 1),
    ("textcolor", 1),
    ("colorbox", 1),
    ("href", 1),
    ("fontsize", 2),
    ("fontfamily", 1),
    ("parbox", 1),
    ("raisebox", 1),
    ("multicolumn", 2),
    ("multirow", 2),
    ("rule", 2),
    ("resizebox", 2),
    ("scalebox", 1),
    ("rotatebox", 1),
    ("makebox", 0),
    ("framebox", 0),
    ("foreignlanguage", 1),
    ("selectlanguage", 1),
    ("graphicspath", 1),
    ("addcontentsline", 3),
    ("cline", 1),
    ("cmidrule", 1),
    ("thanks", 1),
    ("inst", 1),
    ("tikz", 1),
    ("usetikzlibrary", 1),
    ("definecolor", 3),
    ("captionsetup", 1),
    ("geometry", 1),
    ("lstset", 1),
    ("lstinputlisting", 1),
    ("verbatiminput", 1),
    ("nocite", 1),
    ("bibitem", 1),
    ("markboth", 2),
    ("markright", 1),
    ("hyphenation", 1),
    ("phantom", 1),
    ("hphantom", 1),
    ("vphantom", 1),
    ("usetheme", 1),
    ("usecolortheme", 1),
    ("institute", 1),
    ("affil", 1),
    ("email", 1),
    ("orcid", 1),
    ("pdfbookmark", 2),
    ("currentpdfbookmark", 2),
    ("hypertarget", 1),
    ("hyperlink", 1),
    ("linespread", 1),
    ("enlargethispage", 1),
    ("cellcolor", 1),
    ("rowcolor", 1),
    ("tabularnewline", 0),
];

const HEADINGS: &[&str] = &[
    "part",
    "chapter",
    "section",
    "subsection",
    "subsubsection",
    "paragraph",
    "subparagraph",
    "frametitle",
    "framesubtitle",
    "minisec",
    "addchap",
    "addsec",
];

/// Longest name of a command.
const NAME: usize = 60;

impl Reader<'_> {
    /// A command begins here.
    pub(super) fn command(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..self.end];
        let letters =
            rest.bytes().take(NAME).take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'@').count();
        if letters == 0 {
            self.sign();
            return;
        }
        let name = &rest[..letters];
        self.at += 1 + letters;
        if self.text.as_bytes()[..self.end].get(self.at) == Some(&b'*') {
            self.at += 1;
        }
        if let Some(text) = accents::symbol(name) {
            self.at += self.blanks();
            self.current.push(text, start..self.at);
            return;
        }
        if name.len() == 1 && self.accent(start, name.as_bytes()[0]) {
            return;
        }
        let is_cite = name.to_ascii_lowercase().contains("cite") && name != "citeauthor";
        if let Some((_, count)) = WITHOUT.iter().find(|(own, _)| *own == name) {
            if name == "bibitem" {
                self.item(start);
            }
            self.drop_arguments(*count);
            return;
        }
        if is_cite {
            self.drop_arguments(1);
            return;
        }
        match name {
            "begin" | "end" => self.environment(name == "begin", start),
            "item" => self.item(start),
            "title" | "author" | "date" => {
                self.option();
                self.name(name);
            }
            "footnote" | "footnotetext" | "marginpar" | "sidenote" => {
                self.option();
                if self.opens() {
                    self.begin_note();
                }
            }
            "caption" | "captionof" => {
                if name == "captionof" {
                    self.drop_arguments(1);
                }
                self.option();
                if self.opens() {
                    self.begin(Kind::Paragraph);
                    self.open_group(Group::Caption);
                }
            }
            "verb" | "lstinline" => self.verbatim(),
            "def" | "gdef" | "edef" => self.definition(),
            "par" | "newpage" | "clearpage" | "bigskip" | "medskip" | "smallskip" => self.flush(),
            "newline" | "linebreak" | "and" | "quad" | "qquad" | "enspace" | "hfill" => {
                let text = if name == "and" { ", " } else { " " };
                self.current.push(text, start..self.at);
            }
            _ if HEADINGS.contains(&name) && !self.is_inner => {
                self.option();
                if self.opens() {
                    self.begin(Kind::Heading);
                    self.open_group(Group::Heading);
                }
            }
            _ => {
                self.option();
                if !self.text[self.at..self.end].starts_with(char::is_whitespace)
                    || self.text[start..].starts_with("\\left")
                {
                    return;
                }
                // White space behind a command only ends its name.
                self.at += self.blanks();
            }
        }
    }

    /// Goes behind the brace that opens an argument, if there is one that is closed.
    fn opens(&mut self) -> bool {
        let open = self.at + self.blanks();
        let is_open = self.braces.close(open).is_some();
        if is_open {
            self.at = open + 1;
        }
        is_open
    }

    /// A command of one sign.
    fn sign(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 1..self.end];
        let Some(sign) = rest.chars().next() else {
            self.at = self.end;
            return;
        };
        self.at += 1 + sign.len_utf8();
        match sign {
            '\\' => {
                if self.text.as_bytes()[..self.end].get(self.at) == Some(&b'*') {
                    self.at += 1;
                }
                self.option();
                if self.table.is_some() {
                    self.end_row();
                } else {
                    self.current.space(start);
                }
            }
            '[' => {
                let end = self.displays.near(self.at, super::FORMULA).filter(|&end| end + 2 <= self.end);
                self.at = end.map_or(self.at, |end| end + 2);
                self.current.space(start);
            }
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                let range = start + 1..self.at;
                self.current.push(&self.text[range.clone()], range);
            }
            ' ' | '\n' | ',' | ';' | ':' | '!' | '>' if sign != '!' => self.current.space(start),
            _ => {
                if sign.is_ascii() {
                    self.accent(start, sign as u8);
                } else {
                    self.at = start + 1;
                }
            }
        }
    }

    /// An accent over the letter that follows; `false` when there is no such accent or no such letter.
    fn accent(&mut self, start: usize, sign: u8) -> bool {
        let Some(mark) = accents::mark(sign) else { return false };
        let behind = self.at + if sign.is_ascii_alphabetic() { self.blanks() } else { 0 };
        let rest = &self.text[behind..self.end];
        let inner = rest.strip_prefix('{');
        let body = inner.unwrap_or(rest);
        // The letter without its dot.
        let dotless = body.strip_prefix("\\i").or_else(|| body.strip_prefix("\\j"));
        let (letter, len) = match (dotless, body.chars().next()) {
            (Some(_), _) => (if body.starts_with("\\i") { 'i' } else { 'j' }, 2),
            (None, Some(letter)) if letter.is_alphabetic() => (letter, letter.len_utf8()),
            _ => return false,
        };
        if sign.is_ascii_alphabetic() && inner.is_none() && behind == self.at {
            return false;
        }
        let mut end = behind + usize::from(inner.is_some()) + len;
        if inner.is_some() {
            if !self.text[end..self.end].starts_with('}') {
                return false;
            }
            end += 1;
        }
        match unicode_normalization::char::compose(letter, mark) {
            Some(whole) => self.current.push(whole.encode_utf8(&mut [0; 4]), start..end),
            None => self.current.push(&format!("{letter}{mark}"), start..end),
        }
        self.at = end;
        true
    }

    pub(super) fn item(&mut self, start: usize) {
        if self.table.is_some() || self.is_inner {
            self.current.space(start);
            return;
        }
        self.begin(Kind::Item);
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}.");
                *number = number.saturating_add(1);
                marker
            }
            _ => "•".to_owned(),
        };
        self.current.insert(&marker, start);
        self.current.space(start);
        // `\item[term]`: the term is text.
        if self.text.as_bytes()[..self.end].get(self.at) == Some(&b'[')
            && let Some(close) = self.squares.near(self.at, super::OPTION).filter(|&close| close < self.end)
        {
            let term = &self.text[self.at + 1..close];
            if !term.contains(['\\', '{', '$']) {
                self.current.push(term, self.at + 1..close);
                self.current.space(close);
                self.at = close + 1;
            }
        }
    }

    /// `\verb|code|`
    fn verbatim(&mut self) {
        self.option();
        let rest = &self.text[self.at..self.end];
        let Some(sign) = rest.chars().next().filter(|sign| !sign.is_alphanumeric() && !sign.is_whitespace())
        else {
            return;
        };
        let close = if sign == '{' { '}' } else { sign };
        let body = &rest[sign.len_utf8()..];
        let limit = body.floor_char_boundary(super::OPTION);
        if let Some(end) = body[..limit].find([close, '\n']).filter(|&end| body[end..].starts_with(close)) {
            let start = self.at + sign.len_utf8();
            self.current.push(&body[..end], start..start + end);
            self.at = start + end + close.len_utf8();
        }
    }

    /// `\def\name#1{...}`
    fn definition(&mut self) {
        let rest = &self.text.as_bytes()[self.at..self.end];
        let Some(open) = rest.iter().take(NAME).position(|byte| *byte == b'{') else { return };
        if let Some(close) =
            self.braces.close(self.at + open).filter(|close| close - self.at <= super::ARGUMENT)
        {
            self.at = (close + 1).min(self.end);
        }
    }
}
