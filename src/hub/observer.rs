//! How far a pull is, for whoever wants to know.

/// What is being done with the bytes that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// They come from the hub.
    Fetching,
    /// They are read from the disk, to be held against what they should be.
    Checking,
}

/// Is told how far a pull is; the command line draws a bar.
pub trait Observer: Sync {
    /// A phase begins, with so many bytes to do.
    fn begin(&self, phase: Phase, bytes: u64);
    /// So many bytes of the phase are done, from its beginning.
    fn done(&self, bytes: u64);
    /// The phase is over.
    fn end(&self);
    /// Something that a person should know and that is no error.
    fn note(&self, message: &str);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _phase: Phase, _bytes: u64) {}
    fn done(&self, _bytes: u64) {}
    fn end(&self) {}
    fn note(&self, message: &str) {
        log::info!("{message}");
    }
}
