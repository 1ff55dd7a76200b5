//! Asks a hub: redirects, tokens, tries.

use std::io::{self, Read};
use std::time::Duration;

use super::HubError;
use super::http::{Agent, cut_off};
use super::transport::{Failure, Headers};
use super::url::Url;
use crate::progress::Progress;

/// The public hub, unless `HF_ENDPOINT` names another.
const ENDPOINT: &str = "https://huggingface.co";

/// Most redirects of one request.
const REDIRECTS: usize = 10;

/// How often a request is tried without a new byte.
const TRIES: usize = 5;

/// How patient a [`Hub`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubOptions {
    /// Longest time for a connection.
    pub connect: Duration,
    /// Longest time without a byte.
    pub stall: Duration,
    /// Pause before the second try; each further one is twice as long.
    pub pause: Duration,
    /// Longest pause that a hub may ask for.
    pub longest_pause: Duration,
}

impl Default for HubOptions {
    /// 10 s, 30 s, 1 s, 60 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            pause: Duration::from_secs(1),
            longest_pause: Duration::from_mins(1),
        }
    }
}

/// A model hub, or a mirror of one.
pub struct Hub {
    endpoint: Url,
    token: Option<String>,
    options: HubOptions,
    agent: Agent,
}

/// What a hub said.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Box<dyn Read>,
    /// Checksum and size of the file, as the hub itself states them before it sends elsewhere.
    pub(super) etag: Option<String>,
    pub(super) linked_size: Option<u64>,
    /// Who answered in the end.
    pub(super) server: String,
}

/// Why there is no answer.
pub(super) enum Trouble {
    /// It will not be better the next time.
    Final(HubError),
    /// It may be, after a while.
    Passing {
        error: HubError,
        /// How long the hub asks to wait.
        after: Option<Duration>,
    },
}

impl From<HubError> for Trouble {
    fn from(error: HubError) -> Self {
        Self::Final(error)
    }
}

/// The tries of one thing.
pub(super) struct Tries {
    left: usize,
    pause: Duration,
    options: HubOptions,
}

impl Hub {
    /// The hub that the environment names: `HF_ENDPOINT`, else the public one; with the token in `HF_TOKEN`. Proxies are those of
    /// `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`.
    ///
    /// # Errors
    /// As [`Hub::new`].
    pub fn of_environment() -> Result<Self, HubError> {
        let set = |name| std::env::var(name).ok().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let endpoint = set("HF_ENDPOINT");
        Self::new(endpoint.as_deref().unwrap_or(ENDPOINT), set("HF_TOKEN"), HubOptions::default())
    }

    /// The hub at an address, asked with a token if there is one. The token goes to this server alone, wherever it redirects to.
    ///
    /// # Errors
    /// [`HubError::BadEndpoint`], and [`HubError::NotBuilt`] without the feature `hub`.
    pub fn new(endpoint: &str, token: Option<String>, options: HubOptions) -> Result<Self, HubError> {
        let bad = || HubError::BadEndpoint { endpoint: endpoint.to_owned() };
        let endpoint = Url::parse(endpoint).ok_or_else(bad)?;
        let agent = Agent::new(options.connect, options.stall)?;
        Ok(Self { endpoint, token, options, agent })
    }

    /// The hub's address.
    pub fn endpoint(&self) -> String {
        self.endpoint.to_string()
    }

    /// The proxy that requests go through, without its password.
    pub fn proxy(&self) -> Option<String> {
        self.agent.proxy()
    }

    /// Whether requests carry a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The address of something of the hub.
    pub(super) fn address(&self, parts: &[&str]) -> Url {
        self.endpoint.with(parts)
    }

    pub(super) fn tries(&self) -> Tries {
        Tries { left: TRIES, pause: self.options.pause, options: self.options }
    }

    /// The headers of a file, without its body. Stops at the redirect that states them.
    pub(super) fn head(&self, url: &Url) -> Result<Answer, Trouble> {
        self.send(url, true, None)
    }

    /// The body of something, from the byte `from`.
    pub(super) fn get(&self, url: &Url, from: Option<u64>) -> Result<Answer, Trouble> {
        self.send(url, false, from)
    }

    fn send(&self, url: &Url, head: bool, from: Option<u64>) -> Result<Answer, Trouble> {
        let mut url = url.clone();
        let (mut etag, mut linked_size) = (None, None);
        for _ in 0..=REDIRECTS {
            let ours = url.same_server(&self.endpoint);
            let address = url.to_string();
            // Bytes as they are: a compressed answer has neither the stated size nor the stated sum.
            let mut asked = Headers::default();
            asked.push("accept-encoding", "identity");
            if let Some(token) = self.token.as_deref().filter(|_| ours) {
                asked.push("authorization", format!("Bearer {token}"));
            }
            if let Some(from) = from {
                asked.push("range", format!("bytes={from}-"));
            }
            log::debug!("{} {address}", if head { "HEAD" } else { "GET" });
            let response = self
                .agent
                .ask(&address, head, &asked)
                .map_err(|failure| self.trouble(url.authority(), failure))?;
            let (status, headers, body) = (response.status, response.headers, response.body);
            if ours {
                // What a server of bytes calls an ETag may be anything; the hub's own is a checksum.
                let tag = headers.text("x-linked-etag").or_else(|| headers.text("etag"));
                etag = etag.or_else(|| tag.and_then(checksum));
                linked_size = linked_size.or_else(|| headers.number("x-linked-size"));
            }
            let redirected = matches!(status, 301 | 302 | 303 | 307 | 308);
            if !redirected || (head && etag.is_some() && linked_size.is_some()) {
                let server = url.authority().to_owned();
                return Ok(Answer { status, headers, body, etag, linked_size, server });
            }
            let location = headers.text("location").unwrap_or_default();
            // From encrypted to open is no way to go, and nowhere is none either.
            let next = url.join(location).filter(|next| next.is_secure() || !url.is_secure());
            let next = next.filter(|_| !location.is_empty());
            url = next.ok_or_else(|| HubError::BadAnswer {
                server: url.authority().to_owned(),
                reason: format!("it redirects to `{}`", location.escape_debug()),
            })?;
        }
        let reason = format!("more than {REDIRECTS} redirects");
        Err(HubError::BadAnswer { server: url.authority().to_owned(), reason }.into())
    }

    /// What a body that was cut off means.
    pub(super) fn cut_off(&self, server: &str, error: io::Error) -> Trouble {
        self.trouble(server, cut_off(error))
    }

    fn trouble(&self, server: &str, failure: Failure) -> Trouble {
        let server = server.to_owned();
        let error = match failure {
            Failure::Untrusted { reason } => return Trouble::Final(HubError::Untrusted { server, reason }),
            Failure::Final { reason } => return Trouble::Final(HubError::Unreachable { server, reason }),
            Failure::Stalled => HubError::Stalled { server, seconds: self.options.stall.as_secs_f64() },
            Failure::NoConnection => {
                let seconds = self.options.connect.as_secs_f64();
                HubError::Unreachable { server, reason: format!("no connection within {seconds} s") }
            }
            Failure::Passing { reason } => HubError::Unreachable { server, reason },
        };
        Trouble::Passing { error, after: None }
    }

    /// `Ok` for an answer with the status 200 or 206.
    pub(super) fn check(&self, answer: &Answer, hub: &str, url: &Url) -> Result<(), Trouble> {
        let with_token = self.has_token();
        let error = match answer.status {
            // A redirect whose headers are all that was asked for.
            200 | 206 | 301..=308 => return Ok(()),
            401 => HubError::Unauthorized { hub: hub.to_owned(), with_token },
            403 => HubError::Forbidden { hub: hub.to_owned(), with_token },
            404 | 410 => HubError::NotFound { address: url.to_string() },
            status @ (408 | 429 | 500..) => {
                let error = HubError::Status { address: url.to_string(), status };
                let after = answer.headers.number("retry-after");
                return match after {
                    Some(seconds) if seconds > self.options.longest_pause.as_secs() => {
                        Err(HubError::Busy { seconds }.into())
                    }
                    after => Err(Trouble::Passing { error, after: after.map(Duration::from_secs) }),
                };
            }
            status => HubError::Status { address: url.to_string(), status },
        };
        Err(error.into())
    }

    /// Tries until it works, will not work, or was tried often enough.
    pub(super) fn trying<T>(
        &self,
        progress: &dyn Progress,
        mut act: impl FnMut() -> Result<T, Trouble>,
    ) -> Result<T, HubError> {
        let mut tries = self.tries();
        loop {
            match act() {
                Ok(value) => return Ok(value),
                Err(trouble) => tries.again(trouble, progress)?,
            }
        }
    }
}

impl Tries {
    /// Waits before the next try.
    ///
    /// # Errors
    /// The error itself when there is none.
    pub(super) fn again(&mut self, trouble: Trouble, progress: &dyn Progress) -> Result<(), HubError> {
        let (error, after) = match trouble {
            Trouble::Final(error) => return Err(error),
            Trouble::Passing { error, after } => (error, after),
        };
        self.left -= 1;
        if self.left == 0 {
            return Err(error);
        }
        let pause = after.unwrap_or(self.pause);
        progress.note(&format!("{error}; trying again in {} s", pause.as_secs_f64()));
        std::thread::sleep(pause);
        self.pause = (self.pause * 2).min(self.options.longest_pause);
        Ok(())
    }

    /// Something has come: the tries count anew.
    pub(super) fn renew(&mut self) {
        self.left = TRIES;
        self.pause = self.options.pause;
    }
}

/// The hexadecimal digits of an ETag that is a checksum: SHA-256, or Git's SHA-1 of small files.
fn checksum(tag: &str) -> Option<String> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"').to_ascii_lowercase();
    (matches!(tag.len(), 40 | 64) && super::names::is_hex(&tag)).then_some(tag)
}
