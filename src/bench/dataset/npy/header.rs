//! What an array of NumPy says of itself, in Python: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }`.

use crate::bench::dataset::numbers::{Element, Kind};

/// What an array is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) element: Element,
    pub(super) by_column: bool,
    /// Rows, and values of a row.
    pub(super) shape: (u64, u64),
}

/// What keeps a header from being understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not what a header is.
    Broken,
    /// Its values are something else than rows of numbers.
    Values(String),
}

/// Reads a header. It is no deeper than a list in a dictionary, so that nothing here calls itself.
pub(super) fn parse(text: &[u8]) -> Result<Header, Fault> {
    let text = std::str::from_utf8(text).map_err(|_| Fault::Broken)?;
    let mut rest = text.trim().strip_prefix('{').ok_or(Fault::Broken)?.trim_start();
    let (mut element, mut by_column, mut shape) = (None, None, None);
    while !rest.starts_with('}') {
        let (key, behind) = quoted(rest).ok_or(Fault::Broken)?;
        let value = behind.trim_start().strip_prefix(':').ok_or(Fault::Broken)?.trim_start();
        rest = match key {
            "descr" => {
                if value.starts_with('[') {
                    return Err(Fault::Values("records of several fields".to_owned()));
                }
                let (kind, behind) = quoted(value).ok_or(Fault::Broken)?;
                element =
                    Some(element_of(kind).ok_or_else(|| Fault::Values(format!("values of kind `{kind}`")))?);
                behind
            }
            "fortran_order" => {
                let truth = [("True", true), ("False", false)];
                let (behind, truth) = truth
                    .into_iter()
                    .find_map(|(word, truth)| Some((value.strip_prefix(word)?, truth)))
                    .ok_or(Fault::Broken)?;
                by_column = Some(truth);
                behind
            }
            "shape" => {
                let (inside, behind) =
                    value.strip_prefix('(').and_then(|value| value.split_once(')')).ok_or(Fault::Broken)?;
                shape = Some(shape_of(inside)?);
                behind
            }
            _ => return Err(Fault::Broken),
        }
        .trim_start();
        rest = match rest.strip_prefix(',') {
            Some(behind) => behind.trim_start(),
            None if rest.starts_with('}') => rest,
            None => return Err(Fault::Broken),
        };
    }
    if !rest[1..].trim().is_empty() {
        return Err(Fault::Broken);
    }
    match (element, by_column, shape) {
        (Some(element), Some(by_column), Some(shape)) => Ok(Header { element, by_column, shape }),
        _ => Err(Fault::Broken),
    }
}

/// A text in quotes at the beginning, and what stands behind it. Kinds of numbers and names of keys have nothing escaped in them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    text[1..].split_once(quote)
}

fn element_of(kind: &str) -> Option<Element> {
    let (order, kind) = kind.split_at_checked(1)?;
    let kind = match kind {
        "f2" => Kind::F16,
        "f4" => Kind::F32,
        "f8" => Kind::F64,
        "i1" => Kind::I8,
        "u1" => Kind::U8,
        "i2" => Kind::I16,
        "u2" => Kind::U16,
        "i4" => Kind::I32,
        "u4" => Kind::U32,
        "i8" => Kind::I64,
        "u8" => Kind::U64,
        _ => return None,
    };
    let big_endian = match order {
        "<" | "|" => false,
        ">" => true,
        // As on the machine that wrote it, which is not known; NumPy writes one of the others.
        "=" => cfg!(target_endian = "big"),
        _ => return None,
    };
    Some(Element { kind, big_endian })
}

fn shape_of(inside: &str) -> Result<(u64, u64), Fault> {
    let inside = inside.trim();
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    // What old versions on Python 2 wrote as `3L` is a number as well.
    let number = |part: &str| part.trim().trim_end_matches('L').parse::<u64>().map_err(|_| Fault::Broken);
    let mut lengths = Vec::new();
    for part in inside.split(',').filter(|_| !inside.is_empty()) {
        lengths.push(number(part)?);
    }
    match lengths[..] {
        [rows, columns] => Ok((rows, columns)),
        _ => Err(Fault::Values(format!("an array of {} dimensions", lengths.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_python_reads_them() {
        let header = |kind, big_endian, by_column, shape| {
            Ok(Header { element: Element { kind, big_endian }, by_column, shape })
        };
        let cases = [
            (
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }   \n",
                header(Kind::F32, false, false, (3, 2)),
            ),
            (
                "{\"shape\":(10,20),\"fortran_order\":True,\"descr\":\">i8\"}",
                header(Kind::I64, true, true, (10, 20)),
            ),
            (
                "{'descr': '|u1', 'fortran_order': False, 'shape': (3L, 2L)}",
                header(Kind::U8, false, false, (3, 2)),
            ),
            (
                "{'descr': '<f2', 'fortran_order': False, 'shape': (0, 2,), }",
                header(Kind::F16, false, false, (0, 2)),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_table_of_numbers_is_refused_by_name() {
        let values = [
            ("{'descr': '<c16', 'fortran_order': False, 'shape': (3, 2), }", "values of kind `<c16`"),
            ("{'descr': '|b1', 'fortran_order': False, 'shape': (3, 2), }", "values of kind `|b1`"),
            ("{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }", "values of kind `|O`"),
            (
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3, 2), }",
                "records of several fields",
            ),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "an array of 1 dimensions"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "an array of 0 dimensions"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }", "an array of 3 dimensions"),
        ];
        for (text, expected) in values {
            assert_eq!(parse(text.as_bytes()), Err(Fault::Values(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn broken_headers_are_refused() {
        let broken = [
            "",
            "{",
            "}",
            "{}",
            "{'descr': '<f4'}",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 2)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)} x",
            "{'descr': '<f4' 'fortran_order': False}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3, -2)}",
            "{'a': 1}",
            "{'descr",
            "{'descr': '",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 2)}",
            "{'shape': (1, 2",
            "{é",
            "{'é': 1}",
        ];
        for text in broken {
            assert_eq!(parse(text.as_bytes()), Err(Fault::Broken), "{text}");
        }
        assert_eq!(parse(b"{'descr': '\xff'}"), Err(Fault::Broken));
        // Nothing is nested, so that depth costs nothing.
        assert_eq!(parse("{(".repeat(30_000).as_bytes()), Err(Fault::Broken));
        assert_eq!(parse(format!("{{'shape': {}", "(".repeat(60_000)).as_bytes()), Err(Fault::Broken));
    }
}
