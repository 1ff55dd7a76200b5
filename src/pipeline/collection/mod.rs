//! Collections: found, made and opened; their index file, words and registry kept in step with the database.

pub(in crate::pipeline) mod freeze;
pub(in crate::pipeline) mod opened;
pub(in crate::pipeline) mod registry;
pub(in crate::pipeline) mod searcher;
pub(in crate::pipeline) mod stale;
pub(in crate::pipeline) mod texts;
pub(in crate::pipeline) mod unread;
pub(in crate::pipeline) mod words;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use crate::corpus::ReadOptions;
use crate::embed::static_model::StaticModel;
use crate::embed::{self, Embedder, ModelSpec};
use crate::index::{Builder, IndexChoice};
use crate::store::{DATABASE, Settings, Store, StoreError, Stored, WriteLock, is_foreign};

use self::opened::Opened;
use crate::pipeline::{Base, PipelineError};

/// Name of a collection's folder when none is given.
const FOLDER: &str = ".cognate";

/// Days after which an unused cached collection is deleted.
const CACHE_DAYS: u64 = 30;

/// What a person asked of a collection; `None` leaves a choice as it is.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "choices of a person")]
pub struct CollectionOptions {
    /// Model.
    pub model: Option<ModelSpec>,
    /// What one unit of text is.
    pub unit: Option<crate::corpus::Granularity>,
    /// Text field of records.
    pub text_field: Option<String>,
    /// Id field of records.
    pub id_field: Option<String>,
    /// Title field of records.
    pub title_field: Option<String>,
    /// Date field of records.
    pub date_field: Option<String>,
    /// What stands between the cells of tables.
    pub delimiter: Option<char>,
    /// The first row of a table is a record and names nothing.
    pub no_header: bool,
    /// Read also what a `.gitignore` says not to look at.
    pub ignored: bool,
    /// Read also files and folders whose names begin with a dot.
    pub hidden: bool,
    /// Which index of vectors is made.
    pub index: Option<IndexChoice>,
    /// What builds its graph.
    pub builder: Option<Builder>,
    /// Most threads of the model; `None`: one a core.
    pub threads: Option<usize>,
    /// How long another process that writes is waited for; `None`: [`WriteLock::PATIENCE`].
    pub wait: Option<Duration>,
    /// Allow that the model is another than before, and embed everything anew.
    pub reembed: bool,
}

/// An open collection with its model.
pub struct Collection {
    pub(super) store: Store,
    pub(super) embedder: Box<dyn Embedder>,
    pub(super) settings: Settings,
    pub(super) stored: Option<Stored>,
    /// Held while the collection may be written.
    pub(super) lock: Option<WriteLock>,
    /// How long another process that writes is waited for.
    patience: Duration,
    /// The built-in model, for words, once it was needed beside another.
    pub(super) builtin: OnceLock<StaticModel>,
    /// What searches have read.
    pub(super) opened: Opened,
}

impl Collection {
    /// Keeps a breadth of graph searches among the settings.
    pub(super) fn keep_breadth(&mut self, ef: Option<usize>) -> Result<(), PipelineError> {
        self.settings.ef = ef;
        Ok(self.settings.write(self.folder())?)
    }

    /// Opens the collection in `folder` to be written, making it when there is none.
    ///
    /// # Errors
    /// [`PipelineError::OtherModel`] when it holds embeddings of another model and `reembed` is not set; else
    /// what the store and the model say. Nothing is changed when this fails.
    pub fn open(folder: &Path, options: &CollectionOptions) -> Result<Self, PipelineError> {
        // The model first: a model that cannot be had should not leave an empty collection behind.
        let known = Settings::read(folder)?;
        let mut settings = known.clone().unwrap_or_default();
        apply(&mut settings, options);
        let embedder = embed::open(&settings.model.parse()?, options.threads)?;
        let patience = options.wait.unwrap_or(WriteLock::PATIENCE);
        let lock = WriteLock::take(folder, patience)?;
        // The lock is ours: what is unfinished is nobody's.
        crate::file::remove_left_over(folder)
            .map_err(|source| StoreError::Io { path: folder.to_owned(), source })?;
        let store = Store::open(folder, &lock)?;
        if !options.reembed {
            check_model(&store, embedder.as_ref())?;
        }
        if known.as_ref() != Some(&settings) {
            settings.write(folder)?;
        }
        let stored = Some(store.add_model(embedder.info())?);
        Ok(Self { lock: Some(lock), ..Self::of(store, embedder, settings, stored, patience) })
    }

    /// Opens an existing collection to be read.
    ///
    /// # Errors
    /// As [`Collection::open`], and when there is none.
    pub fn open_existing(folder: &Path, options: &CollectionOptions) -> Result<Self, PipelineError> {
        if !folder.join(DATABASE).exists() {
            // There is none: what is said of that does not wait for a model.
            Store::open_existing(folder)?;
        }
        let mut settings = Settings::read(folder)?.unwrap_or_default();
        apply(&mut settings, options);
        let model: ModelSpec = settings.model.parse()?;
        // A file that somebody else names is not loaded on his word.
        if options.model.is_none()
            && matches!(model, ModelSpec::File(_) | ModelSpec::Folder(_))
            && is_foreign(folder)
        {
            return Err(PipelineError::ForeignModel { folder: folder.to_owned(), model: settings.model });
        }
        // Both take some milliseconds, and do not need each other.
        let (embedder, store) = std::thread::scope(|scope| {
            let embedder = scope.spawn(|| embed::open(&model, options.threads));
            let store = Store::open_existing(folder);
            (embedder.join(), store)
        });
        let store = store?;
        let embedder = embedder.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        check_model(&store, embedder.as_ref())?;
        let stored = store.stored_model(embedder.info())?;
        let patience = options.wait.unwrap_or(WriteLock::PATIENCE);
        Ok(Self::of(store, embedder, settings, stored, patience))
    }

    /// A collection in memory: nothing of it is written anywhere, and it is gone when it is dropped.
    ///
    /// # Errors
    /// What the model says.
    pub fn in_memory(options: &CollectionOptions) -> Result<Self, PipelineError> {
        let settings = settings_of(options);
        let embedder = embed::open(&settings.model.parse()?, options.threads)?;
        Self::in_memory_with(settings, embedder)
    }

    /// [`Collection::in_memory`] with a model that is there.
    pub(super) fn in_memory_with(
        settings: Settings,
        embedder: Box<dyn Embedder>,
    ) -> Result<Self, PipelineError> {
        let store = Store::in_memory()?;
        let stored = Some(store.add_model(embedder.info())?);
        Ok(Self::of(store, embedder, settings, stored, Duration::ZERO))
    }

    fn of(
        store: Store,
        embedder: Box<dyn Embedder>,
        settings: Settings,
        stored: Option<Stored>,
        patience: Duration,
    ) -> Self {
        let (builtin, opened) = (OnceLock::new(), Opened::default());
        Self { store, embedder, settings, stored, lock: None, patience, builtin, opened }
    }

    /// Lets others write again; what was opened to be written is from here on read alone.
    pub fn release(&mut self) {
        self.lock = None;
    }

    /// Takes the lock for a change, unless it is held.
    pub(super) fn lock(&self) -> Result<Option<WriteLock>, PipelineError> {
        if self.lock.is_some() || self.store.is_in_memory() {
            return Ok(None);
        }
        Ok(Some(WriteLock::take(self.folder(), self.patience)?))
    }

    /// The collection's folder.
    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    /// The folder as a person in `base` would write it.
    pub(super) fn shown_folder(&self, base: &Base) -> String {
        if self.store.is_in_memory() {
            return self.folder().display().to_string();
        }
        base.show(&absolute(self.folder()))
    }

    /// The model.
    pub fn embedder(&self) -> &dyn Embedder {
        self.embedder.as_ref()
    }

    pub(super) fn read_options(&self) -> ReadOptions {
        ReadOptions {
            granularity: self.settings.unit,
            max_chars: self.settings.max_chars,
            text_fields: text_fields(self.settings.text_field.as_deref()),
            title_field: self.settings.title_field.clone(),
            date_field: self.settings.date_field.clone(),
            id_field: self.settings.id_field.clone(),
            delimiter: self.settings.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()),
            header: !self.settings.no_header,
            ..ReadOptions::default()
        }
    }
}

/// The names in a list between commas.
pub(super) fn text_fields(list: Option<&str>) -> Vec<String> {
    let names = list.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn settings_of(options: &CollectionOptions) -> Settings {
    let mut settings = Settings::default();
    apply(&mut settings, options);
    settings
}

fn apply(settings: &mut Settings, options: &CollectionOptions) {
    if let Some(model) = &options.model {
        settings.model = model.to_string();
    }
    if let Some(unit) = options.unit {
        settings.unit = unit;
    }
    if options.text_field.is_some() {
        settings.text_field.clone_from(&options.text_field);
    }
    if options.id_field.is_some() {
        settings.id_field.clone_from(&options.id_field);
    }
    if options.title_field.is_some() {
        settings.title_field.clone_from(&options.title_field);
    }
    if options.date_field.is_some() {
        settings.date_field.clone_from(&options.date_field);
    }
    settings.delimiter = options.delimiter.or(settings.delimiter);
    settings.no_header |= options.no_header;
    settings.index = options.index.unwrap_or(settings.index);
    settings.builder = options.builder.unwrap_or(settings.builder);
    settings.ignored |= options.ignored;
    settings.hidden |= options.hidden;
}

fn check_model(store: &Store, embedder: &dyn Embedder) -> Result<(), PipelineError> {
    let models = store.models()?;
    let asked = &embedder.info().id;
    match models.first() {
        Some((made_with, _)) if !models.iter().any(|(id, _)| id == asked) => Err(PipelineError::OtherModel {
            folder: store.folder().to_path_buf(),
            made_with: made_with.clone(),
            asked: asked.clone(),
        }),
        _ => Ok(()),
    }
}

/// The nearest collection from `start` upwards, as Git finds its own.
///
/// # Errors
/// [`PipelineError::NoCollection`].
pub fn find_collection(start: &Path) -> Result<PathBuf, PipelineError> {
    start
        .ancestors()
        .map(|folder| folder.join(FOLDER))
        .find(|folder| folder.join(DATABASE).is_file())
        .ok_or_else(|| PipelineError::NoCollection { from: start.to_path_buf() })
}

/// The folder of the cached collection for these paths and choices, below `cache`. The same paths and choices
/// give the same folder, so that the second run finds the first one's embeddings.
pub fn cached_folder(cache: &Path, paths: &[PathBuf], options: &CollectionOptions) -> PathBuf {
    let mut hasher = blake3::Hasher::new();
    let mut paths: Vec<String> = paths.iter().map(|path| absolute(path)).collect();
    paths.sort();
    for path in &paths {
        hasher.update(path.as_bytes()).update(&[0]);
    }
    let choices = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {} {} {} {}",
        options.unit,
        options.text_field,
        options.id_field,
        options.title_field,
        options.date_field,
        options.delimiter,
        options.no_header,
        options.ignored,
        options.hidden,
        options.model.clone().unwrap_or_default()
    );
    hasher.update(choices.as_bytes());
    cache.join("collections").join(&hasher.finalize().to_hex()[..24])
}

/// Deletes cached collections below `cache` that were not written for a month; failures are logged, since the
/// cache is nobody's only copy.
pub fn prune_cache(cache: &Path) {
    let Ok(entries) = std::fs::read_dir(cache.join("collections")) else { return };
    let oldest = SystemTime::now() - Duration::from_secs(CACHE_DAYS * 24 * 3600);
    for entry in entries.flatten() {
        // The lock file is written by every run.
        let used = std::fs::metadata(entry.path().join("lock")).and_then(|m| m.modified());
        if used.is_ok_and(|used| used < oldest) && WriteLock::take(&entry.path(), Duration::ZERO).is_ok() {
            match std::fs::remove_dir_all(entry.path()) {
                Ok(()) => log::debug!("deleted the unused {}", entry.path().display()),
                Err(error) => log::debug!("{}: {error}", entry.path().display()),
            }
        }
    }
}

/// The absolute form of a path, as text.
pub(super) fn absolute(path: &Path) -> String {
    crate::path::text_of(&crate::path::absolute(path))
}
