//! One request over HTTP, without redirects and tries.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig};

use super::HubError;
use super::transport::{Failure, Headers, Response};

/// What asks servers.
pub(super) struct Agent(ureq::Agent);

impl Agent {
    /// An agent that waits `connect` for a connection and `stall` for a byte. Proxies are those of the environment.
    #[expect(clippy::unnecessary_wraps, reason = "the same without the feature, which fails")]
    pub(super) fn new(connect: Duration, stall: Duration) -> Result<Self, HubError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider);
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are followed by the hub's client, so that the token stays at home.
            .max_redirects(0)
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            .timeout_per_read(Some(stall))
            .timeout_per_write(Some(stall))
            .user_agent(concat!("cognate/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build())
            .build();
        Ok(Self(config.into()))
    }

    /// Host and port of the proxy that requests go through.
    pub(super) fn proxy(&self) -> Option<String> {
        let proxy = self.0.config().proxy()?;
        Some(format!("{}:{}", proxy.host(), proxy.port()))
    }

    /// Asks for an address, or for its headers alone.
    pub(super) fn ask(&self, address: &str, head: bool, headers: &Headers) -> Result<Response, Failure> {
        let mut request = if head { self.0.head(address) } else { self.0.get(address) };
        for (name, value) in headers.iter() {
            request = request.header(name, value);
        }
        let (parts, body) = request.call().map_err(failure)?.into_parts();
        let headers = parts.headers.iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.trim().to_owned()))
        });
        let body: Box<dyn Read> = Box::new(body.into_reader());
        Ok(Response { status: parts.status.as_u16(), headers: headers.collect(), body })
    }
}

/// What a body that was cut off means.
pub(super) fn cut_off(error: io::Error) -> Failure {
    failure(error.into())
}

fn failure(error: ureq::Error) -> Failure {
    if let Some(reason) = certificate_problem(&error) {
        return Failure::Untrusted { reason };
    }
    match error {
        ureq::Error::Timeout(ureq::Timeout::PerRead | ureq::Timeout::PerWrite) => Failure::Stalled,
        ureq::Error::Timeout(_) => Failure::NoConnection,
        ureq::Error::HostNotFound => Failure::Passing { reason: "the name is not known".to_owned() },
        ureq::Error::Io(error) => Failure::Passing { reason: error.to_string() },
        ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) | ureq::Error::BodyStalled => {
            Failure::Passing { reason: error.to_string() }
        }
        other => Failure::Final { reason: other.to_string() },
    }
}

/// What is wrong with a server's certificate, if that is what failed.
fn certificate_problem(error: &ureq::Error) -> Option<String> {
    let error = match error {
        ureq::Error::Rustls(error) => error,
        ureq::Error::Io(error) => error.get_ref()?.downcast_ref()?,
        _ => return None,
    };
    matches!(error, rustls::Error::InvalidCertificate(_)).then(|| error.to_string())
}
