//! Addresses on the web, as far as a hub needs them.

use std::fmt::Write;

/// An absolute address with the scheme `http` or `https`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    secure: bool,
    /// Host and port, in lower case, without the port that goes without saying.
    authority: String,
    /// Path and query; begins with `/`.
    path: String,
}

impl Url {
    /// `None` when it is not such an address, or names a user.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let authority = authority.to_ascii_lowercase();
        let usual = if secure { ":443" } else { ":80" };
        let authority = authority.strip_suffix(usual).unwrap_or(&authority);
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if authority.is_empty() || authority.contains('@') || text.contains(odd) {
            return None;
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(Self { secure, authority: authority.to_owned(), path })
    }

    /// The address that a `Location` names, seen from this one.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        if location.contains("://") && !location.starts_with(['/', '?']) {
            return Self::parse(location);
        }
        let scheme = if self.secure { "https" } else { "http" };
        let path = self.path.split('?').next().unwrap_or_default();
        if location.starts_with("//") {
            Self::parse(&format!("{scheme}:{location}"))
        } else if location.starts_with('/') {
            Self::parse(&format!("{scheme}://{}{location}", self.authority))
        } else if location.starts_with('?') {
            Self::parse(&format!("{scheme}://{}{path}{location}", self.authority))
        } else {
            let folder = &path[..=path.rfind('/')?];
            Self::parse(&format!("{scheme}://{}{folder}{location}", self.authority))
        }
    }

    /// The address with more of a path, given in parts that are still to be encoded.
    pub(super) fn with(&self, parts: &[&str]) -> Self {
        let mut path = self.path.trim_end_matches('/').to_owned();
        for part in parts {
            path.push('/');
            path.push_str(&encoded(part));
        }
        Self { path, ..self.clone() }
    }

    /// Whether both are the same server: scheme, host and port.
    pub(super) fn same_server(&self, other: &Self) -> bool {
        self.secure == other.secure && self.authority == other.authority
    }

    /// Whether what is sent is encrypted.
    pub(super) fn is_secure(&self) -> bool {
        self.secure
    }

    /// Host and port.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.path.trim_end_matches('/'))
    }
}

/// A path with everything encoded that is not plain; `/` divides.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn addresses_are_read_and_written() {
        assert_eq!(url("HTTPS://Hub.Example:443/").to_string(), "https://hub.example");
        assert_eq!(url("http://127.0.0.1:80/a?b=c#d").to_string(), "http://127.0.0.1/a?b=c");
        assert_eq!(url("http://h?x").to_string(), "http://h/?x");
        for bad in
            ["", "hub.example", "ftp://h/a", "http://", "http:///a", "http://me:secret@h/", "http://h/a b"]
        {
            assert_eq!(Url::parse(bad), None, "{bad}");
        }
        let with = url("https://h/mirror/").with(&["o/n", "resolve", "ab", "a b/é.json"]);
        assert_eq!(with.to_string(), "https://h/mirror/o/n/resolve/ab/a%20b/%C3%A9.json");
    }

    #[test]
    fn locations_are_seen_from_where_they_were_given() {
        let from = url("https://h:8/a/b?q=1");
        for (location, expected) in [
            ("https://cdn/x?y=https://z", "https://cdn/x?y=https://z"),
            ("//cdn/x", "https://cdn/x"),
            ("/x?y", "https://h:8/x?y"),
            ("/x?to=http://z", "https://h:8/x?to=http://z"),
            ("x", "https://h:8/a/x"),
            ("?z", "https://h:8/a/b?z"),
        ] {
            assert_eq!(from.join(location).unwrap().to_string(), expected);
        }
        assert_eq!(from.join("file:///etc/passwd"), None);
    }

    #[test]
    fn another_port_or_scheme_is_another_server() {
        let hub = url("https://h/a");
        assert!(hub.same_server(&url("https://H:443/b")));
        assert!(!hub.same_server(&url("https://h:444/a")) && !hub.same_server(&url("http://h/a")));
    }
}
