//! Vectors for a stream of texts, one JSON object a line, for other programs.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::corpus::MAX_RECORD_BYTES;
use crate::embed::Embedder;
use crate::lines;
use crate::message;
use crate::pipeline::PipelineError;

/// Bytes of lines after which no more are embedded together.
const TOGETHER_BYTES: usize = 8 << 20;

/// Most characters that are told of what is wrong with a line.
const REASON: usize = 200;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    /// Missing is an error, `null` is no text.
    #[serde(deserialize_with = "Option::deserialize")]
    text: Option<String>,
}

/// A line that can be read or not; whatever it is, a line is written for it.
struct Read {
    id: serde_json::Value,
    text: String,
    error: Option<String>,
}

#[derive(Serialize)]
struct Output<'a> {
    id: &'a serde_json::Value,
    vector: Option<&'a [f32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
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
    /// Lines that could not be read, written with `"vector": null` and an `"error"`.
    pub failed: usize,
}

/// Reads `{"id", "text"}` lines and writes `{"id", "vector"}` lines in the same order, a batch at a time: memory
/// does not grow with the stream. Blank lines are passed over; ids may be any JSON value. A line that cannot be read has a line with an
/// `error`, which names it; so has one of more than [`MAX_RECORD_BYTES`]. With `strict` the first such line ends the stream.
///
/// # Errors
/// [`PipelineError::BadLine`] where `strict` is set or the stream has no other line; [`PipelineError::Stream`] when a side cannot
/// be read or written.
pub fn embed_lines(
    embedder: &dyn Embedder,
    input: impl BufRead,
    mut output: impl Write,
    strict: bool,
) -> Result<StreamSummary, PipelineError> {
    let mut summary = StreamSummary::default();
    let mut batch: Vec<Read> = Vec::new();
    let mut first = None;
    let mut input = input;
    let mut bytes = Vec::new();
    let (mut number, mut held) = (0, 0);
    loop {
        let read = lines::read(&mut input, MAX_RECORD_BYTES, &mut bytes)
            .map_err(|source| PipelineError::Stream { what: "standard input", source })?;
        if read != lines::Line::End {
            number += 1;
            let too_long = matches!(read, lines::Line::TooLong(_));
            if !too_long && bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let line = if too_long {
                Err(format!("longer than {}", message::size(MAX_RECORD_BYTES as u64)))
            } else {
                serde_json::from_slice::<Line>(&bytes).map_err(|error| reason(&error))
            };
            held += bytes.len();
            batch.push(match line {
                Ok(Line { id, text }) => Read { id, text: text.unwrap_or_default(), error: None },
                Err(reason) => {
                    let error = PipelineError::BadLine { line: number, reason };
                    let told = error.to_string();
                    if strict {
                        return Err(error);
                    }
                    first.get_or_insert(error);
                    summary.failed += 1;
                    // Of what is not understood, the id may be.
                    let id = if too_long { serde_json::Value::Null } else { id_of(&bytes) };
                    Read { id, text: String::new(), error: Some(told) }
                }
            });
        }
        let is_full = batch.len() >= embedder.info().batch || held >= TOGETHER_BYTES;
        if is_full || (read == lines::Line::End && !batch.is_empty()) {
            let texts: Vec<&str> = batch.iter().map(|line| line.text.as_str()).collect();
            let embeddings = embedder.passages(&texts)?;
            summary.windowed += embeddings.windowed();
            for (i, line) in batch.iter().enumerate() {
                let vector = embeddings.get(i);
                summary.texts += 1;
                summary.without_vector += usize::from(vector.is_none() && line.error.is_none());
                serde_json::to_string(&Output { id: &line.id, vector, error: line.error.as_deref() })
                    .map_err(std::io::Error::from)
                    .and_then(|line| writeln!(output, "{}", crate::printable::json(&line)))
                    .map_err(|source| PipelineError::Stream { what: "standard output", source })?;
            }
            output.flush().map_err(|source| PipelineError::Stream { what: "standard output", source })?;
            batch.clear();
            held = 0;
        }
        if read == lines::Line::End {
            return match first {
                Some(error) if summary.failed == summary.texts => Err(error),
                _ => Ok(summary),
            };
        }
    }
}

/// The id of a line that is JSON, whatever else it lacks.
fn id_of(line: &[u8]) -> serde_json::Value {
    #[derive(Deserialize)]
    struct Id {
        #[serde(default)]
        id: serde_json::Value,
    }
    serde_json::from_slice(line).map_or(serde_json::Value::Null, |Id { id }| id)
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
        let summary = embed_lines(model.as_ref(), input.as_bytes(), &mut output, false)?;
        Ok((summary, String::from_utf8(output).unwrap()))
    }

    #[test]
    fn order_and_ids_are_kept_and_unknown_texts_have_null() {
        let (summary, output) =
            run("{\"id\": 7, \"text\": \"train\"}\n\n{\"text\": \"\", \"id\": \"b\"}").unwrap();
        assert_eq!(summary, StreamSummary { texts: 2, without_vector: 1, windowed: 0, failed: 0 });
        let lines: Vec<serde_json::Value> =
            output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines[0]["id"], 7);
        assert_eq!(lines[0]["vector"].as_array().unwrap().len(), 256);
        assert_eq!(lines[1]["id"], "b");
        assert!(lines[1]["vector"].is_null());
    }

    #[test]
    fn a_bad_line_is_named() {
        let input = "{\"id\": 1, \"text\": \"train\"}\n{\"id\": 2}\n{\"id\": 3, \"text\": null}\nnonsense\n{\"text\": \"sea\"}\n";
        let (summary, output) = run(input).unwrap();
        let lines: Vec<serde_json::Value> =
            output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!((summary.texts, summary.failed, summary.without_vector, lines.len()), (5, 2, 1, 5));
        assert_eq!(lines[1]["error"], "line 2: missing field `text` (column 9)");
        assert_eq!(lines[1]["id"], 2, "what can be known of a line is told");
        assert!(lines[2]["vector"].is_null() && lines[2].get("error").is_none(), "no text is no mistake");
        assert!(lines[3]["error"].as_str().unwrap().starts_with("line 4: ") && lines[3]["id"].is_null());
        assert!(lines[0]["vector"].is_array() && lines[4]["vector"].is_array());
        let model = open(&ModelSpec::Builtin, None).unwrap();
        let error = embed_lines(model.as_ref(), input.as_bytes(), std::io::sink(), true).unwrap_err();
        assert_eq!(error.to_string(), "line 2: missing field `text` (column 9)");
        let error = run("{\"id\": 1, \"text\": \"\\ud800\"}\n").unwrap_err();
        assert!(error.to_string().starts_with("line 1: "), "{error}");
        let error = run(&format!("{:?}\n", "x".repeat(1 << 20))).unwrap_err();
        assert!(error.to_string().len() < 300, "{error}");
    }

    #[test]
    fn a_line_that_is_too_long_is_named() {
        let long = std::io::Read::take(std::io::repeat(b'a'), 40 << 20);
        let input = std::io::Read::chain(&b"{\"id\": 1, \"text\": \"train\"}\n"[..], long);
        let input = std::io::Read::chain(input, &b"\n{\"id\": 3, \"text\": \"sea\"}"[..]);
        let model = open(&ModelSpec::Builtin, None).unwrap();
        let mut output = Vec::new();
        let summary =
            embed_lines(model.as_ref(), std::io::BufReader::new(input), &mut output, false).unwrap();
        assert_eq!((summary.texts, summary.failed), (3, 1));
        let output = String::from_utf8(output).unwrap();
        assert!(output.contains("\"error\":\"line 2: longer than 16 MiB\""), "{}", output.len());
        assert!(output.ends_with("]}\n"), "what follows it is read");
    }

    #[test]
    fn long_lines_are_embedded_a_few_at_a_time() {
        let long = "train ".repeat(1 << 19);
        let lines: Vec<String> =
            (0..5).map(|id| format!("{{\"id\": {id}, \"text\": \"{long}\"}}\n")).collect();
        let lines = lines.concat();
        let (summary, output) = run(&lines).unwrap();
        assert_eq!((summary.texts, output.lines().count()), (5, 5));
    }
}
