//! A filter in SQL.
//!
//! The condition is over `unit u`, `document d` and `file f`. Every value is bound. What SQLite has no means for is left to functions that
//! whoever runs it has to define: `cognate_lower` ([`lower`](super::lower)), `cognate_like` ([`like`](super::like)), `cognate_glob`
//! ([`glob`](super::glob)), `cognate_number` ([`number`](super::number)), `cognate_first_day` and `cognate_last_day`
//! ([`first_day`](super::first_day), [`last_day`](super::last_day)), each `NULL` where it has nothing to say, and `cognate_path`, the path of
//! a file as it is shown, with slashes.

use super::expr::{Check, Expr, Literal, Order, Test};
use super::field::Field;
use super::glob;

/// A condition in SQL, with what is bound to `?1`, `?2` and so on.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// An expression that is true of the units that fit.
    pub sql: String,
    /// The values, in order.
    pub values: Vec<Value>,
}

/// A value that is bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or one that is too large.
    Real(f64),
}

/// The value of a record's field, in a query over `json_each`; truth values are their words.
const RECORD: &str = "CASE j.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE j.value END";

/// The condition that all of some expressions hold.
pub(super) fn condition<'a>(all: impl Iterator<Item = &'a Expr>) -> Condition {
    let mut writer = Writer { values: Vec::new(), is_negated: false };
    let parts = all.map(|expr| writer.expr(expr)).collect();
    let sql = joined(parts, "AND");
    Condition { sql, values: writer.values }
}

struct Writer {
    values: Vec<Value>,
    /// Within a `NOT`, where what is not known has to be false and not unknown.
    is_negated: bool,
}

impl Writer {
    fn expr(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Any(parts) => {
                let parts = parts.iter().map(|part| self.expr(part)).collect();
                joined(parts, "OR")
            }
            Expr::All(parts) => {
                let parts = parts.iter().map(|part| self.expr(part)).collect();
                joined(parts, "AND")
            }
            Expr::Not(inner) => {
                let before = std::mem::replace(&mut self.is_negated, true);
                let inner = self.expr(inner);
                self.is_negated = before;
                format!("NOT {inner}")
            }
            Expr::Test(test) => {
                let sql = self.test(test);
                if self.is_negated { format!("(({sql}) IS TRUE)") } else { format!("({sql})") }
            }
        }
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn bind_text(&mut self, text: &str) -> String {
        self.bind(Value::Text(text.to_owned()))
    }

    fn test(&mut self, test: &Test) -> String {
        let column = match &test.field {
            Field::Record { name, .. } => return self.record(name, &test.check),
            Field::File => return self.file(&test.check),
            Field::Language => "u.language",
            Field::Date => "d.date",
            Field::Title => "d.title",
            Field::Source => "d.source",
            Field::Id => "d.own_id",
            Field::Line => "u.line",
            Field::Position => "u.position + 1",
            Field::Length => "length(u.text)",
            Field::Boilerplate => "u.boilerplate",
            Field::Text => "u.text",
        };
        // A column of numbers needs no reading.
        let number = match test.field {
            Field::Line | Field::Position | Field::Length => column.to_owned(),
            _ => format!("cognate_number({column})"),
        };
        self.check(column, &number, &test.check)
    }

    fn record(&mut self, name: &str, check: &Check) -> String {
        let name = self.bind_text(name);
        let of = format!("SELECT 1 FROM json_each(d.fields) j WHERE j.key = {name}");
        if *check == Check::IsNull {
            return format!("NOT EXISTS ({of} AND j.type <> 'null')");
        }
        let check = self.check(RECORD, &format!("cognate_number({RECORD})"), check);
        format!("EXISTS ({of} AND ({check}))")
    }

    /// Files are looked at once, and not for each of their units.
    fn file(&mut self, check: &Check) -> String {
        let patterns: Vec<String> = match check {
            Check::Equal(paths) => paths.iter().filter_map(Literal::text).map(glob::literal).collect(),
            Check::Like(pattern) => vec![pattern.clone()],
            Check::IsNull | Check::Order(..) => return "f.path IS NULL".to_owned(),
        };
        let one = |pattern: &String| {
            let pattern = self.bind_text(pattern);
            format!("cognate_glob(cognate_path(g.path), {pattern})")
        };
        let any = joined(patterns.iter().map(one).collect(), "OR");
        format!("f.id IN (SELECT g.id FROM file g WHERE {any})")
    }

    fn check(&mut self, column: &str, number: &str, check: &Check) -> String {
        match check {
            Check::IsNull => format!("{column} IS NULL"),
            Check::Like(pattern) => {
                let pattern = self.bind_text(pattern);
                format!("cognate_like({column}, {pattern})")
            }
            Check::Equal(literals) => self.equal(column, number, literals),
            Check::Order(order, literal) => self.order(column, number, *order, literal),
        }
    }

    /// One of some values, those of a kind together.
    fn equal(&mut self, column: &str, number: &str, literals: &[Literal]) -> String {
        let lower = format!("cognate_lower({column})");
        let (mut texts, mut codes, mut numbers, mut parts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for literal in literals {
            match literal {
                Literal::Text(text) => texts.push(self.bind_text(text)),
                Literal::Code(code) => codes.push(self.bind_text(code)),
                Literal::Number(value) => numbers.push(self.bind(value.clone())),
                Literal::Truth(true) => parts.push(format!("{column} IS NOT NULL")),
                Literal::Truth(false) => parts.push(format!("{column} IS NULL")),
                Literal::Days(days) => {
                    let (first, last) = (self.bind_text(&days.first), self.bind_text(&days.last));
                    parts.push(format!(
                        "(cognate_first_day({column}) >= {first} AND cognate_last_day({column}) <= {last})"
                    ));
                }
            }
        }
        for (value, list) in [(lower.as_str(), texts), (column, codes), (number, numbers)] {
            match list.as_slice() {
                [] => {}
                [one] => parts.push(format!("{value} = {one}")),
                list => parts.push(format!("{value} IN ({})", list.join(", "))),
            }
        }
        joined(parts, "OR")
    }

    fn order(&mut self, column: &str, number: &str, order: Order, literal: &Literal) -> String {
        let sign = match order {
            Order::Less => "<",
            Order::AtMost => "<=",
            Order::More => ">",
            Order::AtLeast => ">=",
        };
        match literal {
            Literal::Days(days) => {
                // All of a stored year has to be on that side.
                let (day, bound) = match order {
                    Order::Less => ("last", &days.first),
                    Order::AtMost => ("last", &days.last),
                    Order::More => ("first", &days.last),
                    Order::AtLeast => ("first", &days.first),
                };
                let bound = self.bind_text(bound);
                format!("cognate_{day}_day({column}) {sign} {bound}")
            }
            Literal::Number(value) => {
                let value = self.bind(value.clone());
                format!("{number} {sign} {value}")
            }
            Literal::Text(text) | Literal::Code(text) => {
                let text = self.bind_text(text);
                format!("cognate_lower({column}) {sign} {text}")
            }
            Literal::Truth(_) => "FALSE".to_owned(),
        }
    }
}

/// Expressions one of which, or all of which, must hold: halved again and again, because SQLite bounds how deep an expression may be.
fn joined(mut parts: Vec<String>, operator: &str) -> String {
    match parts.len() {
        0 => "FALSE".to_owned(),
        1 => parts.remove(0),
        count => {
            let rest = parts.split_off(count / 2);
            format!("({} {operator} {})", joined(parts, operator), joined(rest, operator))
        }
    }
}
