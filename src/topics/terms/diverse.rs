//! Terms that say different things: maximal marginal relevance.

use super::select::Candidate;
use crate::topics::meaning::likeness;

/// How much a term's own worth counts against what it adds to the terms before it.
///
/// Over the topics of the sample corpus named in French, English and German, ten terms a topic: with 1 (no diversity) 0.90
/// pairs a topic have a cosine above 0.4, such as *wagons* and *locomotives*; with 0.8 it is 0.67, and the terms keep 99.5 %
/// of their worth; with 0.7, 0.60 and 99 %; with 0.5, 0.31 and 95.6 %. From 0.7 down what comes in for a near-synonym
/// is a word of chance (*roulait* for *locomotives*): what is unlike everything is unlike the topic too.
const LAMBDA: f64 = 0.8;

/// The best `wanted` candidates by maximal marginal relevance, in the order in which they were chosen.
///
/// The next term is the one with the greatest `lambda * worth - (1 - lambda) * likeness`, where `worth` is the root
/// of the score as a share of the best (scores fall off steeply) and `likeness` the cosine to the most similar term already
/// chosen. Carbonell and Goldstein (1998), *The use of MMR, diversity-based reranking
/// for reordering documents and producing summaries*, SIGIR.
pub(super) fn choose(mut pool: Vec<Candidate>, wanted: usize) -> Vec<Candidate> {
    let best = pool.iter().map(|candidate| candidate.score).fold(0.0, f64::max);
    let worth = |candidate: &Candidate| if best > 0.0 { (candidate.score / best).sqrt() } else { 0.0 };
    let mut likest = vec![0.0_f64; pool.len()];
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < wanted && !pool.is_empty() {
        let mut next = (0, f64::NEG_INFINITY);
        for (place, candidate) in pool.iter().enumerate() {
            let value = LAMBDA * worth(candidate) - (1.0 - LAMBDA) * likest[place];
            if value > next.1 {
                next = (place, value);
            }
        }
        let candidate = pool.remove(next.0);
        likest.remove(next.0);
        for (likest, other) in likest.iter_mut().zip(&pool) {
            *likest = likest.max(likeness(candidate.sense.as_ref(), other.sense.as_ref()).unwrap_or(0.0));
        }
        chosen.push(candidate);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topics::meaning::Sense;
    use ndarray::array;

    fn candidate(text: &str, score: f64, angle: Option<f32>) -> Candidate {
        let sense = angle.map(|angle| {
            let vector = array![angle.cos(), angle.sin()];
            Sense { raw: vector.clone(), own: vector }
        });
        Candidate { key: text.to_owned(), text: text.to_owned(), texts: 1, score, sense, also: Vec::new() }
    }

    #[test]
    fn a_synonym_gives_way_to_another_thing_of_nearly_the_same_worth() {
        let pool = || {
            vec![
                candidate("train", 1.0, Some(0.0)),
                candidate("rail", 0.9, Some(0.1)),
                candidate("gare", 0.8, Some(1.5)),
            ]
        };
        let texts = |terms: Vec<Candidate>| terms.into_iter().map(|term| term.text).collect::<Vec<_>>();
        assert_eq!(texts(choose(pool(), 3)), ["train", "gare", "rail"]);
        assert_eq!(texts(choose(pool(), 1)), ["train"]);
        let unknown = pool().into_iter().map(|term| Candidate { sense: None, ..term }).collect();
        assert_eq!(texts(choose(unknown, 9)), ["train", "rail", "gare"]);
        assert!(choose(Vec::new(), 3).is_empty());
    }
}
