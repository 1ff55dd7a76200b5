//! Fetches model files from a hub, verifies them and tells where they are.
//!
//! A [`Hub`] is asked for files by name: [`Hub::pull`] fetches what is not there, goes on with what was cut off, and writes a
//! [`Record`] of what it has seen with its own eyes: sizes and SHA-256 sums. From then on nothing is asked of the network;
//! [`Record::verify`] reads the files again. Files lie as `huggingface_hub` for Python lays them out, so that both can share them. What
//! the files mean is not known here.

mod checksum;
mod client;
mod error;
mod fetch;
#[cfg_attr(not(feature = "hub"), path = "without_http.rs")]
mod http;
mod listing;
mod lock;
mod names;
mod places;
mod pull;
mod record;
mod repository;
mod transport;
mod url;

pub use client::{Hub, HubOptions};
pub use error::HubError;
pub use listing::Listing;
pub use names::{check_file_name, check_hub_id, check_id, check_revision};
pub use places::Places;
pub use pull::{Origin, Pulled, Wanted};
pub use record::{FileState, RECORD_SCHEMA, Record, RecordedFile};
pub use repository::Removed;
