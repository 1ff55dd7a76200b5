//! What changed since the last run, a line for each kind of change.

use super::topic::name;
use crate::report::layout::number::{count, grouped, percent};
use crate::report::layout::wrap::one_line;
use crate::report::model::TopicReport;
use crate::topics::registry::{Change, TopicId};

/// More topics than this that live on with other units are told in one.
const KEPT: usize = 3;

/// Kinds of changes that there are, in the order of [`Change`], and what each says. Topics that are as they were are
/// left out.
pub(in crate::report) fn by_kind(report: &TopicReport) -> Vec<(&'static str, Vec<String>)> {
    let mut kinds =
        ["born", "gone", "split", "merged", "moved", "renamed", "kept"].map(|kind| (kind, Vec::new()));
    let kept =
        report.changes.iter().filter(|change| matches!(change, Change::Kept { .. }) && !change.is_nothing());
    let many_kept = kept.count() > KEPT;
    for change in report.changes.iter().filter(|change| !change.is_nothing()) {
        let (kind, text) = in_words(report, change);
        if kind != "kept" || !many_kept {
            kinds
                .iter_mut()
                .filter(|(name, _)| *name == kind)
                .for_each(|(_, texts)| texts.push(text.clone()));
        }
    }
    if many_kept {
        kinds[6].1.push(all_kept(report));
    }
    kinds.into_iter().filter(|(_, texts)| !texts.is_empty()).collect()
}

fn in_words(report: &TopicReport, change: &Change) -> (&'static str, String) {
    let unit = &report.corpus.unit;
    let topic = |id: &TopicId| name(report, id.0);
    match change {
        Change::Born { id } => {
            let units = report.topics.iter().find(|topic| topic.id == id.0).map_or(0, |topic| topic.units);
            ("born", format!("{} ({})", topic(id), count(units, unit)))
        }
        Change::Gone { id, into: None } => ("gone", topic(id)),
        Change::Gone { id, into: Some(into) } => {
            ("gone", format!("{}, most of it now in {}", topic(id), topic(into)))
        }
        Change::Split { from, into } => {
            let pieces = into.iter().map(|piece| format!("{} ({})", topic(&piece.id), percent(piece.share)));
            ("split", format!("{} into {}", from.0, listed(&pieces.collect::<Vec<_>>())))
        }
        Change::Merged { from, into } => {
            let from: Vec<_> = from.iter().map(|id| id.0.to_string()).collect();
            ("merged", format!("{} into {}", listed(&from), topic(into)))
        }
        Change::Kept { id, gained, lost, .. } => {
            ("kept", format!("{} with {}", topic(id), difference(unit, *gained, *lost)))
        }
        Change::Moved { from, to, units } => {
            ("moved", format!("{} from {} to {}", count(units.len(), unit), topic(from), topic(to)))
        }
        Change::Renamed { id, from, to } => {
            ("renamed", format!("{} from “{}” to “{}”", id.0, one_line(from), one_line(to)))
        }
    }
}

/// `14 topics with 37 paragraphs more and 3 fewer`, those that are as they were among them.
fn all_kept(report: &TopicReport) -> String {
    let (mut topics, mut more, mut fewer) = (0, 0, 0);
    for change in &report.changes {
        if let Change::Kept { gained, lost, .. } = change {
            topics += 1;
            more += gained;
            fewer += lost;
        }
    }
    format!("{} with {}", count(topics, "topic"), difference(&report.corpus.unit, more, fewer))
}

fn difference(unit: &str, more: usize, fewer: usize) -> String {
    match (more, fewer) {
        (more, 0) => format!("{} more", count(more, unit)),
        (0, fewer) => format!("{} fewer", count(fewer, unit)),
        (more, fewer) => format!("{} more and {} fewer", count(more, unit), grouped(fewer)),
    }
}

/// `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_kind_in_words() {
        let found: Vec<String> = by_kind(&sample::report())
            .into_iter()
            .map(|(kind, texts)| format!("{kind}: {}", texts.join("; ")))
            .collect();
        let expected = [
            "born: 2 harvest (1 paragraph)",
            "gone: 5, most of it now in 1 armored train, railway; 6",
            "split: 3 into 1 armored train, railway (60%) and 7 (40%)",
            "merged: 1, 8 and 9 into 1 armored train, railway",
            "moved: 1 paragraph from 1 armored train, railway to 2 harvest",
            "renamed: 1 from “trains” to “armored train, railway”",
            "kept: 1 armored train, railway with 1 paragraph more and 2 fewer",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn topics_as_they_were_are_left_out_and_many_kept_are_one_line() {
        let mut report = sample::report();
        let kept = |id, gained, lost| Change::Kept { id: TopicId(id), gained, lost, share: Some(1.0) };
        report.changes = vec![kept(1, 0, 0), kept(2, 0, 0)];
        assert!(by_kind(&report).is_empty());
        report.changes.extend([kept(3, 2, 0), kept(4, 1, 0), kept(5, 0, 1)]);
        assert_eq!(
            by_kind(&report)[0].1,
            ["3 with 2 paragraphs more", "4 with 1 paragraph more", "5 with 1 paragraph fewer"]
        );
        report.changes.push(kept(6, 1, 0));
        assert_eq!(
            by_kind(&report),
            [("kept", vec!["6 topics with 4 paragraphs more and 1 fewer".to_owned()])]
        );
    }
}
