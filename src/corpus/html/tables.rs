//! The cells of a table of data become rows, a line each; a table that lays out a page falls into its paragraphs.

use std::vec::IntoIter;

use super::reader::Leaf;
use super::tree::{NONE, ROOT, Tree};
use crate::corpus::block::{Block, Kind};
use crate::corpus::traced::Traced;

/// A cell wider than this holds running text: the table lays out a page.
const CELL_WIDTH: usize = 400;

/// The tables of data, by node.
pub(super) fn of_data(tree: &Tree, leaves: &[Leaf]) -> Vec<bool> {
    let mut is_data: Vec<bool> = tree.nodes.iter().map(|node| node.table != NONE).collect();
    for (index, node) in tree.nodes.iter().enumerate() {
        let around = tree.nodes[node.parent as usize].table;
        if index as u32 != ROOT && node.table != around && around != NONE {
            is_data[around as usize] = false;
        }
    }
    let mut cell = (NONE, 0);
    for leaf in leaves {
        let node = tree.nodes[leaf.node as usize];
        if node.table == NONE {
            continue;
        }
        cell = (node.cell, leaf.width + if cell.0 == node.cell { cell.1 } else { 0 });
        if cell.1 > CELL_WIDTH || leaf.kind == Kind::Heading || node.row == NONE && node.cell == NONE {
            is_data[node.table as usize] =
                is_data[node.table as usize] && cell.1 <= CELL_WIDTH && leaf.kind != Kind::Heading;
        }
    }
    is_data
}

/// The blocks of a page, each with whether it is set apart.
pub(super) fn joined<'a>(
    tree: &'a Tree,
    leaves: Vec<Leaf>,
    apart: &'a [bool],
) -> impl Iterator<Item = (Block, bool)> + use<'a> {
    let is_data = of_data(tree, &leaves);
    Joined { tree, apart, is_data, leaves: leaves.into_iter(), at: 0, next: None }
}

struct Joined<'a> {
    tree: &'a Tree,
    apart: &'a [bool],
    is_data: Vec<bool>,
    leaves: IntoIter<Leaf>,
    at: usize,
    next: Option<Leaf>,
}

impl Joined<'_> {
    fn table(&self, leaf: &Leaf) -> Option<u32> {
        let table = self.tree.nodes[leaf.node as usize].table;
        (table != NONE && self.is_data[table as usize]).then_some(table)
    }
}

impl Iterator for Joined<'_> {
    type Item = (Block, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let mut leaf = self.next.take().or_else(|| self.leaves.next())?;
        let apart = self.apart.get(self.at).copied().unwrap_or(false);
        self.at += 1;
        let Some(table) = self.table(&leaf) else {
            return Some((Block::new(leaf.kind, leaf.text), apart));
        };
        let mut text = Traced::default();
        let mut row = NONE;
        let mut cell = NONE;
        loop {
            let node = self.tree.nodes[leaf.node as usize];
            let separator = match () {
                () if node.row != row => "\n",
                () if node.cell != cell => " | ",
                () => " ",
            };
            text.append(separator, &leaf.text);
            (row, cell) = (node.row, node.cell);
            match self.leaves.next() {
                Some(next) if self.table(&next) == Some(table) && self.apart.get(self.at) == Some(&apart) => {
                    self.at += 1;
                    leaf = next;
                }
                next => {
                    self.next = next;
                    return Some((Block::new(Kind::Table, text), apart));
                }
            }
        }
    }
}
