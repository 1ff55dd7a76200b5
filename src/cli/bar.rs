//! Progress on standard error: a bar on a terminal, nothing elsewhere.

use std::sync::Mutex;

use cognate::pipeline::{Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::note;

/// Draws one bar a stage.
pub(crate) struct Bar {
    quiet: bool,
    bar: Mutex<ProgressBar>,
}

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet, bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, total: u64) {
        if self.quiet {
            return;
        }
        // `stderr` as a draw target is silent by itself when standard error is no terminal.
        let bar = if total > 0 {
            let counts = if stage.counts_bytes() {
                "{decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}"
            } else {
                "{human_pos}/{human_len} {per_sec}"
            };
            let style = ProgressStyle::with_template(&format!("{{msg:<18}} {{bar:24}} {counts} {{eta}}"));
            ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr())
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        };
        bar.set_message(stage.name());
        bar.tick();
        self.with(|current| *current = bar);
    }

    fn done(&self, count: u64) {
        self.with(|bar| bar.set_position(count));
    }

    fn end(&self) {
        self.with(|bar| bar.finish_and_clear());
    }

    fn note(&self, message: &str) {
        if !self.quiet {
            self.with(|bar| bar.suspend(|| note(message)));
        }
    }
}
