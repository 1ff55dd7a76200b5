//! A folder of its own for each test, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs the command to its end.
    pub(crate) fn from_output(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// Asserts exit code 2, nothing on standard output, and a message and a hint that hold the given words.
    #[track_caller]
    pub(crate) fn fails(&self, message: &str, hint: &str) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        let first = self.stderr.lines().find(|line| line.starts_with("error: ")).unwrap_or_default();
        assert!(first.contains(message), "{self:?}");
        let second = self.stderr.lines().find(|line| line.starts_with("hint: ")).unwrap_or_default();
        assert!(second.contains(hint), "{self:?}");
        assert!(!self.stderr.contains("panicked"), "{self:?}");
    }

    /// Asserts exit code 0.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }
}

pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cognate"));
        command
            .args(args)
            .current_dir(self.path())
            .env("COGNATE_CACHE_DIR", self.path().join("cache"))
            .env("COGNATE_DATA_DIR", self.path().join("data"))
            .env("COGNATE_CONFIG_DIR", self.path().join("config"))
            // Nobody answers there: no test asks a real hub.
            .env("HF_ENDPOINT", "http://127.0.0.1:9")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        for variable in ["HF_HOME", "HF_HUB_CACHE", "HF_TOKEN", "ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"] {
            command.env_remove(variable).env_remove(variable.to_lowercase());
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::from_output(&mut self.command(args))
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let file = self.write(".input", input);
        Run::from_output(self.command(args).stdin(std::fs::File::open(file).unwrap()))
    }
}

/// The sample corpus.
pub(crate) fn seeds() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").to_string_lossy().into_owned()
}

/// Two short articles of three paragraphs each.
pub(crate) const TRAIN: &str = "The green armored train left the capital on Sunday evening with its escort.\n\
    At the border station the carriages were lifted and set on wheels of another gauge.\n\
    Railway workers along the line had been told to keep the platforms empty.\n";
pub(crate) const SPACE: &str = "The rocket stood on the pad of the new spaceport in the far east.\n\
    Two satellites had failed to reach orbit in May and in August.\n\
    Engineers explained how the upper stage of the launcher is fuelled.\n";
