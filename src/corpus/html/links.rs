//! Where links lead: to other pages of the same site, or away from it.
//!
//! Menus and teasers lead to pages of the same site. A line that is a link to elsewhere tells of a source.

/// Longer addresses are data.
const LONGEST: usize = 2000;

/// The site of an address: `example.org` for `https://www.example.org/page`.
pub(super) fn site(address: &str) -> Option<String> {
    let host = host(address)?;
    let (before, last) = host.rsplit_once('.')?;
    let name = before.rsplit('.').next().unwrap_or(before);
    (!name.is_empty() && !last.is_empty()).then(|| format!("{name}.{last}").to_ascii_lowercase())
}

/// Whether a link on a page of the site `own` leads away from it. One that carries the page's own address along does
/// not: it shares the page.
pub(super) fn leads_away(address: &[u8], own: Option<&str>) -> bool {
    let Ok(address) = std::str::from_utf8(address) else { return false };
    let address = address.trim();
    if starts_with(address, "mailto:") {
        // Without a recipient it shares the page as well.
        return !address.contains('?');
    }
    let (Some(own), Some(host)) = (own, host(address)) else { return false };
    let is_own = host.len().checked_sub(own.len()).is_some_and(|at| {
        host.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(own))
            && (at == 0 || host.as_bytes()[at - 1] == b'.')
    });
    !is_own && address.len() <= LONGEST && !address.contains(own)
}

/// The name of the machine in an address with one.
fn host(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["https://", "http://", "//"]
        .iter()
        .find(|scheme| starts_with(address, scheme))
        .map(|scheme| &address[scheme.len()..])?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    host.contains('.').then_some(host)
}

fn starts_with(address: &str, start: &str) -> bool {
    address.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_told_by_the_end_of_its_name() {
        for (address, expected) in [
            ("https://www.example.org/page", Some("example.org")),
            ("HTTP://News.Example.ORG:8080?a=b", Some("example.org")),
            ("//example.org", Some("example.org")),
            ("https://ada@example.org/", Some("example.org")),
            ("/page", None),
            ("page.html", None),
            ("https://", None),
            ("https://localhost/", None),
            ("ftp://example.org", None),
            ("é", None),
        ] {
            assert_eq!(site(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_link_leads_away_unless_it_shares_the_page() {
        for (address, away) in [
            ("https://elsewhere.net/", true),
            ("//elsewhere.net/a", true),
            ("mailto:ada@example.org", true),
            ("mailto:?body=https://example.org/page", false),
            ("https://news.example.org/", false),
            ("/page", false),
            ("#top", false),
            ("https://elsewhere.net/share?url=https%3A%2F%2Fwww.example.org%2Fpage", false),
        ] {
            assert_eq!(leads_away(address.as_bytes(), Some("example.org")), away, "{address}");
        }
        assert!(!leads_away(b"https://elsewhere.net/", None));
    }
}
