//! `cognate topics edit`, `cognate topics suggest` and `cognate topics diff`.

use cognate::pipeline::{Base, EditRequest, TopicsOptions, diff_reports};
use cognate::report::answers;
use cognate::topics::registry::TopicId;

use super::args::Global;
use super::bar::Bar;
use super::output::{Failure, Outcome, show, style, write};
use super::place;
use super::topics_args::{EditCommand, TopicsCommand};

pub(crate) fn topics(global: &Global, what: &TopicsCommand) -> Result<Outcome, Failure> {
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
