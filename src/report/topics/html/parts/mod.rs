//! The values of each part of the page; `None` or an empty list leaves it out.

pub(super) mod apart;
pub(super) mod compared;
pub(super) mod documents;
pub(super) mod method;
pub(super) mod overview;
pub(super) mod topics;
