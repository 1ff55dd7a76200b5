//! A filter as it was read: all values are of the kind that their field needs.

use super::date::Days;
use super::field::Field;
use super::sql::Value;

/// What must hold of a unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Any(Vec<Expr>),
    All(Vec<Expr>),
    Not(Box<Expr>),
    Test(Test),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    pub(super) field: Field,
    pub(super) check: Check,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Check {
    /// There is no value.
    IsNull,
    /// It is one of these.
    Equal(Vec<Literal>),
    Order(Order, Literal),
    /// It has a part, or a path the end, that a pattern says.
    Like(String),
}

/// On which side of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A value that was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    /// Compared without regard to case; already in lower case.
    Text(String),
    /// Compared as it is: a language, a kind of boilerplate.
    Code(String),
    /// An integer or a real number.
    Number(Value),
    Days(Days),
    Truth(bool),
}

impl Expr {
    /// Calls `each` with every comparison, in the order in which they were written.
    pub(super) fn each_test<'a>(&'a self, each: &mut dyn FnMut(&'a Test)) {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().for_each(|part| part.each_test(each)),
            Self::Not(inner) => inner.each_test(each),
            Self::Test(test) => each(test),
        }
    }
}
