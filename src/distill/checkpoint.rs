//! Where a run that was stopped goes on.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::DistillError;
use super::loss::Losses;
use super::weights::Table;
use crate::file::{self, replace};

/// Most that the file holds beside the table.
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// The state of a run, in a file that is named after all that the run depends on: another recipe, other texts or another
/// teacher have a file of their own.
pub(super) struct Checkpoint {
    path: PathBuf,
}

impl Checkpoint {
    /// The checkpoint of the run with this fingerprint.
    pub(super) fn new(folder: &Path, fingerprint: &blake3::Hash) -> Self {
        Self { path: folder.join(format!("checkpoint-{}.safetensors", &fingerprint.to_hex()[..16])) }
    }

    /// Writes the table and the running means as they are after its last step. What is drawn at random follows from the
    /// seed and the step.
    pub(super) fn save(&self, table: &Table, losses: &Losses) -> Result<(), DistillError> {
        let failed = |source| DistillError::File { path: self.path.clone(), source };
        let other = |e: safetensors::SafeTensorError| failed(std::io::Error::other(e));
        let width = 3 * table.dimension;
        let bytes: &[u8] = bytemuck::cast_slice(&table.rows);
        let rows =
            TensorView::new(Dtype::F32, vec![table.rows.len() / width, width], bytes).map_err(other)?;
        let Losses { contrastive, teacher, structure } = losses;
        let losses = format!("{contrastive} {teacher} {structure}");
        let state = [("step", table.step.to_string()), ("losses", losses)];
        let state: HashMap<String, String> = state.map(|(name, value)| (name.to_owned(), value)).into();
        let file = safetensors::serialize([("rows", rows)], Some(state)).map_err(other)?;
        replace(&self.path, |out| out.write_all(&file)).map_err(failed)
    }

    /// Takes up the state, if there is one, of a run of `steps` steps: the number of steps done and the running means.
    pub(super) fn load(&self, table: &mut Table, steps: usize) -> Result<(usize, Losses), DistillError> {
        let most = 4 * table.rows.len() as u64 + MAX_HEADER_BYTES;
        let stale = |reason: &str| DistillError::Stale { path: self.path.clone(), reason: reason.to_owned() };
        let bytes = match file::read(&self.path, most) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok((0, Losses::default())),
            Err(e) if e.kind() == std::io::ErrorKind::FileTooLarge => {
                return Err(stale("its `rows` do not fit"));
            }
            Err(source) => return Err(DistillError::File { path: self.path.clone(), source }),
        };
        let (_, metadata) = SafeTensors::read_metadata(&bytes).map_err(|e| stale(&e.to_string()))?;
        let step =
            metadata.metadata().as_ref().and_then(|m| m.get("step")).and_then(|step| step.parse().ok());
        let tensors = SafeTensors::deserialize(&bytes).map_err(|e| stale(&e.to_string()))?;
        let (Some(step), Ok(rows)) = (step, tensors.tensor("rows")) else {
            return Err(stale("it holds no `step` and `rows`"));
        };
        if step > steps {
            return Err(stale("its `step` comes after the last one"));
        }
        if rows.dtype() != Dtype::F32 || rows.data().len() != 4 * table.rows.len() {
            return Err(stale("its `rows` do not fit"));
        }
        for (x, bytes) in table.rows.iter_mut().zip(rows.data().as_chunks::<4>().0) {
            *x = f32::from_le_bytes(*bytes);
        }
        if !table.rows.iter().all(|x| x.is_finite()) {
            return Err(stale("a number of `rows` is not finite"));
        }
        table.step = step;
        Ok((step, losses(metadata.metadata().as_ref()).unwrap_or_default()))
    }
}

/// The running means, as [`Checkpoint::save`] writes them.
fn losses(state: Option<&HashMap<String, String>>) -> Option<Losses> {
    let mut values = state?.get("losses")?.split(' ').map_while(|value| value.parse().ok());
    Some(Losses { contrastive: values.next()?, teacher: values.next()?, structure: values.next()? })
}
