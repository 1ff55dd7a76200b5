//! Whether a topic report agrees with itself.

use std::collections::{BTreeMap, BTreeSet};

use super::cited::{Cited, Excerpt, Topic, Unit, read_hash};
use crate::corpus::ContentHash;
use crate::report::answers::check::Fault;

/// Everything in the report that does not agree with the rest of it: sums, hashes, numbers of units and topics, places.
pub(super) fn faults(report: &Cited) -> Vec<Fault> {
    let mut faults = Faults { report, found: Vec::new() };
    faults.sums();
    faults.units();
    for topic in &report.topics {
        faults.topic(topic);
    }
    faults.numbers();
    faults.found
}

struct Faults<'a> {
    report: &'a Cited,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn push(&mut self, unit: Option<usize>, topic: Option<u64>, what: impl Into<String>) {
        self.found.push(Fault { unit, topic, what: what.into() });
    }

    fn sums(&mut self) {
        let Cited { corpus, units, topics, .. } = self.report;
        let count = |of: &dyn Fn(&Unit) -> bool| units.iter().filter(|unit| of(unit)).count();
        let apart = |unit: &Unit| unit.boilerplate.is_some();
        let unknown = |unit: &Unit| !apart(unit) && unit.without_vector;
        let counts = [
            ("units", corpus.units, units.len()),
            ("in_topics", corpus.in_topics, count(&|unit| unit.topic.is_some())),
            ("boilerplate", corpus.boilerplate, count(&apart)),
            ("without_vector", corpus.without_vector, count(&unknown)),
            (
                "outliers",
                corpus.outliers,
                count(&|unit| unit.topic.is_none() && !apart(unit) && !unknown(unit)),
            ),
            (
                "copies",
                corpus.copies.unwrap_or_default(),
                count(&|unit| corpus.copies.is_some() && unit.copy_of.is_some()),
            ),
        ];
        for (name, written, counted) in counts {
            if written != counted {
                self.push(None, None, format!("`corpus.{name}` is {written}, and its units give {counted}"));
            }
        }
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        for topic in units.iter().filter_map(|unit| unit.topic) {
            *sizes.entry(topic).or_default() += 1;
        }
        for topic in topics {
            let counted = sizes.get(&topic.id).copied().unwrap_or_default();
            if topic.units != counted {
                let what =
                    format!("it has {} units by its entry, and {counted} by the list of units", topic.units);
                self.push(None, Some(topic.id), what);
            }
        }
    }

    fn units(&mut self) {
        let Cited { corpus, units, .. } = self.report;
        if let Some(written) = &corpus.hash {
            let hashes: Vec<u8> = units.iter().flat_map(|unit| ContentHash::of(&unit.text).0).collect();
            if *written != ContentHash::of_bytes(&hashes).short() {
                self.push(
                    None,
                    None,
                    "`corpus.hash` is not that of the texts: a text was edited, left out or put in",
                );
            }
        }
        let mut before: Option<&Unit> = None;
        for (number, unit) in units.iter().enumerate() {
            let mut fault = |what: &str| self.push(Some(number), None, what);
            match &unit.hash {
                Some(hash) if read_hash(hash).is_none() => fault("its hash is none"),
                Some(hash) if *hash != ContentHash::of(&unit.text).short() => {
                    fault("its text is not that of its hash: it was edited");
                }
                None if corpus.hash.is_some() => fault("it has no hash"),
                _ => {}
            }
            if unit.span[0] > unit.span[1] {
                fault("its bytes end before they begin");
            }
            if unit.line == 0 {
                fault("its line is 0, and lines count from 1");
            }
            // Units of a document have all its bytes, and each sheet, mail and packed file counts its lines anew.
            if let Some(before) = before.filter(|before| before.file == unit.file && before.span != unit.span)
                && (unit.line < before.line || unit.span[0] < before.span[0])
            {
                fault("it stands before the unit before it");
            }
            before = Some(unit);
        }
    }

    fn topic(&mut self, topic: &Topic) {
        let id = Some(topic.id);
        for excerpt in &topic.representatives {
            let Some(number) = excerpt.unit else { continue };
            if self.report.units.get(number).is_some_and(|unit| !quotes(excerpt, unit)) {
                self.push(
                    Some(number),
                    id,
                    "the excerpt is not the unit that it names: text or place differ",
                );
            }
        }
        if let Some(summary) = &topic.summary
            && let Some(unit) = self.report.units.get(summary.unit)
            && unit.text.get(summary.within[0]..summary.within[1]) != Some(&summary.text)
        {
            self.push(Some(summary.unit), id, "the summary sentence does not stand there in the unit");
        }
    }

    /// Numbers of units and topics that there are not.
    fn numbers(&mut self) {
        let Cited { units, topics, levels, links, .. } = self.report;
        let mut ids = BTreeSet::new();
        for topic in topics {
            if !ids.insert(topic.id) {
                self.push(None, Some(topic.id), "two topics have its number");
            }
            let named = topic.representatives.iter().filter_map(|excerpt| excerpt.unit);
            let named = named.chain(topic.summary.iter().map(|summary| summary.unit));
            for unit in named.chain(topic.borderline.iter().map(|near| near.unit)) {
                if unit >= units.len() {
                    self.push(None, Some(topic.id), format!("it names unit {unit}, which is not there"));
                }
            }
        }
        let mut strangers: BTreeSet<u64> = BTreeSet::new();
        for (number, unit) in units.iter().enumerate() {
            strangers.extend(
                [unit.topic, unit.nearest_topic].into_iter().flatten().filter(|id| !ids.contains(id)),
            );
            if let Some(of) = unit.copy_of.filter(|&of| of >= units.len() || of == number) {
                self.push(Some(number), None, format!("it is a copy of unit {of}, which cannot be"));
            }
        }
        let others = topics.iter().flat_map(|topic| &topic.borderline).map(|near| near.other);
        let grouped = levels.iter().flat_map(|level| &level.groups).flat_map(|group| &group.topics).copied();
        strangers.extend(others.chain(grouped).filter(|id| !ids.contains(id)));
        for id in strangers {
            self.push(None, Some(id), "it is named, and not among the topics");
        }
        if links.iter().any(|link| link.a >= link.b || link.b >= units.len()) {
            self.push(None, None, "a link is of units that are not there, or not in their order");
        }
    }
}

fn quotes(excerpt: &Excerpt, unit: &Unit) -> bool {
    excerpt.text == unit.text
        && excerpt.file == unit.file
        && excerpt.hash == unit.hash
        && (excerpt.line, excerpt.span, excerpt.position) == (unit.line, unit.span, unit.position)
}
