//! Every part of a score.
//!
//! Figures stand first, where no word from right to left can turn them around, and words behind them, where they may wrap.

use std::fmt::Write as _;

use super::render::sure;
use super::why::{sign, word};
use super::{Reason, SearchHit};
use crate::report::text::Ink;
use crate::report::text::number::percent;
use crate::report::text::page::Page;
use crate::report::text::rich::{Paint, Rich};

/// What is put where there is no figure.
const NONE: &str = "–";

/// Columns before the words.
const FIGURES: usize = 24;

pub(super) fn write(page: &mut Page, indent: &str, hit: &SearchHit) {
    page.line(&format!("{indent}{}", page.ink().dim(&figures("weight", "cosine", "share").join("  "))));
    let mut reasons: Vec<&Reason> = hit.why.iter().collect();
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(b.share.total_cmp(&a.share)));
    for reason in reasons {
        let mut text = Rich::default();
        text.push(&word(&reason.query), Paint::Plain);
        let weight = percent(f64::from(reason.weight));
        if reason.word.is_empty() {
            text.push(": nothing stands for it", Paint::Dim);
            row(page, indent, &figures(&weight, NONE, NONE), &text);
            continue;
        }
        text.push(&format!(" {} ", sign(reason)), Paint::Dim);
        let strength = if reason.same { 1.0 } else { reason.similarity };
        text.push(&word(&reason.word), super::shown::paint(strength));
        let cosine = if reason.same { "same".to_owned() } else { format!("{:.2}", reason.similarity) };
        row(page, indent, &figures(&weight, &cosine, &percent(f64::from(reason.share))), &text);
    }
    if let Some(cosine) = hit.similarity {
        let mut text = Rich::default();
        text.push("meaning of the whole", Paint::Plain);
        let share = percent(f64::from(rest(hit)));
        row(page, indent, &figures(NONE, &format!("{cosine:.2}"), &share), &text);
    }
    let mut sum = format!("score {}", score(hit.score));
    if let Some(words) = hit.words {
        let words = percent(f64::from(words));
        let _ = write!(sum, " · words for {words} of the query's weight");
    }
    if let Some(reranked) = hit.reranked {
        let _ = write!(sum, " · read again {reranked:.2}");
    }
    let _ = write!(sum, " · confidence {}", sure(hit.confidence));
    page.wrapped(indent, &sum, Ink::dim);
}

/// A score with as many digits as tell it from others.
pub(super) fn score(score: f32) -> String {
    format!("{score:.2}")
}

/// What is left of the score for the meaning of the whole.
fn rest(hit: &SearchHit) -> f32 {
    let words: f32 = hit.why.iter().map(|reason| reason.share).sum();
    (1.0 - words).clamp(0.0, 1.0)
}

fn figures(weight: &str, cosine: &str, share: &str) -> [String; 3] {
    [weight, cosine, share].map(|figure| format!("{figure:>6}"))
}

fn row(page: &mut Page, indent: &str, figures: &[String; 3], text: &Rich) {
    let ink = page.ink();
    let room = page.room(indent).saturating_sub(FIGURES).max(1);
    for (place, line) in text.lines(room, ink).iter().enumerate() {
        let head = if place == 0 { format!("{}  ", figures.join("  ")) } else { " ".repeat(FIGURES) };
        page.line(&format!("{indent}{}{line}", ink.dim(&head)));
    }
}
