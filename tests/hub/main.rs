//! Models from a hub, as a person fetches and uses them, against a hub on loopback.
//!
//! No test measures time, and none asks a real hub: without a server of its own, a run is given an address that nobody answers.

mod commands;
mod faults;
mod hostile;
mod pull;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "it has more than these tests need")]
mod sandbox;
mod server;
mod site;
mod used;
