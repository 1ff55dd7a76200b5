//! Two texts held side by side: which paragraphs of one correspond to which of the other, and which have no counterpart.
//!
//! What corresponds is told by margin (Artetxe and Schwenk 2019, *Margin-based Parallel Corpus Mining with Multilingual Sentence
//! Embeddings*, section 3.1, the ratio): the cosine of two paragraphs over the mean cosine of each to its nearest of the other side. A
//! paragraph that is a little like everything has no counterpart for that. Documents are matched first (`documents`), then the
//! paragraphs of two that belong together in their order (`align`), then what is left in any order.

mod align;
mod documents;
mod sides;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::corpus::Language;
use crate::pipeline::{Base, Collection, PipelineError, Progress, Stage};
use crate::report::answers::compare::{
    COMPARE_REPORT_SCHEMA, CompareReport, ComparedDocuments, ComparedPair, ComparedSide, ComparedText,
    Correspondence,
};
use crate::topics::duplicates::{Wording, plain_key};
use align::Bead;
use sides::Sides;

/// Share of words in common from which two paragraphs of one language are versions of each other, whose words are told apart.
const VERSION: f32 = 0.5;

/// The same, whatever their languages were taken for.
const SURE_VERSION: f32 = 0.8;

/// What corresponds.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareOptions {
    /// Least cosine of two paragraphs that correspond.
    pub threshold: f32,
    /// Least margin of two that do.
    pub margin: f32,
    /// Boilerplate too.
    pub boilerplate: bool,
}

impl CompareOptions {
    /// Least cosine when nothing is said. With the built-in model 19 of 20 translated sentences have 0.46 or more.
    pub const THRESHOLD: f32 = 0.4;

    /// Least margin when nothing is said. With the built-in model 19 of 20 translated sentences have 1.34 or more, and 1 in 100 sentences has
    /// 1.1 with one that is not its translation.
    pub const MARGIN: f32 = 1.2;

    /// How much more of both is asked of paragraphs that stand in another order.
    const OUT_OF_ORDER: f32 = 0.1;

    /// Two paragraphs of this cosine correspond whatever others are as near: two thirds of the way from the least to 1.
    fn sure(&self) -> f32 {
        1.0 - (1.0 - self.threshold) / 3.0
    }

    /// What a pair is worth, more for a greater cosine and a greater margin; nothing when it is none.
    fn worth(&self, cosine: f32, margin: f32) -> Option<f32> {
        let is_pair = cosine >= self.threshold && (margin >= self.margin || cosine >= self.sure());
        is_pair.then(|| cosine * (1.0 + (margin - 1.0).clamp(0.0, 1.0)))
    }

    /// The same for a pair out of order.
    fn worth_out_of_order(&self, cosine: f32, margin: f32) -> Option<f32> {
        let stricter = Self {
            threshold: self.threshold + Self::OUT_OF_ORDER,
            margin: self.margin + Self::OUT_OF_ORDER,
            ..*self
        };
        stricter.worth(cosine, margin)
    }
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self { threshold: Self::THRESHOLD, margin: Self::MARGIN, boilerplate: false }
    }
}

/// What pairs identical paragraphs, and is more than any other pair is worth.
const IDENTICAL: f32 = 3.0;

/// Units that correspond.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    a: Vec<usize>,
    b: Vec<usize>,
    in_order: bool,
}

impl Collection {
    /// Compares the texts of this collection with those of another.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] where there is no text, [`PipelineError::OtherModel`] when the two have embeddings of two models.
    pub fn compare(
        &self,
        other: &Self,
        options: &CompareOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<CompareReport, PipelineError> {
        self.check_same_model(other)?;
        let a = self.read_units(options.boilerplate, base)?;
        let b = other.read_units(options.boilerplate, base)?;
        self.store.check_unchanged()?;
        other.store.check_unchanged()?;
        progress.begin(Stage::Comparing, 0);
        let sides = Sides::new(a, b, progress)?;
        let matched = documents::matched(&sides, options);
        let (pairs, matched) = in_order(&sides, &matched, options);
        let pairs = with_the_rest(&sides, pairs, options);
        progress.end();
        Ok(report(self, &sides, &pairs, &matched, options, base))
    }
}

/// The pairs within the documents that belong together, in their order, and those of the documents that have one.
fn in_order(
    sides: &Sides,
    matched: &[(usize, usize)],
    options: &CompareOptions,
) -> (Vec<Pair>, Vec<(usize, usize)>) {
    let (mut pairs, mut kept) = (Vec::new(), Vec::new());
    for &(d, e) in matched {
        let (a, b) = (sides.document(0, d), sides.document(1, e));
        let beads = align::documents(sides, a.clone(), b.clone(), options);
        if !beads.is_empty() {
            kept.push((d, e));
        }
        pairs.extend(beads.into_iter().map(|Bead { a, b }| Pair {
            a: a.collect(),
            b: b.collect(),
            in_order: true,
        }));
    }
    (pairs, kept)
}

/// The pairs, with those among what is left, in whatever order and documents.
fn with_the_rest(sides: &Sides, mut pairs: Vec<Pair>, options: &CompareOptions) -> Vec<Pair> {
    let mut left: [HashMap<usize, Vec<usize>>; 2] = Default::default();
    for (side, left) in left.iter_mut().enumerate() {
        let mut taken = vec![false; sides.units(side).len()];
        for pair in &pairs {
            for &unit in if side == 0 { &pair.a } else { &pair.b } {
                taken[unit] = true;
            }
        }
        // The last first, so that the first are taken from the end.
        for unit in (0..taken.len()).rev().filter(|unit| !taken[*unit]) {
            left.entry(sides.text_of(side, unit)).or_default().push(unit);
        }
    }
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for &x in left[0].keys() {
        if left[1].contains_key(&x) {
            found.push((IDENTICAL, x, x));
        }
        for &(y, cosine) in sides.near(0, x) {
            if let Some(worth) = options.worth_out_of_order(cosine, sides.margin(cosine, x, y))
                && x != y
                && left[1].contains_key(&y)
            {
                found.push((worth, x, y));
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let [mut a, mut b] = left;
    for (_, x, y) in found {
        if let (Some(a), Some(b)) = (a.get_mut(&x), b.get_mut(&y)) {
            while let (false, false, Some(i), Some(j)) = (a.is_empty(), b.is_empty(), a.last(), b.last()) {
                pairs.push(Pair { a: vec![*i], b: vec![*j], in_order: false });
                a.pop();
                b.pop();
            }
        }
    }
    pairs.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    pairs
}

fn report(
    collection: &Collection,
    sides: &Sides,
    pairs: &[Pair],
    matched: &[(usize, usize)],
    options: &CompareOptions,
    base: &Base,
) -> CompareReport {
    let shown = |side: usize, unit: usize| {
        let unit = &sides.units(side)[unit];
        ComparedText {
            text: unit.text.clone(),
            place: base.place(unit),
            language: unit.language,
            boilerplate: unit.boilerplate,
        }
    };
    let mut taken = [0, 1].map(|side| vec![false; sides.units(side).len()]);
    for pair in pairs {
        pair.a.iter().for_each(|unit| taken[0][*unit] = true);
        pair.b.iter().for_each(|unit| taken[1][*unit] = true);
    }
    let only = |side: usize| -> Vec<ComparedText> {
        let units = taken[side].iter().enumerate().filter(|(_, taken)| !**taken);
        units.map(|(unit, _)| shown(side, unit)).collect()
    };
    let only = [only(0), only(1)];
    let summary = |side: usize| ComparedSide {
        documents: sides.documents(side),
        texts: sides.units(side).len(),
        paired: sides.units(side).len() - only[side].len(),
        only: only[side].len(),
    };
    let summaries = [summary(0), summary(1)];
    let name = |side: usize, document: usize| {
        sides.document(side, document).next().map(|unit| shown(side, unit).place)
    };
    let documents = matched.iter().filter_map(|&(d, e)| {
        let (x, y) = (sides.document(0, d), sides.document(1, e));
        let within = pairs.iter().filter(|pair| x.contains(&pair.a[0]) && y.contains(&pair.b[0]));
        let (a, b) = (name(0, d)?, name(1, e)?);
        Some(ComparedDocuments {
            a: a.file,
            a_id: a.own_id,
            b: b.file,
            b_id: b.own_id,
            pairs: within.count(),
        })
    });
    let documents = documents.collect();
    let [a, b] = summaries;
    let [only_a, only_b] = only;
    let pairs = pairs.iter().map(|pair| compared(sides, pair, &shown)).collect();
    CompareReport {
        schema: COMPARE_REPORT_SCHEMA,
        model: collection.model_summary(),
        threshold: options.threshold,
        margin: options.margin,
        a,
        b,
        documents,
        pairs,
        only_a,
        only_b,
    }
}

/// What a pair is.
fn compared(sides: &Sides, pair: &Pair, shown: &impl Fn(usize, usize) -> ComparedText) -> ComparedPair {
    let joined = |side: usize, units: &[usize]| {
        let texts: Vec<&str> = units.iter().map(|unit| sides.units(side)[*unit].text.as_str()).collect();
        texts.join("\n")
    };
    let language = |side: usize, units: &[usize]| -> Option<Language> {
        units.iter().find_map(|unit| sides.units(side)[*unit].language)
    };
    let (x, y) = (joined(0, &pair.a), joined(1, &pair.b));
    let (cosine, margin) = sides.cosine_and_margin(&pair.a, &pair.b);
    let is_identical = plain_key(&x) == plain_key(&y);
    let in_common = if is_identical { 1.0 } else { Wording::of(&x).in_common(&Wording::of(&y)) };
    let languages = (language(0, &pair.a), language(1, &pair.b));
    let differ = languages.0.is_some() && languages.1.is_some() && languages.0 != languages.1;
    let kind = if is_identical {
        Correspondence::Identical
    } else if in_common >= SURE_VERSION || (in_common >= VERSION && !differ) {
        Correspondence::Changed
    } else if differ {
        Correspondence::Translation
    } else {
        Correspondence::Paraphrase
    };
    ComparedPair {
        similarity: if is_identical { 1.0 } else { cosine },
        margin,
        kind,
        in_order: pair.in_order,
        words_in_common: in_common,
        diff: if kind == Correspondence::Changed { words::diff(&x, &y) } else { None },
        a: pair.a.iter().map(|unit| shown(0, *unit)).collect(),
        b: pair.b.iter().map(|unit| shown(1, *unit)).collect(),
    }
}
