//! Pairs become groups around a middle.
//!
//! Joining whatever hangs together would make one group of a chain whose ends have nothing in common. A group grows from its middle
//! along pairs, and takes a text only where that is similar enough to the middle itself: star clustering, as copies are grouped for
//! topics ([`crate::topics::duplicates`]).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::texts::Texts;
use super::{Edge, SimilarOptions, Wordings, shown};
use crate::corpus::Language;
use crate::index::dot;
use crate::pipeline::Base;
use crate::report::answers::similar::{SimilarGroup, SimilarMember};
use crate::topics::duplicates::stars;

/// The groups, those in most places first, then the most similar, then by place.
pub(super) fn of(texts: &Texts, edges: &[Edge], options: &SimilarOptions, base: &Base) -> Vec<SimilarGroup> {
    let mut neighbors = vec![Vec::new(); texts.len()];
    for edge in edges {
        neighbors[edge.a].push(edge.b);
        neighbors[edge.b].push(edge.a);
    }
    let similarity = |a: usize, b: usize| similarity(texts, a, b);
    let order = |text: usize| {
        let near = neighbors[text].iter().map(|&other| texts.units_of(other).len()).sum::<usize>();
        Reverse(texts.units_of(text).len() + near)
    };
    let star_of = stars(&neighbors, order, |middle, other| similarity(middle, other) >= options.threshold);
    let mut groups: BTreeMap<usize, Vec<(f32, usize)>> = BTreeMap::new();
    for (text, &middle) in star_of.iter().enumerate() {
        if text != middle {
            groups.entry(middle).or_default().push((similarity(middle, text), text));
        } else if texts.twice(text, options).is_some() {
            groups.entry(text).or_default();
        }
    }
    let all = groups
        .iter()
        .flat_map(|(middle, members)| std::iter::once(*middle).chain(members.iter().map(|(_, text)| *text)));
    let wordings = Wordings::of(texts, all);
    let mut found: Vec<(usize, SimilarGroup)> = groups
        .into_iter()
        .map(|(middle, mut members)| {
            members.sort_by(|x, y| y.0.total_cmp(&x.0).then(texts.first(x.1).cmp(&texts.first(y.1))));
            (texts.first(middle), group(texts, &wordings, middle, &members, base))
        })
        .collect();
    found.sort_by(|(x, a), (y, b)| {
        b.places.cmp(&a.places).then(b.similarity.total_cmp(&a.similarity)).then(x.cmp(y))
    });
    found.into_iter().map(|(_, group)| group).collect()
}

/// Cosine of two texts; 1 for equal ones.
fn similarity(texts: &Texts, a: usize, b: usize) -> f32 {
    if texts.are_equal(a, b) {
        return 1.0;
    }
    match (texts.rows().get(a), texts.rows().get(b)) {
        (Some(x), Some(y)) => dot(x, y).min(1.0),
        _ => -1.0,
    }
}

fn group(
    texts: &Texts,
    wordings: &Wordings,
    middle: usize,
    members: &[(f32, usize)],
    base: &Base,
) -> SimilarGroup {
    let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
    let mut places = 0;
    for text in std::iter::once(middle).chain(members.iter().map(|(_, text)| *text)) {
        places += texts.units_of(text).len();
        for language in texts.units_of(text).iter().filter_map(|unit| texts.units[*unit].language) {
            *languages.entry(language).or_default() += 1;
        }
    }
    let member = |text: usize| shown(texts, text, texts.first(text), None, base);
    let of_middle = SimilarMember {
        similarity: 1.0,
        kind: None,
        words_in_common: 1.0,
        against: texts.is_against(middle),
        text: member(middle),
    };
    let others = members.iter().map(|&(similarity, text)| {
        let at = [texts.first(middle), texts.first(text)];
        let (kind, words_in_common) = wordings.likeness(texts, middle, text, at);
        SimilarMember {
            similarity,
            kind: Some(kind),
            words_in_common,
            against: texts.is_against(text),
            text: member(text),
        }
    });
    SimilarGroup {
        places,
        similarity: members.last().map_or(1.0, |(similarity, _)| *similarity),
        languages,
        members: std::iter::once(of_middle).chain(others).collect(),
    }
}
