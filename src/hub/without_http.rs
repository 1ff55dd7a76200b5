//! What stands in for requests in a program that was built without the feature `hub`: nothing is asked.

use std::io;
use std::time::Duration;

use super::HubError;
use super::transport::{Failure, Headers, Response};

/// What would ask servers; there is none.
pub(super) enum Agent {}

impl Agent {
    /// [`HubError::NotBuilt`].
    pub(super) fn new(_connect: Duration, _stall: Duration) -> Result<Self, HubError> {
        Err(HubError::NotBuilt)
    }

    pub(super) fn proxy(&self) -> Option<String> {
        match *self {}
    }

    pub(super) fn ask(&self, _address: &str, _head: bool, _headers: &Headers) -> Result<Response, Failure> {
        match *self {}
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the same with the feature, which takes it apart")]
pub(super) fn cut_off(error: io::Error) -> Failure {
    Failure::Passing { reason: error.to_string() }
}
