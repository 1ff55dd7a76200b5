//! Fetches one file: whole, checked, and going on where an earlier attempt stopped.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::HubError;
use super::checksum::sha256;
use super::client::{Answer, Hub, Trouble};
use super::repository::Repository;
use super::url::Url;
use crate::progress::Progress;

/// Most bytes of a file whose size no header states.
const MOST_WITHOUT_SIZE: u64 = 64 << 20;

/// Bytes read at once.
const CHUNK: usize = 1 << 17;

/// A file as the hub describes it.
#[derive(Debug, Clone)]
pub(super) struct Remote {
    /// Its name in the repository.
    pub(super) name: String,
    url: Url,
    /// Checksum: SHA-256 (64 digits) or Git's own (40 digits).
    pub(super) etag: Option<String>,
    pub(super) size: Option<u64>,
}

/// A file that has come.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) blob: PathBuf,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Remote {
    /// The SHA-256 sum, where the hub states it.
    pub(super) fn sha256(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| etag.len() == 64)
    }

    /// What has come of it so far.
    pub(super) fn part(&self, repository: &Repository) -> PathBuf {
        let name = self
            .etag
            .clone()
            .unwrap_or_else(|| blake3::hash(self.url.to_string().as_bytes()).to_hex()[..40].to_owned());
        repository.blobs().join(format!("{name}.incomplete"))
    }
}

impl Hub {
    /// Asks for the size and the checksum of a file.
    pub(super) fn describe(
        &self,
        hub: &str,
        commit: &str,
        name: &str,
        progress: &dyn Progress,
    ) -> Result<Remote, HubError> {
        let url = self.address(&[hub, "resolve", commit, name]);
        self.trying(progress, || {
            let answer = self.head(&url)?;
            // A server that knows no HEAD will say it with the file itself.
            let silent = matches!(answer.status, 405 | 501);
            if !silent {
                self.check(&answer, hub, &url)?;
            }
            let length = answer.headers.number("content-length").filter(|_| answer.status == 200);
            let size = answer.linked_size.or(length);
            Ok(Remote { name: name.to_owned(), url: url.clone(), etag: answer.etag, size })
        })
    }

    /// Fetches a file into the blobs of its repository. `come` is told how many of its bytes are there.
    pub(super) fn fetch(
        &self,
        hub: &str,
        remote: &Remote,
        repository: &Repository,
        progress: &dyn Progress,
        come: &dyn Fn(u64),
    ) -> Result<Fetched, HubError> {
        let part = remote.part(repository);
        std::fs::create_dir_all(repository.blobs()).map_err(|e| HubError::io(&repository.blobs(), e))?;
        let mut tries = self.tries();
        let mut of_earlier = length(&part) > 0;
        loop {
            let before = length(&part);
            if let Err(trouble) = self.attempt(hub, remote, &part, come) {
                if length(&part) > before {
                    tries.renew();
                }
                tries.again(trouble, progress)?;
                continue;
            }
            let (bytes, sum) = sha256(&part, |_| {}).map_err(|e| HubError::io(&part, e))?;
            if let Some(expected) = remote.sha256().filter(|expected| *expected != sum) {
                discard(&part)?;
                // The damage may lie in what an earlier run left: that is no reason to blame the hub.
                if std::mem::take(&mut of_earlier) {
                    continue;
                }
                return Err(HubError::WrongChecksum {
                    file: remote.name.clone(),
                    expected: expected.to_owned(),
                    received: sum,
                });
            }
            let blob = repository.blobs().join(remote.etag.as_ref().unwrap_or(&sum));
            std::fs::rename(&part, &blob).map_err(|e| HubError::io(&blob, e))?;
            return Ok(Fetched { blob, bytes, sha256: sum });
        }
    }

    /// One request: adds to what is there, or begins again.
    fn attempt(&self, hub: &str, remote: &Remote, part: &Path, come: &dyn Fn(u64)) -> Result<(), Trouble> {
        let mut have = length(part);
        if remote.size.is_some_and(|size| have > size) {
            discard(part)?;
            have = 0;
        }
        if have > 0 && remote.size == Some(have) {
            return Ok(());
        }
        let mut answer = self.get(&remote.url, (have > 0).then_some(have))?;
        if answer.status == 416 {
            answer = self.get(&remote.url, None)?;
            have = 0;
        }
        self.check(&answer, hub, &remote.url)?;
        if answer.status == 206 && range_start(&answer) != Some(have) {
            let reason = format!("asked for the bytes of `{}` from {have}, it sends others", remote.name);
            return Err(HubError::BadAnswer { server: answer.server, reason }.into());
        }
        if answer.status == 200 {
            have = 0;
        }
        let stated = answer.headers.number("content-length").and_then(|length| length.checked_add(have));
        if let (Some(expected), Some(received)) = (remote.size, stated)
            && expected != received
        {
            discard(part)?;
            return Err(HubError::WrongSize { file: remote.name.clone(), expected, received }.into());
        }
        let size = remote.size.or(stated);
        let have = self.receive(answer, remote, part, have, come)?;
        match size {
            // A body without a stated length ends wherever the connection does.
            Some(expected) if expected != have => {
                let error = HubError::WrongSize { file: remote.name.clone(), expected, received: have };
                Err(Trouble::Passing { error, after: None })
            }
            _ => Ok(()),
        }
    }

    /// Writes a body behind the first `have` bytes of the part and tells how many there are in the end.
    fn receive(
        &self,
        answer: Answer,
        remote: &Remote,
        part: &Path,
        mut have: u64,
        come: &dyn Fn(u64),
    ) -> Result<u64, Trouble> {
        let limit = remote.size.unwrap_or(MOST_WITHOUT_SIZE);
        let failed = |error| Trouble::Final(HubError::io(part, error));
        let mut options = File::options();
        let options = if have > 0 { options.append(true) } else { options.write(true).truncate(true) };
        let mut file = options.create(true).open(part).map_err(failed)?;
        let mut body = answer.body;
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = match body.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.cut_off(&answer.server, error)),
            };
            if have + n as u64 > limit {
                drop(file);
                discard(part)?;
                return Err(HubError::TooLong { file: remote.name.clone(), limit }.into());
            }
            file.write_all(&chunk[..n]).map_err(failed)?;
            have += n as u64;
            come(have);
        }
        file.sync_all().map_err(failed)?;
        Ok(have)
    }
}

/// Bytes of a file, 0 when there is none.
pub(super) fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |m| m.len())
}

/// The first byte of a partial answer.
fn range_start(answer: &Answer) -> Option<u64> {
    let range = answer.headers.text("content-range")?.strip_prefix("bytes ")?;
    range.split('-').next()?.trim().parse().ok()
}

fn discard(part: &Path) -> Result<(), HubError> {
    match std::fs::remove_file(part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(HubError::io(part, error)),
        _ => Ok(()),
    }
}
