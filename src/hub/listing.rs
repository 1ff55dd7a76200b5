//! What a hub says that a repository holds.

use std::io::Read;

use serde::Deserialize;

use super::HubError;
use super::client::{Hub, Trouble};
use super::names::{check_file_name, check_hub_id, check_revision, is_commit};
use crate::progress::Progress;

/// Longest answer, in bytes: that of a repository with tens of thousands of files.
const LONGEST: u64 = 16 << 20;

/// A repository at one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The commit: 40 hexadecimal digits.
    pub commit: String,
    /// Names of its files, all of them safe to be paths.
    pub files: Vec<String>,
    /// Its licence, where the hub knows one.
    pub licence: Option<String>,
    /// Codes of its languages, where the hub knows them.
    pub languages: Vec<String>,
}

#[derive(Deserialize)]
struct Answer {
    sha: String,
    #[serde(default)]
    siblings: Vec<Sibling>,
    #[serde(default, rename = "cardData")]
    card: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
}

impl Hub {
    /// Asks what a repository holds at a revision.
    ///
    /// # Errors
    /// [`HubError`]; [`HubError::BadAnswer`] when a name of a file would lead out of its folder, or the commit is none.
    pub fn list(&self, hub: &str, revision: &str, progress: &dyn Progress) -> Result<Listing, HubError> {
        check_hub_id(hub).and_then(|()| check_revision(revision)).map_err(HubError::BadName)?;
        let url = self.address(&["api/models", hub, "revision", revision]);
        self.trying(progress, || {
            let answer = self.get(&url, None)?;
            self.check(&answer, hub, &url)?;
            let server = answer.server;
            let mut bytes = Vec::new();
            let read = answer.body.take(LONGEST + 1).read_to_end(&mut bytes);
            read.map_err(|error| self.cut_off(&server, error))?;
            let bad = |reason| Trouble::Final(HubError::BadAnswer { server: server.clone(), reason });
            if bytes.len() as u64 > LONGEST {
                return Err(bad(format!("it is longer than {LONGEST} bytes")));
            }
            read_answer(&bytes).map_err(bad)
        })
    }
}

fn read_answer(bytes: &[u8]) -> Result<Listing, String> {
    let answer: Answer = serde_json::from_slice(bytes).map_err(|e| format!("not a list of files: {e}"))?;
    if !is_commit(&answer.sha) {
        return Err(format!("`{}` is no commit", answer.sha.escape_debug()));
    }
    let files: Vec<String> = answer.siblings.into_iter().map(|sibling| sibling.rfilename).collect();
    files.iter().try_for_each(|file| check_file_name(file))?;
    let card = answer.card.unwrap_or_default();
    let languages = match &card["language"] {
        serde_json::Value::String(one) => vec![one.clone()],
        serde_json::Value::Array(several) => {
            several.iter().filter_map(|one| one.as_str()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let licence = card["license"].as_str().map(str::to_owned);
    Ok(Listing { commit: answer.sha, files, licence, languages })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

    fn answer(files: &str) -> String {
        format!(
            r#"{{"sha": "{SHA}", "siblings": [{files}], "cardData": {{"license": "mit", "language": ["en", 1]}}}}"#
        )
    }

    #[test]
    fn an_answer_is_read_and_what_else_it_says_is_ignored() {
        let listing =
            read_answer(answer(r#"{"rfilename": "onnx/model.onnx", "size": 3}"#).as_bytes()).unwrap();
        assert_eq!((listing.commit.as_str(), listing.files), (SHA, vec!["onnx/model.onnx".to_owned()]));
        assert_eq!((listing.licence.as_deref(), listing.languages), (Some("mit"), vec!["en".to_owned()]));
    }

    #[test]
    fn hostile_answers_are_refused() {
        let error = |text: &str| read_answer(text.as_bytes()).unwrap_err();
        assert!(error(&answer(r#"{"rfilename": "../../.bashrc"}"#)).contains("../../.bashrc"));
        assert!(error(&answer(r#"{"rfilename": "/etc/passwd"}"#)).contains("no name of a file"));
        assert!(error(r#"{"sha": "../../main"}"#).contains("`../../main` is no commit"));
        assert!(error(r#"{"sha": "0123456789ABCDEF0123456789abcdef01234567"}"#).contains("no commit"));
        assert!(error("<html>Sign in</html>").contains("not a list of files"));
    }
}
