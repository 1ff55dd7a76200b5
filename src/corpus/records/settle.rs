//! What the records of a file say about each other: languages of short texts, and the order of day and month.

use serde_json::Value;

use crate::corpus::date::{Order, Told};
use crate::corpus::detect::{self, FileLanguages, Known, Short};
use crate::corpus::traced::normalise;
use crate::corpus::{CorpusError, Document};

/// A document of which something may be told by the file as a whole.
pub(super) struct Made {
    document: Document,
    /// The field of the date, its value and what it says.
    date: Option<(String, Value, Told)>,
    /// What its text alone says about the language, when that is little.
    short: Option<Short>,
    /// Whether its language was told from its text.
    is_told: bool,
}

impl Made {
    pub(super) fn new(mut document: Document, date: Option<(String, Value, Told)>, known: &Known) -> Self {
        let is_told = document.language.is_none();
        let short = match document.language {
            Some(language) => {
                for unit in &mut document.units {
                    unit.language = Some(language);
                }
                None
            }
            None => detect::assign_long(&mut document.units, &mut document.language, known),
        };
        Self { document, date, short, is_told }
    }

    /// Lets `known` learn what its text shows of a language.
    pub(super) fn teach(&self, known: &mut Known) {
        let longest = self.document.units.iter().max_by_key(|unit| unit.text.len());
        if self.is_told
            && self.short.is_none()
            && let Some((unit, language)) = longest.and_then(|unit| Some((unit, unit.language?)))
        {
            known.learn(&unit.text, language);
        }
    }
}

/// What the records so far have shown.
#[derive(Debug, Default)]
pub(super) struct Settling {
    day_first: bool,
    month_first: bool,
    languages: FileLanguages,
}

/// Letters of a date that is told as it stands.
const DATE: usize = 100;

/// A value of a field of dates that cannot be read as one, told all the same, so that it is counted as such.
pub(super) fn as_it_stands(value: &Value) -> Option<String> {
    let text = normalise(value.as_str()?);
    (!text.is_empty()).then(|| text.chars().take(DATE).collect())
}

impl Settling {
    /// Settles what is open in the records that were read together.
    pub(super) fn settle(
        &mut self,
        made: Vec<Result<Made, CorpusError>>,
    ) -> Vec<Result<Document, CorpusError>> {
        for made in made.iter().flatten() {
            match made.date {
                Some((.., Told::Date(_, Some(Order::DayFirst)))) => self.day_first = true,
                Some((.., Told::Date(_, Some(Order::MonthFirst)))) => self.month_first = true,
                _ => {}
            }
            self.languages.count(&made.document, made.short.as_ref());
        }
        let order = match (self.day_first, self.month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        let common = self.languages.common();
        made.into_iter()
            .map(|made| {
                let Made { mut document, date, short, .. } = made?;
                if let Some((field, value, told)) = date {
                    document.date = told.in_order(order);
                    // What is not read stays what the file says.
                    if document.date.is_none() {
                        document.date = as_it_stands(&value);
                        document.fields.entry(field).or_insert(value);
                    }
                }
                if let Some(short) = short {
                    common.assign(&mut document, short);
                }
                Ok(document)
            })
            .collect()
    }
}
