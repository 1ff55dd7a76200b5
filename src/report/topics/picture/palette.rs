//! Colours of topics and of what surrounds them, on a light ground.
//!
//! The twenty colours of topics were placed in OKLCH and moved apart for normal sight and for simulated protanopia,
//! deuteranopia and tritanopia (Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
//! color vision deficiency", IEEE TVCG 2009), the first eight most. Each has a contrast of at least 3:1 to the ground
//! (WCAG 1.4.11), which is not enough for text: topics are named in the colour of text beside a dot of their own.

/// Behind everything.
pub(super) const GROUND: &str = "#ffffff";
/// Text.
pub(super) const TEXT: &str = "#1b1f24";
/// Text that matters less.
pub(super) const MUTED: &str = "#5c6570";
/// Units in no topic.
pub(super) const NONE: &str = "#b9bec6";

const TOPICS: [&str; 20] = [
    "#4462c8", "#b06101", "#019280", "#6a1bb3", "#ac8d01", "#a4257e", "#0e693d", "#0e9dd8", "#b93307",
    "#232c95", "#5e3d03", "#67a24d", "#67105d", "#2d5358", "#ca5656", "#8771bd", "#12422a", "#b96a9d",
    "#656211", "#830534",
];

/// The colour of a topic by its place in the report; the twenty-first has that of the first.
pub(in crate::report) fn topic(place: usize) -> &'static str {
    TOPICS[place % TOPICS.len()]
}
