//! `cognate models`.

use cognate::embed::ModelSpec;
use cognate::hub::{Hub, Places};
use cognate::pipeline::{
    AddOptions, Base, Collection, CollectionOptions, add_model, doctor, list_models, pull_models,
    remove_model, show_model, use_model, verify_models,
};
use cognate::report::answers::models as report;

use super::args::Global;
use super::bar::Bar;
use super::models_args::{ModelsArgs, ModelsCommand};
use super::output::{Failure, Outcome, show, style};
use super::{model, place};

pub(crate) fn models(global: &Global, args: &ModelsArgs) -> Result<Outcome, Failure> {
    let places = Places::of_environment()?;
    let threads = global.threads.map(Into::into);
    let bar = Bar::new(global.quiet);
    let looks = style(false, 0, false);
    match args.what.as_ref().unwrap_or(&ModelsCommand::List) {
        ModelsCommand::List => {
            let named: Option<ModelSpec> = global.model.as_deref().map(str::parse).transpose()?;
            let models = list_models(named.as_ref(), &places, threads)?;
            show(global.json, &models, |r| report::list::render(r, &looks))?;
        }
        ModelsCommand::Show { name } => {
            let name = name.as_deref().or(global.model.as_deref());
            let spec = name.map(|name| model::spec(global, name)).transpose()?.unwrap_or_default();
            let shown = show_model(&spec, threads)?;
            show(global.json, &shown, |r| report::show::render(r, &looks))?;
        }
        ModelsCommand::Pull { names } => {
            let pulled = pull_models(names, &Hub::of_environment()?, &places, &bar)?;
            show(global.json, &pulled, |r| report::pull::render(r, &looks))?;
        }
        ModelsCommand::Add { source, id, graph } => {
            let options =
                AddOptions { source: source.clone(), id: id.clone(), graph: graph.clone(), threads };
            let added = add_model(&options, &Hub::of_environment()?, &places, &bar)?;
            show(global.json, &added, |r| report::add::render(r, &looks))?;
        }
        ModelsCommand::Verify { names } => {
            let verified = verify_models(names, &places, &bar)?;
            show(global.json, &verified, |r| report::verify::render(r, &looks))?;
            if let Some(damaged) = verified.models.iter().find(|model| !model.ok) {
                return Err(Failure::Usage {
                    message: format!("the model `{}` is damaged", damaged.id),
                    hint: "`cognate models pull NAME` fetches again what is damaged, and nothing else",
                });
            }
        }
        ModelsCommand::Rm { name, files } => {
            let removed = remove_model(name, *files, &places)?;
            show(global.json, &removed, |r| report::remove::render(r, &looks))?;
        }
        ModelsCommand::Use { name, reembed } => {
            let spec = model::spec(global, name)?;
            let folder = place::existing(global)?;
            let mut chosen = use_model(&folder, &spec, &places, threads, &Base::working_directory())?;
            if *reembed && chosen.reembed {
                let options = CollectionOptions { reembed: true, ..place::options(global, None)? };
                let options = CollectionOptions { model: None, ..options };
                chosen.embedded = Some(Collection::open(&folder, &options)?.embed_anew(&bar)?);
                chosen.reembed = false;
            }
            show(global.json, &chosen, |r| report::choose::render(r, &looks))?;
        }
        ModelsCommand::Doctor => {
            let hub = Hub::of_environment();
            let found = doctor(hub.as_ref(), &places, threads);
            show(global.json, &found, |r| report::doctor::render(r, &looks))?;
            return Ok(if found.ok { Outcome::Found } else { Outcome::NothingFound });
        }
    }
    Ok(Outcome::Found)
}
