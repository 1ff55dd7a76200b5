//! Reading a filter.

use super::error::Fault;
use super::expr::{Check, Expr, Order, Test};
use super::field::Field;
use super::lex::{Kind, Sign, Token, tokens};
use super::typed::{self, Named, Written};
use super::{MAX_CHARS, MAX_DEPTH};

const EXAMPLE: &str =
    "a filter is a comparison such as `lang = fr`, or several: `lang = fr and date >= 2023-09`";
const OPERATORS: &str =
    "fields are compared with `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `!~`, `in (…)` and `is null`";

/// Refuses what is too long to be one.
pub(super) fn bounded(text: &str) -> Result<(), Fault> {
    match text.chars().nth(MAX_CHARS) {
        None => Ok(()),
        Some(_) => Err(Fault::new(MAX_CHARS, format!("the filter is longer than {MAX_CHARS} characters"))),
    }
}

/// Reads a whole filter.
pub(super) fn parse(text: &str) -> Result<Expr, Fault> {
    bounded(text)?;
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    if parser.peek().kind == Kind::End {
        return Err(Fault::new(0, "the filter is empty").hint(EXAMPLE));
    }
    let expr = parser.any()?;
    match &parser.peek().kind {
        Kind::End => Ok(expr),
        _ => Err(parser.stray()),
    }
}

/// The words of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keyword {
    And,
    Or,
    Not,
    In,
    Is,
    Null,
}

const KEYWORDS: [(&str, Keyword); 6] = [
    ("and", Keyword::And),
    ("or", Keyword::Or),
    ("not", Keyword::Not),
    ("in", Keyword::In),
    ("is", Keyword::Is),
    ("null", Keyword::Null),
];

struct Parser<'a> {
    /// The last is the end.
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &'a Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    /// Takes the next piece if it is this one.
    fn takes(&mut self, kind: &Kind) -> bool {
        let is_it = self.peek().kind == *kind;
        self.at += usize::from(is_it);
        is_it
    }

    fn keyword(&self) -> Option<Keyword> {
        match &self.peek().kind {
            Kind::Word(word) => keyword(word),
            _ => None,
        }
    }

    fn takes_keyword(&mut self, wanted: Keyword) -> bool {
        let is_it = self.keyword() == Some(wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn expected(&self, what: &str) -> Fault {
        let token = self.peek();
        Fault::new(token.at, format!("expected {what}, found {}", token.kind.shown()))
    }

    fn any(&mut self) -> Result<Expr, Fault> {
        let first = self.all()?;
        let mut parts = vec![first];
        while self.takes_keyword(Keyword::Or) {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Any(parts) })
    }

    fn all(&mut self) -> Result<Expr, Fault> {
        let first = self.one()?;
        let mut parts = vec![first];
        while self.takes_keyword(Keyword::And) {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::All(parts) })
    }

    fn one(&mut self) -> Result<Expr, Fault> {
        let at = self.peek().at;
        if self.takes_keyword(Keyword::Not) {
            return self.deeper(at, Self::one).map(not);
        }
        if self.takes(&Kind::Open) {
            let inner = self.deeper(at, Self::any)?;
            if self.takes(&Kind::Close) {
                return Ok(inner);
            }
            return Err(match self.peek().kind {
                Kind::End => Fault::new(at, "the parenthesis is not closed"),
                _ => self.stray(),
            });
        }
        self.comparison()
    }

    fn deeper(
        &mut self,
        at: usize,
        read: impl FnOnce(&mut Self) -> Result<Expr, Fault>,
    ) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(at, format!("the filter is nested more than {MAX_DEPTH} deep")));
        }
        let expr = read(self)?;
        self.depth -= 1;
        Ok(expr)
    }

    fn comparison(&mut self) -> Result<Expr, Fault> {
        let named = self.named()?;
        let at = self.peek().at;
        let Kind::Sign(sign) = self.peek().kind else { return self.worded(named) };
        self.at += 1;
        let value = self.value()?;
        let order = |order| typed::ordered(&named, order, at, &value);
        let (check, is_negated) = match sign {
            Sign::Equal | Sign::NotEqual => {
                (typed::equal(&named, std::slice::from_ref(&value))?, sign == Sign::NotEqual)
            }
            Sign::Like | Sign::NotLike => (typed::alike(&named, at, &value)?, sign == Sign::NotLike),
            Sign::Less => (order(Order::Less)?, false),
            Sign::AtMost => (order(Order::AtMost)?, false),
            Sign::More => (order(Order::More)?, false),
            Sign::AtLeast => (order(Order::AtLeast)?, false),
        };
        Ok(test(named, check, is_negated))
    }

    /// `in`, `not in`, `is null`, `is not null`.
    fn worded(&mut self, named: Named) -> Result<Expr, Fault> {
        if self.takes_keyword(Keyword::Is) {
            let is_negated = self.takes_keyword(Keyword::Not);
            if !self.takes_keyword(Keyword::Null) {
                return Err(self.expected("`null`").hint("values are compared with `=`"));
            }
            return Ok(test(named, Check::IsNull, is_negated));
        }
        let is_negated = self.takes_keyword(Keyword::Not);
        if self.takes_keyword(Keyword::In) {
            let check = typed::equal(&named, &self.list()?)?;
            return Ok(test(named, check, is_negated));
        }
        if is_negated {
            return Err(self.expected("`in`").hint(OPERATORS));
        }
        Err(self.expected("an operator").hint(OPERATORS))
    }

    /// The name of a field.
    fn named(&mut self) -> Result<Named, Fault> {
        let token = self.peek();
        let named = match &token.kind {
            Kind::Word(word) if keyword(word).is_none() => {
                Named { field: Field::named(word, token.at), name: word.clone() }
            }
            Kind::Name(name) => {
                Named { field: Field::Record { name: name.clone(), at: token.at }, name: name.clone() }
            }
            Kind::Text(_) => {
                let hint = "the field stands before its value, and a name with spaces between backticks";
                return Err(self.expected("the name of a field").hint(hint));
            }
            _ => return Err(self.expected("the name of a field").hint(EXAMPLE)),
        };
        self.at += 1;
        Ok(named)
    }

    fn value(&mut self) -> Result<Written, Fault> {
        let token = self.peek();
        let (text, is_quoted) = match &token.kind {
            Kind::Text(text) => (text.clone(), true),
            Kind::Word(word) if keyword(word) == Some(Keyword::Null) => {
                return Err(self.expected("a value").hint("what has no value is found with `is null`"));
            }
            Kind::Word(word) if keyword(word).is_some() => {
                return Err(self.expected("a value").hint("as a text it stands between quotes"));
            }
            Kind::Word(word) => (word.clone(), false),
            Kind::Open => {
                return Err(self.expected("a value").hint("several values are written `lang in (fr, en)`"));
            }
            _ => return Err(self.expected("a value")),
        };
        self.at += 1;
        Ok(Written { text, is_quoted, at: token.at })
    }

    /// Values between parentheses.
    fn list(&mut self) -> Result<Vec<Written>, Fault> {
        let hint = "several values are written `lang in (fr, en)`";
        if !self.takes(&Kind::Open) {
            return Err(self.expected("`(`").hint(hint));
        }
        let mut values = vec![self.value()?];
        loop {
            if self.takes(&Kind::Close) {
                return Ok(values);
            }
            if !self.takes(&Kind::Comma) {
                return Err(self.expected("`,` or `)`").hint(hint));
            }
            values.push(self.value()?);
        }
    }

    /// What stands where a filter could end.
    fn stray(&self) -> Fault {
        let fault = self.expected("`and`, `or` or the end");
        match &self.peek().kind {
            Kind::Close => Fault::new(self.peek().at, "nothing opens this parenthesis"),
            Kind::Comma => fault.hint("several values are written `lang in (fr, en)`"),
            Kind::Word(word) => match word.to_lowercase().as_str() {
                "&" | "&&" => fault.hint("write `and`"),
                "|" | "||" => fault.hint("write `or`"),
                short if short.len() <= 4 && strsim::osa_distance(short, "and") == 1 => {
                    fault.hint("write `and`")
                }
                _ => fault.hint("a text of several words stands between quotes"),
            },
            _ => fault,
        }
    }
}

fn keyword(word: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(own, _)| own.eq_ignore_ascii_case(word)).map(|(_, keyword)| *keyword)
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

fn test(named: Named, check: Check, is_negated: bool) -> Expr {
    let test = Expr::Test(Test { field: named.field, check });
    if is_negated { not(test) } else { test }
}
