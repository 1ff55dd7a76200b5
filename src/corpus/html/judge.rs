//! Which blocks are the text of a page.
//!
//! Three questions are asked of the tree, each about what an element holds in all and not about its tag alone: does it
//! seem to stand around the text (its name says so, or it is mostly links), which element holds nearly all prose that is
//! left, and what prose stands beside that element without links. An element that holds half of the page's prose is
//! never set apart, whatever it is called, so that no page loses its text.

use std::cmp::Reverse;

use super::hints::Hint;
use super::names::Element;
use super::reader::Leaf;
use super::tree::{NONE, Tree};
use crate::corpus::block::Kind;
use crate::corpus::shape;

/// Width from which a block is prose when it ends as a sentence does.
const SENTENCE_WIDTH: usize = 40;

/// Width from which a block is prose however it ends.
const PROSE_WIDTH: usize = 120;

/// Width from which one of several paragraphs below a heading is prose when it ends as a sentence does.
const RUNNING_WIDTH: usize = 15;

/// Narrower paragraphs that end as no sentence does are lines: a date, a name, a link.
const LINE_WIDTH: usize = 100;

/// Widest prose of a teaser.
const TEASER_WIDTH: usize = 400;

/// Narrower than any headline.
const HEADLINE_WIDTH: usize = 10;

/// Per cent of the page's prose that the main element holds.
const MAIN_SHARE: usize = 85;

/// Width from which a line without a link that follows the headline introduces the text.
const LEAD_WIDTH: usize = 90;

/// Blocks after the headline that may introduce the text.
const LEADS: usize = 12;

/// Width from which an item of a list of links tells of a source.
const SOURCE_WIDTH: usize = 30;

/// What an element holds, in letters.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    width: usize,
    linked: usize,
    away: usize,
    prose: usize,
    /// The part of its prose that stands below headings.
    running: usize,
}

/// For each leaf whether it is set apart; `title` is what the page calls itself.
pub(super) fn apart(tree: &Tree, leaves: &[Leaf], title: &str) -> Vec<bool> {
    let running = running(leaves);
    let prose: Vec<usize> = leaves
        .iter()
        .zip(&running)
        .map(|(leaf, &running)| if running { leaf.width - leaf.linked } else { prose(leaf) })
        .collect();
    let sums = sums(tree, leaves, &prose, &running);
    let headline = headline(leaves, title);
    let mut around = around(tree, leaves, &prose, &sums);
    add_teasers(tree, leaves, &sums, headline, &mut around);
    let main = main(tree, leaves, &prose, &around);
    let inside = inside(tree, leaves, &sums, main, headline);
    let from = leaves.iter().position(|leaf| is_within(tree, leaf.node as usize, main));
    let introduces = |index: usize, leaf: &Leaf| {
        headline.is_some_and(|headline| index > headline && index <= headline + LEADS)
            && from.is_some_and(|from| index < from)
            && leaf.linked == 0
            && (prose[index] > 0
                || leaf.width >= if leaf.kind == Kind::Heading { SENTENCE_WIDTH } else { LEAD_WIDTH })
    };
    let is_apart = |(index, leaf): (usize, &Leaf)| {
        let node = leaf.node as usize;
        let is_link = is_links(leaf) && tree.nodes[node].cell == NONE;
        let is_placed = inside[node] || (leaf.is_title && leaf.linked == 0) || introduces(index, leaf);
        headline != Some(index) && (around[node] || is_link || !is_placed)
    };
    let mut apart: Vec<bool> = leaves.iter().enumerate().map(is_apart).collect();
    follow(leaves, &mut apart);
    // When in doubt, all is text.
    if apart.iter().all(|&apart| apart) {
        apart.fill(false);
    }
    apart
}

/// The part of a leaf that is running text, in letters.
pub(super) fn prose(leaf: &Leaf) -> usize {
    let is_prose = leaf.linked * 3 < leaf.width
        && (leaf.width >= PROSE_WIDTH
            || (leaf.width >= SENTENCE_WIDTH && shape::ends_sentence(leaf.text.text())));
    if is_prose { leaf.width - leaf.linked } else { 0 }
}

/// Which leaves are running text even where each of them is short: paragraphs that stand together below a heading. Many pages
/// write each paragraph as a `div`.
fn running(leaves: &[Leaf]) -> Vec<bool> {
    let mut running = vec![false; leaves.len()];
    let mut index = 0;
    while index < leaves.len() {
        let heading = &leaves[index];
        index += 1;
        if heading.kind != Kind::Heading || heading.linked > 0 {
            continue;
        }
        let run = leaves[index..].iter().take_while(|leaf| is_running(leaf)).count();
        if run > 1 {
            running[index..index + run].fill(true);
        }
        index += run;
    }
    running
}

/// Whether a block is a paragraph of sentences, however short.
fn is_running(leaf: &Leaf) -> bool {
    leaf.kind == Kind::Paragraph
        && leaf.linked * 3 < leaf.width
        && leaf.width >= RUNNING_WIDTH
        && shape::ends_sentence(leaf.text.text())
}

/// Whether a block is links to other pages of the site, or a line that stands among them.
fn is_links(leaf: &Leaf) -> bool {
    let linked = leaf.linked - leaf.away;
    match leaf.kind {
        Kind::Heading => false,
        Kind::Paragraph if leaf.width < LINE_WIDTH && !shape::ends_sentence(leaf.text.text()) => {
            linked * 3 > leaf.width
        }
        _ => linked * 3 > leaf.width * 2,
    }
}

fn sums(tree: &Tree, leaves: &[Leaf], prose: &[usize], running: &[bool]) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); tree.nodes.len()];
    for ((leaf, prose), &is_running) in leaves.iter().zip(prose).zip(running) {
        let sums = &mut sums[leaf.node as usize];
        sums.width += leaf.width;
        sums.linked += leaf.linked;
        sums.away += if leaf.width >= SOURCE_WIDTH { leaf.away } else { 0 };
        sums.prose += prose;
        sums.running += if is_running { *prose } else { 0 };
    }
    for index in (1..tree.nodes.len()).rev() {
        let Sums { width, linked, away, prose, running } = sums[index];
        let parent = &mut sums[tree.nodes[index].parent as usize];
        parent.width += width;
        parent.linked += linked;
        parent.away += away;
        parent.prose += prose;
        parent.running += running;
    }
    sums
}

/// The lines before and after the headline in which a date may stand.
pub(super) fn near_headline<'a>(leaves: &'a [Leaf], title: &str) -> impl Iterator<Item = &'a str> {
    let at = headline(leaves, title);
    let after = at.map_or(0..0, |at| at + 1..(at + 1 + LEADS).min(leaves.len()));
    let before = at.map_or(0..0, |at| at.saturating_sub(3)..at);
    after.chain(before).map(|index| leaves[index].text.text())
}

/// The leaf that is the page's headline: the widest that stands in its title, a heading before any other.
fn headline(leaves: &[Leaf], title: &str) -> Option<usize> {
    let in_title = |leaf: &Leaf| {
        let text = leaf.text.text();
        leaf.width >= HEADLINE_WIDTH && text.len() <= title.len() && title.contains(text)
    };
    (0..leaves.len())
        .filter(|&index| in_title(&leaves[index]))
        .max_by_key(|&index| (leaves[index].width, leaves[index].kind == Kind::Heading, Reverse(index)))
        .or_else(|| leaves.iter().position(|leaf| leaf.is_title))
}

/// The elements that stand around the text by their names or their links.
fn around(tree: &Tree, leaves: &[Leaf], prose: &[usize], sums: &[Sums]) -> Vec<bool> {
    let weak = weak(tree, leaves, prose, sums);
    let mut around = vec![false; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        let Sums { width, linked, away, prose, running } = sums[index];
        // A table may be one of links and still say something in each row.
        let links = if node.element == Element::Table { 4 } else { 3 };
        let is_links = (linked - away) * 5 > width * links
            && prose * 4 < width
            && (node.table == NONE || node.table as usize == index);
        let is_weak = weak && !matches!(node.element, Element::Aside | Element::Caption);
        let hint = if node.hint == Hint::Perhaps && is_weak { Hint::None } else { node.hint };
        let says_so = says_so(hint, sums[index]);
        let is_form = node.element == Element::Form && prose * 4 < sums[0].prose && running * 2 < width;
        let is_around = prose * 2 < sums[0].prose && (is_links || says_so || is_form);
        around[index] = around[node.parent as usize] || is_around;
    }
    around
}

/// Whether names that hint weakly say nothing on this page: most prose stands in elements of such names.
fn weak(tree: &Tree, leaves: &[Leaf], prose: &[usize], sums: &[Sums]) -> bool {
    let mut within = vec![false; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        within[index] = within[node.parent as usize] || node.hint == Hint::Perhaps;
    }
    let in_named = leaves.iter().zip(prose).filter(|(leaf, _)| within[leaf.node as usize]);
    let named: usize = in_named.map(|(_, prose)| prose).sum();
    named * 2 > sums[0].prose
}

/// Whether the name of an element says that it stands around the text.
fn says_so(hint: Hint, Sums { width, linked, prose, .. }: Sums) -> bool {
    match hint {
        Hint::None => false,
        Hint::Perhaps => prose * 2 < width || linked * 3 > width,
        Hint::Teaser => prose * 2 < width || linked > 0,
        Hint::Around | Hint::Comments => true,
    }
}

/// Whether a node is `outer` or stands in it.
fn is_within(tree: &Tree, mut node: usize, outer: usize) -> bool {
    while node > outer {
        node = tree.nodes[node].parent as usize;
    }
    node == outer
}

/// A heading that is a link begins a teaser of another page.
fn add_teasers(tree: &Tree, leaves: &[Leaf], sums: &[Sums], headline: Option<usize>, around: &mut [bool]) {
    let mut holds_headline = vec![false; tree.nodes.len()];
    let mut node = headline.map_or(0, |headline| leaves[headline].node as usize);
    while node != 0 {
        holds_headline[node] = true;
        node = tree.nodes[node].parent as usize;
    }
    let mut teasers = vec![0; tree.nodes.len()];
    for (index, leaf) in leaves.iter().enumerate() {
        if leaf.kind != Kind::Heading || leaf.linked * 5 < leaf.width * 4 || headline == Some(index) {
            continue;
        }
        // The innermost element that holds more than the heading.
        let mut node = leaf.node as usize;
        while node != 0 && sums[node].width == leaf.width {
            node = tree.nodes[node].parent as usize;
        }
        if node != 0 && !holds_headline[node] && sums[node].prose * 2 < sums[0].prose {
            teasers[node] += 1;
        }
    }
    for index in 1..around.len() {
        let is_teaser = teasers[index] > 0 && sums[index].prose <= TEASER_WIDTH * teasers[index];
        around[index] |= is_teaser || around[tree.nodes[index].parent as usize];
    }
}

/// The innermost element that holds nearly all prose that does not stand around it.
fn main(tree: &Tree, leaves: &[Leaf], prose: &[usize], around: &[bool]) -> usize {
    let mut held = vec![0; tree.nodes.len()];
    for (leaf, prose) in leaves.iter().zip(prose).filter(|(leaf, _)| !around[leaf.node as usize]) {
        held[leaf.node as usize] += prose;
    }
    for index in (1..tree.nodes.len()).rev() {
        held[tree.nodes[index].parent as usize] += held[index];
    }
    let mut main = 0;
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        if node.parent as usize == main && held[index] > 0 && held[index] * 100 >= held[0] * MAIN_SHARE {
            main = index;
        }
    }
    main
}

/// For each element whether it belongs to the text by its place: within the main element, or an island of prose beside it.
fn inside(tree: &Tree, leaves: &[Leaf], sums: &[Sums], main: usize, headline: Option<usize>) -> Vec<bool> {
    let mut holds_main = vec![false; tree.nodes.len()];
    let mut node = main;
    while node != 0 {
        node = tree.nodes[node].parent as usize;
        holds_main[node] = true;
    }
    let headline = headline.map_or(usize::MAX, |headline| leaves[headline].node as usize);
    let mut inside = vec![false; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        let parent = node.parent as usize;
        let Sums { width, linked, prose, .. } = sums[index];
        inside[index] = if index == main || (inside[parent] && !holds_main[parent]) {
            true
        } else if holds_main[index] {
            index >= headline
        } else {
            // What stands between the headline and the text introduces it, with links here and there.
            let introduces = index >= headline && index < main;
            let links = if introduces { 30 } else { 2 };
            let is_prose = prose * 2 >= width && linked * 100 <= width * links;
            holds_main[parent] && (is_prose || (node.element == Element::Quote && index >= headline))
        };
    }
    inside
}

/// A heading, or a line that ends with a colon, goes with what stands below it.
fn follow(leaves: &[Leaf], apart: &mut [bool]) {
    let (mut text, mut links) = (false, false);
    for (index, leaf) in leaves.iter().enumerate().rev() {
        let is_heading = leaf.kind == Kind::Heading
            || (leaf.width < LINE_WIDTH && leaf.text.text().ends_with([':', '：']));
        if is_heading {
            // One that is set apart for itself, with text right below, parts nothing.
            if !apart[index] {
                apart[index] = links && !text && !leaf.is_title;
                (text, links) = (!apart[index], apart[index]);
            } else if apart.get(index + 1) != Some(&false) {
                (text, links) = (false, true);
            }
        } else {
            text |= !apart[index];
            links |= apart[index];
        }
    }
}
