//! The elements that are open, and the tree of those that hold text.
//!
//! A page may open millions of elements and hold no text, so an element becomes a node only when a block of text stands
//! in it. How deep elements stand in each other is bounded as in browsers: what stands deeper belongs to the deepest.

use super::hints::Hint;
use super::names::{ELEMENTS, Element};
use crate::corpus::block::MAX_BLOCKS;

/// Elements that may stand in each other.
const DEEPEST: usize = 512;

/// The node around all others.
pub(super) const ROOT: u32 = 0;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// An element that holds text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) element: Element,
    pub(super) hint: Hint,
    /// The table, row and cell that it is or stands in.
    pub(super) table: u32,
    pub(super) row: u32,
    pub(super) cell: u32,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    element: Element,
    hint: Hint,
    hidden: bool,
    /// The node that it is, once it is one.
    node: u32,
    /// The place of the next such element around it, from 1; 0 for none.
    previous: u16,
    /// The place of the next border around it.
    border: u16,
}

/// The open elements of a page, and its nodes so far.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    open: Vec<Open>,
    /// The innermost open element of each kind, as its place from 1.
    innermost: [u16; ELEMENTS],
    border: u16,
    /// Elements that are open below the deepest that is kept.
    deeper: usize,
    hidden: usize,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node {
            parent: ROOT,
            element: Element::Body,
            hint: Hint::None,
            table: NONE,
            row: NONE,
            cell: NONE,
        };
        Self {
            nodes: vec![root],
            open: Vec::new(),
            innermost: [0; ELEMENTS],
            border: 0,
            deeper: 0,
            hidden: 0,
        }
    }
}

impl Tree {
    /// Number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether an element that is not shown is open.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Whether such an element is open, within the cell that is.
    pub(super) fn has(&self, element: Element) -> bool {
        self.innermost[element as usize] > self.border
    }

    /// Whether `element` is open, and none of `barriers` within it.
    pub(super) fn has_within(&self, element: Element, barriers: &[Element]) -> bool {
        let place = self.innermost[element as usize];
        place > 0 && barriers.iter().all(|&barrier| self.innermost[barrier as usize] < place)
    }

    pub(super) fn push(&mut self, element: Element, hint: Hint, hidden: bool) {
        if self.open.len() == DEEPEST {
            self.deeper += 1;
            return;
        }
        let innermost = &mut self.innermost[element as usize];
        self.open.push(Open { element, hint, hidden, node: NONE, previous: *innermost, border: self.border });
        *innermost = place(self.open.len());
        if element.is_border() {
            self.border = *innermost;
        }
        self.hidden += usize::from(hidden);
    }

    /// Closes the innermost `element` and all that is open in it; `closed` is told of each. Answers whether there is one.
    pub(super) fn close(&mut self, element: Element, closed: impl FnMut(Element)) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            return true;
        }
        let place = self.innermost[element as usize];
        let border = match self.border {
            border if border > 0 && border == place => 0,
            border => border,
        };
        // The end of a table ends its cells too.
        let is_open = place > border
            || (place > 0
                && matches!(element, Element::Table | Element::Row | Element::Cell | Element::Body));
        if is_open {
            self.close_from(place, closed);
        }
        is_open
    }

    fn close_from(&mut self, place: u16, mut closed: impl FnMut(Element)) {
        while self.open.len() >= usize::from(place.max(1)) {
            let Some(open) = self.open.pop() else { return };
            self.innermost[open.element as usize] = open.previous;
            self.border = open.border;
            self.hidden -= usize::from(open.hidden);
            closed(open.element);
        }
    }

    /// The node in which text stands now.
    pub(super) fn here(&mut self) -> u32 {
        let made = self.open.iter().rposition(|open| open.node != NONE);
        let mut parent = made.map_or(ROOT, |made| self.open[made].node);
        for open in &mut self.open[made.map_or(0, |made| made + 1)..] {
            let says_nothing = open.hint == Hint::None
                && matches!(open.element, Element::Paragraph | Element::Item | Element::Heading);
            if self.nodes.len() < MAX_BLOCKS && !says_nothing {
                parent = make(&mut self.nodes, parent, open);
            }
            open.node = parent;
        }
        parent
    }
}

fn make(nodes: &mut Vec<Node>, parent: u32, open: &Open) -> u32 {
    let index = u32::try_from(nodes.len()).unwrap_or(NONE - 1);
    let mut node = Node { parent, element: open.element, hint: open.hint, ..nodes[parent as usize] };
    match open.element {
        Element::Table => (node.table, node.row, node.cell) = (index, NONE, NONE),
        Element::Row => (node.row, node.cell) = (index, NONE),
        Element::Cell => node.cell = index,
        _ => {}
    }
    nodes.push(node);
    index
}

fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
