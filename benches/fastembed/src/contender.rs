//! A contender from outside: a process that is told when to work.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Who is measured.
pub(crate) enum Kind {
    Cognate,
    Crate,
    /// By this Python.
    Python(PathBuf),
}

impl Kind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Cognate => "cognate",
            Self::Crate => "fastembed crate",
            Self::Python(_) => "Python fastembed",
        }
    }
}

/// A process that has loaded the model and waits.
pub(crate) struct Contender {
    pub(crate) version: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Contender {
    pub(crate) fn start(
        kind: &Kind,
        folder: &Path,
        texts: &Path,
        threads: usize,
        window: usize,
        batch: usize,
    ) -> Result<Self> {
        let mut command = match kind {
            Kind::Python(python) => {
                let mut command = Command::new(python);
                command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peer.py"));
                command
            }
            Kind::Cognate | Kind::Crate => {
                let mut command = Command::new(std::env::current_exe()?);
                command.args(["worker", if matches!(kind, Kind::Cognate) { "cognate" } else { "crate" }]);
                command
            }
        };
        let threads = threads.to_string();
        command.arg(folder).arg(texts).args([&threads, &window.to_string(), &batch.to_string()]);
        // Nobody's helpers take more threads than were granted.
        for variable in ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            command.env(variable, &threads);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().context("a pipe to the worker")?;
        let output = BufReader::new(child.stdout.take().context("a pipe from the worker")?);
        let mut contender = Self { version: String::new(), child, input, output };
        let loaded = contender.hear().with_context(|| format!("{} did not load the model", kind.name()))?;
        loaded["version"].as_str().unwrap_or_default().clone_into(&mut contender.version);
        Ok(contender)
    }

    /// Seconds that it takes to embed all texts.
    pub(crate) fn pass(&mut self) -> Result<f64> {
        writeln!(self.input, "pass all")?;
        self.hear()?["seconds"].as_f64().context("a worker says how long it took")
    }

    /// The vectors of the last pass, and the peak memory in kB.
    pub(crate) fn end(mut self, vectors: &Path) -> Result<(Vec<Vec<f32>>, Option<u64>)> {
        writeln!(self.input, "end {}", vectors.display())?;
        let said = self.hear()?;
        let dimension = said["dimension"].as_u64().context("a worker says its dimension")? as usize;
        let bytes = std::fs::read(vectors)?;
        ensure!(dimension > 0 && bytes.len().is_multiple_of(4 * dimension), "the vectors are not whole");
        let numbers: Vec<f32> =
            bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        Ok((numbers.chunks_exact(dimension).map(<[f32]>::to_vec).collect(), said["peak_kb"].as_u64()))
    }

    fn hear(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        ensure!(!line.is_empty(), "a worker ended before its time");
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        // Gone already when all went well; otherwise it must not outlive us.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
