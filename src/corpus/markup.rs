//! Text formats with markup of their own: subtitles, reStructuredText, Org, `AsciiDoc`, LaTeX, notebooks and RTF.
//!
//! Each reader goes over the text once. What is not understood stays text, and what is left out (a comment, a drawer) is
//! left out only where it is known to end: a damaged file keeps what stands behind the damage. Readers of lines collect
//! the lines of a block first ([`blocks`]) and cut the markup out of the whole ([`inline`]), for it may run over lines.

mod asciidoc;
mod blocks;
mod inline;
mod latex;
mod lines;
mod notebook;
mod org;
mod rst;
mod rtf;
mod subtitles;

pub(super) use asciidoc::parse as asciidoc;
pub(super) use latex::parse as latex;
pub(super) use notebook::parse as notebook;
pub(super) use org::parse as org;
pub(super) use rst::parse as rst;
pub(super) use rtf::parse as rtf;
pub(super) use subtitles::parse as subtitles;

#[cfg(test)]
mod tests;
