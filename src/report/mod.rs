//! Finished values become bytes: terminal text, Markdown and JSON.

pub mod model;
