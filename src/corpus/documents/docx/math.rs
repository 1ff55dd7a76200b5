//! Formulas: what is drawn in them and stands in no text (brackets, strokes of fractions) is written as it is in a line.

use crate::corpus::documents::xml::Tag;

/// How deep brackets may stand within one another.
const DEPTH: usize = 100;

/// What stands around and between the parts of a bracket.
#[derive(Debug)]
struct Bracket {
    open: String,
    close: String,
    between: String,
    parts: usize,
    /// How many elements called `e` are open within it.
    within: usize,
}

/// The formula that is open.
#[derive(Debug, Default)]
pub(super) struct Math {
    /// Whether one is.
    is_open: bool,
    brackets: Vec<Bracket>,
    /// Brackets that stand too deep.
    deeper: usize,
}

impl Math {
    pub(super) fn start(&mut self, name: &str, tag: &Tag<'_>, text: &mut String) {
        if name == "oMath" {
            *self = Self { is_open: true, ..Self::default() };
        }
        if !self.is_open {
            return;
        }
        match name {
            "d" if self.brackets.len() == DEPTH => self.deeper += 1,
            "d" => self.brackets.push(Bracket {
                open: "(".to_owned(),
                close: ")".to_owned(),
                between: "|".to_owned(),
                parts: 0,
                within: 0,
            }),
            "e" => {
                if let Some(bracket) = self.brackets.last_mut() {
                    if bracket.within == 0 {
                        text.push_str(if bracket.parts == 0 { &bracket.open } else { &bracket.between });
                        bracket.parts += 1;
                    }
                    bracket.within += 1;
                }
            }
            "begChr" | "endChr" | "sepChr" => {
                if let (Some(bracket), 0) = (self.brackets.last_mut(), self.deeper) {
                    let sign = tag.attribute("val").unwrap_or_default();
                    match name {
                        "begChr" => bracket.open = sign,
                        "endChr" => bracket.close = sign,
                        _ => bracket.between = sign,
                    }
                }
            }
            "rad" => text.push('√'),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str, text: &mut String) {
        if !self.is_open {
            return;
        }
        match name {
            "oMath" => self.is_open = false,
            "d" if self.deeper > 0 => self.deeper -= 1,
            "d" => {
                if let Some(bracket) = self.brackets.pop() {
                    text.push_str(&bracket.close);
                }
            }
            "e" => {
                if let Some(bracket) = self.brackets.last_mut() {
                    bracket.within = bracket.within.saturating_sub(1);
                }
            }
            "num" => text.push('/'),
            // The name of a function, the index of a root, a row of a matrix.
            "fName" | "deg" | "mr" => text.push(' '),
            _ => {}
        }
    }
}
