//! A whole process, from its start to its end.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Between two looks at the memory of a process.
const LOOK: Duration = Duration::from_millis(1);

/// A process that has ended.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Seconds from its start to its end.
    pub seconds: f64,
    /// Most memory that it had at once, as far as that was seen: what grew in its last millisecond is not. `None` where the system does not
    /// tell.
    pub peak_bytes: Option<u64>,
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub output: Vec<u8>,
    /// What it wrote to standard error.
    pub errors: Vec<u8>,
}

/// Runs a process to its end, with `input` as its standard input, and takes its time and its memory.
///
/// # Errors
/// What the system says when it cannot be started or read.
pub fn run_process(command: &mut Command, input: &[u8]) -> io::Result<Ran> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let begin = Instant::now();
    let mut child = command.spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let id = child.id();
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Both are read while it runs: a process whose output nobody takes waits for ever.
        let output = scope.spawn(|| all(stdout));
        let errors = scope.spawn(|| all(stderr));
        let peak = scope.spawn(|| {
            let mut peak = None;
            while !ended.load(Ordering::Acquire) {
                peak = peak.max(peak_of(id));
                std::thread::sleep(LOOK);
            }
            peak
        });
        let written = scope.spawn(move || {
            let Some(mut stdin) = stdin else { return };
            // A process need not read what it is given.
            drop(stdin.write_all(input));
        });
        let status = child.wait();
        let seconds = begin.elapsed().as_secs_f64();
        ended.store(true, Ordering::Release);
        let peak_bytes = peak.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let [output, errors] = [output, errors]
            .map(|reader| reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        Ok(Ran { seconds, peak_bytes, code: status?.code(), output: output?, errors: errors? })
    })
}

fn all(stream: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        stream.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The most memory that a process had so far, where the system tells it.
fn peak_of(id: u32) -> Option<u64> {
    // Linux alone has it; a process that has ended has no such line.
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script);
        command
    }

    #[test]
    fn a_process_is_run_to_its_end() {
        let ran = run_process(&mut shell("cat; echo no >&2; exit 3"), b"yes").unwrap();
        assert_eq!((ran.code, &ran.output[..], &ran.errors[..]), (Some(3), &b"yes"[..], &b"no\n"[..]));
        assert!(ran.seconds > 0.0);
        // More than a pipe holds, to a process that does not read it, and back.
        let much = vec![b'a'; 1 << 20];
        assert_eq!(run_process(&mut shell("exit 0"), &much).unwrap().code, Some(0));
        assert_eq!(run_process(&mut shell("cat"), &much).unwrap().output, much);
        assert!(run_process(&mut Command::new("/none/such/program"), b"").is_err());
        let slept = run_process(&mut shell("sleep 0.1"), b"").unwrap();
        assert_eq!(slept.peak_bytes.is_some_and(|bytes| bytes > 1 << 16), cfg!(target_os = "linux"));
    }
}
