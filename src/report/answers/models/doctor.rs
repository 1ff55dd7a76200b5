//! Whether models can be fetched and used on this machine.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::bytes;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const DOCTOR_REPORT_SCHEMA: u32 = 1;

/// How things are, and what is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DoctorReport {
    /// [`DOCTOR_REPORT_SCHEMA`].
    pub schema: u32,
    /// Whether nothing is to be done.
    pub ok: bool,
    /// ONNX Runtime.
    pub onnx_runtime: RuntimeReport,
    /// Where fetched files are kept.
    pub folder: String,
    /// The environment variable that names that folder, `null` when it is our own.
    pub shared_by: Option<String>,
    /// Free bytes there, `null` when the system does not say.
    pub free_bytes: Option<u64>,
    /// Where records are kept.
    pub records: String,
    /// Where a person's own cards are kept.
    pub cards: String,
    /// The hub's address; it is not asked. `null` when it is no address.
    pub endpoint: Option<String>,
    /// The proxy that requests would go through.
    pub proxy: Option<String>,
    /// Whether requests to the hub would carry a token.
    pub token: bool,
    /// The models that can be used, and those that should be.
    pub models: Vec<TriedModel>,
    /// What is to be done, one entry a thing.
    pub todo: Vec<String>,
}

/// What is known of ONNX Runtime.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuntimeReport {
    /// Its shared library, `null` when it was not found.
    pub library: Option<String>,
    /// Its version, if it can be loaded.
    pub version: Option<String>,
    /// Whether it can be loaded.
    pub usable: bool,
    /// Why not, `null` when it can.
    pub problem: Option<String>,
    /// Where it was looked for.
    pub searched: Vec<String>,
}

/// A model that was asked for one vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TriedModel {
    /// Name.
    pub id: String,
    /// Whether it gave one.
    pub ok: bool,
    /// Number of dimensions, `null` when it gave none.
    pub dimension: Option<usize>,
    /// Time to load it, in milliseconds, `null` when it could not be loaded.
    pub load_ms: Option<f64>,
    /// Time for one vector, in milliseconds, `null` when it gave none.
    pub vector_ms: Option<f64>,
    /// What is wrong, `null` when nothing is.
    pub problem: Option<String>,
}

/// The report as text for a terminal.
pub fn render(report: &DoctorReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let runtime = &report.onnx_runtime;
    let version =
        runtime.version.as_deref().map(|version| format!(", version {version}")).unwrap_or_default();
    let text = match (&runtime.library, &runtime.problem) {
        (Some(library), None) => format!("{library}{version}: can be loaded"),
        (Some(library), Some(problem)) => format!("{library}{version}: {problem}"),
        (None, _) => format!("not found; looked in {}", runtime.searched.join(", ")),
    };
    row(&mut page, "ONNX", &printable::message(&text), if runtime.usable { plain } else { Ink::warning });
    super::folder(&mut page, "Files", &report.folder, report.shared_by.as_deref());
    let free = report.free_bytes.map_or_else(|| "not known".to_owned(), bytes);
    row(&mut page, "Free", &free, plain);
    row(&mut page, "Records", &printable::name(&report.records), plain);
    row(&mut page, "Own cards", &printable::name(&report.cards), plain);
    let token = if report.token { ", with the token in `HF_TOKEN`" } else { "" };
    let endpoint = report.endpoint.as_deref().unwrap_or("no address");
    row(&mut page, "Hub", &format!("{}{token} (not asked)", printable::name(endpoint)), plain);
    row(&mut page, "Proxy", &printable::name(report.proxy.as_deref().unwrap_or("none")), plain);
    page.blank();
    for model in &report.models {
        let (name, paint) = super::state(model.ok);
        let text = match (&model.problem, model.dimension, model.load_ms, model.vector_ms) {
            (None, Some(dimension), Some(load), Some(vector)) => {
                format!(
                    "{}: {dimension} dimensions, loaded in {load:.0} ms, a vector in {vector:.1} ms",
                    model.id
                )
            }
            (problem, ..) => format!("{}: {}", model.id, problem.as_deref().unwrap_or("no vector")),
        };
        row(&mut page, name, &printable::message(&text), paint);
    }
    page.blank();
    for todo in &report.todo {
        row(&mut page, "To do", &printable::message(todo), Ink::warning);
    }
    if report.todo.is_empty() {
        row(&mut page, "To do", "nothing: all is well", plain);
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> DoctorReport {
        let builtin = TriedModel {
            id: "builtin".to_owned(),
            ok: true,
            dimension: Some(256),
            load_ms: Some(12.25),
            vector_ms: Some(0.25),
            problem: None,
        };
        let damaged = TriedModel {
            id: "tiny".to_owned(),
            ok: false,
            dimension: None,
            load_ms: None,
            vector_ms: None,
            problem: Some("the model `tiny` is damaged".to_owned()),
        };
        DoctorReport {
            schema: DOCTOR_REPORT_SCHEMA,
            ok: false,
            onnx_runtime: RuntimeReport {
                library: Some("/usr/lib/libonnxruntime.so.1.24.0".to_owned()),
                version: Some("1.24.0".to_owned()),
                usable: true,
                problem: None,
                searched: vec!["/usr/lib".to_owned()],
            },
            folder: "/hub".to_owned(),
            shared_by: None,
            free_bytes: Some(12_300_000_000),
            records: "/data/models".to_owned(),
            cards: "/config/models".to_owned(),
            endpoint: Some("https://hub.example".to_owned()),
            proxy: Some("proxy.example:3128".to_owned()),
            token: true,
            models: vec![builtin, damaged],
            todo: vec!["`cognate models pull tiny` repairs it".to_owned()],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
ONNX        /usr/lib/libonnxruntime.so.1.24.0, version 1.24.0: can be loaded
Files       /hub
Free        12.3 GB
Records     /data/models
Own cards   /config/models
Hub         https://hub.example, with the token in `HF_TOKEN` (not asked)
Proxy       proxy.example:3128

ok          builtin: 256 dimensions, loaded in 12 ms, a vector in 0.2 ms
WRONG       tiny: the model `tiny` is damaged

To do       `cognate models pull tiny` repairs it
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn a_healthy_machine_has_nothing_to_do() {
        let mut healthy = report();
        healthy.models.pop();
        healthy.todo.clear();
        let text = render(&healthy, &TerminalStyle::default());
        assert!(text.ends_with("To do       nothing: all is well\n"), "{text}");
    }
}
