//! Brings a collection up to date with its files: only what changed is read, only new texts are embedded.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::collection::absolute;
use super::{Base, Collection, PipelineError, Progress, Stage};
use crate::corpus::{self, CorpusError, Document, ReadOptions, SourceFile};
use crate::report::indexed::{INDEX_REPORT_SCHEMA, IndexReport};
use crate::report::model::SkippedFile;
use crate::store::{KnownFile, NewEmbedding, NewFile};

/// Units after which a transaction is committed, and the most that an interrupted run reads again.
const COMMIT_UNITS: usize = 20_000;

/// Files that are read at once; their documents are in memory together.
pub(super) const READ_TOGETHER: usize = 64;

/// Note in the database that a run of `index` has begun and not ended.
const INTERRUPTED: &str = "interrupted";

/// The name under which standard input is kept.
pub(super) const STDIN: &str = "<stdin>";

/// Where text comes from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Files and folders; none: the paths that the collection remembers.
    pub paths: Vec<PathBuf>,
    /// Standard input, read whole.
    pub stdin: Option<Vec<u8>>,
}

impl Collection {
    /// Reads what changed, removes what is gone, embeds what is new and brings the index file up to date.
    /// Everything that was committed before a failure or an interruption is kept, and the next run goes on there.
    ///
    /// # Errors
    /// [`PipelineError`] naming the file and the place; [`PipelineError::EmptyCorpus`] when there is no text at all.
    pub fn index(
        &mut self,
        sources: &Sources,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<IndexReport, PipelineError> {
        let mut summary = IndexReport {
            schema: INDEX_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            ..IndexReport::default()
        };
        let roots = self.roots(sources)?;
        let walk = corpus::walk(&roots)?;
        summary.skipped = walk
            .skipped
            .iter()
            .map(|s| SkippedFile { path: base.show(&absolute(&s.path)), reason: s.reason.to_string() })
            .collect();
        self.store.set_meta(INTERRUPTED, "yes")?;
        self.read(&walk.files, sources, base, progress, &mut summary)?;
        let read = walk.files.iter().map(|file| absolute(&file.path)).collect();
        self.remove_missing(&roots, &read, &mut summary)?;
        for root in &sources.paths {
            self.store.add_root(&absolute(root))?;
        }
        self.embed_pending(progress, &mut summary)?;

        let counts = self.store.counts(self.stored)?;
        summary.units = counts.units;
        summary.texts = counts.texts;
        summary.without_vector = counts.without_vector;
        summary.windowed = counts.windowed;
        summary.window = self.embedder.info().window;
        if counts.units == 0 {
            let paths = roots.iter().map(|root| base.show(&absolute(root)));
            let paths = paths.chain(sources.stdin.as_ref().map(|_| STDIN.to_owned())).collect();
            return Err(PipelineError::EmptyCorpus { paths, skipped: summary.skipped.len() });
        }
        self.freeze(progress)?;
        self.store.set_meta(INTERRUPTED, "no")?;
        Ok(summary)
    }

    /// Says so when the last [`Collection::index`] did not come to its end: what it had not embedded is not found.
    pub(super) fn note_interruption(&self, progress: &dyn Progress) -> Result<(), PipelineError> {
        if self.store.meta(INTERRUPTED)?.as_deref() == Some("yes") {
            progress.note(
                "the last `cognate index` of this collection did not come to its end, or is still running: what it \
                 has not read or embedded yet is not found",
            );
        }
        Ok(())
    }

    /// Forgets a path and what was read below it; the number of files removed, or `None` when it was not known.
    ///
    /// # Errors
    /// As the store.
    pub fn forget(&mut self, path: &Path) -> Result<Option<usize>, PipelineError> {
        let root = absolute(path);
        if !self.store.remove_root(&root)? {
            return Ok(None);
        }
        let others = self.store.roots()?;
        let files = self.store.files()?;
        let transaction = self.store.change_files()?;
        let mut removed = 0;
        for (path, known) in &files {
            if is_below(path, &root) && !others.iter().any(|other| is_below(path, other)) {
                transaction.remove(known.id)?;
                removed += 1;
            }
        }
        transaction.commit()?;
        self.store.remove_unused_embeddings()?;
        Ok(Some(removed))
    }

    fn roots(&self, sources: &Sources) -> Result<Vec<PathBuf>, PipelineError> {
        if !sources.paths.is_empty() || sources.stdin.is_some() {
            return Ok(sources.paths.clone());
        }
        let roots = self.store.roots()?;
        if roots.is_empty() {
            return Err(PipelineError::NoPaths { folder: self.folder().to_path_buf() });
        }
        if let Some(gone) = roots.iter().find(|root| !Path::new(root).exists()) {
            return Err(PipelineError::RootGone { path: gone.clone() });
        }
        Ok(roots.into_iter().map(PathBuf::from).collect())
    }

    fn read(
        &mut self,
        files: &[SourceFile],
        sources: &Sources,
        base: &Base,
        progress: &dyn Progress,
        summary: &mut IndexReport,
    ) -> Result<(), PipelineError> {
        let options = self.read_options();
        // A file is read again when its bytes changed or when it would be read otherwise than before.
        let how = format!("{options:?} {}", env!("CARGO_PKG_VERSION"));
        let same_reading = self.store.meta("reading")?.is_some_and(|before| before == how);
        let known = self.store.files()?;
        progress.begin(Stage::Reading, files.len() as u64);

        if let Some(bytes) = &sources.stdin {
            let hash = *blake3::hash(bytes).as_bytes();
            if !(same_reading && known.get(STDIN).is_some_and(|file| file.hash == hash)) {
                let documents = corpus::read_bytes(STDIN, None, bytes.clone(), &options)?;
                let new = NewFile { path: STDIN, size: bytes.len() as u64, modified_ns: 0, hash };
                let transaction = self.store.change_files()?;
                let id = transaction.replace(&new)?;
                for (position, document) in documents.enumerate() {
                    transaction.add_document(id, position, &document?)?;
                }
                transaction.commit()?;
            }
            summary.added += 1;
        }

        let mut transaction = self.store.change_files()?;
        let mut units = 0;
        for (chunk, files) in files.chunks(READ_TOGETHER).enumerate() {
            // Reading, splitting and telling languages is most of the work, and files do not depend on each other.
            let looked: Vec<Looked> = files
                .par_iter()
                .map(|file| look(file, &known, same_reading, &options))
                .collect::<Result<_, _>>()?;
            for (i, (file, looked)) in files.iter().zip(looked).enumerate() {
                progress.done((chunk * READ_TOGETHER + i) as u64);
                let Looked { path, before, hash, found } = looked;
                let documents: Box<dyn Iterator<Item = Result<Document, CorpusError>>> = match found {
                    What::Same => {
                        summary.unchanged += 1;
                        continue;
                    }
                    What::Touched(id) => {
                        transaction.touch(id, file.size, file.modified_ns)?;
                        summary.unchanged += 1;
                        continue;
                    }
                    What::Binary => {
                        if let Some(before) = known.get(&path) {
                            transaction.remove(before.id)?;
                        }
                        let reason = corpus::SkipReason::Binary.to_string();
                        summary.skipped.push(SkippedFile { path: base.show(&path), reason });
                        continue;
                    }
                    What::Read(documents) => Box::new(documents.into_iter().map(Ok)),
                    What::Stream => Box::new(corpus::read(file, &options)?),
                };
                if units >= COMMIT_UNITS {
                    transaction.commit()?;
                    transaction = self.store.change_files()?;
                    units = 0;
                }
                let new = NewFile { path: &path, size: file.size, modified_ns: file.modified_ns, hash };
                let id = transaction.replace(&new)?;
                for (position, document) in documents.enumerate() {
                    let document = document?;
                    units += document.units.len();
                    transaction.add_document(id, position, &document)?;
                }
                if before {
                    summary.changed += 1;
                } else {
                    summary.added += 1;
                }
            }
        }
        transaction.commit()?;
        self.store.set_meta("reading", &how)?;
        progress.end();
        Ok(())
    }

    /// Removes files below the roots that were walked and are not there any more.
    fn remove_missing(
        &mut self,
        roots: &[PathBuf],
        read: &HashSet<String>,
        summary: &mut IndexReport,
    ) -> Result<(), PipelineError> {
        let roots: Vec<String> = roots.iter().map(|root| absolute(root)).collect();
        let known: HashMap<String, KnownFile> = self.store.files()?;
        let transaction = self.store.change_files()?;
        for (path, file) in &known {
            if !read.contains(path) && roots.iter().any(|root| is_below(path, root)) {
                transaction.remove(file.id)?;
                summary.removed += 1;
            }
        }
        transaction.commit()?;
        if summary.removed + summary.changed > 0 {
            self.store.remove_unused_embeddings()?;
        }
        Ok(())
    }

    fn embed_pending(
        &mut self,
        progress: &dyn Progress,
        summary: &mut IndexReport,
    ) -> Result<(), PipelineError> {
        let stored = self.store.add_model(self.embedder.info())?;
        let pending = self.store.pending(stored)?;
        progress.begin(Stage::Embedding, pending.len() as u64);
        for chunk in pending.chunks(self.embedder.info().batch) {
            let texts = self.store.texts(chunk)?;
            let borrowed: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let embeddings = self.embedder.passages(&borrowed)?;
            let batch = texts.iter().enumerate().map(|(i, (hash, _))| NewEmbedding {
                hash: *hash,
                vector: embeddings.get(i),
                windows: embeddings.windows(i),
            });
            self.store.add_embeddings(stored, batch)?;
            summary.embedded += chunk.len();
            progress.done(summary.embedded as u64);
        }
        // Only now does the other model's work go: until every text has its new vector the old ones are of use.
        self.store.remove_other_models(stored)?;
        self.stored = Some(stored);
        progress.end();
        Ok(())
    }
}

/// A file that was looked at.
struct Looked {
    /// Absolute path.
    path: String,
    /// It was known before.
    before: bool,
    hash: [u8; 32],
    found: What,
}

/// What is to be done with a file.
enum What {
    /// Nothing: size and time are as before.
    Same,
    /// Its bytes are as before, its time is not.
    Touched(i64),
    /// Nothing: it is not text.
    Binary,
    /// These documents take the place of what was known.
    Read(Vec<Document>),
    /// It holds records, perhaps millions, which are read one by one.
    Stream,
}

fn look(
    file: &SourceFile,
    known: &HashMap<String, KnownFile>,
    same_reading: bool,
    options: &ReadOptions,
) -> Result<Looked, CorpusError> {
    let path = absolute(&file.path);
    let before = known.get(&path);
    let looked = |hash, found| Ok(Looked { before: before.is_some(), hash, found, path: path.clone() });
    if let Some(before) = before.filter(|_| same_reading)
        && before.size == file.size
        && before.modified_ns == file.modified_ns
    {
        return looked(before.hash, What::Same);
    }
    let hash = corpus::hash_file(&file.path)?;
    if let Some(before) = before.filter(|before| same_reading && before.hash == hash) {
        return looked(hash, What::Touched(before.id));
    }
    // A file of records may hold millions: it is opened here only to see whether it is text.
    let read = corpus::read(file, options).and_then(|documents| {
        if file.format.has_records() {
            Ok(What::Stream)
        } else {
            documents.collect::<Result<_, _>>().map(What::Read)
        }
    });
    match read {
        Ok(found) => looked(hash, found),
        Err(error) if error.is_binary() => looked(hash, What::Binary),
        Err(error) => Err(error),
    }
}

/// Whether `path` is `root` or lies below it.
fn is_below(path: &str, root: &str) -> bool {
    Path::new(path).starts_with(root)
}
