//! What can go wrong between a hub and the disk.

use std::io;
use std::path::{Path, PathBuf};

/// An error of fetching, recording or removing model files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HubError {
    /// Nothing says in which folder to keep models.
    #[error("there is no home folder to keep models in")]
    NoHome {
        /// The environment variable that would say it.
        variable: &'static str,
    },
    /// The program was built without what asks a hub.
    #[error("this program was built without asking hubs for models")]
    NotBuilt,
    /// The address of the hub is none.
    #[error("`{endpoint}` is no address of a hub")]
    BadEndpoint {
        /// What was given.
        endpoint: String,
    },
    /// No answer.
    #[error("cannot reach `{server}`: {reason}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What went wrong.
        reason: String,
    },
    /// A server that does not prove who it is.
    #[error("`{server}` does not prove who it is: {reason}")]
    Untrusted {
        /// Host and port.
        server: String,
        /// What is wrong with its certificate.
        reason: String,
    },
    /// An answer that stopped coming.
    #[error("no byte came from `{server}` for {seconds} s")]
    Stalled {
        /// Host and port.
        server: String,
        /// How long was waited.
        seconds: f64,
    },
    /// The hub wants to know who asks.
    #[error("the hub does not give `{hub}` to everybody")]
    Unauthorized {
        /// The repository.
        hub: String,
        /// Whether a token was sent.
        with_token: bool,
    },
    /// The hub knows who asks and refuses.
    #[error("the hub refuses to give `{hub}`")]
    Forbidden {
        /// The repository.
        hub: String,
        /// Whether a token was sent.
        with_token: bool,
    },
    /// There is no such thing.
    #[error("the hub has no `{address}`")]
    NotFound {
        /// What was asked for.
        address: String,
    },
    /// The repository lacks a file.
    #[error("the repository `{hub}` has no file `{file}`")]
    NoFile {
        /// The repository.
        hub: String,
        /// The file.
        file: String,
    },
    /// The hub asks to come back much later.
    #[error("the hub asks to wait {seconds} s before the next request")]
    Busy {
        /// How long.
        seconds: u64,
    },
    /// An answer with an unusual status.
    #[error("`{address}` answers with status {status}")]
    Status {
        /// What was asked for.
        address: String,
        /// The status of the answer.
        status: u16,
    },
    /// An answer that means nothing, or nothing good.
    #[error("the answer of `{server}` cannot be used: {reason}")]
    BadAnswer {
        /// Host and port.
        server: String,
        /// What is wrong.
        reason: String,
    },
    /// A file of another size than stated.
    #[error("`{file}` came with {received} bytes instead of {expected}")]
    WrongSize {
        /// The file's name in its repository.
        file: String,
        /// The stated size.
        expected: u64,
        /// What came.
        received: u64,
    },
    /// A file that goes on after its end, or never ends.
    #[error("`{file}` is longer than its {limit} bytes")]
    TooLong {
        /// The file's name in its repository.
        file: String,
        /// The stated size, or the most that is taken without one.
        limit: u64,
    },
    /// A file with another checksum than stated.
    #[error("`{file}` came damaged: its SHA-256 is {received}, not {expected}")]
    WrongChecksum {
        /// The file's name in its repository.
        file: String,
        /// The stated sum.
        expected: String,
        /// The sum of what came.
        received: String,
    },
    /// Not enough room.
    #[error("`{}` has room for {} MB, and {} MB are needed", folder.display(), free / MB, needed.div_ceil(MB))]
    NoSpace {
        /// The folder of the files.
        folder: PathBuf,
        /// Bytes needed, 5 % to spare included.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// Something in the way of a record or a file.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A record that is none.
    #[error("the record `{}` cannot be read: {reason}", path.display())]
    BadRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A name that could not be a path.
    #[error("{0}")]
    BadName(String),
}

/// Bytes of a megabyte.
const MB: u64 = 1_000_000;

impl HubError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_path_buf(), source }
    }

    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoHome { variable } => return Some(format!("set `{variable}` to a folder")),
            Self::NotBuilt => {
                "build it with `--features hub`, or bring the files another way and name their folder: `--model path:FOLDER`"
            }
            Self::BadEndpoint { .. } => {
                "`HF_ENDPOINT` is the address of a hub or mirror, such as `https://hub.example`"
            }
            Self::Unreachable { .. } | Self::Stalled { .. } => {
                "is there a network? `HTTPS_PROXY` names a proxy, `HF_ENDPOINT` a mirror; what has come so far is \
                 kept, and the same command goes on there"
            }
            Self::Untrusted { .. } => {
                "does a proxy stand in between? Then its certificate belongs among those of the system, or into the file \
                 that `SSL_CERT_FILE` names"
            }
            Self::Unauthorized { with_token: false, .. } => {
                "is the name right? If it is, set `HF_TOKEN` to a token of your account there"
            }
            Self::Unauthorized { with_token: true, .. } => {
                "the token in `HF_TOKEN` is not accepted: is it still valid, and may it read?"
            }
            Self::Forbidden { with_token: false, .. } => {
                "accept its terms on its page, then set `HF_TOKEN` to a token of your account there"
            }
            Self::Forbidden { with_token: true, .. } => {
                "accept its terms on its page with the account of the token in `HF_TOKEN`"
            }
            Self::NotFound { .. } => "is the name right? With `HF_ENDPOINT` set: does the mirror have it?",
            Self::NoFile { .. } => {
                "its files may have changed since its card was written, or it has no graph in ONNX form; \
                 `cognate models add` takes another graph with `--graph FILE`"
            }
            Self::Busy { .. } => "try again later; with `HF_TOKEN` set, hubs allow more requests",
            Self::Status { .. } | Self::BadAnswer { .. } => {
                "if it stays so, try another mirror (`HF_ENDPOINT`), or look whether a proxy stands in between"
            }
            Self::WrongSize { .. } | Self::TooLong { .. } | Self::WrongChecksum { .. } => {
                "nothing of it was kept; run the command again, and if it stays so, try another mirror (`HF_ENDPOINT`)"
            }
            Self::NoSpace { .. } => "make room, or name another folder with `COGNATE_DATA_DIR`",
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => "make room",
            Self::BadRecord { .. } => {
                "delete it and run `cognate models pull` again: files that are there are not fetched again"
            }
            Self::BadName(_) | Self::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}
