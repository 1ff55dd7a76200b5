//! Whether a topic report still holds: its sources are read anew and held against what it cites.
//!
//! `cited` is what is taken of the report, `itself` whether it agrees with itself, `sources` reads the files, `align` tells
//! which of their units were there before, `pair` which text stands in the place of another, `affected` what topics
//! rest on what changed. Files are looked at side by side; of their texts only those are kept that the report does not know.

mod affected;
mod align;
mod cited;
mod itself;
mod pair;
mod sources;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::align::{Key, Short};
use self::cited::{Cited, Unit};
use self::sources::{Fresh, Looked, Spot};
use crate::corpus::{self, CorpusError, SourceFile};
use crate::pipeline::collection::absolute;
use crate::pipeline::jobs::index::{READ_TOGETHER, STDIN};
use crate::pipeline::{Base, PipelineError, Progress, Stage};
use crate::report::answers::check::{
    CHECK_REPORT_SCHEMA, CheckReport, CheckedFile, FileStatus, Finding, Now, StatusCounts, UnitStatus,
};

/// A record with another id in the place of one that is gone is the same one when at least so much of it is.
const OTHER_ID: f64 = 0.5;

/// Reads the sources of the JSON topic report `path` again, following its paths from the folder `base`, and tells what
/// no longer matches. Units are told by the hash of their text, then by order and, in records, by id.
///
/// Every step but one is linear in the units of the report and its sources; the alignment of a file's units is nearly so.
///
/// # Errors
/// [`PipelineError::UnreadableReport`] and [`PipelineError::BadReport`] for the report, and [`PipelineError::Corpus`]
/// when `base` is no folder. A source that cannot be read is no error: it is told in the report.
pub fn check_report(path: &Path, base: &Path, progress: &dyn Progress) -> Result<CheckReport, PipelineError> {
    let report = Cited::read(path)?;
    let folder = PathBuf::from(absolute(base));
    if !folder.is_dir() {
        return Err(CorpusError::Missing { path: base.to_path_buf() }.into());
    }
    let mut check = Check::look(&report, &folder, progress);
    check.find_moved();
    check.find_changed();
    let (files, fates) = check.findings();
    let topics = affected::topics(&report, &fates);
    let units: StatusCounts = fates.iter().map(|fate| fate.0).collect();
    let faults = itself::faults(&report);
    Ok(CheckReport {
        schema: CHECK_REPORT_SCHEMA,
        report: path.display().to_string(),
        generator: report.generator.clone(),
        checked_by: format!("cognate {}", env!("CARGO_PKG_VERSION")),
        base: base.display().to_string(),
        holds: units.broken() == 0
            && faults.is_empty()
            && (units.not_checked < units.total() || units.total() == 0),
        only_language: report.only_language(),
        new: files.iter().map(|file| file.new).sum(),
        units,
        faults,
        files,
        topics,
    })
}

/// What became of a unit whose text does not stand in its file any more.
#[derive(Debug, Clone, Copy)]
enum Elsewhere {
    /// It stands in this file, as this of its fresh units.
    Moved { file: usize, fresh: usize },
    /// This fresh unit of its own file stands in its place.
    Changed { fresh: usize, similarity: f64 },
}

/// A file that is looked at.
struct File {
    /// As the report names it; a new one as seen from the base.
    name: String,
    /// Numbers of its units in the report.
    units: Vec<usize>,
    looked: Looked,
    /// What became of those whose text is not there.
    elsewhere: BTreeMap<usize, Elsewhere>,
}

struct Check<'a> {
    report: &'a Cited,
    /// Those of the report, then those that it does not know.
    files: Vec<File>,
}

impl<'a> Check<'a> {
    fn look(report: &'a Cited, folder: &Path, progress: &dyn Progress) -> Self {
        let options = report.options();
        let cited = report.files();
        let paths: Vec<PathBuf> = cited.iter().map(|(name, _)| folder.join(name)).collect();
        let known: BTreeSet<String> = paths.iter().map(|path| absolute(path)).collect();
        let unknown = unknown_files(report, folder, &known);
        progress.begin(Stage::Reading, (cited.len() + unknown.len()) as u64);
        let mut files = Vec::with_capacity(cited.len() + unknown.len());
        for (cited, paths) in cited.chunks(READ_TOGETHER).zip(paths.chunks(READ_TOGETHER)) {
            let looked = cited.par_iter().zip(paths).map(|((name, units), path)| {
                let keys: Vec<Key> = units.iter().map(|&unit| report.units[unit].key()).collect();
                let looked = match *name {
                    STDIN => Looked::not_read(FileStatus::NotChecked, None, units.len()),
                    name => sources::look(path, name, &keys, &options),
                };
                File { name: (*name).to_owned(), units: units.clone(), looked, elsewhere: BTreeMap::new() }
            });
            files.extend(looked.collect::<Vec<_>>());
            progress.done(files.len() as u64);
        }
        let shown = Base::new(folder.to_path_buf());
        for unknown in unknown.chunks(READ_TOGETHER) {
            let read = unknown.par_iter().filter_map(|file| {
                // What the report was not made of need not be readable.
                let fresh = sources::units_of(file, &options).ok()?;
                let looked = Looked { fresh, ..Looked::not_read(FileStatus::New, None, 0) };
                let name = shown.show(&absolute(&file.path));
                Some(File { name, units: Vec::new(), looked, elsewhere: BTreeMap::new() })
            });
            files.extend(read.collect::<Vec<_>>());
            progress.done(files.len() as u64);
        }
        progress.end();
        Self { report, files }
    }

    fn unit(&self, file: usize, place: usize) -> &'a Unit {
        &self.report.units[self.files[file].units[place]]
    }

    /// Places of the units of a file that was read, whose text is not found.
    fn lost(&self, file: usize) -> Vec<usize> {
        let File { looked, elsewhere, .. } = &self.files[file];
        if matches!(looked.status, FileStatus::Unreadable | FileStatus::NotChecked) {
            return Vec::new();
        }
        let lost = |place: &usize| looked.found[*place].is_none() && !elsewhere.contains_key(place);
        (0..looked.found.len()).filter(lost).collect()
    }

    /// Looks for lost texts among the units of other files that the report does not know.
    fn find_moved(&mut self) {
        let lost: Vec<Vec<usize>> = (0..self.files.len()).map(|file| self.lost(file)).collect();
        let wanted = lost.iter().enumerate();
        let wanted: BTreeSet<Short> = wanted
            .flat_map(|(file, places)| places.iter().map(move |&place| (file, place)))
            .map(|(file, place)| self.unit(file, place).key().text)
            .collect();
        let mut places: BTreeMap<Short, BTreeMap<usize, VecDeque<usize>>> = BTreeMap::new();
        for (at, file) in self.files.iter().enumerate() {
            for (fresh, unit) in
                file.looked.fresh.iter().enumerate().filter(|(_, unit)| wanted.contains(&unit.hash))
            {
                places.entry(unit.hash).or_default().entry(at).or_default().push_back(fresh);
            }
        }
        for (from, lost) in lost.into_iter().enumerate() {
            // Copies of a line stand in many files: the one to which its neighbour went comes first.
            let mut last = None;
            for place in lost {
                let Some(by_file) = places.get_mut(&self.unit(from, place).key().text) else { continue };
                let Some(to) = last.filter(|to| by_file.contains_key(to)).or(by_file.keys().next().copied())
                else {
                    continue;
                };
                let Some(fresh) = by_file.get_mut(&to).and_then(VecDeque::pop_front) else { continue };
                if by_file.get(&to).is_some_and(VecDeque::is_empty) {
                    by_file.remove(&to);
                }
                self.files[to].looked.fresh[fresh].free = false;
                self.files[from].elsewhere.insert(place, Elsewhere::Moved { file: to, fresh });
                last = Some(to);
            }
        }
    }

    /// Looks for the text that stands in the place of a lost one: in the record of the same id, else between the same
    /// neighbours.
    fn find_changed(&mut self) {
        for file in 0..self.files.len() {
            let pairs = self.paired(file, |unit, _| unit.own_id.clone(), |fresh| fresh.spot.own_id.clone());
            self.keep(file, pairs);
            let mut pairs = self.paired(file, |_, gap| Some(gap), |fresh| Some(fresh.gap));
            // Another id is another record, unless its text says that ids were given anew.
            pairs.retain(|&(place, fresh, similarity)| {
                let ids = (&self.unit(file, place).own_id, &self.files[file].looked.fresh[fresh].spot.own_id);
                similarity >= OTHER_ID || !matches!(ids, (Some(a), Some(b)) if a != b)
            });
            self.keep(file, pairs);
        }
    }

    /// Pairs lost and free units that have the same `K`: place, fresh unit, similarity.
    fn paired<K: Ord>(
        &self,
        file: usize,
        of_lost: impl Fn(&Unit, usize) -> Option<K>,
        of_fresh: impl Fn(&Fresh) -> Option<K>,
    ) -> Vec<(usize, usize, f64)> {
        let looked = &self.files[file].looked;
        let mut groups: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for place in self.lost(file) {
            if let Some(key) = of_lost(self.unit(file, place), looked.gaps[place]) {
                groups.entry(key).or_default().0.push(place);
            }
        }
        for (number, fresh) in looked.fresh.iter().enumerate().filter(|(_, fresh)| fresh.free) {
            if let Some(group) = of_fresh(fresh).and_then(|key| groups.get_mut(&key)) {
                group.1.push(number);
            }
        }
        let mut pairs = Vec::new();
        for (lost, fresh) in groups.into_values() {
            let old: Vec<&str> = lost.iter().map(|&place| self.unit(file, place).text.as_str()).collect();
            let new: Vec<&str> = fresh.iter().map(|&number| looked.fresh[number].text.as_str()).collect();
            let found = pair::pair(&old, &new).into_iter();
            pairs.extend(found.map(|pair| (lost[pair.old], fresh[pair.new], pair.similarity)));
        }
        pairs
    }

    fn keep(&mut self, file: usize, pairs: Vec<(usize, usize, f64)>) {
        let File { looked, elsewhere, .. } = &mut self.files[file];
        for (place, fresh, similarity) in pairs {
            looked.fresh[fresh].free = false;
            elsewhere.insert(place, Elsewhere::Changed { fresh, similarity });
        }
    }

    /// The files as they are reported, and what became of every unit.
    fn findings(&self) -> (Vec<CheckedFile>, Vec<affected::Fate<'_>>) {
        let only = self.report.only_language();
        let mut fates = vec![(UnitStatus::Deleted, None); self.report.units.len()];
        let mut files = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let mut units = StatusCounts::default();
            let mut findings = Vec::new();
            for (place, &number) in file.units.iter().enumerate() {
                let unit = &self.report.units[number];
                let (status, now) = self.fate(file, place);
                fates[number].0 = status;
                if let Some(Elsewhere::Changed { fresh, .. }) = file.elsewhere.get(&place) {
                    fates[number].1 = Some(file.looked.fresh[*fresh].text.as_str());
                }
                units.add(status);
                if !matches!(status, UnitStatus::Same | UnitStatus::NotChecked) {
                    findings.push(finding(number, unit, status, now));
                }
            }
            let counts = |unit: &Fresh| only.is_none() || unit.language == only;
            let new = file.looked.fresh.iter().filter(|unit| unit.free && counts(unit)).count();
            if new == 0 && file.looked.status == FileStatus::New {
                continue;
            }
            let (name, reason) = (file.name.clone(), file.looked.reason.clone());
            files.push(CheckedFile { file: name, status: file.looked.status, reason, units, new, findings });
        }
        (files, fates)
    }

    fn fate(&self, file: &File, place: usize) -> (UnitStatus, Option<Now>) {
        let unit = &self.report.units[file.units[place]];
        if let Some((spot, in_order)) = &file.looked.found[place] {
            let was = (unit.line, unit.span, unit.position, &unit.own_id);
            if *in_order && was == (spot.line, spot.span, spot.position, &spot.own_id) {
                return (UnitStatus::Same, None);
            }
            return (UnitStatus::Shifted, Some(Now { in_order: Some(*in_order), ..now(&file.name, spot) }));
        }
        match file.elsewhere.get(&place) {
            Some(Elsewhere::Moved { file, fresh }) => {
                let file = &self.files[*file];
                (UnitStatus::Moved, Some(now(&file.name, &file.looked.fresh[*fresh].spot)))
            }
            Some(Elsewhere::Changed { fresh, similarity }) => {
                let Fresh { spot, text, .. } = &file.looked.fresh[*fresh];
                let (text, similarity) = (Some(text.clone()), Some(*similarity));
                (UnitStatus::Changed, Some(Now { text, similarity, ..now(&file.name, spot) }))
            }
            None => match file.looked.status {
                FileStatus::Unreadable => (UnitStatus::Unreadable, None),
                FileStatus::NotChecked => (UnitStatus::NotChecked, None),
                _ => (UnitStatus::Deleted, None),
            },
        }
    }
}

fn now(file: &str, spot: &Spot) -> Now {
    Now {
        file: file.to_owned(),
        line: spot.line,
        at: spot.at.clone(),
        span: spot.span,
        position: spot.position,
        own_id: spot.own_id.clone(),
        in_order: None,
        text: None,
        similarity: None,
    }
}

fn finding(number: usize, unit: &Unit, status: UnitStatus, now: Option<Now>) -> Finding {
    Finding {
        unit: number,
        status,
        topic: unit.topic,
        text: unit.text.clone(),
        line: unit.line,
        at: unit.at.clone(),
        span: unit.span,
        position: unit.position,
        own_id: unit.own_id.clone(),
        now,
    }
}

/// Files below the paths of the report that it cites nothing of, by name. Paths that are gone have none.
///
/// The folder where a report was made is written whole when it is one of its paths, and its files are not: it stands for
/// the base, or a copy elsewhere would be held against the original.
fn unknown_files(report: &Cited, folder: &Path, known: &BTreeSet<String>) -> Vec<SourceFile> {
    let mut found = BTreeMap::new();
    for root in &report.corpus.paths {
        let is_below = |unit: &Unit| Path::new(&unit.file).starts_with(root);
        let is_base = Path::new(root).is_absolute() && !report.units.iter().any(is_below);
        let root = if is_base { folder.to_path_buf() } else { folder.join(root) };
        for file in corpus::walk(&[root], corpus::WalkOptions::default()).unwrap_or_default().files {
            let path = absolute(&file.path);
            if !known.contains(&path) && file.path.is_file() {
                found.entry(path).or_insert(file);
            }
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests;
