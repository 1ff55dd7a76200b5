//! `cognate topics`.

use cognate::cluster::ClusterOptions;
use cognate::pipeline::{Base, EditRequest, Extras, TopicsOptions, diff_reports};
use cognate::report::answers;
use cognate::topics::registry::TopicId;

use super::args::Global;
use super::bar::Bar;
use super::closer_command as closer;
use super::format::{self, Format, Table};
use super::output::{Failure, Outcome, show, style, write, write_bytes};
use super::place;
use super::topics_args::{EditCommand, TopicsArgs, TopicsCommand};

pub(crate) fn topics(global: &Global, args: &TopicsArgs) -> Result<Outcome, Failure> {
    if let Some(what) = &args.what {
        return of_topics(global, what);
    }
    // Before the work, which may be long.
    let look = args.look.read()?;
    let targets = format::targets(&args.write, global.json)?;
    let asks = |what: fn(Format) -> bool| targets.iter().any(|target| what(target.format));
    if args.write.table == Table::Per && args.per.is_empty() {
        return Err(Failure::Usage {
            message: "`--table per` has a row for each value of a field, and no field is named".to_owned(),
            hint: "name one with `--per FIELD`",
        });
    }
    let bar = Bar::new(global.quiet);
    let options = TopicsOptions {
        cluster: ClusterOptions {
            algorithm: args.algorithm,
            k: args.k,
            min_size: args.min_size,
            max_outliers: args.max_outliers,
            quick: false,
            seed: args.seed,
        },
        representatives: args.excerpts,
        label_language: args.label_language,
        language: args.lang,
        given: args.topics.clone(),
        only_given: args.only_given,
        cutoff: args.cutoff as f32,
        levels: args.levels,
        every: args.every,
        contrast: args.contrast.clone(),
        per: args.per.clone(),
        stability: args.stability,
        keep: !args.no_keep,
        extras: Extras { map: args.write.map || asks(Format::has_map), links: asks(Format::has_links) },
    };
    let base = Base::working_directory();
    let found = if args.paths.is_empty() {
        // A collection keeps its topics from run to run.
        place::nothing_to_read(&args.read)?;
        let mut collection = place::open_fresh(global, &args.read, &bar)?;
        place::tell(global, &collection, false)?;
        collection.topics_kept(&options, &base, &bar)?
    } else {
        let opened = place::open(global, &args.read, &args.paths, &bar)?;
        place::tell(global, &opened.collection, true)?;
        let skipped = opened.summary.map(|summary| summary.skipped).unwrap_or_default();
        opened.collection.topics(&options, skipped, &base, &bar)?
    };
    for target in &targets {
        write_bytes(
            &format::render(&found, target, args.write.table, (args.excerpts, args.full), &look)?,
            target.file.as_deref(),
        )?;
    }
    Ok(if found.topics.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

fn of_topics(global: &Global, what: &TopicsCommand) -> Result<Outcome, Failure> {
    let looks = style(false, 0, false);
    match what {
        TopicsCommand::Edit { what } => {
            let base = Base::working_directory();
            let edited = match request(what) {
                Some(request) => place::open_to_write(global)?.edit_topics(&request, &base)?,
                None => place::open_existing(global)?.list_topics(&base)?,
            };
            show(global.json, &edited, |r| answers::edited::render(r, &looks))?;
            let nothing = edited.edit.is_none() && edited.topics.is_empty();
            Ok(if nothing { Outcome::NothingFound } else { Outcome::Found })
        }
        TopicsCommand::Suggest { paths, label_language, output, read } => {
            let bar = Bar::new(global.quiet);
            let opened = place::open(global, read, paths, &bar)?;
            let options = TopicsOptions { label_language: *label_language, ..TopicsOptions::default() };
            let file = opened.collection.suggest_topics(&options, &Base::working_directory(), &bar)?;
            write(&file, output.as_deref())?;
            Ok(Outcome::Found)
        }
        TopicsCommand::Find { words, of } => closer::find(global, words, of),
        TopicsCommand::Show { topic, full, of } => closer::show(global, topic, *full, of),
        TopicsCommand::Tree { levels, of } => closer::tree(global, *levels, of),
        TopicsCommand::Diff { before, after } => {
            let changes = diff_reports(before, after)?;
            show(global.json, &changes, |r| answers::changes::render(r, &looks))?;
            Ok(if changes.changed { Outcome::Found } else { Outcome::NothingFound })
        }
    }
}

/// What is to be changed; `None` for a list.
fn request(what: &EditCommand) -> Option<EditRequest> {
    Some(match what {
        EditCommand::List => return None,
        EditCommand::Rename { topic, name } => {
            EditRequest::Rename { topic: TopicId(*topic), name: name.clone() }
        }
        EditCommand::Merge { into, others } => EditRequest::Merge {
            into: TopicId(*into),
            others: others.iter().map(|&other| TopicId(other)).collect(),
        },
        EditCommand::Move { spot, to } => {
            EditRequest::Move { file: spot.file.clone(), line: spot.line, to: to.0.map(TopicId) }
        }
        EditCommand::Split { topic, into } => EditRequest::Split { topic: TopicId(*topic), pieces: *into },
        EditCommand::Undo => EditRequest::Undo,
    })
}
