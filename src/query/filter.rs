//! Conditions on units: `lang = "fr" and date >= 2023-09-01 and file ~ "2023/*.txt"`.
//!
//! ```text
//! filter     = all { "or" all }
//! all        = one { "and" one }
//! one        = "not" one | "(" filter ")" | comparison
//! comparison = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" ) value
//!            | field [ "not" ] "in" "(" value { "," value } ")"
//!            | field "is" [ "not" ] "null"
//! ```
//!
//! Words of the language may be in any case. A value is text between quotes, or one word, number or date without. Fields are:
//!
//! | field | of | compared as |
//! |---|---|---|
//! | `lang`, `language` | the unit | a code: `fr`; only with `=`, `!=`, `in` and `is null` |
//! | `date` | the document | a year, a month or a day: `date = 2023-09` is in that month, `date > 2023` after that year |
//! | `title`, `source`, `id`, `text` | the document; the unit | text: `=` regardless of case, `~` a part of it, regardless of accents too, with `*` for anything |
//! | `file`, `path` | the file | the end of its path: `=` as it stands, `~` a pattern: `*` within a folder, `**` over folders, `?`, `[a-z]` |
//! | `line`, `position`, `length` | the unit | numbers: the line and the paragraph from 1, the number of characters |
//! | `boilerplate` | the unit | `true`, `false`, or its kind: `short`, `read-also`, `promotion` |
//! | any other name, `fields.name`, `` `a name` `` | the record | a number where both are one, a date where both are one, else text |
//!
//! A comparison with something that is not there is false, and `!=`, `!~`, `not in` and `not` are the contrary of what they negate.

mod date;
mod error;
mod expr;
mod field;
mod glob;
mod lex;
mod names;
mod number;
mod parse;
mod sql;
mod text;
mod typed;

#[cfg(test)]
mod tests;

use std::fmt;

pub use date::{first_day, last_day};
pub use error::FilterError;
pub use glob::{Glob, glob};
pub use number::number;
pub use sql::{Condition, Value};
pub use text::{Like, like, lower};

use self::error::Fault;
use self::expr::{Check, Expr, Literal, Order, Test};
use self::field::Field;
use crate::corpus::Language;

/// Most characters of a filter.
pub const MAX_CHARS: usize = 10_000;

/// How deep parentheses and `not` may be nested.
pub const MAX_DEPTH: usize = 64;

/// Conditions on units, all of which must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    parts: Vec<Part>,
}

/// What was written in one place.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    text: String,
    expr: Expr,
}

impl Filter {
    /// Reads a filter.
    ///
    /// ```
    /// use cognate::query::Filter;
    ///
    /// let filter = Filter::parse("lang = fr and (date >= 2023-09 or title ~ \"train blindé\")")?;
    /// assert!(filter.names().is_empty());
    /// let error = Filter::parse("lang = fr adn date > 2023").unwrap_err();
    /// assert_eq!(error.at, 10);
    /// # Ok::<(), cognate::query::FilterError>(())
    /// ```
    ///
    /// # Errors
    /// [`FilterError`] with the character where it cannot be read.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let expr = parse::parse(text).map_err(|fault| fault.within(text))?;
        Ok(Self::of(text, expr))
    }

    /// Units in a language.
    pub fn language(language: Language) -> Self {
        let literal = Literal::Code(language.code().to_owned());
        let test = Test { field: Field::Language, check: Check::Equal(vec![literal]) };
        Self::of(&format!("lang = {language}"), Expr::Test(test))
    }

    /// Units of files whose path ends with what a pattern says: `2023/*.txt`.
    ///
    /// # Errors
    /// [`FilterError`] for a pattern that is empty or too long.
    pub fn file_glob(pattern: &str) -> Result<Self, FilterError> {
        bounded(pattern)?;
        let check = typed::pattern(pattern, 0).map_err(|fault| fault.within(pattern))?;
        let text = format!("file ~ {}", text::quoted(pattern));
        Ok(Self::of(&text, Expr::Test(Test { field: Field::File, check })))
    }

    /// Units of documents from the beginning of a day, month or year on.
    ///
    /// # Errors
    /// [`FilterError`] for what is no date.
    pub fn since(date: &str) -> Result<Self, FilterError> {
        Self::dated(date, Order::AtLeast, ">=")
    }

    /// Units of documents up to the end of a day, month or year.
    ///
    /// # Errors
    /// [`FilterError`] for what is no date.
    pub fn until(date: &str) -> Result<Self, FilterError> {
        Self::dated(date, Order::AtMost, "<=")
    }

    fn dated(date: &str, order: Order, sign: &str) -> Result<Self, FilterError> {
        bounded(date)?;
        let date = date.trim();
        let days =
            date::Days::parse(date).map_err(|reason| Fault::new(0, reason).hint(date::HINT).within(date))?;
        let test = Test { field: Field::Date, check: Check::Order(order, Literal::Days(days)) };
        Ok(Self::of(&format!("date {sign} {date}"), Expr::Test(test)))
    }

    fn of(text: &str, expr: Expr) -> Self {
        Self { parts: vec![Part { text: text.to_owned(), expr }] }
    }

    /// What both let through.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// The condition in SQL.
    pub fn sql(&self) -> Condition {
        sql::condition(self.parts.iter().map(|part| &part.expr))
    }

    /// The fields of records that it asks for, each once, in order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in &self.parts {
            part.expr.each_test(&mut |test| {
                if let Field::Record { name, .. } = &test.field
                    && !names.contains(&name.as_str())
                {
                    names.push(name);
                }
            });
        }
        names
    }

    /// Whether it says itself what is to be done with boilerplate.
    pub fn mentions_boilerplate(&self) -> bool {
        let mut found = false;
        for part in &self.parts {
            part.expr.each_test(&mut |test| found |= test.field == Field::Boilerplate);
        }
        found
    }

    /// Makes sure that the fields of records that it asks for are among the known ones: a name that no record has is a slip.
    ///
    /// # Errors
    /// [`FilterError`] at the first name that is not, with the names that there are, those spelled most like it first.
    pub fn check(&self, known: &[String]) -> Result<(), FilterError> {
        self.parts.iter().try_for_each(|part| names::check(part, known))
    }
}

/// The filter as it can be read again.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.parts.iter().enumerate() {
            let and = if place > 0 { " and " } else { "" };
            let text = part.text.trim();
            match (&part.expr, self.parts.len()) {
                (Expr::Any(_), 2..) => write!(f, "{and}({text})")?,
                _ => write!(f, "{and}{text}")?,
            }
        }
        Ok(())
    }
}

fn bounded(text: &str) -> Result<(), FilterError> {
    parse::bounded(text).map_err(|fault| fault.within(text))
}
