//! Finding all terms of a query in one pass over a text (Aho and Corasick 1975, "Efficient string matching: an aid to bibliographic search").
//!
//! Text and terms are one stream of characters: the identities of units with a border between them. A word between spaces is looked for with
//! the borders at its sides, a word in Hangul and a prefix with the one before it, a run of a script without spaces with none.

use std::collections::VecDeque;

use super::{Script, Term, each_unit};

/// What stands between units. No unit has it.
const BORDER: char = ' ';

/// The terms of a query as states; the first is where nothing of any has been seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Automaton {
    states: Vec<State>,
    required: usize,
    excludes: bool,
}

#[derive(Debug, Clone, Default)]
struct State {
    /// States by the next character, in order of those.
    next: Vec<(char, usize)>,
    /// The state of the longest end of what was seen that also begins a term.
    shorter: usize,
    /// The nearest state on the way of `shorter` where a term ends; 0 for none.
    ending: usize,
    /// The number of the required term that ends here.
    required: Option<usize>,
    is_excluded: bool,
}

impl State {
    fn is_end(&self) -> bool {
        self.required.is_some() || self.is_excluded
    }
}

impl Automaton {
    pub(super) fn new(required: &[Term], excluded: &[Term]) -> Self {
        if required.is_empty() && excluded.is_empty() {
            return Self::default();
        }
        let mut automaton =
            Self { states: vec![State::default()], required: 0, excludes: !excluded.is_empty() };
        for term in required {
            let end = automaton.add(term);
            // A term that is written twice is one.
            if automaton.states[end].required.is_none() {
                automaton.states[end].required = Some(automaton.required);
                automaton.required += 1;
            }
        }
        for term in excluded {
            let end = automaton.add(term);
            automaton.states[end].is_excluded = true;
        }
        automaton.link();
        automaton
    }

    /// Adds the states of a term, and gives the one where it ends.
    fn add(&mut self, term: &Term) -> usize {
        let mut at = 0;
        for c in pattern(term) {
            at = match self.states[at].next.binary_search_by_key(&c, |(next, _)| *next) {
                Ok(place) => self.states[at].next[place].1,
                Err(place) => {
                    let new = self.states.len();
                    self.states[at].next.insert(place, (c, new));
                    self.states.push(State::default());
                    new
                }
            };
        }
        at
    }

    /// Links each state with the shorter one that goes on where it fails.
    fn link(&mut self) {
        let mut queue: VecDeque<usize> = self.states[0].next.iter().map(|(_, state)| *state).collect();
        while let Some(at) = queue.pop_front() {
            for place in 0..self.states[at].next.len() {
                let (c, next) = self.states[at].next[place];
                let shorter = self.step(self.states[at].shorter, c);
                let ends = self.states[shorter].is_end();
                self.states[next].shorter = shorter;
                self.states[next].ending = if ends { shorter } else { self.states[shorter].ending };
                queue.push_back(next);
            }
        }
    }

    fn step(&self, mut at: usize, c: char) -> usize {
        loop {
            let state = &self.states[at];
            match state.next.binary_search_by_key(&c, |(next, _)| *next) {
                Ok(place) => return state.next[place].1,
                Err(_) if at == 0 => return 0,
                Err(_) => at = state.shorter,
            }
        }
    }

    /// Whether a text has all required terms and no excluded one.
    pub(super) fn accepts(&self, text: &str) -> bool {
        let mut pass = Pass {
            automaton: self,
            at: 0,
            seen: vec![false; self.required],
            missing: self.required,
            refused: false,
        };
        pass.put(BORDER);
        each_unit(text, &mut |key, _| {
            if !pass.is_decided() {
                key.chars().for_each(|c| pass.put(c));
                pass.put(BORDER);
            }
        });
        pass.missing == 0 && !pass.refused
    }
}

/// One pass over a text.
struct Pass<'a> {
    automaton: &'a Automaton,
    at: usize,
    seen: Vec<bool>,
    missing: usize,
    refused: bool,
}

impl Pass<'_> {
    fn is_decided(&self) -> bool {
        self.refused || (self.missing == 0 && !self.automaton.excludes)
    }

    fn put(&mut self, c: char) {
        self.at = self.automaton.step(self.at, c);
        let mut end = self.at;
        while end != 0 {
            let state = &self.automaton.states[end];
            self.refused |= state.is_excluded;
            if let Some(term) = state.required {
                if std::mem::replace(&mut self.seen[term], true) {
                    // The shorter ones were seen with it.
                    return;
                }
                self.missing -= 1;
            }
            end = state.ending;
        }
    }
}

/// A term as it stands in the stream of a text.
fn pattern(term: &Term) -> Vec<char> {
    let mut pattern = Vec::new();
    for (place, unit) in term.units.iter().enumerate() {
        if place > 0 || unit.script != Script::Unspaced {
            pattern.push(BORDER);
        }
        pattern.extend(unit.key.chars());
    }
    let is_whole = term.units.last().is_some_and(|unit| unit.script == Script::Spaced) && !term.is_prefix;
    if is_whole {
        pattern.push(BORDER);
    }
    pattern
}
