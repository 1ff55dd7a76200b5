//! Values as the field that they are compared with needs them.

use super::date::{self, Days};
use super::error::Fault;
use super::expr::{Check, Literal, Order};
use super::field::{Field, Kind};
use super::number::number;
use super::text::lower;
use crate::corpus::Language;
use crate::message::literal;

/// A value as it was written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) is_quoted: bool,
    pub(super) at: usize,
}

/// A field as it was written.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) field: Field,
    pub(super) name: String,
}

/// The kinds of boilerplate, as a collection keeps them.
const BOILERPLATE: [&str; 3] = ["short", "read-also", "promotion"];

/// `=` and `in`.
pub(super) fn equal(named: &Named, values: &[Written]) -> Result<Check, Fault> {
    let literals: Result<Vec<Literal>, Fault> =
        values.iter().map(|value| equal_literal(named, value)).collect();
    literals.map(Check::Equal)
}

/// `<`, `<=`, `>`, `>=`, written at `at`.
pub(super) fn ordered(named: &Named, order: Order, at: usize, value: &Written) -> Result<Check, Fault> {
    let literal = match named.field.kind() {
        Kind::Code => {
            return Err(no_order(named, at).hint("it is compared with `=`, `!=`, `in (…)` and `is null`"));
        }
        Kind::Path => {
            return Err(no_order(named, at)
                .hint("a path is compared with `=`, or with a pattern: `file ~ \"2023/*.txt\"`"));
        }
        Kind::Date => days(value)?,
        Kind::Number => whole(named, value)?,
        Kind::Text => number_or_text(value),
        Kind::Any => free(value),
    };
    Ok(Check::Order(order, literal))
}

/// `~`, written at `at`.
pub(super) fn alike(named: &Named, at: usize, value: &Written) -> Result<Check, Fault> {
    match named.field.kind() {
        Kind::Path => pattern(&value.text, value.at),
        Kind::Date | Kind::Text | Kind::Any => Ok(Check::Like(value.text.clone())),
        Kind::Code | Kind::Number => {
            let message = format!("{} is no text, and has no parts", literal(&named.name));
            Err(Fault::new(at, message).hint("`~` looks for a part of a text; compare this with `=`"))
        }
    }
}

/// A pattern of paths.
pub(super) fn pattern(pattern: &str, at: usize) -> Result<Check, Fault> {
    if pattern.is_empty() {
        return Err(Fault::new(at, "the pattern is empty")
            .hint("a pattern is the end of a path: `file ~ \"2023/*.txt\"`"));
    }
    Ok(Check::Like(pattern.to_owned()))
}

fn no_order(named: &Named, at: usize) -> Fault {
    Fault::new(at, format!("{} has no order", literal(&named.name)))
}

fn equal_literal(named: &Named, value: &Written) -> Result<Literal, Fault> {
    match &named.field {
        Field::Language => language(value),
        Field::Boilerplate => boilerplate(value),
        field => match field.kind() {
            Kind::Date => days(value),
            Kind::Number => whole(named, value),
            // `007` is no other id than it is written, but a record's 7 may be any.
            Kind::Any => Ok(free(value)),
            Kind::Code | Kind::Path | Kind::Text => Ok(text(value)),
        },
    }
}

fn text(value: &Written) -> Literal {
    Literal::Text(lower(&value.text))
}

/// A number where one is written without quotes, else text.
fn number_or_text(value: &Written) -> Literal {
    let number = if value.is_quoted { None } else { number(&value.text) };
    number.map_or_else(|| text(value), Literal::Number)
}

/// A number, a month or a day where one is written without quotes, else text.
fn free(value: &Written) -> Literal {
    let is_date = !value.is_quoted && value.text.contains('-');
    match Days::parse(&value.text) {
        Ok(days) if is_date => Literal::Days(days),
        _ => number_or_text(value),
    }
}

fn days(value: &Written) -> Result<Literal, Fault> {
    Days::parse(value.text.trim())
        .map(Literal::Days)
        .map_err(|reason| Fault::new(value.at, reason).hint(date::HINT))
}

fn whole(named: &Named, value: &Written) -> Result<Literal, Fault> {
    number(&value.text).map(Literal::Number).ok_or_else(|| {
        Fault::new(value.at, format!("{} is no number", literal(&value.text)))
            .hint(format!("it is compared with numbers, such as in `{} >= 100`", named.name))
    })
}

fn language(value: &Written) -> Result<Literal, Fault> {
    let language = value.text.trim().parse::<Language>();
    language.map(|language| Literal::Code(language.code().to_owned())).map_err(|_| {
        Fault::new(value.at, format!("{} is no code of a language", literal(&value.text)))
            .hint("a code has two letters: `fr`, `en`, `de`, `ru`, `ko`")
    })
}

fn boilerplate(value: &Written) -> Result<Literal, Fault> {
    let word = lower(value.text.trim());
    match word.as_str() {
        "true" => Ok(Literal::Truth(true)),
        "false" => Ok(Literal::Truth(false)),
        kind if BOILERPLATE.contains(&kind) => Ok(Literal::Code(word)),
        _ => Err(Fault::new(value.at, format!("{} is no kind of boilerplate", literal(&value.text)))
            .hint("it is `true`, `false`, `short`, `read-also` or `promotion`")),
    }
}

impl Literal {
    /// The text of one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Code(text) => Some(text),
            Self::Number(_) | Self::Days(_) | Self::Truth(_) => None,
        }
    }
}
