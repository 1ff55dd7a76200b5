//! The file of a run.

use std::path::Path;

use hdf5_pure::{AttrValue, FileBuilder};

use super::Run;
use crate::bench::dataset::DatasetError;
use crate::bench::dataset::guard::quietly;
use crate::bench::dataset::write::replace;

impl Run {
    /// Writes the file; what stood there is replaced.
    ///
    /// # Errors
    /// When there are not as many times as queries, a number of a vector needs more than 32 bits, or the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), DatasetError> {
        let unfit = |cause: String| DatasetError::Unfit { path: path.to_owned(), cause };
        let queries = self.neighbors.len();
        if queries == 0 || self.count == 0 || self.times.len() != queries {
            return Err(unfit(format!("{} times of {queries} queries", self.times.len())));
        }
        let cells = queries.checked_mul(self.count).ok_or_else(|| unfit("too many neighbours".to_owned()))?;
        let (mut ids, mut distances) = (vec![-1i32; cells], vec![f32::INFINITY; cells]);
        let rows = ids.chunks_exact_mut(self.count).zip(distances.chunks_exact_mut(self.count));
        for ((ids, distances), found) in rows.zip(&self.neighbors) {
            for ((id, distance), (number, far)) in ids.iter_mut().zip(distances).zip(found) {
                *id =
                    i32::try_from(*number).map_err(|_| unfit(format!("{number} needs more than 32 bits")))?;
                *distance = *far;
            }
        }
        let bytes = quietly(&path.display().to_string(), || {
            let mut file = FileBuilder::new();
            let text = |text: &str| AttrValue::VarLenString(text.to_owned());
            let attributes = [
                ("algo", text(&self.algo)),
                ("name", text(&self.name)),
                ("dataset", text(&self.dataset)),
                ("distance", text(self.metric.name())),
                ("count", AttrValue::I64(self.count as i64)),
                ("build_time", AttrValue::F64(self.build_time)),
                ("index_size", AttrValue::F64(self.index_size)),
                ("best_search_time", AttrValue::F64(self.best_search_time)),
                ("candidates", AttrValue::F64(self.candidates())),
                ("run_count", AttrValue::I64(self.run_count as i64)),
                // h5py writes truths as a kind of its own; plots compare them with a truth of Python, which equals 0 or 1.
                ("batch_mode", AttrValue::I8(i8::from(self.batch))),
                ("expect_extra", AttrValue::I8(0)),
            ];
            for (name, value) in attributes {
                file.set_attr(name, value);
            }
            let (rows, columns) = (queries as u64, self.count as u64);
            file.create_dataset("times").with_f32_data(&self.times).with_shape(&[rows]);
            file.create_dataset("neighbors").with_i32_data(&ids).with_shape(&[rows, columns]);
            file.create_dataset("distances").with_f32_data(&distances).with_shape(&[rows, columns]);
            file.finish().map_err(|error| error.to_string())
        })?;
        replace(path, |write| write.write_all(&bytes))
    }
}
