//! Names of fields that no record has.

use super::error::Fault;
use super::expr::Test;
use super::field::{Field, NAMES};
use super::{FilterError, Part};
use crate::message::{cut, literal, literals};

/// Characters of a name by which its spelling is compared.
const COMPARED: usize = 60;

/// Refuses the first name that is not known.
pub(super) fn check(part: &Part, known: &[String]) -> Result<(), FilterError> {
    let mut unknown: Option<(&str, usize)> = None;
    part.expr.each_test(&mut |test| {
        if let Test { field: Field::Record { name, at }, .. } = test
            && unknown.is_none()
            && !known.contains(name)
        {
            unknown = Some((name, *at));
        }
    });
    let Some((name, at)) = unknown else { return Ok(()) };
    let fault = Fault::new(at, format!("no record has a field {}", literal(name)))
        .hint(format!("the fields are {}", literals(&nearest(name, known))));
    Err(fault.within(&part.text))
}

/// All names there are, those spelled most like `name` first.
fn nearest<'a>(name: &str, known: &'a [String]) -> Vec<&'a str> {
    let wanted = cut(name, COMPARED).to_lowercase();
    let likeness =
        |name: &str| strsim::normalized_damerau_levenshtein(&cut(name, COMPARED).to_lowercase(), &wanted);
    let own = NAMES.iter().map(|(own, _)| *own);
    let mut scored: Vec<(f64, &str)> =
        known.iter().map(String::as_str).chain(own).map(|name| (likeness(name), name)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, name)| name).collect()
}
