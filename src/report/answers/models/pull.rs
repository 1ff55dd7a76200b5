//! What was fetched.

use serde::{Deserialize, Serialize};

use crate::hub::Origin;
use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::named;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const PULL_REPORT_SCHEMA: u32 = 1;

/// Models that are installed now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PullReport {
    /// [`PULL_REPORT_SCHEMA`].
    pub schema: u32,
    /// The hub's address.
    pub endpoint: String,
    /// Where fetched files are kept.
    pub folder: String,
    /// The environment variable that names that folder, `null` when it is our own.
    pub shared_by: Option<String>,
    /// The models, in the order in which they were named.
    pub models: Vec<PulledModel>,
}

/// One model that is installed now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PulledModel {
    /// Name.
    pub id: String,
    /// How it came.
    pub origin: Origin,
    /// Repository, `null` for a folder of this machine.
    pub hub: Option<String>,
    /// The commit of its files, `null` for a folder of this machine.
    pub commit: Option<String>,
    /// Where its files are.
    pub folder: String,
    /// Size of all its files.
    pub bytes: u64,
    /// Its files.
    pub files: Vec<PulledFile>,
}

/// A file of a model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PulledFile {
    /// Path below the folder.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 sum: 64 hexadecimal digits.
    pub sha256: String,
    /// Whether it came from the hub just now.
    pub fetched: bool,
}

/// The report as text for a terminal.
pub fn render(report: &PullReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    for model in &report.models {
        row(&mut page, "Model", &named(&model.id), Ink::bold);
        let fetched: Vec<&PulledFile> = model.files.iter().filter(|file| file.fetched).collect();
        let came: u64 = fetched.iter().map(|file| file.bytes).sum();
        let came = format!("{}, {}", count(fetched.len(), "file"), bytes(came));
        let how = match (model.origin, &model.hub) {
            (Origin::Fetched, _) => format!("fetched {came} from {}", printable::name(&report.endpoint)),
            (Origin::Repaired, _) => {
                format!("repaired: fetched {came} again from {}", printable::name(&report.endpoint))
            }
            (Origin::Found, None) => "read where it is: nothing was fetched".to_owned(),
            (Origin::Found, Some(_)) => {
                let place = report.shared_by.as_deref().unwrap_or("the folder of models");
                format!("found in {}: nothing was fetched", printable::name(place))
            }
            (Origin::Whole, _) => {
                "installed already, and all files are whole: nothing was fetched".to_owned()
            }
        };
        row(&mut page, "", &how, plain);
        let hub = model.hub.as_deref().unwrap_or_default();
        let commit = model.commit.as_deref().map(|commit| format!(", commit {commit}")).unwrap_or_default();
        row(&mut page, "Hub", &printable::name(&format!("{hub}{commit}")), plain);
        row(
            &mut page,
            "Files",
            &format!("{}, {}", count(model.files.len(), "file"), bytes(model.bytes)),
            plain,
        );
        super::folder(
            &mut page,
            "Folder",
            &model.folder,
            report.shared_by.as_deref().filter(|_| model.hub.is_some()),
        );
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> PullReport {
        let file = |path: &str, fetched| PulledFile {
            path: path.to_owned(),
            bytes: 1_500_000,
            sha256: "ab".repeat(32),
            fetched,
        };
        let model = PulledModel {
            id: "tiny".to_owned(),
            origin: Origin::Fetched,
            hub: Some("org/tiny".to_owned()),
            commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
            folder: "/hub/models--org--tiny/snapshots/0123".to_owned(),
            bytes: 3_000_000,
            files: vec![file("onnx/model.onnx", true), file("tokenizer.json", false)],
        };
        PullReport {
            schema: PULL_REPORT_SCHEMA,
            endpoint: "https://hub.example".to_owned(),
            folder: "/hub".to_owned(),
            shared_by: Some("HF_HOME".to_owned()),
            models: vec![model],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Model       tiny
            fetched 1 file, 1.5 MB from https://hub.example
Hub         org/tiny, commit 0123456789abcdef0123456789abcdef01234567
Files       2 files, 3.0 MB
Folder      /hub/models--org--tiny/snapshots/0123 (named by `HF_HOME`, shared
            with other programs)
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
        let mut found = report();
        found.models[0].origin = Origin::Found;
        let text = render(&found, &TerminalStyle::default());
        assert!(text.contains("found in HF_HOME: nothing was fetched"), "{text}");
    }
}
