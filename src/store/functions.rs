//! What SQLite has no means for: the functions that a [`Condition`](crate::query::Condition) uses.

use std::borrow::Cow;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, Result};

use super::place::StorePlace;
use crate::query::Value;
use crate::query::filter::{Glob, Like, first_day, last_day, lower, number};

/// Defines the functions of conditions. No view or trigger of a database may use them.
pub(super) fn define(connection: &Connection, place: &StorePlace) -> Result<()> {
    of_text(connection, "cognate_lower", |text| Some(Sql::Text(lower(text))))?;
    of_text(connection, "cognate_number", |text| number(text).as_ref().map(bound))?;
    of_text(connection, "cognate_first_day", |text| first_day(text).map(Sql::Text))?;
    of_text(connection, "cognate_last_day", |text| last_day(text).map(Sql::Text))?;
    let place = place.clone();
    of_text(connection, "cognate_path", move |path| Some(Sql::Text(shown(&place, path))))?;
    of_pattern(connection, "cognate_like", Like::new, Like::matches)?;
    of_pattern(connection, "cognate_glob", Glob::new, Glob::matches)
}

/// A value as it is bound.
pub(super) fn bound(value: &Value) -> Sql {
    match value {
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Integer(number) => Sql::Integer(*number),
        Value::Real(number) => Sql::Real(*number),
    }
}

/// The whole path of a file that is kept, as reports show it.
fn shown(place: &StorePlace, kept: &str) -> String {
    let path = crate::printable::path(&place.absolute(kept));
    if std::path::MAIN_SEPARATOR == '/' { path } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// A function of one text, which is nothing where there is none.
fn of_text(
    connection: &Connection,
    name: &str,
    function: impl Fn(&str) -> Option<Sql> + Send + 'static,
) -> Result<()> {
    connection.create_scalar_function(name, 1, flags(), move |context| {
        Ok(text(context.get_raw(0)).and_then(|text| function(&text)))
    })
}

/// A function of a text and a pattern; the pattern is read once.
fn of_pattern<P: Send + Sync + 'static>(
    connection: &Connection,
    name: &str,
    read: fn(&str) -> P,
    matches: fn(&P, &str) -> bool,
) -> Result<()> {
    connection.create_scalar_function(name, 2, flags(), move |context: &Context<'_>| {
        let Some(of) = text(context.get_raw(0)) else { return Ok(None) };
        let pattern = context.get_or_create_aux(1, |pattern| {
            Ok::<P, rusqlite::Error>(read(&text(pattern).unwrap_or_default()))
        })?;
        Ok(Some(matches(&pattern, &of)))
    })
}

fn flags() -> FunctionFlags {
    FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY
}

/// A value as text: a number as JSON writes it.
fn text(value: ValueRef<'_>) -> Option<Cow<'_, str>> {
    match value {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes)),
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(format!("{number:?}").into()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}
