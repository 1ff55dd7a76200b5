//! What the page may do: nothing but its own script and its own style, named by their hashes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The content security policy (W3C, CSP Level 3) of a page with this inline script and this style.
///
/// Nothing is loaded from anywhere but images inside the page, nothing is sent, no other script runs: neither one that a text
/// brings along nor one in an attribute.
pub(in crate::report) fn policy(script: &str, style: &str) -> String {
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        source(script),
        source(style)
    )
}

/// The hash of an inline block as a policy writes it.
pub(in crate::report) fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// A file as it can stand between its tags: an end tag within it would end it early, and a browser hashes it with line feeds
/// alone.
pub(in crate::report) fn inline(file: &str) -> String {
    let text = file.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    text.replace("</", "<\\/").replace("<!--", "<\\!--")
}

/// An image inside the page.
pub(in crate::report) fn image(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // The example of CSP Level 3, section 2.3.2 ("Hash usage").
        assert_eq!(
            source("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
        assert!(policy("a", "c").contains(&format!(
            "script-src {}; style-src {};",
            source("a"),
            source("c")
        )));
    }

    #[test]
    fn a_file_cannot_end_its_tag() {
        assert_eq!(inline("a</script>\r\n<!-- b"), "a<\\/script>\n<\\!-- b");
    }

    #[test]
    fn images_are_inside() {
        assert_eq!(image("image/png", b"Man"), "data:image/png;base64,TWFu");
    }
}
