//! What every text format needs: columns, wrapping, numbers in words, places, and ANSI styles.

pub(super) mod ink;
pub(super) mod link;
pub(super) mod number;
pub(super) mod place;
pub(super) mod rich;
pub(super) mod width;
pub(super) mod wrap;

pub(super) use ink::Ink;
