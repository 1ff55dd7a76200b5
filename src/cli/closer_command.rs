//! `cognate topics find`, `show` and `tree`.

use std::ops::RangeInclusive;

use cognate::pipeline::{Base, ShownTopics};
use cognate::report::answers::closer;

use super::args::Global;
use super::bar::Bar;
use super::output::{Failure, Outcome, show as write, style_within};
use super::place;
use super::topics_args::OfTopics;

/// Columns of what is shown.
const COLUMNS: RangeInclusive<usize> = 40..=200;

/// Levels of groups in a tree.
const LEVELS: u8 = 2;

pub(crate) fn find(global: &Global, words: &str, of: &OfTopics) -> Result<Outcome, Failure> {
    let found = topics(global, of, 0)?.find(words)?;
    write(global.json, &found, |r| closer::find::render(r, &style_within(COLUMNS, false)))?;
    Ok(if found.found.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

pub(crate) fn show(global: &Global, topic: &str, full: bool, of: &OfTopics) -> Result<Outcome, Failure> {
    let shown = topics(global, of, 0)?.show(topic)?;
    write(global.json, &shown, |r| closer::show::render(r, &style_within(COLUMNS, full)))?;
    Ok(Outcome::Found)
}

pub(crate) fn tree(global: &Global, levels: Option<u8>, of: &OfTopics) -> Result<Outcome, Failure> {
    let tree = topics(global, of, levels.unwrap_or(LEVELS).into())?.tree()?;
    write(global.json, &tree, |r| closer::tree::render(r, &style_within(COLUMNS, false)))?;
    Ok(if tree.nodes.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// The topics of the report, of the paths, or of the nearest collection.
fn topics(global: &Global, of: &OfTopics, levels: usize) -> Result<ShownTopics, Failure> {
    let bar = Bar::new(global.quiet);
    let base = Base::working_directory();
    if let Some(report) = &of.report {
        place::nothing_to_read(&of.read)?;
        return Ok(ShownTopics::read(report)?);
    }
    if of.paths.is_empty() {
        place::nothing_to_read(&of.read)?;
        let collection = place::open_fresh(global, &of.read, &bar)?;
        place::tell(global, &collection, false)?;
        return Ok(ShownTopics::of(&collection, levels, &base, &bar)?);
    }
    let opened = place::open(global, &of.read, &of.paths, &bar)?;
    place::tell(global, &opened.collection, true)?;
    let skipped = opened.summary.map(|summary| summary.skipped).unwrap_or_default();
    Ok(ShownTopics::found(&opened.collection, levels, skipped, &base, &bar)?)
}
