//! Vectors for a stream of texts, one JSON object a line, for other programs.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::PipelineError;
use crate::corpus::MAX_RECORD_BYTES;
use crate::embed::Embedder;
use crate::lines;
use crate::message;

/// Bytes of lines after which no more are embedded together.
const TOGETHER_BYTES: usize = 8 << 20;

/// Most characters that are told of what is wrong with a line.
const REASON: usize = 200;

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Output<'a> {
    id: &'a serde_json::Value,
    vector: Option<&'a [f32]>,
}

/// What [`embed_lines`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StreamSummary {
    /// Texts read and lines written.
    pub texts: usize,
    /// Texts that the model knows no token of, written with `"vector": null`.
    pub without_vector: usize,
    /// Texts that were longer than the model's window and were read in parts.
    pub windowed: usize,
}

/// Reads `{"id", "text"}` lines and writes `{"id", "vector"}` lines in the same order, a batch at a time: memory
/// does not grow with the stream. Blank lines are passed over; ids may be any JSON value.
///
/// # Errors
/// [`PipelineError::BadLine`] naming the line, also one of more than [`MAX_RECORD_BYTES`], [`PipelineError::Stream`] when a side cannot
/// be read or written.
pub fn embed_lines(
    embedder: &dyn Embedder,
    input: impl BufRead,
    mut output: impl Write,
) -> Result<StreamSummary, PipelineError> {
    let mut summary = StreamSummary::default();
    let mut batch: Vec<Line> = Vec::new();
    let mut input = input;
    let mut bytes = Vec::new();
    let (mut number, mut held) = (0, 0);
    loop {
        bytes.clear();
        // Room for a line break behind a line that is just short enough; a line without end is not waited for.
        let read = lines::piece(&mut input, MAX_RECORD_BYTES + 2, &mut bytes)
            .map_err(|source| PipelineError::Stream { what: "standard input", source })?;
        if read > 0 {
            number += 1;
            if lines::content(&bytes).len() > MAX_RECORD_BYTES {
                let reason = format!("longer than {}", message::size(MAX_RECORD_BYTES as u64));
                return Err(PipelineError::BadLine { line: number, reason });
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let line = serde_json::from_slice(&bytes)
                .map_err(|e| PipelineError::BadLine { line: number, reason: reason(&e) })?;
            batch.push(line);
            held += bytes.len();
        }
        let is_full = batch.len() >= embedder.info().batch || held >= TOGETHER_BYTES;
        if is_full || (read == 0 && !batch.is_empty()) {
            let texts: Vec<&str> = batch.iter().map(|line| line.text.as_str()).collect();
            let embeddings = embedder.passages(&texts)?;
            summary.windowed += embeddings.windowed();
            for (i, line) in batch.iter().enumerate() {
                let vector = embeddings.get(i);
                summary.texts += 1;
                summary.without_vector += usize::from(vector.is_none());
                serde_json::to_writer(&mut output, &Output { id: &line.id, vector })
                    .map_err(std::io::Error::from)
                    .and_then(|()| output.write_all(b"\n"))
                    .map_err(|source| PipelineError::Stream { what: "standard output", source })?;
            }
            output.flush().map_err(|source| PipelineError::Stream { what: "standard output", source })?;
            batch.clear();
            held = 0;
        }
        if read == 0 {
            return Ok(summary);
        }
    }
}

/// What is wrong with a line, without serde's own line number, which is always 1.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => format!("{} (column {})", message::cut(&text[..end], REASON), error.column()),
        None => message::cut(&text, REASON),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::{ModelSpec, open};

    fn run(input: &str) -> Result<(StreamSummary, String), PipelineError> {
        let model = open(&ModelSpec::Builtin, None).unwrap();
        let mut output = Vec::new();
        let summary = embed_lines(model.as_ref(), input.as_bytes(), &mut output)?;
        Ok((summary, String::from_utf8(output).unwrap()))
    }

    #[test]
    fn order_and_ids_are_kept_and_unknown_texts_have_null() {
        let (summary, output) =
            run("{\"id\": 7, \"text\": \"train\"}\n\n{\"text\": \"\", \"id\": \"b\"}").unwrap();
        assert_eq!(summary, StreamSummary { texts: 2, without_vector: 1, windowed: 0 });
        let lines: Vec<serde_json::Value> =
            output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines[0]["id"], 7);
        assert_eq!(lines[0]["vector"].as_array().unwrap().len(), 256);
        assert_eq!(lines[1]["id"], "b");
        assert!(lines[1]["vector"].is_null());
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = run("{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2}\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: missing field `text` (column 9)");
        let error = run("{\"id\": 1, \"text\": \"\\ud800\"}\n").unwrap_err();
        assert!(error.to_string().starts_with("line 1: "), "{error}");
        let error = run(&format!("{:?}\n", "x".repeat(1 << 20))).unwrap_err();
        assert!(error.to_string().len() < 300, "{error}");
    }

    #[test]
    fn a_line_that_is_too_long_is_named() {
        let endless = std::io::repeat(b'a');
        let input = std::io::Read::chain(&b"{\"id\": 1, \"text\": \"a\"}\n"[..], endless);
        let model = open(&ModelSpec::Builtin, None).unwrap();
        let error = embed_lines(model.as_ref(), std::io::BufReader::new(input), std::io::sink()).unwrap_err();
        assert_eq!(error.to_string(), "line 2: longer than 16 MiB");
    }

    #[test]
    fn long_lines_are_embedded_a_few_at_a_time() {
        let lines: String = (0..5)
            .map(|id| format!("{{\"id\": {id}, \"text\": \"{}\"}}\n", "train ".repeat(1 << 19)))
            .collect();
        let (summary, output) = run(&lines).unwrap();
        assert_eq!((summary.texts, output.lines().count()), (5, 5));
    }
}
