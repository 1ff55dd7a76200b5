//! A graph in ONNX Runtime: padded batches of token ids in, one vector a row out.

use fastembed::SingleBatchOutput;
use ndarray17::Array2;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::TensorRef;

use super::batch::Batch;
use super::pooling::Pooling;
use crate::embed::runtime::Runtime;

/// A loaded graph.
pub(super) struct Graph {
    session: Session,
    wants_types: bool,
    pooling: Pooling,
}

/// Inputs that are known; the types are given to graphs that ask for them.
const INPUTS: [&str; 3] = ["input_ids", "attention_mask", "token_type_ids"];

impl Graph {
    /// Loads a graph from its bytes, with its weights where they are kept in a file of their own.
    ///
    /// # Errors
    /// What ONNX Runtime says, or which input is not known.
    pub(super) fn load(
        runtime: &Runtime,
        graph: &[u8],
        external_data: Option<(String, Vec<u8>)>,
        pooling: Pooling,
        threads: usize,
    ) -> Result<Self, String> {
        let mut builder = Session::builder(runtime.environment())
            .map_err(|e| e.to_string())?
            .with_optimization_level(GraphOptimizationLevel::Level3)
            .map_err(|e| e.to_string())?
            .with_intra_threads(threads)
            .map_err(|e| e.to_string())?;
        if let Some((name, data)) = external_data {
            builder = builder
                .with_external_initializer_file_in_memory(name, data.into())
                .map_err(|e| e.to_string())?;
        }
        let session = builder.commit_from_memory(graph).map_err(|e| e.to_string())?;
        let inputs: Vec<&str> = session.inputs().iter().map(ort::value::Outlet::name).collect();
        if let Some(other) = inputs.iter().find(|name| !INPUTS.contains(name)) {
            return Err(format!("the graph asks for the input `{other}`, which is not known here"));
        }
        if let Some(missing) = INPUTS[..2].iter().find(|name| !inputs.contains(name)) {
            return Err(format!("the graph has no input `{missing}`"));
        }
        let wants_types = inputs.contains(&INPUTS[2]);
        Ok(Self { session, wants_types, pooling })
    }

    /// One vector a row of the batch, `(n_rows, dimension)`.
    ///
    /// # Errors
    /// What ONNX Runtime says, or what is wrong with the outputs.
    pub(super) fn run(&mut self, batch: Batch) -> Result<Array2<f32>, String> {
        let Batch { rows, length, ids, mask, types } = batch;
        let shape = [rows.len(), length];
        let tensor = |values| TensorRef::from_array_view((shape, values)).map_err(|e| e.to_string());
        let mut inputs = ort::inputs![
            INPUTS[0] => tensor(&ids[..])?,
            INPUTS[1] => tensor(&mask[..])?,
        ];
        if self.wants_types {
            inputs.push((INPUTS[2].into(), tensor(&types[..])?.into()));
        }
        let outputs = self.session.run(inputs).map_err(|e| e.to_string())?;
        let outputs = SingleBatchOutput {
            outputs: outputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            attention_mask_array: Array2::from_shape_vec(shape, mask).map_err(|e| e.to_string())?,
        };
        let pooled = self.pooling.pool(&outputs, &rows)?;
        if pooled.nrows() == rows.len() {
            Ok(pooled)
        } else {
            Err(format!("it gives {} vectors for {} texts", pooled.nrows(), rows.len()))
        }
    }
}
