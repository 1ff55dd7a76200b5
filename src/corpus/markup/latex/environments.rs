//! Environments: lists, tables, code, and formulas, which are no text.

use super::Reader;
use crate::corpus::block::Kind;
use crate::corpus::markup::lines::Lines;
use crate::corpus::table::Table;
use crate::corpus::traced::Traced;

/// Environments that hold no text, also with a star.
const WITHOUT: &[&str] = &[
    "equation",
    "align",
    "alignat",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "flalign",
    "math",
    "dmath",
    "tikzpicture",
    "pgfpicture",
    "picture",
    "comment",
    "filecontents",
    "pspicture",
    "IEEEeqnarray",
];

const CODE: &[&str] =
    &["verbatim", "Verbatim", "lstlisting", "minted", "alltt", "BVerbatim", "python", "code"];

const TABLES: &[&str] = &["tabular", "tabularx", "tabulary", "longtable", "tabu", "supertabular", "array"];

/// Arguments of environments that are no text.
const ARGUMENTS: &[(&str, usize)] = &[
    ("tabularx", 2),
    ("tabulary", 2),
    ("minipage", 1),
    ("multicols", 1),
    ("wrapfigure", 2),
    ("thebibliography", 1),
    ("adjustbox", 1),
    ("subfigure", 1),
    ("subtable", 1),
    ("otherlanguage", 1),
    ("list", 2),
    ("spacing", 1),
    ("column", 1),
    ("tabular", 1),
    ("longtable", 1),
    ("tabu", 1),
    ("supertabular", 1),
    ("array", 1),
    ("minted", 1),
];

impl Reader<'_> {
    /// `\begin{name}` or `\end{name}`, which stands at `start`.
    pub(super) fn environment(&mut self, begins: bool, start: usize) {
        let Some(range) = self.argument().filter(|range| range.len() <= 60) else { return };
        self.at = range.end + 1;
        let full = &self.text[range];
        let name = full.trim_end_matches('*');
        let is_table = TABLES.contains(&name);
        if !begins {
            match name {
                "itemize" | "enumerate" | "description" | "compactitem" | "compactenum"
                | "thebibliography" => {
                    self.flush();
                    self.lists.pop();
                }
                _ if is_table => self.end_table(),
                "document" if !self.is_inner => {
                    self.end_table();
                    self.flush();
                    self.at = self.end;
                }
                _ if self.table.is_none() => self.end_block(),
                _ => {}
            }
            return;
        }
        let is_literal = WITHOUT.contains(&name) || CODE.contains(&name);
        if is_literal && full.len() <= name.len() + 1 {
            self.literal(full, CODE.contains(&name), start);
            return;
        }
        let arguments = ARGUMENTS.iter().find(|(own, _)| *own == name).map_or(0, |(_, count)| *count);
        // `tabular*` has a width, too.
        self.drop_arguments(arguments + usize::from(is_table && full.ends_with('*')));
        match name {
            "itemize" | "description" | "compactitem" | "thebibliography" => {
                self.lists.push(None);
                self.flush();
            }
            "enumerate" | "compactenum" => {
                self.lists.push(Some(1));
                self.flush();
            }
            _ if is_table && self.table.is_none() => {
                self.flush();
                if self.interrupted.is_empty() && !self.is_inner {
                    self.table = Some(Table::default());
                }
            }
            _ if self.table.is_none() => self.end_block(),
            _ => {}
        }
    }

    /// A paragraph ends; an item goes on.
    fn end_block(&mut self) {
        if self.kind == Some(Kind::Item) || self.is_inner {
            self.current.space(self.at);
        } else {
            self.flush();
        }
    }

    /// An environment whose text is not read as LaTeX, up to its end, if that comes.
    fn literal(&mut self, name: &str, is_code: bool, start: usize) {
        let end = format!("\\end{{{name}}}");
        let found = if self.unclosed.contains(name) { None } else { self.text[self.at..self.end].find(&end) };
        let Some(len) = found else {
            self.unclosed.insert(name.to_owned());
            return;
        };
        if !is_code {
            // A formula stands within its sentence.
            self.current.space(start);
            self.at += len + end.len();
            return;
        }
        if name == "minted" {
            self.drop_arguments(1);
        } else {
            self.option();
        }
        let body_end = self.text[self.at..self.end].find(&end).map_or(self.at, |len| self.at + len);
        let mut code = Traced::default();
        for line in Lines::new(&self.text[self.at..body_end]) {
            code.line_break(self.at + line.at);
            code.push(line.text, self.at + line.at..self.at + line.at + line.text.len());
        }
        self.at = body_end + end.len();
        if self.table.is_some() || !self.interrupted.is_empty() || self.is_inner {
            self.current.space(start);
            self.current.push_from(&code, 0..code.text().len());
        } else {
            self.flush();
            self.parsed.add(Kind::Code, code);
        }
    }
}
