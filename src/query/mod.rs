//! What a person asks for: words that must be there or must not, and conditions on units.
//!
//! [`Terms`] reads the text of a query: what is to be ranked, and what is required or excluded of it. [`Filter`] reads conditions such as
//! `lang = "fr" and date >= 2023-09` and says them in SQL. Both see words as [`units`](mod@units) does, so that accents, case and width
//! never decide whether something is found.

pub mod filter;
mod terms;
pub mod units;

pub use filter::{Condition, Filter, FilterError, Value};
pub use terms::{Term, Terms};
