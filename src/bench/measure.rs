//! Asks contenders and takes the time.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::Truth;
use crate::index::{Neighbor, SearchScratch, Work};

/// Something that answers the queries of a run.
pub trait Contender<E> {
    /// Answers a query, by its number, with what is nearest first in `found`; tells what it looked at, where that is counted.
    ///
    /// # Errors
    /// Whatever goes wrong.
    fn answer(
        &self,
        query: usize,
        memory: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Work>, E>;
}

/// Who may ask a contender.
pub enum Way<'a, E> {
    /// Several threads at once.
    Shared(Box<dyn Contender<E> + Sync + 'a>),
    /// One thread.
    Alone(Box<dyn Contender<E> + 'a>),
}

/// Answers nothing: what it takes is what taking the time takes.
pub struct NoOp;

impl<E> Contender<E> for NoOp {
    fn answer(&self, _: usize, _: &mut SearchScratch, found: &mut Vec<Neighbor>) -> Result<Option<Work>, E> {
        found.clear();
        Ok(None)
    }
}

/// How often is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeats {
    /// Rounds in each of which every contender has its turn.
    pub rounds: usize,
    /// Shortest time of a turn: queries are asked again and again until it is over.
    pub turn: Duration,
}

impl Default for Repeats {
    /// Five rounds with turns of a quarter of a second.
    fn default() -> Self {
        Self { rounds: 5, turn: Duration::from_millis(250) }
    }
}

/// How long queries took, one by one.
#[derive(Debug, Clone)]
pub struct Latencies {
    times: Histogram<u64>,
}

impl Latencies {
    pub(super) fn new() -> Option<Self> {
        // Three significant digits of nanoseconds, up to ten minutes a query.
        Histogram::new_with_bounds(1, 600_000_000_000, 3).ok().map(|times| Self { times })
    }

    /// Takes a time.
    pub(super) fn record(&mut self, nanos: u64) {
        self.times.saturating_record(nanos.max(1));
    }

    /// Number of times taken.
    pub fn len(&self) -> usize {
        self.times.len() as usize
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The mean, in microseconds.
    pub fn mean_us(&self) -> f64 {
        self.times.mean() / 1000.0
    }

    /// A quantile in microseconds; `None` where fewer than ten times lie beyond it, which say nothing of it.
    pub fn quantile_us(&self, share: f64) -> Option<f64> {
        let beyond = self.times.len() as f64 * (1.0 - share);
        // Ten of ten thousand is a share that floating point does not hold.
        (beyond > 10.0 - 1e-6).then(|| self.times.value_at_quantile(share) as f64 / 1000.0)
    }

    /// How many times lie in each of some ranges, in microseconds: from, to and number; four ranges between a time and its double. Ranges
    /// before the first and after the last time are left out.
    pub fn ranges_us(&self) -> Vec<(f64, f64, usize)> {
        // A cell of the histogram has a width: where a bound falls inside it, all of it belongs to the range of its least time.
        let step =
            |cell: u64| ((self.times.lowest_equivalent(cell).max(1) as f64).log2() * 4.0).floor() as i32;
        let (first, last) = (step(self.times.min()), step(self.times.max()));
        let mut counts = vec![0; (last - first + 1) as usize];
        for cell in self.times.iter_recorded() {
            counts[(step(cell.value_iterated_to()) - first) as usize] += cell.count_at_value() as usize;
        }
        let bound = |step: i32| (f64::from(step) / 4.0).exp2() / 1000.0;
        (first..=last).zip(counts).map(|(step, count)| (bound(step), bound(step + 1), count)).collect()
    }
}

/// One turn of a contender.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Queries a second of one thread.
    pub qps: f64,
    /// Queries a second of all threads together; `None` for what one thread at a time may ask.
    pub parallel_qps: Option<f64>,
    /// How fast the machine was just before: a fixed piece of arithmetic, in millions of products a second.
    pub yardstick: f64,
}

/// A contender, measured.
#[derive(Debug, Clone)]
pub struct Timed {
    /// Its turns.
    pub rounds: Vec<Round>,
    /// How long its queries took, of one thread.
    pub latencies: Latencies,
    /// The mean over the quicker half of queries of the shortest time that each took, in microseconds: what others did on the machine is hardly
    /// in it.
    pub best_us: f64,
    /// What it looked at for a query, in the mean, where that is counted.
    pub work: Option<[f64; 2]>,
}

/// The share of the true neighbours of every query that a contender finds, in their order, on all threads.
///
/// # Errors
/// As the contender.
pub fn recall<E: Send>(
    contender: &Way<'_, E>,
    truth: &Truth<'_>,
    done: &(dyn Fn(usize) + Sync),
) -> Result<Vec<f64>, E> {
    let share = |query: usize, answered: Result<Option<Work>, E>, found: &[Neighbor]| {
        answered?;
        done(1);
        Ok(truth.share(query, found))
    };
    match contender {
        Way::Shared(contender) => (0..truth.len())
            .into_par_iter()
            .map(|query| {
                let mut found = Vec::new();
                share(query, contender.answer(query, &mut SearchScratch::default(), &mut found), &found)
            })
            .collect(),
        Way::Alone(contender) => (0..truth.len())
            .map(|query| {
                let mut found = Vec::new();
                share(query, contender.answer(query, &mut SearchScratch::default(), &mut found), &found)
            })
            .collect(),
    }
}

/// Measures contenders in turn. One thread asks for latencies, then all threads of `all` for what they do together; `one` is a pool of one
/// thread, and none of them is used for anything else. `done` is told after each turn.
///
/// # Errors
/// As a contender.
pub fn time<E: Send>(
    contenders: &[Way<'_, E>],
    queries: usize,
    repeats: Repeats,
    one: &ThreadPool,
    all: &ThreadPool,
    done: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Timed>, E> {
    let mut running: Vec<Running> = contenders.iter().filter_map(|_| Running::new(queries)).collect();
    for round in 0..repeats.rounds {
        for step in 0..running.len() {
            // Who comes first in a round changes.
            let turn = (step + round) % running.len();
            let yardstick = one.install(yardstick);
            let (qps, parallel_qps) = match &contenders[turn] {
                Way::Shared(contender) => {
                    let contender = contender.as_ref();
                    let qps = one.install(|| running[turn].turn(contender, queries, repeats.turn))?;
                    let several = all.current_num_threads() > 1;
                    (qps, several.then(|| together(contender, queries, repeats.turn, all)).transpose()?)
                }
                Way::Alone(contender) => {
                    (running[turn].turn(contender.as_ref(), queries, repeats.turn)?, None)
                }
            };
            running[turn].rounds.push(Round { qps, parallel_qps, yardstick });
            done(1);
        }
    }
    Ok(running.into_iter().map(Running::into_timed).collect())
}

/// A contender that is being measured.
struct Running {
    rounds: Vec<Round>,
    latencies: Latencies,
    /// The shortest time of each query, in nanoseconds.
    best: Vec<u64>,
    /// The query that is asked next.
    next: usize,
    work: Work,
    counted: usize,
    memory: SearchScratch,
    found: Vec<Neighbor>,
}

impl Running {
    fn new(queries: usize) -> Option<Self> {
        Some(Self {
            rounds: Vec::new(),
            latencies: Latencies::new()?,
            best: vec![u64::MAX; queries],
            next: 0,
            work: Work::default(),
            counted: 0,
            memory: SearchScratch::default(),
            found: Vec::new(),
        })
    }

    /// Asks until the time is over; how many a second.
    fn turn<E>(
        &mut self,
        contender: &(impl Contender<E> + ?Sized),
        queries: usize,
        least: Duration,
    ) -> Result<f64, E> {
        if queries == 0 {
            return Ok(0.0);
        }
        // Memory and caches are as after a search.
        for query in 0..queries.min(10) {
            contender.answer((self.next + query) % queries, &mut self.memory, &mut self.found)?;
        }
        let (mut asked, mut spent) = (0_u32, Duration::ZERO);
        // Once at least, however short the turn is.
        while asked == 0 || spent < least {
            let query = self.next;
            self.next = (self.next + 1) % queries;
            let begin = Instant::now();
            let work = contender.answer(query, &mut self.memory, &mut self.found)?;
            let time = begin.elapsed();
            black_box(&self.found);
            spent += time;
            asked += 1;
            let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            self.latencies.record(nanos);
            self.best[query] = self.best[query].min(nanos);
            if let Some(work) = work {
                self.work.codes += work.codes;
                self.work.rows += work.rows;
                self.counted += 1;
            }
        }
        Ok(f64::from(asked) / spent.as_secs_f64().max(1e-9))
    }

    fn into_timed(self) -> Timed {
        let counted = self.counted as f64;
        Timed {
            rounds: self.rounds,
            latencies: self.latencies,
            best_us: super::shortest_us(&self.best),
            work: (self.counted > 0)
                .then(|| [self.work.codes as f64 / counted, self.work.rows as f64 / counted]),
        }
    }
}

/// Queries a second of all threads, each of which asks others of them.
fn together<E: Send>(
    contender: &(dyn Contender<E> + Sync + '_),
    queries: usize,
    least: Duration,
    all: &ThreadPool,
) -> Result<f64, E> {
    let asked = AtomicUsize::new(0);
    let threads = all.current_num_threads();
    let begin = Instant::now();
    let ended = all.broadcast(|context| -> Result<(), E> {
        let (mut memory, mut found) = (SearchScratch::default(), Vec::new());
        let mut query = context.index() * queries / threads;
        while begin.elapsed() < least {
            contender.answer(query % queries.max(1), &mut memory, &mut found)?;
            query += 1;
            asked.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    });
    let spent = begin.elapsed().as_secs_f64();
    ended.into_iter().collect::<Result<(), E>>()?;
    Ok(asked.load(Ordering::Relaxed) as f64 / spent)
}

/// Sums that are kept apart, so that none waits for the one before.
const SUMS: usize = 16;

/// A sum of products that is nobody's but the yardstick's: were it the kernel of the index, a slower kernel would slow the yardstick as well
/// and be taken for a slower machine.
#[inline(never)]
fn products(row: &[f32]) -> f32 {
    let mut sums = [0.0_f32; SUMS];
    for values in row.as_chunks::<SUMS>().0 {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value * value;
        }
    }
    sums.iter().sum()
}

/// Millions of products a second of a sum that stays in the nearest cache: what it takes says how fast and how free the processor is. The
/// best of a few tries, together some milliseconds.
pub fn yardstick() -> f64 {
    const DIMENSION: usize = 256;
    const TIMES: usize = 20_000;
    const TRIES: usize = 5;
    let row: Vec<f32> = (0..DIMENSION).map(|i| (i as f32).sin()).collect();
    let mut best = f64::INFINITY;
    for _ in 0..TRIES {
        let begin = Instant::now();
        let mut sum = 0.0;
        for _ in 0..TIMES {
            sum += products(black_box(&row));
        }
        black_box(sum);
        best = best.min(begin.elapsed().as_secs_f64());
    }
    (DIMENSION * TIMES) as f64 / best / 1e6
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use ndarray::{Array2, array};

    use super::*;
    use crate::index::{Exact, IndexError, VectorIndex};

    /// Does nothing, or something for a while.
    struct Waits(Duration);

    impl Contender<Infallible> for Waits {
        fn answer(
            &self,
            query: usize,
            _: &mut SearchScratch,
            found: &mut Vec<Neighbor>,
        ) -> Result<Option<Work>, Infallible> {
            found.clear();
            found.push(Neighbor { id: query as i64, similarity: 1.0 });
            if !self.0.is_zero() {
                std::thread::sleep(self.0);
            }
            Ok(Some(Work { codes: 3, rows: 1 }))
        }
    }

    fn pools() -> [ThreadPool; 2] {
        [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap())
    }

    #[test]
    fn what_is_told_of_a_contender_goes_together() {
        let (slow, quick) = (Waits(Duration::from_millis(2)), Waits(Duration::ZERO));
        let [one, all] = pools();
        let repeats = Repeats { rounds: 3, turn: Duration::from_millis(30) };
        let turns = AtomicUsize::new(0);
        let done = |n| {
            turns.fetch_add(n, Ordering::Relaxed);
        };
        let contenders = [Way::Shared(Box::new(slow)), Way::Shared(Box::new(quick))];
        let timed = time(&contenders, 7, repeats, &one, &all, &done).unwrap();
        assert_eq!((turns.load(Ordering::Relaxed), timed.len()), (6, 2));
        for timed in &timed {
            assert_eq!(timed.rounds.len(), 3);
            assert!(timed.work.is_some_and(|[codes, rows]| (codes - 3.0).abs() + (rows - 1.0).abs() < 1e-9));
            let ranges: usize = timed.latencies.ranges_us().iter().map(|(_, _, count)| count).sum();
            assert_eq!(ranges, timed.latencies.len(), "every time lies in a range");
            assert!(
                timed.rounds.iter().all(|round| round.yardstick > 0.0 && round.parallel_qps.unwrap() > 0.0)
            );
            // One thread is as quick as its mean says.
            let mean = timed.rounds.iter().map(|round| 1e6 / round.qps).fold(0.0, f64::max);
            assert!(timed.best_us <= mean, "{} {mean}", timed.best_us);
        }
        assert!(timed[0].best_us >= 2000.0);
    }

    #[test]
    fn every_time_lies_in_one_range_however_long() {
        let mut latencies = Latencies::new().unwrap();
        assert_eq!(latencies.ranges_us().iter().map(|(_, _, count)| count).sum::<usize>(), 0);
        // Every bound of a range up to an hour, where cells of the histogram are wide too, and times beside it.
        let mut many = 0;
        for step in 0..160 {
            let bound = (f64::from(step) / 4.0).exp2() as u64;
            for time in bound.saturating_sub(3)..bound + 3 {
                latencies.times.saturating_record(time);
                many += 1;
            }
        }
        let ranges = latencies.ranges_us();
        assert_eq!(ranges.iter().map(|(_, _, count)| count).sum::<usize>(), many);
        assert!(ranges.windows(2).all(|two| (two[0].1 - two[1].0).abs() < 1e-9));
        assert!(ranges[0].2 > 0 && ranges.last().unwrap().2 > 0);
    }

    #[test]
    fn no_quantile_is_told_of_too_few_times() {
        let mut latencies = Latencies::new().unwrap();
        assert!(latencies.is_empty() && latencies.quantile_us(0.5).is_none());
        for time in 1..=1000 {
            latencies.times.saturating_record(time * 1000);
        }
        let told = |share| latencies.quantile_us(share).map(|time| time.round() as u32);
        assert_eq!([told(0.5), told(0.99), told(0.999)], [Some(500), Some(990), None]);
    }

    struct Index(Exact, Array2<f32>);

    impl Contender<IndexError> for Index {
        fn answer(
            &self,
            query: usize,
            _: &mut SearchScratch,
            found: &mut Vec<Neighbor>,
        ) -> Result<Option<Work>, IndexError> {
            *found = self.0.search(&self.1.row(query).to_vec(), 2, 0)?;
            Ok(None)
        }
    }

    #[test]
    fn exact_search_has_full_recall() {
        let rows = array![[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]];
        let queries = array![[1.0, 0.0], [0.0, 1.0]];
        let exact = Exact::new(vec![1, 2, 3], rows).unwrap();
        let truth = Truth::of(&exact, queries.view(), 2, &|_| ()).unwrap();
        let again = Index(Exact::new(vec![1, 2, 3], exact.rows().to_owned()).unwrap(), queries.clone());
        let found = recall(&Way::Shared(Box::new(again)), &truth, &|_| ()).unwrap();
        assert!(found.len() == 2 && found.iter().all(|share| (share - 1.0).abs() < f64::EPSILON));
    }
}
