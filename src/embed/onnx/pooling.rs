//! How the vectors of the tokens become one vector of the text.

use fastembed::{OutputKey, SingleBatchOutput};
use ndarray17::{Array2, ArrayViewD, Axis};
use serde_json::Value;

use super::batch::Row;
use crate::embed::cards::{Output, Pooling};

/// The outputs of a graph that can hold the vectors, first found first. A graph that gives the vector of the whole text has
/// done all that its model does after the tokens, so that output is preferred.
const OUTPUTS: &[OutputKey] = &[
    OutputKey::ByName("sentence_embedding"),
    OutputKey::OnlyOne,
    OutputKey::ByName("text_embeds"),
    OutputKey::ByName("last_hidden_state"),
    OutputKey::ByName("token_embeddings"),
];

impl Pooling {
    /// Reads `1_Pooling/config.json` of sentence-transformers; mean where there is none (`null`).
    ///
    /// # Errors
    /// A reason, when the file asks for another kind or for several kinds at once.
    pub(crate) fn from_config(config: &Value) -> Result<Self, String> {
        let wanted: Vec<&str> = config
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, value)| name.starts_with("pooling_mode_") && **value == true)
            .map(|(name, _)| name.as_str())
            .collect();
        match wanted[..] {
            // The mean by the square root of the length has the direction of the mean, and vectors have length one.
            [] | ["pooling_mode_mean_tokens" | "pooling_mode_mean_sqrt_len_tokens"] => Ok(Self::Mean),
            ["pooling_mode_cls_token"] => Ok(Self::Cls),
            ["pooling_mode_lasttoken"] => Ok(Self::Last),
            _ => Err(format!("pooling by `{}` is not known here", wanted.join("` and `"))),
        }
    }

    /// One vector a row of the batch, `(n_rows, dimension)`, not yet of length one, from the output that is named or the
    /// usual one.
    ///
    /// # Errors
    /// What is wrong with the graph's outputs.
    pub(super) fn pool(
        self,
        output: Option<Output>,
        outputs: &SingleBatchOutput,
        rows: &[Row],
    ) -> Result<Array2<f32>, String> {
        let named = output.map(|output| [OutputKey::ByName(output.name())]);
        let keys: &[OutputKey] = named.as_ref().map_or(OUTPUTS, |named| named);
        let pooled = match self {
            Self::Mean => outputs.select_and_pool_output(&keys, Some(fastembed::Pooling::Mean)),
            Self::Cls => outputs.select_and_pool_output(&keys, Some(fastembed::Pooling::Cls)),
            Self::Last => return last(&outputs.select_output(&keys).map_err(|e| e.to_string())?, rows),
        };
        pooled.map_err(|e| e.to_string())
    }
}

fn last(tokens: &ArrayViewD<'_, f32>, rows: &[Row]) -> Result<Array2<f32>, String> {
    match *tokens.shape() {
        [_, _] => tokens.to_owned().into_dimensionality().map_err(|e| e.to_string()),
        [n, length, dimension]
            if n == rows.len() && rows.iter().all(|row| (1..=length).contains(&row.len)) =>
        {
            let mut pooled = Array2::zeros((n, dimension));
            for (mut pooled, (tokens, row)) in pooled.outer_iter_mut().zip(tokens.outer_iter().zip(rows)) {
                pooled.assign(&tokens.index_axis(Axis(0), row.len - 1));
            }
            Ok(pooled)
        }
        ref shape => Err(format!("it gives values of shape {shape:?} for {} texts", rows.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray17::Array3;
    use serde_json::json;

    #[test]
    fn the_pooling_of_a_folder_is_read_and_what_is_not_known_is_refused() {
        let read = |config: Value| Pooling::from_config(&config);
        assert_eq!(read(Value::Null), Ok(Pooling::Mean));
        assert_eq!(
            read(
                json!({"word_embedding_dimension": 4, "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false})
            ),
            Ok(Pooling::Cls)
        );
        assert_eq!(
            read(json!({"pooling_mode_mean_tokens": true, "include_prompt": true})),
            Ok(Pooling::Mean)
        );
        assert_eq!(read(json!({"pooling_mode_lasttoken": true})), Ok(Pooling::Last));
        let error = read(json!({"pooling_mode_max_tokens": true})).unwrap_err();
        assert_eq!(error, "pooling by `pooling_mode_max_tokens` is not known here");
        assert!(read(json!({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true})).is_err());
    }

    #[test]
    fn the_last_token_is_the_one_before_the_padding() {
        let tokens = Array3::from_shape_fn((2, 3, 2), |(i, j, k)| (100 * i + 10 * j + k) as f32).into_dyn();
        let row = |len| Row { text: 0, weight: 1, len };
        let pooled = last(&tokens.view(), &[row(3), row(2)]).unwrap();
        assert_eq!(pooled.as_slice().unwrap(), [20.0, 21.0, 110.0, 111.0]);
        assert!(last(&tokens.view(), &[row(3), row(4)]).is_err());
        let whole = Array2::from_elem((2, 2), 1.5).into_dyn();
        assert_eq!(last(&whole.view(), &[row(3), row(2)]).unwrap().as_slice().unwrap(), [1.5; 4]);
    }
}
