//! What making a model came to.

use serde::Serialize;

use super::layout::number::{bytes, grouped};
use super::terminal::TerminalStyle;

/// Version of the JSON report; it grows when a field changes its meaning or goes away.
pub const DISTILL_REPORT_SCHEMA: u32 = 1;

/// A model that was made.
#[derive(Debug, Clone, Serialize)]
pub struct DistillReport {
    /// [`DISTILL_REPORT_SCHEMA`].
    pub schema: u32,
    /// The model file.
    pub file: String,
    /// Its size.
    pub bytes: usize,
    /// Pieces of its vocabulary.
    pub pieces: usize,
    /// Dimensions of its vectors.
    pub dimension: usize,
    /// Different texts learned from.
    pub texts: usize,
    /// Pairs learned from.
    pub pairs: usize,
    /// Rows left out because they are in an evaluation file.
    pub left_out: usize,
    /// Batches learned.
    pub steps: usize,
    /// Cross-entropy of finding a translation in its batch, in nats, at the end.
    pub contrastive: f32,
    /// 1 - cosine to the teacher, at the end.
    pub teacher: f32,
    /// Mean squared difference of similarities from the teacher's, at the end.
    pub structure: f32,
}

/// The report as text.
pub fn render(report: &DistillReport, _style: &TerminalStyle) -> String {
    format!(
        "{} · {} · {} pieces · {} dimensions\n\
         learned from {} pairs of {} texts in {} steps; {} rows left out as evaluation sentences\n\
         loss at the end: contrastive {:.3} · teacher {:.4} · structure {:.5}\n",
        report.file,
        bytes(report.bytes as u64),
        grouped(report.pieces),
        report.dimension,
        grouped(report.pairs),
        grouped(report.texts),
        grouped(report.steps),
        grouped(report.left_out),
        report.contrastive,
        report.teacher,
        report.structure,
    )
}
