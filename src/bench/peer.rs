//! Another program beside the index: it is told of the vectors once, then asked query by query, a line each.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ndarray::ArrayView2;

use super::Contender;
use crate::index::{Neighbor, SearchScratch, Work};

/// Version of the protocol, which the first line names.
pub const PEER_PROTOCOL: u32 = 1;

/// Longest line that a peer may answer with, in bytes.
const LONGEST: u64 = 1 << 24;

/// What a peer did that is not in the protocol.
#[derive(Debug, thiserror::Error)]
#[error("the peer `{command}` {reason}")]
pub struct PeerError {
    command: String,
    reason: String,
}

impl PeerError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some("docs/bench.md has the lines that a peer reads and writes".to_owned())
    }
}

/// A program that answers queries over lines of JSON.
///
/// The first line that it reads is `{"protocol": 1, "vectors": "FILE.npy", "rows": N, "dimension": D, "k": K}`. When it can be asked it writes
/// a line that is an object. From then on each line that it reads is a query, a list of numbers, and it answers each with a list of the
/// numbers of rows, from 0, nearest first. It ends when there is nothing more to read.
pub struct Peer<'a> {
    command: String,
    queries: ArrayView2<'a, f32>,
    ids: &'a [i64],
    talk: RefCell<Talk>,
}

struct Talk {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    line: String,
}

impl<'a> Peer<'a> {
    /// Starts a program by a shell and waits until it can be asked. `vectors` is a file of the rows with these `ids`.
    ///
    /// # Errors
    /// [`PeerError`] when it cannot be started, ends, or says something else.
    pub fn start(
        command: &str,
        vectors: &Path,
        queries: ArrayView2<'a, f32>,
        ids: &'a [i64],
        k: usize,
    ) -> Result<Self, PeerError> {
        let failed = |reason: String| PeerError { command: command.to_owned(), reason };
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command);
        let mut child = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(format!("cannot be started: {error}")))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let Some(output) = output else { return Err(failed("has no output".to_owned())) };
        let talk = Talk { child, input, output: BufReader::new(output), line: String::new() };
        let peer = Self { command: command.to_owned(), queries, ids, talk: RefCell::new(talk) };
        let greeting = serde_json::json!({
            "protocol": PEER_PROTOCOL,
            "vectors": vectors,
            "rows": ids.len(),
            "dimension": queries.ncols(),
            "k": k,
        });
        let answer = peer.say(&greeting.to_string())?;
        match serde_json::from_str(&answer) {
            Ok(serde_json::Value::Object(_)) => Ok(peer),
            _ => Err(peer.wrong(&format!("answers `{}` when it should be ready", shown(&answer)))),
        }
    }

    /// The command.
    pub fn command(&self) -> &str {
        &self.command
    }

    fn wrong(&self, reason: &str) -> PeerError {
        PeerError { command: self.command.clone(), reason: reason.to_owned() }
    }

    /// Writes a line and reads one.
    fn say(&self, line: &str) -> Result<String, PeerError> {
        let Talk { child, input, output, line: answer } = &mut *self.talk.borrow_mut();
        let written = input.as_mut().map(|input| {
            input.write_all(line.as_bytes())?;
            input.write_all(b"\n")?;
            input.flush()
        });
        answer.clear();
        let read = match written {
            Some(Ok(())) => std::io::Read::take(&mut *output, LONGEST).read_line(answer),
            _ => Ok(0),
        };
        match read {
            Ok(0) => {
                let status = child.wait().map(|status| status.to_string()).unwrap_or_default();
                Err(self.wrong(&format!("ended while it was asked ({status})")))
            }
            Ok(_) => Ok(std::mem::take(answer)),
            Err(error) => Err(self.wrong(&format!("cannot be read: {error}"))),
        }
    }
}

impl<E: From<PeerError>> Contender<E> for Peer<'_> {
    fn answer(
        &self,
        query: usize,
        _: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Work>, E> {
        found.clear();
        let values: Vec<String> = self.queries.row(query).iter().map(ToString::to_string).collect();
        let answer = self.say(&format!("[{}]", values.join(",")))?;
        let rows: Vec<usize> = serde_json::from_str(&answer)
            .map_err(|_| self.wrong(&format!("answers `{}`, which is no list of rows", shown(&answer))))?;
        for row in rows {
            let id = self
                .ids
                .get(row)
                .ok_or_else(|| self.wrong(&format!("names the row {row}, which there is not")))?;
            found.push(Neighbor { id: *id, similarity: 0.0 });
        }
        Ok(None)
    }
}

impl Drop for Peer<'_> {
    fn drop(&mut self) {
        let talk = self.talk.get_mut();
        // A program that reads to the end ends by itself.
        drop(talk.input.take());
        if talk.child.wait().is_err() {
            let _ = talk.child.kill();
        }
    }
}

/// The beginning of a line.
fn shown(line: &str) -> String {
    crate::printable::message(&line.chars().take(60).collect::<String>())
}

#[cfg(all(test, unix))]
mod tests {
    use ndarray::array;

    use super::*;

    fn ask(script: &str) -> Result<Vec<i64>, PeerError> {
        let queries = array![[1.0_f32, 0.0], [0.0, 1.0]];
        let ids = [7, 8, 9];
        let peer = Peer::start(script, Path::new("vectors.npy"), queries.view(), &ids, 2)?;
        let mut found = Vec::new();
        Contender::<PeerError>::answer(&peer, 1, &mut SearchScratch::default(), &mut found)?;
        Ok(found.iter().map(|neighbor| neighbor.id).collect())
    }

    #[test]
    fn a_program_is_told_and_asked() {
        let script = r#"read hello; case "$hello" in *'"protocol":1'*'"rows":3'*) echo '{"ready": true}';; esac
            while read query; do test "$query" = "[0,1]" && echo '[2, 0]'; done"#;
        assert_eq!(ask(script).unwrap(), [9, 7]);
    }

    #[test]
    fn what_is_not_in_the_protocol_is_an_error_that_names_the_program() {
        let ready = "read hello; echo '{}'; read query; ";
        let cases = [
            ("exit 3".to_owned(), "ended while it was asked"),
            ("echo hello; cat >/dev/null".to_owned(), "when it should be ready"),
            (format!("{ready}echo nothing"), "no list of rows"),
            (format!("{ready}echo '[5]'"), "the row 5"),
            (format!("{ready}echo '[-1]'"), "no list of rows"),
            (ready.to_owned(), "ended while it was asked"),
        ];
        for (script, expected) in cases {
            let error = ask(&script).unwrap_err();
            assert!(error.to_string().contains(expected), "{script}: {error}");
            assert!(error.hint().is_some());
        }
    }
}
