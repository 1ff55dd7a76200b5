//! Figures that stand in the page without a script: bars, columns over time, and the tree of topics.
//!
//! Colours are classes (`c0` to `c19`, `none`), because the policy of the page allows no style in an element.

use std::fmt::Write;

use minijinja::HtmlEscape;
use minijinja::value::Value;

use crate::printable;

/// Colours of topics; they begin again after the last.
pub(super) const COLOURS: usize = 20;

/// Most columns of a figure over time.
const COLUMNS: usize = 120;

/// Height of a figure over time, in its own units.
const HEIGHT: f64 = 40.0;

/// A bar in the colour of a class, as long as a share in [0, 1].
pub(super) fn bar(share: f64, class: &str) -> Value {
    let width = width(share);
    svg(&format!(
        r#"<svg class="bar {class}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{width}" height="8"/></svg>"#
    ))
}

/// Shares of a whole one after the other, each in another colour.
pub(super) fn stacked(shares: &[f64]) -> Value {
    let mut parts = String::new();
    let mut start = 0.0;
    for (place, share) in shares.iter().enumerate() {
        let width = width(*share);
        let _ =
            write!(parts, r#"<rect class="c{}" x="{start}" width="{width}" height="8"/>"#, place % COLOURS);
        start = tenth(start + width);
        // A thin line keeps neighbours apart for those who cannot tell the colours.
        let _ = write!(
            parts,
            r#"<rect class="gap" x="{}" width="0.6" height="8"/>"#,
            tenth(start - 0.6).max(0.0)
        );
    }
    svg(&format!(
        r#"<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{parts}</svg>"#
    ))
}

/// Counts of a topic over the bins of time, as shares of all; lines mark the bins where it changes. `label` is what it says.
pub(super) fn over_time(own: &[usize], all: &[usize], changes: &[usize], class: &str, label: &str) -> Value {
    let shares = shares(own, all);
    let greatest = shares.iter().copied().fold(0.0, f64::max);
    let mut path = String::new();
    for (place, share) in shares.iter().enumerate() {
        let height = if greatest > 0.0 { tenth(share / greatest * HEIGHT) } else { 0.0 };
        // Something is never drawn as nothing.
        let height = if *share > 0.0 { height.max(0.5) } else { 0.0 };
        if height > 0.0 {
            let _ = write!(path, "M{place} {HEIGHT}v-{height}h.9v{height}z");
        }
    }
    let size = step(own.len());
    let mut lines = String::new();
    for bin in changes {
        let _ = write!(lines, r#"<line x1="{0}" x2="{0}" y1="0" y2="{HEIGHT}"/>"#, bin / size);
    }
    svg(&format!(
        r#"<svg class="chart {class}" viewBox="0 0 {} {HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{}"><path d="{path}"/>{lines}</svg>"#,
        shares.len().max(1),
        HtmlEscape(label)
    ))
}

/// The greatest share of a topic over time, as it is drawn.
pub(super) fn greatest(own: &[usize], all: &[usize]) -> f64 {
    shares(own, all).into_iter().fold(0.0, f64::max)
}

/// One line of the tree of topics.
pub(super) struct Branch<'a> {
    pub(super) depth: usize,
    /// Name and size, or what stands for it.
    pub(super) text: &'a str,
    /// Number of the topic, for a line that is one.
    pub(super) topic: Option<u64>,
}

/// Lines with their depths as nested lists.
pub(super) fn tree(branches: &[Branch<'_>]) -> Value {
    let mut html = String::from(r#"<ul class="tree">"#);
    let mut depth = 0;
    for (place, branch) in branches.iter().enumerate() {
        // A line is at most one deeper than the one before.
        let own = branch.depth.min(depth + 1);
        if place > 0 {
            match own.cmp(&depth) {
                std::cmp::Ordering::Greater => html.push_str("<ul>"),
                std::cmp::Ordering::Equal => html.push_str("</li>"),
                std::cmp::Ordering::Less => {
                    html.push_str("</li>");
                    html.push_str(&"</ul></li>".repeat(depth - own));
                }
            }
            depth = own;
        }
        let text = HtmlEscape(branch.text);
        let _ = match branch.topic {
            Some(id) => write!(html, r##"<li><a href="#topic-{id}" dir="auto">{text}</a>"##),
            None => write!(html, r#"<li><strong dir="auto">{text}</strong>"#),
        };
    }
    html.push_str("</li>");
    html.push_str(&"</ul></li>".repeat(depth));
    html.push_str("</ul>");
    svg(&html)
}

/// Shares of the bins, or of several next to each other where there are too many to draw.
fn shares(own: &[usize], all: &[usize]) -> Vec<f64> {
    let size = step(own.len());
    let sums = own.chunks(size).zip(all.chunks(size));
    sums.map(|(own, all)| (own.iter().sum::<usize>(), all.iter().sum::<usize>()))
        .map(|(own, all)| if all == 0 { 0.0 } else { own as f64 / all as f64 })
        .collect()
}

fn step(bins: usize) -> usize {
    bins.div_ceil(COLUMNS).max(1)
}

/// A share in hundredths, to a tenth; something is never drawn as nothing.
fn width(share: f64) -> f64 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    if share > 0.0 { tenth(share * 100.0).max(0.5) } else { 0.0 }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Markup of this module, in which every text is escaped, without what is not shown.
fn svg(markup: &str) -> Value {
    Value::from_safe_string(printable::text(markup).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert!(bar(0.25, "c3").to_string().contains(r#"<rect width="25" "#));
        assert!(bar(0.0001, "c3").to_string().contains(r#"<rect width="0.5" "#));
        assert!(bar(f64::NAN, "none").to_string().contains(r#"<rect width="0" "#));
        let parts = stacked(&[0.5, 0.25]).to_string();
        assert!(parts.contains(r#"<rect class="c1" x="50" width="25" "#), "{parts}");
    }

    #[test]
    fn time_is_drawn_in_columns_and_changes_as_lines() {
        let drawn = over_time(&[0, 1, 2], &[4, 4, 4], &[2], "c0", "a < b").to_string();
        assert!(drawn.contains(r#"d="M1 40v-20h.9v20zM2 40v-40h.9v40z""#), "{drawn}");
        assert!(drawn.contains(r#"<line x1="2" "#) && drawn.contains("a &lt; b"), "{drawn}");
        assert!((greatest(&[1, 0], &[4, 0]) - 0.25).abs() < 1e-9);
        let many = over_time(&vec![1; 5000], &vec![1; 5000], &[], "c0", "").to_string();
        assert!(many.len() < 4000, "{}", many.len());
    }

    #[test]
    fn a_tree_is_nested_and_closed() {
        let branch = |depth, text, topic| Branch { depth, text, topic };
        let html = tree(&[
            branch(0, "all", None),
            branch(1, "pair", None),
            branch(2, "one", Some(1)),
            branch(2, "<two>", Some(2)),
            branch(0, "three", Some(3)),
        ])
        .to_string();
        assert_eq!(html.matches("<ul").count(), html.matches("</ul>").count());
        assert_eq!(html.matches("<li>").count(), 5);
        assert_eq!(html.matches("</li>").count(), 5);
        assert!(html.contains("&lt;two&gt;") && html.contains("#topic-3"));
    }
}
