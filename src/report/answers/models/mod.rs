//! Models: which there are, one of them, and what was done with them.

pub mod add;
pub mod choose;
pub mod doctor;
pub mod list;
pub mod pull;
pub mod remove;
pub mod show;
pub mod verify;

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::page::{Page, plain};
use crate::report::text::rows::row;

/// Where files of models lie, and who else uses that folder.
fn folder(page: &mut Page, name: &str, folder: &str, shared_by: Option<&str>) {
    let folder = printable::name(folder);
    let text = match shared_by {
        Some(variable) => {
            format!("{folder} (named by `{}`, shared with other programs)", printable::name(variable))
        }
        None => folder.into_owned(),
    };
    row(page, name, &text, plain);
}

/// A line of a list: `ok` or what is wrong, and the paint for it.
fn state(ok: bool) -> (&'static str, fn(Ink, &str) -> String) {
    if ok { ("ok", plain) } else { ("WRONG", Ink::warning) }
}
