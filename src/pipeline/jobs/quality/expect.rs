//! The units that expectations name.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::corpus::{ContentHash, Format};
use crate::eval::Wanted;
use crate::pipeline::Base;
use crate::printable;
use crate::store::StoredUnit;

/// Bytes by which the beginnings of lines are sorted; what is longer is compared when it is found.
const SORTED: usize = 256;

/// The units of a collection, found by what a person names.
pub(super) struct Finder {
    units: Vec<StoredUnit>,
    /// Their texts as they are compared.
    plain: Vec<String>,
    /// Unit and byte of each line of the plain texts, in the order of what follows.
    lines: Vec<(usize, usize)>,
    /// Units of each path, by the path's last part.
    files: HashMap<String, BTreeMap<String, Vec<usize>>>,
    documents: HashMap<String, Vec<usize>>,
}

impl Finder {
    pub(super) fn new(units: Vec<StoredUnit>) -> Self {
        let cut: Vec<(String, Vec<usize>)> = units.par_iter().map(|unit| lines(&unit.text)).collect();
        let mut starts = Vec::new();
        let mut plain = Vec::with_capacity(cut.len());
        for (unit, (text, of)) in cut.into_iter().enumerate() {
            starts.extend(of.into_iter().map(|start| (unit, start)));
            plain.push(text);
        }
        starts.par_sort_by(|a, b| head(&plain, *a).cmp(head(&plain, *b)).then(a.cmp(b)));
        let mut files: HashMap<String, BTreeMap<String, Vec<usize>>> = HashMap::new();
        let mut documents: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, unit) in units.iter().enumerate() {
            let paths = files.entry(last_part(&unit.path).to_owned()).or_default();
            match paths.get_mut(&unit.path) {
                Some(of) => of.push(place),
                None => drop(paths.insert(unit.path.clone(), vec![place])),
            }
            if let Some(id) = &unit.own_id {
                documents.entry(id.clone()).or_default().push(place);
            }
        }
        Self { units, plain, lines: starts, files, documents }
    }

    pub(super) fn units(&self) -> &[StoredUnit] {
        &self.units
    }

    /// The units that are named, in the order of the collection: of the text proper where there are any.
    ///
    /// Of a text, those of which a line begins with it; where there is none, those that hold it. Of a line, those that begin on it, or on
    /// the last one before on which one begins; between records nothing does.
    pub(super) fn find(&self, wanted: &Wanted) -> Vec<usize> {
        let mut found = match wanted {
            Wanted::Text { text, file } => self.by_text(&plain(text), file.as_deref()),
            Wanted::Line { file, line } => self.by_line(file, *line),
            Wanted::Id(id) => self.documents.get(id).cloned().unwrap_or_default(),
        };
        if found.iter().any(|unit| self.units[*unit].boilerplate.is_none()) {
            found.retain(|unit| self.units[*unit].boilerplate.is_none());
        }
        found
    }

    /// Whether anything was read of a file that is named by the end of its path.
    pub(super) fn has_file(&self, file: &str) -> bool {
        self.of_file(file).next().is_some()
    }

    fn by_text(&self, text: &str, file: Option<&str>) -> Vec<usize> {
        if text.is_empty() {
            return Vec::new();
        }
        let Some(file) = file else {
            let mut found = self.beginning(text);
            if found.is_empty() {
                let holds = |unit: &usize| self.plain[*unit].contains(text);
                found = (0..self.units.len()).into_par_iter().filter(holds).collect();
            }
            return found;
        };
        let of_file: Vec<usize> = self.of_file(file).flatten().copied().collect();
        let begins = |unit: &usize| {
            lines(&self.units[*unit].text).1.iter().any(|start| self.plain[*unit][*start..].starts_with(text))
        };
        let mut found: Vec<usize> = of_file.iter().copied().filter(begins).collect();
        if found.is_empty() {
            found = of_file.into_iter().filter(|unit| self.plain[*unit].contains(text)).collect();
        }
        found
    }

    /// The units of which a line begins so.
    fn beginning(&self, text: &str) -> Vec<usize> {
        let short = &text.as_bytes()[..text.len().min(SORTED)];
        let from = self.lines.partition_point(|line| head(&self.plain, *line) < short);
        let lines = self.lines[from..].iter().take_while(|line| head(&self.plain, **line).starts_with(short));
        let whole = lines.filter(|(unit, start)| self.plain[*unit][*start..].starts_with(text));
        let mut found: Vec<usize> = whole.map(|(unit, _)| *unit).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn by_line(&self, file: &str, line: u64) -> Vec<usize> {
        let mut found = Vec::new();
        for units in self.of_file(file) {
            let lines = units.iter().map(|unit| self.units[*unit].line);
            let Some(begun) = lines.filter(|begun| *begun <= line).max() else { continue };
            let of = || units.iter().map(|unit| &self.units[*unit]).filter(|unit| unit.line == begun);
            // Between the records of a file there is nothing: a line that begins none is of one that was not read.
            if by_records(file) {
                // All parts of a record are said to begin where it does.
                let lines: usize = of().map(|unit| unit.text.lines().count().max(1)).sum();
                let parts = of().count();
                if line >= begun + (lines + parts.saturating_sub(1)) as u64 {
                    continue;
                }
            }
            found.extend(units.iter().copied().filter(|unit| self.units[*unit].line == begun));
        }
        found
    }

    /// The units of each file whose path ends so.
    fn of_file(&self, file: &str) -> impl Iterator<Item = &Vec<usize>> {
        let file = without_dots(file);
        let paths = self.files.get(last_part(&file)).into_iter().flatten();
        paths.filter(move |(path, _)| ends_with(path, &file)).map(|(_, units)| units)
    }
}

/// Whether a file holds records with lines of their own.
pub(super) fn by_records(file: &str) -> bool {
    matches!(Format::of_path(Path::new(file)), Some(Format::JsonLines | Format::Csv | Format::Tsv))
}

/// Whether a path ends with the parts of another.
pub(super) fn ends_with(path: &str, end: &str) -> bool {
    path == end || Path::new(path).ends_with(without_dots(end))
}

/// A path without what climbs at its beginning.
fn without_dots(path: &str) -> String {
    let parts = Path::new(path).components();
    let rest: std::path::PathBuf =
        parts.skip_while(|part| matches!(part, Component::ParentDir | Component::CurDir)).collect();
    rest.to_string_lossy().into_owned()
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(path)
}

/// Text as it is compared: case, forms of quotes and of letters, and kinds of white space are one.
pub(super) fn plain(text: &str) -> String {
    let lower: String = crate::query::filter::lower(text).nfc().collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plain text, and where its lines begin.
fn lines(text: &str) -> (String, Vec<usize>) {
    let (mut whole, mut starts) = (String::new(), Vec::new());
    for line in text.lines().map(plain).filter(|line| !line.is_empty()) {
        if !whole.is_empty() {
            whole.push(' ');
        }
        starts.push(whole.len());
        whole.push_str(&line);
    }
    (whole, starts)
}

fn head(plain: &[String], (unit, start): (usize, usize)) -> &[u8] {
    let rest = &plain[unit].as_bytes()[start..];
    &rest[..rest.len().min(SORTED)]
}

/// An id for every different text, as files of TREC take it: the own id of its document, else file and line; later texts of the same place
/// have a number behind it.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn of(units: &[StoredUnit], base: &Base) -> Self {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut names = HashMap::new();
        for unit in units {
            let hash = ContentHash::of(&unit.text).short();
            if names.contains_key(&hash) {
                continue;
            }
            let named = match &unit.own_id {
                Some(id) => without_gaps(id),
                None => without_gaps(&format!("{}:{}", base.show(&unit.path), unit.line)),
            };
            let count = taken.entry(named.clone()).or_default();
            *count += 1;
            // No other place has a number sign and a number at its end unless a file is called so.
            let name = if *count == 1 { named } else { format!("{named}#{count}") };
            names.insert(hash, name);
        }
        Self(names)
    }

    /// The id of a text by its hash.
    pub(super) fn get<'a>(&'a self, hash: &'a str) -> &'a str {
        self.0.get(hash).map_or(hash, String::as_str)
    }
}

/// A name without white space and signs that end a field.
pub(super) fn without_gaps(name: &str) -> String {
    let mut named = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_whitespace() || c == '%' || printable::is_hidden(c) {
            let mut bytes = [0; 4];
            named.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            named.push(c);
        }
    }
    named
}
