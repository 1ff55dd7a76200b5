//! What making a model came to.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;

/// Version of the JSON report; it grows when a field changes its meaning or goes away.
pub const DISTILL_REPORT_SCHEMA: u32 = 1;

/// A model that was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DistillReport {
    /// [`DISTILL_REPORT_SCHEMA`].
    pub schema: u32,
    /// The model file.
    pub file: String,
    /// Its size.
    pub bytes: usize,
    /// Pieces of its vocabulary.
    pub pieces: usize,
    /// Bits of each dimension of a piece.
    pub bits: u8,
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
    /// 1 - cosine to the teacher, at the end; `null` without a teacher, as is the next.
    pub teacher: Option<f32>,
    /// Mean squared difference of similarities from the teacher's, at the end.
    pub structure: Option<f32>,
}

/// The report as text for a terminal.
pub fn render(report: &DistillReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &printable::name(&report.file), Ink::bold);
    row(&mut page, "Dimensions", &grouped(report.dimension), plain);
    let pieces = format!("{} pieces of words, {} bits a dimension", grouped(report.pieces), report.bits);
    row(&mut page, "Size", &format!("{}: {pieces}", bytes(report.bytes as u64)), plain);
    let (pairs, texts) = (count(report.pairs, "pair"), count(report.texts, "text"));
    row(&mut page, "Learned", &format!("{pairs} of {texts} in {}", count(report.steps, "step")), plain);
    if report.left_out > 0 {
        let left_out = format!("{} of evaluation files", count(report.left_out, "row"));
        row(&mut page, "Left out", &left_out, plain);
    }
    let mut losses = vec![format!("contrastive {:.3}", report.contrastive)];
    losses.extend(report.teacher.map(|loss| format!("teacher {loss:.4}")));
    losses.extend(report.structure.map(|loss| format!("structure {loss:.5}")));
    row(&mut page, "Loss", &losses.join(" · "), plain);
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> DistillReport {
        DistillReport {
            schema: DISTILL_REPORT_SCHEMA,
            file: "mine.safetensors".to_owned(),
            bytes: 8_900_000,
            pieces: 63_999,
            bits: 4,
            dimension: 256,
            texts: 1_234_567,
            pairs: 2_000_000,
            left_out: 12,
            steps: 4000,
            contrastive: 1.5,
            teacher: Some(0.25),
            structure: Some(0.0125),
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Model       mine.safetensors
Dimensions  256
Size        8.9 MB: 63,999 pieces of words, 4 bits a dimension
Learned     2,000,000 pairs of 1,234,567 texts in 4,000 steps
Left out    12 rows of evaluation files
Loss        contrastive 1.500 · teacher 0.2500 · structure 0.01250
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn what_is_not_there_is_not_shown() {
        let report = DistillReport { left_out: 0, teacher: None, structure: None, ..report() };
        let text = render(&report, &TerminalStyle::default());
        assert!(text.ends_with("steps\nLoss        contrastive 1.500\n"), "{text}");
    }
}
