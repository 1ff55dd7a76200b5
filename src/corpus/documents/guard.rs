//! What others wrote runs on a thread of its own, for a bounded time: it may panic, and it may take for ever.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::corpus::DocumentFault;
use crate::quiet;

/// The time that is given to one document.
pub(super) const MOST: Duration = Duration::from_secs(10);

/// Stack of the thread: parsers call themselves for what is nested.
const STACK: usize = 64 << 20;

/// Name of the thread.
const NAME: &str = "cognate-document";

/// What `work` gives, unless it panics or takes longer than [`MOST`].
///
/// A thread cannot be stopped: what takes too long goes on until it is done or the program ends, and what it then gives is dropped.
pub(super) fn guarded<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DocumentFault> + Send + 'static,
) -> Result<T, DocumentFault> {
    let (send, receive) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK).spawn(move || {
        // Nobody waits any more where it took too long.
        let _ = send.send(quietly(work));
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
    quiet::quietly(work).unwrap_or_else(|said| Err(DocumentFault::damaged(said)))
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
