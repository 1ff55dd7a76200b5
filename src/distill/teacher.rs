//! The vectors of the model that is learned from, each computed once and kept in a file.

use std::path::{Path, PathBuf};

use half::f16;
use ndarray::Array2;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::DistillError;
use crate::embed::Embedder;
use crate::file::{self, replace};
use crate::progress::{Progress, Stage};

/// Largest file of vectors that is taken up: it is read into memory.
const MAX_FILE_BYTES: u64 = 64 << 30;

/// Texts between two writings of the file.
const KEEP: usize = 50_000;

type Key = [u8; 16];

/// Vectors of texts by the hash of the text.
pub(super) struct TeacherVectors {
    path: PathBuf,
    rows: foldhash::HashMap<Key, usize>,
    keys: Vec<u8>,
    dimension: usize,
    vectors: Vec<f16>,
}

fn key(text: &str) -> Key {
    let mut key = [0; 16];
    key.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    key
}

impl TeacherVectors {
    /// Takes up the file of an earlier run, if there is one, and computes what it lacks.
    pub(super) fn of(
        texts: &[&str],
        teacher: &dyn Embedder,
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<Self, DistillError> {
        let path = folder.join(format!("teacher-{}.safetensors", teacher.info().id.revision));
        let mut vectors = Self {
            path,
            rows: foldhash::HashMap::default(),
            keys: Vec::new(),
            dimension: teacher.info().dimension,
            vectors: Vec::new(),
        };
        vectors.load()?;
        let mut missing: Vec<&str> = Vec::new();
        let mut asked = foldhash::HashSet::default();
        for text in texts {
            let key = key(text);
            if !vectors.rows.contains_key(&key) && asked.insert(key) {
                missing.push(text);
            }
        }
        // Texts of like length make full batches.
        missing.sort_by_key(|text| text.len());
        progress.begin(Stage::Teacher, missing.len() as u64);
        let mut done = 0;
        for part in missing.chunks(KEEP) {
            for batch in part.chunks(teacher.info().batch.max(1)) {
                let embedded = teacher.passages(batch)?;
                for (i, text) in batch.iter().enumerate() {
                    // A text of which the teacher knows nothing is nothing to learn from: its row is zero.
                    let vector =
                        embedded.get(i).map_or_else(|| vec![0.0; vectors.dimension], <[f32]>::to_vec);
                    vectors.push(key(text), vector.into_iter().map(f16::from_f32));
                }
                done += batch.len();
                progress.done(done as u64);
            }
            vectors.save()?;
        }
        progress.end();
        Ok(vectors)
    }

    fn push(&mut self, key: Key, vector: impl Iterator<Item = f16>) {
        self.rows.insert(key, self.rows.len());
        self.keys.extend(key);
        self.vectors.extend(vector);
    }

    fn load(&mut self) -> Result<(), DistillError> {
        let path = self.path.clone();
        let bytes = match file::read(&path, MAX_FILE_BYTES) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(DistillError::File { path, source }),
        };
        let stale = |reason: &str| DistillError::Stale { path: path.clone(), reason: reason.to_owned() };
        let tensors = SafeTensors::deserialize(&bytes).map_err(|e| stale(&e.to_string()))?;
        let (Ok(keys), Ok(vectors)) = (tensors.tensor("keys"), tensors.tensor("vectors")) else {
            return Err(stale("it holds no `keys` and `vectors`"));
        };
        if keys.dtype() != Dtype::U8
            || vectors.dtype() != Dtype::F16
            || keys.shape().len() != 2
            || vectors.shape() != [keys.shape()[0], self.dimension]
            || keys.shape()[1] != 16
        {
            return Err(stale("its `keys` and `vectors` do not fit the teacher"));
        }
        for (key, vector) in
            keys.data().as_chunks::<16>().0.iter().zip(vectors.data().chunks(2 * self.dimension))
        {
            self.push(*key, vector.as_chunks::<2>().0.iter().map(|b| f16::from_le_bytes(*b)));
        }
        if 16 * self.rows.len() != self.keys.len() {
            return Err(stale("a key is there twice"));
        }
        if !self.vectors.iter().all(|x| x.is_finite()) {
            return Err(stale("a number of `vectors` is not finite"));
        }
        Ok(())
    }

    fn save(&self) -> Result<(), DistillError> {
        let failed = |source| DistillError::File { path: self.path.clone(), source };
        let other = |e: safetensors::SafeTensorError| failed(std::io::Error::other(e));
        let n = self.rows.len();
        let bytes: Vec<u8> = self.vectors.iter().flat_map(|x| x.to_le_bytes()).collect();
        let keys = TensorView::new(Dtype::U8, vec![n, 16], &self.keys).map_err(other)?;
        let vectors = TensorView::new(Dtype::F16, vec![n, self.dimension], &bytes).map_err(other)?;
        let file = safetensors::serialize([("keys", keys), ("vectors", vectors)], None).map_err(other)?;
        replace(&self.path, |out| out.write_all(&file)).map_err(failed)
    }

    /// The vectors of texts, `(texts, dimension)`.
    pub(super) fn rows(&self, texts: &[&str]) -> Array2<f32> {
        let mut rows = Array2::zeros((texts.len(), self.dimension));
        for (text, mut row) in texts.iter().zip(rows.rows_mut()) {
            if let Some(&at) = self.rows.get(&key(text)) {
                let vector = &self.vectors[at * self.dimension..(at + 1) * self.dimension];
                row.iter_mut().zip(vector).for_each(|(x, v)| *x = v.to_f32());
            }
        }
        rows
    }
}
