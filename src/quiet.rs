//! Code of others that may panic over files that were made to break it: a panic is an answer, and answers are not printed.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

static SILENCE: Once = Once::new();

thread_local! {
    /// Whether such code runs on this thread.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives on this thread; else what its panic said.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    SILENCE.call_once(silence);
    let before = QUIET.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    done.map_err(|cause| words(&*cause))
}

/// The hook for panics is replaced once, and calls the one before for all others.
fn silence() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !QUIET.get() {
            before(info);
        }
    }));
}

fn words(cause: &(dyn Any + Send)) -> String {
    let said = cause
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned());
    said.unwrap_or_else(|| "its reader stopped".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_what_it_said() {
        assert_eq!(quietly(|| 7), Ok(7));
        assert_eq!(quietly::<()>(|| panic!("no such {}", "table")), Err("no such table".to_owned()));
        assert_eq!(quietly::<()>(|| panic::panic_any(7)), Err("its reader stopped".to_owned()));
        let within = quietly(|| quietly::<()>(|| panic!("within")).is_err() && QUIET.get());
        assert_eq!((within, QUIET.get()), (Ok(true), false), "quiet as before");
    }
}
