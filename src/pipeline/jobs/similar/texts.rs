//! The different texts of one collection or two: where each stands, and its vector.

use std::collections::HashMap;

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::{Edge, PairLanguages, SimilarOptions};
use crate::pipeline::{Base, Collection, PipelineError};
use crate::store::{StoredUnit, Vectors};
use crate::topics::duplicates::plain_key;

/// The units of a collection, with all of its vectors.
pub(in crate::pipeline) struct Read {
    pub(in crate::pipeline) units: Vec<StoredUnit>,
    pub(in crate::pipeline) vectors: Vectors,
}

impl Collection {
    /// What there is to compare, in the order of paths, documents and positions.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] where there is no unit at all.
    pub(in crate::pipeline) fn read_units(
        &self,
        boilerplate: bool,
        base: &Base,
    ) -> Result<Read, PipelineError> {
        let none = Vectors { ids: Vec::new(), rows: Array2::zeros((0, self.embedder.info().dimension)) };
        let (mut units, vectors) = match self.stored {
            Some(stored) => (self.store.units(stored)?, self.store.vectors(stored, 0)?),
            None => (Vec::new(), none),
        };
        if units.is_empty() {
            let paths = self.store.roots()?.iter().map(|root| base.show(&root.path)).collect();
            return Err(PipelineError::EmptyCorpus { paths, skipped: 0 });
        }
        units.retain(|unit| boilerplate || unit.boilerplate.is_none());
        Ok(Read { units, vectors })
    }
}

/// A number for each unit's document, the same for the same document of the same file in two collections. `second` is the first
/// unit of the second collection.
pub(in crate::pipeline) fn documents(units: &[StoredUnit], second: usize) -> Vec<usize> {
    let mut known: HashMap<(&str, usize), usize> = HashMap::new();
    let mut numbers = Vec::with_capacity(units.len());
    let mut before: Option<(&StoredUnit, usize)> = None;
    for (place, unit) in units.iter().enumerate() {
        // The documents of a file are told by their order.
        let ordinal = match before {
            Some((last, ordinal)) if place != second && last.path == unit.path => {
                ordinal + usize::from(last.document != unit.document)
            }
            _ => 0,
        };
        before = Some((unit, ordinal));
        let next = known.len();
        numbers.push(*known.entry((&unit.path, ordinal)).or_insert(next));
    }
    numbers
}

/// One text, up to case, spacing and punctuation, of one of the collections.
struct Text {
    /// Where it stands, in the order of places; never empty.
    units: Vec<usize>,
    /// The first of them that is in another document than the first of all.
    elsewhere: Option<usize>,
    key: [u8; 32],
    row: Option<usize>,
    against: bool,
}

/// All different texts.
pub(super) struct Texts {
    pub(super) units: Vec<StoredUnit>,
    document: Vec<usize>,
    all: Vec<Text>,
    /// Vectors of texts, one a row; a text without one has none.
    rows: Rows,
    has_two_sides: bool,
}

/// Vectors, by the number of their text.
pub(in crate::pipeline) struct Rows {
    pub(in crate::pipeline) vectors: Array2<f32>,
    pub(in crate::pipeline) row_of: Vec<Option<usize>>,
}

impl Rows {
    /// The vector of a text.
    pub(in crate::pipeline) fn get(&self, text: usize) -> Option<&[f32]> {
        let row = self.row_of.get(text).copied().flatten()?;
        let dimension = self.vectors.ncols();
        self.vectors.as_slice()?.get(row * dimension..(row + 1) * dimension)
    }
}

impl Texts {
    pub(super) fn new(own: Read, other: Option<Read>) -> Self {
        let second = own.units.len();
        let has_two_sides = other.is_some();
        let (mut units, mut halves) = (own.units, vec![own.vectors]);
        if let Some(other) = other {
            units.extend(other.units);
            halves.push(other.vectors);
        }
        let document = documents(&units, second);
        let keys: Vec<[u8; 32]> = units.par_iter().map(|unit| plain_key(&unit.text)).collect();
        let mut texts: Vec<Text> = Vec::new();
        let mut known: HashMap<([u8; 32], bool), usize> = HashMap::new();
        for (unit, key) in keys.into_iter().enumerate() {
            let against = unit >= second;
            let text = *known.entry((key, against)).or_insert_with(|| {
                texts.push(Text { units: Vec::new(), elsewhere: None, key, row: None, against });
                texts.len() - 1
            });
            let text = &mut texts[text];
            if text.elsewhere.is_none()
                && text.units.first().is_some_and(|first| document[*first] != document[unit])
            {
                text.elsewhere = Some(unit);
            }
            text.units.push(unit);
        }
        // The first unit that has a vector speaks for all.
        let (mut places, mut n) = (vec![Vec::new(); halves.len()], 0);
        for text in &mut texts {
            let half = usize::from(text.against);
            let place = text.units.iter().find_map(|&unit| {
                let unit = &units[unit];
                let id = unit.embedding.filter(|_| !unit.without_vector)?;
                halves[half].ids.binary_search(&id).ok()
            });
            if let Some(place) = place {
                places[half].push(place);
                text.row = Some(n);
                n += 1;
            }
        }
        // Texts of the first half come before those of the second, and so do their rows.
        let parts: Vec<Array2<f32>> =
            halves.iter().zip(&places).map(|(half, places)| half.rows.select(Axis(0), places)).collect();
        let views: Vec<_> = parts.iter().map(Array2::view).collect();
        let vectors = ndarray::concatenate(Axis(0), &views).unwrap_or_default();
        let row_of = texts.iter().map(|text| text.row).collect();
        Self { units, document, all: texts, rows: Rows { vectors, row_of }, has_two_sides }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Whether all are of one collection.
    pub(super) fn is_one(&self) -> bool {
        !self.has_two_sides
    }

    pub(super) fn is_against(&self, text: usize) -> bool {
        self.all[text].against
    }

    pub(super) fn units_of(&self, text: usize) -> &[usize] {
        &self.all[text].units
    }

    pub(super) fn text(&self, text: usize) -> &str {
        &self.units[self.first(text)].text
    }

    pub(super) fn first(&self, text: usize) -> usize {
        self.all[text].units[0]
    }

    pub(super) fn are_equal(&self, a: usize, b: usize) -> bool {
        self.all[a].key == self.all[b].key
    }

    /// The embedding whose vector speaks for a text.
    pub(super) fn embedding(&self, text: usize) -> Option<i64> {
        self.all[text].row?;
        self.all[text].units.iter().find_map(|&unit| {
            let unit = &self.units[unit];
            unit.embedding.filter(|_| !unit.without_vector)
        })
    }

    /// The texts whose neighbours are looked for, and those among which: all, or those of either collection.
    pub(super) fn sides(&self) -> (Vec<usize>, Vec<usize>) {
        let known = (0..self.len()).filter(|text| self.all[*text].row.is_some());
        if self.is_one() {
            let all: Vec<usize> = known.collect();
            return (all.clone(), all);
        }
        known.partition(|text| !self.all[*text].against)
    }

    /// Texts that stand in both collections.
    pub(super) fn equal_across(&self) -> impl Iterator<Item = Edge> {
        let mut own: HashMap<[u8; 32], usize> = HashMap::new();
        for (number, text) in self.all.iter().enumerate().filter(|(_, text)| !text.against) {
            own.insert(text.key, number);
        }
        let others = self.all.iter().enumerate().filter(|(_, text)| text.against);
        others.filter_map(move |(b, text)| Some(Edge { a: *own.get(&text.key)?, b, similarity: 1.0 }))
    }

    /// Whether two different texts may be a pair.
    pub(super) fn is_fit(&self, a: usize, b: usize, options: &SimilarOptions) -> bool {
        self.places_of(a, b, options).is_some()
    }

    /// The places at which a pair of different texts is shown, if they may be one.
    pub(super) fn places_of(&self, a: usize, b: usize, options: &SimilarOptions) -> Option<(usize, usize)> {
        let (x, y) = (self.first(a), self.first(b));
        let chosen = if options.across_files && self.document[x] == self.document[y] {
            match (self.all[b].elsewhere, self.all[a].elsewhere) {
                (Some(y), _) => (x, y),
                (None, Some(x)) => (x, y),
                (None, None) => return None,
            }
        } else if self.is_same_unit(x, y) {
            // A file that is in both collections is not its own copy.
            match (self.units_of(b).get(1), self.units_of(a).get(1)) {
                (Some(y), _) => (x, *y),
                (None, Some(x)) => (*x, y),
                (None, None) => return None,
            }
        } else {
            (x, y)
        };
        self.is_fit_in_language(chosen, options.languages).then_some(chosen)
    }

    /// Two places at which one text stands, if it may be a pair by itself. Texts of two collections may not.
    pub(super) fn twice(&self, text: usize, options: &SimilarOptions) -> Option<(usize, usize)> {
        if self.has_two_sides {
            return None;
        }
        let units = self.units_of(text);
        let other = if options.across_files { self.all[text].elsewhere? } else { *units.get(1)? };
        let chosen = (units[0], other);
        self.is_fit_in_language(chosen, options.languages).then_some(chosen)
    }

    fn is_same_unit(&self, x: usize, y: usize) -> bool {
        self.document[x] == self.document[y]
            && self.units[x].position == self.units[y].position
            && self.units[x].span == self.units[y].span
    }

    fn is_fit_in_language(&self, (x, y): (usize, usize), languages: PairLanguages) -> bool {
        let (x, y) = (self.units[x].language, self.units[y].language);
        match languages {
            PairLanguages::Any => true,
            PairLanguages::Across => x.is_some() && y.is_some() && x != y,
            PairLanguages::Within => x.is_some() && x == y,
        }
    }
}
