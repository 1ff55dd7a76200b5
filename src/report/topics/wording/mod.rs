//! Parts of the topic report in words, the same in the terminal and in Markdown; texts of files in them are on one
//! line, but not escaped.

pub(super) mod changes;
pub(super) mod contrast;
pub(super) mod corpus;
pub(super) mod given;
pub(super) mod levels;
pub(super) mod per;
pub(super) mod quality;
pub(super) mod time;
pub(super) mod topic;
