//! What others wrote runs on a thread of its own, for a bounded time: it may panic, and it may take for ever.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

use crate::corpus::DocumentFault;

/// The time that is given to one document.
pub(super) const MOST: Duration = Duration::from_secs(10);

/// Stack of the thread: parsers call themselves for what is nested.
const STACK: usize = 64 << 20;

/// Name of the thread, so that its panics are not shown.
const NAME: &str = "cognate-document";

thread_local! {
    /// Whether a parser runs on this thread, which is one of others.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static SILENCE: Once = Once::new();

/// What `work` gives, unless it panics or takes longer than [`MOST`].
///
/// A thread cannot be stopped: what takes too long goes on until it is done or the program ends, and what it then gives is dropped.
pub(super) fn guarded<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DocumentFault> + Send + 'static,
) -> Result<T, DocumentFault> {
    SILENCE.call_once(silence);
    let (send, receive) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK).spawn(move || {
        let done = panic::catch_unwind(AssertUnwindSafe(work));
        // Nobody waits any more where it took too long.
        let _ = send.send(done.unwrap_or_else(|cause| Err(DocumentFault::damaged(words(&*cause)))));
    });
    if spawned.is_err() {
        return Err(DocumentFault::damaged("no thread could be started to read it"));
    }
    match receive.recv_timeout(MOST) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(DocumentFault::TooSlow { seconds: MOST.as_secs() }),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(DocumentFault::damaged("its reader stopped")),
    }
}

/// As [`guarded`], on this thread and however long it takes.
pub(in crate::corpus) fn quietly<T>(
    work: impl FnOnce() -> Result<T, DocumentFault>,
) -> Result<T, DocumentFault> {
    SILENCE.call_once(silence);
    let before = QUIET.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    done.unwrap_or_else(|cause| Err(DocumentFault::damaged(words(&*cause))))
}

/// A panic of a parser is an answer, and answers are not printed.
fn silence() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() != Some(NAME) && !QUIET.get() {
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
    fn a_panic_is_a_reason() {
        let fault = guarded::<()>(|| panic!("no such table")).unwrap_err();
        assert_eq!(fault.to_string(), "is damaged: no such table");
        assert_eq!(guarded(|| Ok(7)), Ok(7));
        let fault = quietly::<()>(|| panic!("no such column")).unwrap_err();
        assert_eq!(fault.to_string(), "is damaged: no such column");
    }
}
