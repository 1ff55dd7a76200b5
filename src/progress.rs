//! How far a job is.

/// What a job is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Files are being read; counted in files.
    Reading,
    /// Texts are being embedded; counted in texts.
    Embedding,
    /// The graph is being built; counted in vectors.
    Building,
    /// Topics are being found; not counted.
    Clustering,
    /// Texts are brought together for topics; not counted.
    Gathering,
    /// Topics are being named; not counted.
    Naming,
    /// How good topics are is being found out; not counted.
    Judging,
    /// The map is being laid out; not counted.
    Mapping,
    /// A report is brought together; not counted.
    Writing,
    /// Queries are being timed; counted in queries.
    Measuring,
    /// A vocabulary is being found; not counted.
    Vocabulary,
    /// A teacher embeds; counted in texts.
    Teacher,
    /// A model learns; counted in batches.
    Training,
    /// Files come from a hub; counted in bytes.
    Fetching,
    /// Texts are compared with each other; counted in texts.
    Comparing,
    /// Files are held against their checksums; counted in bytes.
    Checking,
}

impl Stage {
    /// What a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Embedding => "embedding",
            Self::Building => "building the index",
            Self::Clustering => "finding topics",
            Self::Gathering => "gathering texts",
            Self::Naming => "naming topics",
            Self::Judging => "judging topics",
            Self::Mapping => "drawing the map",
            Self::Writing => "writing the report",
            Self::Measuring => "measuring",
            Self::Vocabulary => "finding words",
            Self::Teacher => "asking the teacher",
            Self::Training => "learning",
            Self::Fetching => "fetching",
            Self::Comparing => "comparing texts",
            Self::Checking => "checking files",
        }
    }

    /// Whether the things that are counted are bytes.
    pub fn counts_bytes(self) -> bool {
        matches!(self, Self::Fetching | Self::Checking)
    }
}

/// Is told how far a job is; the command line draws a bar.
pub trait Progress: Sync {
    /// A stage begins, with so many things to do (0: not known).
    fn begin(&self, stage: Stage, total: u64);
    /// So many things of the stage are done, from its beginning.
    fn done(&self, count: u64);
    /// The stage is over.
    fn end(&self);
    /// Something that a person should know and that is no error.
    fn note(&self, message: &str);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _total: u64) {}
    fn done(&self, _count: u64) {}
    fn end(&self) {}
    fn note(&self, message: &str) {
        log::info!("{message}");
    }
}
