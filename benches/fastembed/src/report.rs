//! What was measured, as a table and as JSON.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use serde::Serialize;

/// All of it.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) versions: Vec<String>,
    pub(crate) model: String,
    pub(crate) window: usize,
    pub(crate) machine: String,
    pub(crate) rounds: usize,
    pub(crate) texts: TextsRow,
    pub(crate) agreement: Vec<Agreement>,
    pub(crate) rows: Vec<Row>,
}

/// How much text was read.
#[derive(Serialize)]
pub(crate) struct TextsRow {
    texts: usize,
    words: usize,
    bytes: usize,
    tokens: usize,
    /// Texts that are longer than the window.
    longer: usize,
    /// Texts that the peers read at once.
    batch: usize,
    /// Tokens of such a batch in the given order, padded to its longest, per token that is none of padding.
    padded: f64,
}

impl TextsRow {
    pub(crate) fn of(texts: &[String], lengths: &[usize], window: usize, batch: usize) -> Self {
        let cut: Vec<usize> = lengths.iter().map(|&length| length.min(window)).collect();
        let padded: usize = cut.chunks(batch).map(|c| c.len() * c.iter().max().copied().unwrap_or(0)).sum();
        Self {
            texts: texts.len(),
            words: texts.iter().map(|text| text.split_whitespace().count()).sum(),
            bytes: texts.iter().map(String::len).sum(),
            tokens: lengths.iter().sum(),
            longer: lengths.iter().filter(|&&length| length > window).count(),
            batch,
            padded: padded as f64 / cut.iter().sum::<usize>().max(1) as f64,
        }
    }
}

/// How near the vectors of two contenders are, for texts that fit into the window.
#[derive(Serialize)]
pub(crate) struct Agreement {
    threads: usize,
    what: String,
    texts: usize,
    mean_cosine: f64,
    pub(crate) least_cosine: f64,
}

impl Agreement {
    pub(crate) fn of(
        threads: usize,
        what: &str,
        ours: &[Vec<f32>],
        theirs: &[Vec<f32>],
        lengths: &[usize],
        window: usize,
    ) -> Self {
        let within = (0..lengths.len()).filter(|&i| lengths[i] <= window);
        let cosines: Vec<f64> = within.map(|i| cosine(&ours[i], &theirs[i])).collect();
        Self {
            threads,
            what: what.to_owned(),
            texts: cosines.len(),
            mean_cosine: cosines.iter().sum::<f64>() / cosines.len().max(1) as f64,
            least_cosine: cosines.iter().copied().fold(1.0, f64::min),
        }
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// Median, least and greatest of several values.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    /// Of at least one value.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let n = values.len();
        Self {
            median: f64::midpoint(values[(n - 1) / 2], values[n / 2]),
            least: values[0],
            most: values[n - 1],
        }
    }
}

/// One contender with so many threads.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) threads: usize,
    pub(crate) what: String,
    pub(crate) texts_per_second: Spread,
    /// Of the tokens that it reads, padding left out.
    pub(crate) tokens_per_second: Spread,
    /// Peak resident memory of its process, in millions of bytes; `null` where the system does not tell.
    pub(crate) peak_mb: Option<f64>,
    /// How many times the speed of this one cognate has in the same round; `null` for cognate itself.
    pub(crate) cognate_is_times_as_fast: Option<Spread>,
}

const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The report as text.
pub(crate) fn render(report: &Report) -> String {
    let texts = &report.texts;
    let mut lines = vec![
        report.versions.join(", "),
        format!("model {}, window of {} tokens", report.model, report.window),
        report.machine.clone(),
        String::new(),
        format!(
            "{} texts of {} words, {:.1} MB, {} tokens; {} are longer than the window",
            texts.texts,
            texts.words,
            texts.bytes as f64 / 1e6,
            texts.tokens,
            texts.longer
        ),
        format!(
            "in the given order, batches of {} are padded to {:.2} times their tokens",
            texts.batch, texts.padded
        ),
        String::new(),
    ];
    for Agreement { threads, what, texts, mean_cosine, least_cosine } in &report.agreement {
        lines.push(format!(
            "{what}, threads {threads}: cosine to cognate {mean_cosine:.6} in the mean, {least_cosine:.6} at least, over \
             the {texts} texts within the window"
        ));
    }
    lines.push(String::new());
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let columns =
        ["what", "threads", "texts/s", "least–most", "tokens/s", "peak MB", "cognate is", "least–most"];
    table.set_header(aligned(columns.map(str::to_owned)));
    for row in &report.rows {
        let speed = row.texts_per_second;
        let [ratio, ratios] = match &row.cognate_is_times_as_fast {
            Some(times) => {
                [format!("{:.2} ×", times.median), format!("{:.2}–{:.2}", times.least, times.most)]
            }
            None => [String::new(), String::new()],
        };
        table.add_row(aligned([
            row.what.clone(),
            row.threads.to_string(),
            format!("{:.1}", speed.median),
            format!("{:.1}–{:.1}", speed.least, speed.most),
            format!("{:.0}", row.tokens_per_second.median),
            row.peak_mb.map_or_else(|| "–".to_owned(), |mb| format!("{mb:.0}")),
            ratio,
            ratios,
        ]));
    }
    lines.extend(table.to_string().lines().map(|line| line.trim_end().to_owned()));
    lines.push(format!(
        "medians; {} passes of each, in turn; a ratio is of two passes of one round; tokens are those that it reads",
        report.rounds
    ));
    lines.join("\n")
}

fn aligned(cells: [String; 8]) -> Vec<Cell> {
    let align = |(i, cell)| {
        let side = if i == 0 { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new_owned(cell).set_alignment(side)
    };
    cells.into_iter().enumerate().map(align).collect()
}

/// Processor, cores and system.
pub(crate) fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|info| {
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(": ")?.1.to_owned())
    });
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{}, {cores} cores, {}", cpu.as_deref().unwrap_or("unknown processor"), std::env::consts::OS)
}
