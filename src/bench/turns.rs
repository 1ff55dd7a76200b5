//! Work that comes in pieces, timed in turns.

use std::time::{Duration, Instant};

use super::{Latencies, Repeats, yardstick};

/// Work in pieces that can be done again and again.
pub trait Pieces<E> {
    /// How many different pieces there are.
    fn pieces(&self) -> usize;

    /// Does one of them, by its number.
    ///
    /// # Errors
    /// Whatever goes wrong.
    fn work(&self, piece: usize) -> Result<(), E>;
}

/// One turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// Pieces a second.
    pub rate: f64,
    /// How fast the machine was just before ([`yardstick`]).
    pub yardstick: f64,
}

/// What was timed of a piece of work.
#[derive(Debug, Clone)]
pub struct Done {
    /// Its turns, one a round.
    pub turns: Vec<Turn>,
    /// How long pieces took, one by one.
    pub times: Latencies,
    /// The mean over the quicker half of pieces of the shortest time that each took, in microseconds.
    pub best_us: f64,
}

/// Gives every worker its turn in every round, so that what else the machine does meets all of them alike; who comes first changes. A turn
/// ends when its time is over, and has one piece at least. A worker without pieces has no turns. `done` is told after each turn.
///
/// # Errors
/// As a worker.
pub fn in_turns<E>(
    workers: &[&dyn Pieces<E>],
    repeats: Repeats,
    done: &dyn Fn(usize),
) -> Result<Vec<Done>, E> {
    let mut running: Vec<Running> =
        workers.iter().filter_map(|worker| Running::new(worker.pieces())).collect();
    for round in 0..repeats.rounds {
        for step in 0..running.len() {
            let turn = (step + round) % running.len();
            if workers[turn].pieces() == 0 {
                continue;
            }
            let yardstick = yardstick();
            let rate = running[turn].turn(workers[turn], repeats.turn)?;
            running[turn].turns.push(Turn { rate, yardstick });
            done(1);
        }
    }
    Ok(running.into_iter().map(Running::into_done).collect())
}

/// A worker that is being timed.
struct Running {
    turns: Vec<Turn>,
    times: Latencies,
    /// The shortest time of each piece, in nanoseconds.
    best: Vec<u64>,
    /// The piece that is done next.
    next: usize,
    /// How long the last one took; nothing before the first.
    last: Option<Duration>,
}

impl Running {
    fn new(pieces: usize) -> Option<Self> {
        let times = Latencies::new()?;
        Some(Self { turns: Vec::new(), times, best: vec![u64::MAX; pieces], next: 0, last: None })
    }

    /// Works until the time is over; how many pieces a second.
    fn turn<E>(&mut self, worker: &dyn Pieces<E>, least: Duration) -> Result<f64, E> {
        // Memory and caches are as in the middle of work. Where a piece takes long that is nothing, and twice the time.
        if self.last.is_none_or(|last| last < least) {
            worker.work(self.next)?;
        }
        let (mut pieces, mut spent) = (0_u32, Duration::ZERO);
        while pieces == 0 || spent < least {
            let piece = self.next;
            self.next = (self.next + 1) % self.best.len();
            let begin = Instant::now();
            worker.work(piece)?;
            let time = begin.elapsed();
            spent += time;
            pieces += 1;
            let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            self.times.record(nanos);
            self.best[piece] = self.best[piece].min(nanos);
            self.last = Some(time);
        }
        Ok(f64::from(pieces) / spent.as_secs_f64().max(1e-9))
    }

    fn into_done(self) -> Done {
        Done { turns: self.turns, times: self.times, best_us: super::shortest_us(&self.best) }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    struct Names<'a> {
        name: char,
        pieces: usize,
        told: &'a RefCell<Vec<char>>,
    }

    impl Pieces<String> for Names<'_> {
        fn pieces(&self) -> usize {
            self.pieces
        }

        fn work(&self, piece: usize) -> Result<(), String> {
            assert!(piece < self.pieces);
            self.told.borrow_mut().push(self.name);
            if self.pieces == 99 { Err("cannot".to_owned()) } else { Ok(()) }
        }
    }

    #[test]
    fn every_worker_has_its_turn_and_the_first_changes() {
        let told = RefCell::new(Vec::new());
        let [a, b, none] =
            [('a', 3), ('b', 1), ('n', 0)].map(|(name, pieces)| Names { name, pieces, told: &told });
        let repeats = Repeats { rounds: 2, turn: Duration::ZERO };
        let turns = RefCell::new(0);
        let done = in_turns(&[&a, &b, &none], repeats, &|n| *turns.borrow_mut() += n).unwrap();
        assert_eq!(*turns.borrow(), 4);
        // The first piece of all is done once before its time is taken.
        assert_eq!(told.borrow().iter().collect::<String>(), "aabbba");
        assert_eq!(
            done.iter().map(|done| (done.turns.len(), done.times.len())).collect::<Vec<_>>(),
            [(2, 2), (2, 2), (0, 0)]
        );
        assert!(done[0].turns.iter().all(|turn| turn.rate > 0.0 && turn.yardstick > 0.0));
        let bad = Names { name: 'x', pieces: 99, told: &told };
        assert_eq!(in_turns(&[&bad], repeats, &|_| ()).unwrap_err(), "cannot");
    }
}
