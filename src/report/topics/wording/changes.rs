//! What changed since the last run, a line for each kind of change.

use std::collections::BTreeMap;

use super::topic::Labels;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::label;
use crate::report::topics::model::TopicReport;
use crate::topics::registry::{Change, Piece, TopicId};

/// More topics than this that live on with other units are told in one.
const KEPT: usize = 3;

/// Kinds of changes that there are, in the order of [`Change`], and what each says. Topics that are as they were are
/// left out. The message `change-` and the kind is its name.
pub(in crate::report) fn by_kind(
    words: &Translations,
    report: &TopicReport,
) -> Vec<(&'static str, Vec<String>)> {
    let mut kinds =
        ["born", "gone", "split", "merged", "moved", "renamed", "kept"].map(|kind| (kind, Vec::new()));
    let kept =
        report.changes.iter().filter(|change| matches!(change, Change::Kept { .. }) && !change.is_nothing());
    let many_kept = kept.count() > KEPT;
    let labels = Labels::of(report);
    let sizes = report.topics.iter().map(|topic| (topic.id, topic.units)).collect();
    for change in report.changes.iter().filter(|change| !change.is_nothing()) {
        let (kind, text) = in_words(words, &report.corpus.unit, &labels, &sizes, change);
        if kind != "kept" || !many_kept {
            kinds
                .iter_mut()
                .filter(|(name, _)| *name == kind)
                .for_each(|(_, texts)| texts.push(text.clone()));
        }
    }
    if many_kept {
        kinds[6].1.push(all_kept(words, report));
    }
    kinds.into_iter().filter(|(_, texts)| !texts.is_empty()).collect()
}

/// `born: 2 harvest (1 paragraph); 5 space (3 paragraphs)`, of a kind and what there is of it.
pub(in crate::report) fn line(words: &Translations, kind: &str, text: &str) -> String {
    words.pair(&words.say(&format!("change-{kind}")), text)
}

fn in_words(
    words: &Translations,
    unit: &str,
    labels: &Labels<'_>,
    sizes: &BTreeMap<u64, usize>,
    change: &Change,
) -> (&'static str, String) {
    let topic = |id: &TopicId| labels.name(id.0);
    match change {
        Change::Born { id } => {
            let units = sizes.get(&id.0).copied().unwrap_or_default();
            ("born", format!("{} ({})", topic(id), words.count(units, unit)))
        }
        Change::Gone { id, into: None } => ("gone", topic(id)),
        Change::Gone { id, into: Some(into) } => {
            let values = [("topic", topic(id).into()), ("into", topic(into).into())];
            ("gone", words.with("gone-into", &values))
        }
        Change::Split { from, into } => {
            let piece = |piece: &Piece| format!("{} ({})", topic(&piece.id), words.percent(piece.share));
            let pieces = words.list(&into.iter().map(piece).collect::<Vec<_>>());
            let values = [("topic", from.0.to_string().into()), ("into", pieces.into())];
            ("split", words.with("split-into", &values))
        }
        Change::Merged { from, into } => {
            let from: Vec<_> = from.iter().map(|id| id.0.to_string()).collect();
            let values = [("from", words.list(&from).into()), ("into", topic(into).into())];
            ("merged", words.with("merged-into", &values))
        }
        Change::Kept { id, gained, lost, .. } => ("kept", kept_with(words, unit, topic(id), *gained, *lost)),
        Change::Moved { from, to, units } => {
            let counted = words.count(units.len(), unit);
            let values =
                [("counted", counted.into()), ("from", topic(from).into()), ("into", topic(to).into())];
            ("moved", words.with("moved-between", &values))
        }
        Change::Renamed { id, from, to } => {
            let [from, to] = [from, to].map(|name| label(name).into());
            let values = [("topic", id.0.to_string().into()), ("from", from), ("into", to)];
            ("renamed", words.with("renamed-from", &values))
        }
    }
}

/// `14 topics with 37 paragraphs more and 3 fewer`, those that are as they were among them.
fn all_kept(words: &Translations, report: &TopicReport) -> String {
    let (mut topics, mut more, mut fewer) = (0, 0, 0);
    for change in &report.changes {
        if let Change::Kept { gained, lost, .. } = change {
            topics += 1;
            more += gained;
            fewer += lost;
        }
    }
    kept_with(words, &report.corpus.unit, words.count(topics, "topic"), more, fewer)
}

fn kept_with(words: &Translations, unit: &str, topic: String, more: usize, fewer: usize) -> String {
    let counted = |n| words.count(n, unit).into();
    let difference = match (more, fewer) {
        (more, 0) => words.with("difference-more", &[("counted", counted(more))]),
        (0, fewer) => words.with("difference-fewer", &[("counted", counted(fewer))]),
        (more, fewer) => {
            let values = [("more", counted(more)), ("fewer", words.grouped(fewer).into())];
            words.with("difference-both", &values)
        }
    };
    words.with("kept-with", &[("topic", topic.into()), ("difference", difference.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn every_kind_in_words() {
        let found: Vec<String> = by_kind(&Translations::default(), &sample::report())
            .into_iter()
            .map(|(kind, texts)| format!("{kind}: {}", texts.join("; ")))
            .collect();
        let expected = [
            "born: 2 harvest (1 paragraph)",
            "gone: 5, most of it now in 1 armored train, railway; 6 railway",
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
        assert!(by_kind(&Translations::default(), &report).is_empty());
        report.changes.extend([kept(3, 2, 0), kept(4, 1, 0), kept(5, 0, 1)]);
        assert_eq!(
            by_kind(&Translations::default(), &report)[0].1,
            ["3 with 2 paragraphs more", "4 with 1 paragraph more", "5 with 1 paragraph fewer"]
        );
        report.changes.push(kept(6, 1, 0));
        assert_eq!(
            by_kind(&Translations::default(), &report),
            [("kept", vec!["6 topics with 4 paragraphs more and 1 fewer".to_owned()])]
        );
    }
}
