//! What everything is written with: the page, its styles, wrapping and columns, numbers, places, translations, tables, JSON and XML.

pub(in crate::report) mod ink;
pub mod json;
pub(in crate::report) mod link;
pub(in crate::report) mod markdown;
pub(in crate::report) mod number;
pub mod page;
pub(in crate::report) mod place;
pub(in crate::report) mod policy;
pub(in crate::report) mod rich;
pub(in crate::report) mod rows;
pub(in crate::report) mod safe;
pub mod table;
pub mod translations;
pub(in crate::report) mod width;
pub(in crate::report) mod wrap;
pub(in crate::report) mod xml;

pub(in crate::report) use ink::Ink;
