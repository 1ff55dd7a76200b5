//! What happens when the program is told to end: what is unfinished goes, and the program ends as it would have.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// Waits for the signals that end a program, in a thread of its own.
pub(crate) fn watch() {
    // Whoever started the program may want it to outlive some of them, as `nohup` does.
    let ignored = ignored();
    let watched = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !ignored.contains(signal));
    let mut signals = match Signals::new(watched) {
        Ok(signals) => signals,
        Err(error) => return log::debug!("signals are not watched: {error}"),
    };
    let waiting = move || {
        for signal in signals.forever() {
            cognate::file::remove_unfinished();
            if let Err(error) = emulate_default_handler(signal) {
                log::debug!("signal {signal}: {error}");
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("signals".to_owned()).spawn(waiting) {
        log::debug!("signals are not watched: {error}");
    }
}

/// The signals that this program was started to ignore; where the system does not tell, none.
fn ignored() -> Vec<i32> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| mask >> (signal - 1) & 1 == 1).collect()
}
