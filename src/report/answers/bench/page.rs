//! The benchmark as a page of HTML that stands alone.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use super::BenchReport;
use super::chart;
use super::render::{GROWTH, asked, columns, facts, growth_values, machine, notes, searched, values};
use crate::printable;
use crate::report::ReportError;
use crate::report::text::policy;
use crate::report::text::wrap::label;
use crate::report::text::xml::Xml;

const PAGE: &str = include_str!("page.html.j2");
const STYLE: &str = include_str!("page.css");

/// The report as a page: pictures, all figures, how they came about. It loads nothing and runs no script.
///
/// # Errors
/// When it cannot be laid out, which is a defect of this crate.
pub fn html(report: &BenchReport) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(crate::report::printed);
    environment.add_template("page.html", PAGE)?;
    let picture =
        |draw: fn(&mut Xml, &BenchReport, bool) -> std::io::Result<()>| -> Result<Value, ReportError> {
            let mut xml = Xml::part();
            draw(&mut xml, report, false)?;
            Ok(Value::from_safe_string(xml.finish()?))
        };
    let style = policy::inline(&format!("{STYLE}\n{}", chart::STYLE));
    let has_recall = report.rows.iter().any(|row| row.recall.is_some());
    let page = context! {
        policy => format!(
            "default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            policy::source(&style)
        ),
        title => format!("Retrieval over {}", label(&report.source)),
        searched => searched(report),
        asked => asked(report),
        warnings => report.warnings.iter().map(|warning| label(warning)).collect::<Vec<_>>(),
        recall => if has_recall { Some(picture(chart::recall)?) } else { None },
        times => picture(chart::times)?,
        growth => if report.growth.len() > 1 { Some(picture(chart::growth)?) } else { None },
        growth_names => GROWTH,
        growth_rows => report.growth.iter().map(growth_values).collect::<Vec<_>>(),
        names => columns(report),
        rows => report.rows.iter().map(values).collect::<Vec<_>>(),
        notes => notes(report),
        facts => std::iter::once(("Machine".to_owned(), machine(report))).chain(facts(report)).collect::<Vec<_>>(),
        command => report.command.as_deref().map(printable::text),
        style => Value::from_safe_string(style),
    };
    Ok(environment.get_template("page.html")?.render(page)?)
}
