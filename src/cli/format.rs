//! Formats of the topic report, and where each goes.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cognate::printable;
use cognate::report::text::json;
use cognate::report::text::page::TerminalStyle;
use cognate::report::text::table::Separator;
use cognate::report::topics::look::Look;
use cognate::report::topics::model::TopicReport;
use cognate::report::topics::tables;
use cognate::report::topics::{graphml, html, markdown, picture, terminal};

use super::output::{Failure, style};

/// Pixels from left to right of a PNG.
const PNG_WIDTH: u32 = 2_400;

const FORMATS: &str = "\
How the report is written [default: what the ending of the file says, else terminal]: terminal, markdown, html (a page with the
map), json (everything), csv, tsv and parquet (tables), xlsx (a workbook of all tables), svg and png (the map alone), graphml (the neighbour graph)";

/// What is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub(crate) struct WriteArgs {
    /// How the report is written [default: what the ending of the file says, else terminal]
    #[arg(long, value_enum, conflicts_with = "json", hide_possible_values = true, value_name = "NAME",
        long_help = FORMATS)]
    pub(crate) format: Option<Format>,
    /// Write the report to a file instead of standard output; several times for several files, whose endings say their formats:
    /// .html, .md, .json, .csv, .tsv, .parquet, .xlsx, .svg, .png, .graphml, .txt
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// What a table has a row for: `units` (each with its topic), `topics`, `documents`, or `per` (each topic in each value of `--per`)
    #[arg(long, value_enum, default_value_t = Table::Units, hide_possible_values = true, value_name = "NAME")]
    pub(crate) table: Table,
    /// Make the map for JSON and tables as well (HTML, SVG and PNG always have it)
    #[arg(long)]
    pub(crate) map: bool,
}

/// How a topic report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For this terminal
    Terminal,
    /// A document (.md)
    Markdown,
    /// A page to open in a browser, with the map (.html)
    Html,
    /// Everything, for programs (.json)
    Json,
    /// A table, for spreadsheets (.csv)
    Csv,
    /// The same with tabs (.tsv)
    Tsv,
    /// The same with types, for data frames (.parquet)
    Parquet,
    /// A workbook with a sheet for each table (.xlsx)
    Xlsx,
    /// The map alone (.svg)
    Svg,
    /// The map alone, in pixels (.png)
    Png,
    /// The neighbour graph, for Gephi and the like (.graphml)
    Graphml,
}

/// What a table has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    /// Each unit, with its topic
    Units,
    /// Each topic
    Topics,
    /// Each document, with its topics
    Documents,
    /// Each topic in each value of a field
    Per,
}

/// A format and the file that it goes to; `None` is standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

impl Format {
    /// The format of a file with this name: that of a terminal where the name has no ending, or `.txt`.
    fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        Ok(match ending.as_deref() {
            None | Some("txt") => Self::Terminal,
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm") => Self::Html,
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some("tsv") => Self::Tsv,
            Some("parquet") => Self::Parquet,
            Some("xlsx") => Self::Xlsx,
            Some("svg") => Self::Svg,
            Some("png") => Self::Png,
            Some("graphml") => Self::Graphml,
            Some(other) => {
                let hint = if other == "pdf" {
                    "write .html, open it in a browser and print it to a file"
                } else {
                    "say what it is to be with `--format`, or end it with .html, .md, .json, .csv, .tsv, .parquet, .xlsx, .svg, .png, .graphml or .txt"
                };
                let message =
                    format!("`{}` does not say which format it is to have", printable::display(path));
                return Err(Failure::Usage { message, hint });
            }
        })
    }

    /// Whether it shows the map.
    pub(crate) fn has_map(self) -> bool {
        matches!(self, Self::Html | Self::Svg | Self::Png)
    }

    /// Whether it shows the neighbour graph.
    pub(crate) fn has_links(self) -> bool {
        self == Self::Graphml
    }

    fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Png | Self::Xlsx)
    }
}

/// The formats that were asked for, each with its file.
pub(crate) fn targets(args: &WriteArgs, json: bool) -> Result<Vec<Target>, Failure> {
    let format = if json { Some(Format::Json) } else { args.format };
    if args.output.is_empty() {
        let format = format.unwrap_or(Format::Terminal);
        if format.is_binary() && std::io::stdout().is_terminal() {
            let name =
                format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            let message = format!("`--format {name}` is not for a terminal");
            return Err(Failure::Usage { message, hint: "name a file with `-o`" });
        }
        return Ok(vec![Target { format, file: None }]);
    }
    if format.is_some() && args.output.len() > 1 {
        return Err(Failure::Usage {
            message: "one format for several files".to_owned(),
            hint: "leave `--format` out: the ending of each file says its format",
        });
    }
    // Before the work, which may be long.
    let folder =
        |file: &PathBuf| file.parent().filter(|folder| !folder.as_os_str().is_empty()).map(PathBuf::from);
    if let Some(missing) = args.output.iter().filter_map(folder).find(|folder| !folder.is_dir()) {
        let message = format!("there is no folder `{}` to write into", printable::display(&missing));
        return Err(Failure::Usage { message, hint: "make the folder first, or name another with `-o`" });
    }
    let target = |file: &PathBuf| {
        Ok(Target { format: format.map_or_else(|| Format::of(file), Ok)?, file: Some(file.clone()) })
    };
    args.output.iter().map(target).collect()
}

/// The report in one format; in a terminal with so many excerpts, or all texts.
pub(crate) fn render(
    report: &TopicReport,
    target: &Target,
    table: Table,
    (excerpts, full): (usize, bool),
    look: &Look,
) -> Result<Vec<u8>, Failure> {
    let written = |separator| match table {
        Table::Units => tables::units(report, separator),
        Table::Topics => tables::topics(report, separator),
        Table::Documents => tables::documents(report, separator),
        Table::Per => tables::per(report, separator),
    };
    Ok(match target.format {
        Format::Terminal => {
            let style = style(full, excerpts, target.file.is_some());
            terminal::render(report, &TerminalStyle { language: look.language, ..style }).into_bytes()
        }
        Format::Markdown => markdown::render(report, look)?.into_bytes(),
        Format::Html => html::render(report, look)?.into_bytes(),
        Format::Json => json::render(report)?.into_bytes(),
        Format::Csv => written(Separator::Comma)?.into_bytes(),
        Format::Tsv => written(Separator::Tab)?.into_bytes(),
        #[cfg(feature = "parquet")]
        Format::Parquet => match table {
            Table::Units => cognate::report::topics::parquet::units(report)?,
            Table::Topics => cognate::report::topics::parquet::topics(report)?,
            Table::Documents => cognate::report::topics::parquet::documents(report)?,
            Table::Per => cognate::report::topics::parquet::per(report)?,
        },
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            Err(cognate::report::ReportError::NotBuilt { what: "Parquet", feature: "parquet" })?
        }
        #[cfg(feature = "xlsx")]
        Format::Xlsx => cognate::report::topics::xlsx::render(report)?,
        #[cfg(not(feature = "xlsx"))]
        Format::Xlsx => Err(cognate::report::ReportError::NotBuilt { what: "workbooks", feature: "xlsx" })?,
        Format::Svg => picture::svg(report, look)?.into_bytes(),
        Format::Png => picture::png(report, look, PNG_WIDTH)?,
        Format::Graphml => graphml::render(report)?.into_bytes(),
    })
}
