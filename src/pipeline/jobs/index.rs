//! Brings a collection up to date with its files: only what changed is read, only new texts are embedded.

mod look;
mod reading;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::look::{Looked, What, device, device_of, look};
use self::reading::Reading;
use crate::corpus::{self, CorpusError, Document, Documents, Format, SourceFile};
use crate::pipeline::collection::absolute;
use crate::pipeline::collection::unread::{LeftOut, Unread};
use crate::pipeline::{Base, Collection, PipelineError, Progress, Stage};
use crate::report::answers::indexed::{INDEX_REPORT_SCHEMA, IndexReport};
use crate::report::sources::SkippedFile;
use crate::store::{FileTransaction, KnownFile, NewEmbedding, NewFile, WriteLock};

/// Units after which a transaction is committed, and the most that an interrupted run reads again.
const COMMIT_UNITS: usize = 20_000;

/// Files that are read at once; their documents are in memory together.
pub(in crate::pipeline) const READ_TOGETHER: usize = 64;

/// The name under which standard input is kept.
pub(in crate::pipeline) const STDIN: &str = "<stdin>";

/// Where text comes from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Files and folders; none: the paths that the collection remembers.
    pub paths: Vec<PathBuf>,
    /// Standard input, read whole.
    pub stdin: Option<Vec<u8>>,
    /// Its format; nothing finds out.
    pub stdin_format: Option<Format>,
    /// What it means that all files of a path are gone at once.
    pub when_empty: WhenEmpty,
    /// Whether it is an error that a file could not be read whole; what can be read is kept all the same.
    pub strict: bool,
}

/// What it means that a folder is empty from which files were read before: they may be gone, or lie on a disk that is not there just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenEmpty {
    /// What was read is kept, and a person is told.
    #[default]
    Keep,
    /// What was read is kept, and there is nothing to work on.
    Refuse,
    /// A person says that they are gone: what was read is removed.
    Prune,
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
        let walk = corpus::walk(&roots, self.settings.walk())?;
        // Paths first, so that a run that is interrupted goes on with them.
        let named: Vec<String> = sources.paths.iter().map(|root| absolute(root)).collect();
        let was_interrupted = self.store.is_interrupted()?;
        self.store.begin_run(&named)?;
        let mut unread = Unread::new(&walk.skipped);
        let own_input = sources.stdin.as_ref().map(|_| STDIN.to_owned());
        let below: Vec<String> = roots.iter().map(|root| absolute(root)).chain(own_input).collect();
        self.read(&walk.files, sources, &below, progress, &mut unread, &mut summary)?;
        summary.skipped = self.unread_below(&below, base)?;
        if summary.added + summary.changed + summary.unchanged == 0
            && let Some(error) = unread.first.take()
        {
            // Nothing was done that would be left undone.
            if !was_interrupted {
                self.store.end_run()?;
            }
            return Err(error.into());
        }
        let read: HashSet<String> = walk.files.iter().map(|file| absolute(&file.path)).collect();
        self.remove_missing(&roots, &read, &unread, sources.when_empty, base, progress, &mut summary)?;
        self.store.sweep_embeddings()?;
        self.embed_pending(progress, &mut summary)?;

        let counts = self.store.counts(self.stored)?;
        summary.units = counts.units;
        summary.texts = counts.texts;
        summary.without_vector = counts.without_vector;
        summary.windowed = counts.windowed;
        summary.window = self.embedder.info().window;
        self.freeze(progress)?;
        self.store.end_run()?;
        let failed: Vec<&SkippedFile> =
            summary.skipped.iter().filter(|file| file.kind.is_failure()).collect();
        if let Some(first) = failed.first().filter(|_| sources.strict) {
            let first = format!("`{}`: {}", first.path, first.reason);
            return Err(PipelineError::NotWhole { files: failed.len(), first });
        }
        if counts.units == 0 {
            let paths = roots.iter().map(|root| base.show(&absolute(root)));
            let paths = paths.chain(sources.stdin.as_ref().map(|_| STDIN.to_owned())).collect();
            return Err(PipelineError::EmptyCorpus { paths, skipped: summary.skipped.len() });
        }
        Ok(summary)
    }

    /// Embeds what has no embedding of the collection's model yet and brings the indexes up to date, without a look at files; the number of
    /// texts embedded.
    ///
    /// # Errors
    /// As the model and the store.
    pub fn embed_anew(&mut self, progress: &dyn Progress) -> Result<usize, PipelineError> {
        let mut summary = IndexReport::default();
        self.embed_pending(progress, &mut summary)?;
        self.freeze(progress)?;
        Ok(summary.embedded)
    }

    /// Says what a person should know of the collection before it is believed: that the last [`Collection::index`] did not come to its end,
    /// or that the collection is not where it was.
    pub(in crate::pipeline) fn note_interruption(
        &self,
        progress: &dyn Progress,
    ) -> Result<(), PipelineError> {
        if self.store.is_interrupted()? && self.lock.is_none() {
            progress.note(if WriteLock::is_held(self.folder()) {
                "a `cognate index` of this collection is running: what it has not read or embedded yet is not found"
            } else {
                "the last `cognate index` of this collection did not come to its end: what it has not read or embedded \
                 yet is not found"
            });
        }
        if let Some(before) = self.store.moved_from()? {
            progress.note(&format!(
                "this collection was in `{before}` before: files below the folder that it lies in are now looked for here"
            ));
        }
        Ok(())
    }

    /// Forgets a path and what was read below it, at once and for good; the number of files removed, or `None` when it was not known.
    ///
    /// # Errors
    /// As the store.
    pub fn forget(&mut self, path: &Path, progress: &dyn Progress) -> Result<Option<usize>, PipelineError> {
        let removed = self.store.forget(&absolute(path))?;
        if removed.is_some_and(|files| files > 0) {
            // The index file holds what was made of the texts.
            self.freeze_without_removed(progress)?;
        }
        Ok(removed)
    }

    fn roots(&self, sources: &Sources) -> Result<Vec<PathBuf>, PipelineError> {
        if !sources.paths.is_empty() || sources.stdin.is_some() {
            return Ok(sources.paths.clone());
        }
        let roots = self.store.roots()?;
        if roots.is_empty() {
            return Err(PipelineError::NoPaths { folder: self.folder().to_path_buf() });
        }
        for root in &roots {
            if !root.trusted {
                return Err(PipelineError::ForeignRoot {
                    folder: self.folder().to_path_buf(),
                    path: crate::printable::path(&root.path),
                });
            }
            match std::fs::metadata(crate::path::of_text(&root.path)) {
                Ok(_) => {}
                Err(error) if is_gone(&error) => {
                    return Err(PipelineError::RootGone { path: crate::printable::path(&root.path) });
                }
                Err(source) => {
                    let path = crate::printable::path(&root.path);
                    return Err(PipelineError::RootUnreadable { path, source });
                }
            }
        }
        Ok(roots.iter().map(|root| crate::path::of_text(&root.path)).collect())
    }

    fn read(
        &mut self,
        files: &[SourceFile],
        sources: &Sources,
        roots: &[String],
        progress: &dyn Progress,
        unread: &mut Unread,
        summary: &mut IndexReport,
    ) -> Result<(), PipelineError> {
        let options = self.read_options();
        // A file is read again when its bytes changed or when it would be read otherwise than before.
        let how = Reading::now(&options);
        let how_before = self.store.meta("reading")?;
        let is_new = how_before.is_none();
        let how_before = how_before.as_deref().and_then(Reading::parse);
        let same_reading = |format| how.is_same(how_before.as_ref(), format);
        let mut read_again = 0;
        let known = self.store.files()?;
        let unread_before = self.store.unread()?;
        // Files that were not looked at again are still what they were.
        let mut same: HashSet<String> = HashSet::new();
        progress.begin(Stage::Reading, files.len() as u64);

        if let Some(bytes) = &sources.stdin {
            let hash = *blake3::hash(bytes).as_bytes();
            if how_before.as_ref() == Some(&how) && known.get(STDIN).is_some_and(|file| file.hash == hash) {
                same.insert(STDIN.to_owned());
            } else {
                let documents = corpus::read_bytes(STDIN, sources.stdin_format, bytes.clone(), &options)?;
                let new =
                    NewFile { path: STDIN, size: bytes.len() as u64, modified_ns: 0, hash, device: None };
                let transaction = self.store.change_files()?;
                let id = transaction.replace(&new)?;
                let mut left_out = LeftOut::default();
                let added = add(&transaction, id, documents, &mut left_out)?;
                if let Some(error) = left_out.first.take_if(|_| added.documents == 0) {
                    return Err(error.into());
                }
                transaction.commit()?;
                unread.partly(STDIN.to_owned(), STDIN, left_out);
            }
            summary.added += 1;
        }

        let mut transaction = self.store.change_files()?;
        let mut units = 0;
        for (chunk, files) in files.chunks(READ_TOGETHER).enumerate() {
            // Reading, splitting and telling languages is most of the work, and files do not depend on each other.
            let looked: Vec<Looked> = files
                .par_iter()
                .map(|file| look(file, &known, same_reading(file.format), &options))
                .collect();
            for (i, (file, looked)) in files.iter().zip(looked).enumerate() {
                progress.done((chunk * READ_TOGETHER + i) as u64);
                let Looked { path, before, hash, found } = looked;
                let mut documents: Documents = match found {
                    What::Same => {
                        summary.unchanged += 1;
                        same.insert(path);
                        continue;
                    }
                    What::Touched(id) => {
                        same.insert(path);
                        transaction.touch(id, file.size, file.modified_ns, device(&file.path))?;
                        summary.unchanged += 1;
                        continue;
                    }
                    What::Unreadable(cause) => {
                        unread.unreadable(path, &file.path, cause);
                        continue;
                    }
                    What::Binary => {
                        if let Some(before) = known.get(&path) {
                            transaction.remove(before.id)?;
                        }
                        unread.binary(path);
                        continue;
                    }
                    // What was read of it before is kept: it may be whole again tomorrow.
                    What::Damaged(error) => {
                        unread.damaged(path, &file.name, error);
                        continue;
                    }
                    What::Read(documents) => documents.into(),
                    What::Stream => match corpus::read(file, &options) {
                        Ok(documents) => documents,
                        Err(error) => {
                            unread.damaged(path, &file.name, error);
                            continue;
                        }
                    },
                };
                let mut left_out = LeftOut::default();
                let first = documents.find_map(|document| document.map_err(|error| left_out.add(error)).ok());
                if let Some(error) = left_out.first.take_if(|_| first.is_none()) {
                    unread.damaged(path, &file.name, error);
                    continue;
                }
                if units >= COMMIT_UNITS {
                    // A run that is interrupted does not look at these files again.
                    transaction.add_unread(&unread.files)?;
                    transaction.commit()?;
                    transaction = self.store.change_files()?;
                    units = 0;
                }
                let new = NewFile {
                    path: &path,
                    size: file.size,
                    modified_ns: file.modified_ns,
                    hash,
                    device: device(&file.path),
                };
                let id = transaction.replace(&new)?;
                let all = first.into_iter().map(Ok).chain(documents.by_ref());
                units += add(&transaction, id, all, &mut left_out)?.units;
                if left_out.broke_off {
                    // What was read stays, and the next run reads the file again.
                    transaction.doubt(id)?;
                }
                summary.ragged += documents.ragged_rows() as usize;
                let has_bytes_as_before = known.get(&path).is_some_and(|file| file.hash == hash);
                unread.partly(path, &file.name, left_out);
                if before {
                    summary.changed += 1;
                    read_again += usize::from(has_bytes_as_before && !same_reading(file.format));
                } else {
                    summary.added += 1;
                }
            }
        }
        transaction.set_unread(&unread_before, roots, &|path| same.contains(path), &unread.files)?;
        transaction.commit()?;
        self.store.set_meta("reading", &how.to_text())?;
        if read_again > 0 && !is_new {
            let files = if read_again == 1 { "1 file".to_owned() } else { format!("{read_again} files") };
            progress.note(&format!("{files} had to be read again: they are read otherwise than before"));
        }
        progress.end();
        Ok(())
    }

    /// Removes files below the roots that were walked and are not there any more. That a file was not seen is no proof: it has to be gone from
    /// a folder that could be read, on the file system that it lay on; and that all files of a root are gone at once is believed only
    /// when a person says so, since a disk that is not mounted leaves an empty folder.
    #[expect(clippy::too_many_arguments, reason = "what was found, what was not, and where it is told")]
    fn remove_missing(
        &mut self,
        roots: &[PathBuf],
        read: &HashSet<String>,
        unread: &Unread,
        when_empty: WhenEmpty,
        base: &Base,
        progress: &dyn Progress,
        summary: &mut IndexReport,
    ) -> Result<(), PipelineError> {
        let known: HashMap<String, KnownFile> = self.store.files()?;
        let mut gone: BTreeSet<i64> = BTreeSet::new();
        let mut kept: BTreeSet<i64> = BTreeSet::new();
        for root in roots {
            let text = absolute(root);
            let missing: Vec<(&String, &KnownFile)> =
                known.iter().filter(|(path, _)| !read.contains(*path) && is_below(path, &text)).collect();
            let empty = !read.iter().chain(&unread.seen).any(|path| is_below(path, &text));
            if empty && !missing.is_empty() && when_empty != WhenEmpty::Prune {
                if when_empty == WhenEmpty::Refuse {
                    return Err(PipelineError::EmptyCorpus { paths: vec![base.show(&text)], skipped: 0 });
                }
                progress.note(&format!(
                    "`{}` is empty, and {} were read from it: what was read is kept, in case a disk is not there just now; \
                     `cognate index --prune` removes what is gone for good",
                    base.show(&text),
                    if missing.len() == 1 { "1 file".to_owned() } else { format!("{} files", missing.len()) },
                ));
                kept.extend(missing.iter().map(|(_, file)| file.id));
                continue;
            }
            for (path, file) in missing {
                if unread.covers(path) || !is_proven_gone(path, file, &text) {
                    kept.insert(file.id);
                } else {
                    gone.insert(file.id);
                }
            }
        }
        gone.retain(|id| !kept.contains(id));
        if !gone.is_empty() {
            let transaction = self.store.change_files()?;
            for id in &gone {
                transaction.remove(*id)?;
            }
            transaction.commit()?;
        }
        summary.removed += gone.len();
        summary.kept = kept.len();
        Ok(())
    }

    pub(in crate::pipeline) fn embed_pending(
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

/// What was added of a file.
#[derive(Default)]
struct Added {
    documents: usize,
    units: usize,
}

/// Adds the documents of a file; those that go on with the one before are put behind it.
fn add(
    transaction: &FileTransaction<'_>,
    file: i64,
    documents: impl Iterator<Item = Result<Document, CorpusError>>,
    left_out: &mut LeftOut,
) -> Result<Added, PipelineError> {
    let mut added = Added::default();
    let mut last = None;
    for document in documents {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                left_out.add(error);
                continue;
            }
        };
        added.units += document.units.len();
        if let Some(before) = last.filter(|_| document.continues) {
            transaction.add_units(before, &document.units)?;
        } else {
            last = Some(transaction.add_document(file, added.documents, &document)?);
            added.documents += 1;
        }
    }
    Ok(added)
}

/// Whether a file that was not found below `root` is not there: the system says so, and the folder that it would be in is on the file
/// system that it lay on.
fn is_proven_gone(path: &str, file: &KnownFile, root: &str) -> bool {
    let path = crate::path::of_text(path);
    match std::fs::symlink_metadata(&path) {
        // It is there, and is not read any more: it is ignored, hidden, empty, or no text.
        Ok(_) => true,
        Err(error) if is_gone(&error) => {
            let root = crate::path::of_text(root);
            let above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&root));
            let standing = above.map(Path::symlink_metadata).find_map(Result::ok);
            match (file.device, standing.and_then(|folder| device_of(&folder))) {
                (Some(before), Some(now)) => before == now,
                _ => true,
            }
        }
        Err(_) => false,
    }
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Whether `path` is `root` or lies below it.
fn is_below(path: &str, root: &str) -> bool {
    Path::new(path).starts_with(root)
}
