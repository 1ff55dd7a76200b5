//! What is kept of a notebook's JSON: the sources of its cells. Attachments and results are passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::corpus::block::MAX_BLOCKS;
use crate::corpus::fields::Fields;

#[derive(Debug, serde::Deserialize)]
pub(super) struct Notebook<'a> {
    #[serde(default, borrow)]
    pub(super) cells: Cells<'a>,
    /// Where the cells are in notebooks before version 4.
    #[serde(default, borrow)]
    pub(super) worksheets: Option<Vec<Worksheet<'a>>>,
    #[serde(default, borrow)]
    pub(super) metadata: Option<&'a RawValue>,
}

/// Longest metadata that are looked at: in memory they may take many times as much.
const MAX_METADATA: usize = 64 * 1024;

impl Notebook<'_> {
    /// What is said of the whole.
    pub(super) fn fields(&self) -> Fields {
        let metadata = self.metadata.map(RawValue::get).filter(|json| json.len() <= MAX_METADATA);
        let map: Map<String, Value> =
            metadata.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let values = map.into_iter().map(|(name, value)| match (name.as_str(), value) {
            ("authors", Value::Array(authors)) => {
                let names = authors.into_iter().map(|author| author.get("name").cloned().unwrap_or(author));
                ("author".to_owned(), Value::Array(names.collect()))
            }
            (_, value) => (name, value),
        });
        Fields::new(values)
    }
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Worksheet<'a> {
    #[serde(default, borrow)]
    pub(super) cells: Cells<'a>,
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Cell<'a> {
    #[serde(default, borrow, rename = "cell_type")]
    pub(super) kind: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(super) source: Option<&'a RawValue>,
    /// Code, in notebooks before version 4.
    #[serde(default, borrow)]
    pub(super) input: Option<&'a RawValue>,
}

/// Cells with something in them, as many as are kept in memory.
#[derive(Debug, Default)]
pub(super) struct Cells<'a>(pub(super) Vec<Cell<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Cells<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Each(std::marker::PhantomData))
    }
}

struct Each<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for Each<'a> {
    type Value = Cells<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Cells<'a>, A::Error> {
        let mut kept = Vec::new();
        while kept.len() <= MAX_BLOCKS {
            let Some(cell) = cells.next_element::<Cell<'a>>()? else { return Ok(Cells(kept)) };
            if cell.source.is_some() || cell.input.is_some() {
                kept.push(cell);
            }
        }
        while cells.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cells(kept))
    }
}
