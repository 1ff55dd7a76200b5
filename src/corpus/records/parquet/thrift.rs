//! The compact form of Thrift, in which Parquet says what is where: footers are looked over before they are taken in, and heads of pages
//! are read here.

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const STRUCT: u8 = 12;

/// How deep what a footer says may be nested.
const MAX_DEPTH: usize = 24;

/// Groups of columns that may lie within one another.
const MAX_GROUPS: usize = 48;

/// Columns and groups of them.
const MAX_COLUMNS: usize = 50_000;

/// Parts of a footer: columns of row groups, most of all.
const MAX_PARTS: usize = 500_000;

/// What of a footer stands against taking it in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unsound {
    /// It is not what a footer is.
    Damaged,
    /// It has more columns, or columns of row groups, than are kept in memory.
    TooLarge,
}

/// Looks over a footer, which may claim anything, before it is taken into memory.
pub(super) fn look_over(footer: &[u8]) -> Result<(), Unsound> {
    let mut reader = Reader { bytes: footer, at: 0, parts: MAX_PARTS };
    let sound = schema_is_sound(&mut reader);
    match sound {
        Some(true) => Ok(()),
        None if reader.parts > 0 => Err(Unsound::Damaged),
        _ => Err(Unsound::TooLarge),
    }
}

/// Walks over all of a footer; whether its columns are few enough, and not too deep within one another.
fn schema_is_sound(reader: &mut Reader<'_>) -> Option<bool> {
    let mut id = 0;
    while let Some((kind, own)) = reader.field(id)? {
        id = own;
        if own != 2 {
            reader.skip(kind, 0)?;
            continue;
        }
        let (kind, columns) = reader.list()?;
        if kind != STRUCT {
            return None;
        }
        // How many columns each open group still waits for.
        let mut open: Vec<i64> = Vec::new();
        for column in 0..columns {
            if column >= MAX_COLUMNS as u64 {
                return Some(false);
            }
            let children = reader.integers(0)?[5].unwrap_or(0);
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            if children > 0 {
                open.push(children);
            }
            while open.last() == Some(&0) {
                open.pop();
            }
            if open.len() > MAX_GROUPS {
                return Some(false);
            }
        }
    }
    Some(true)
}

/// The head of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// Bytes of the head itself.
    pub(super) length: usize,
    /// Bytes of the page, unpacked and as they are in the file.
    pub(super) unpacked: u64,
    pub(super) packed: u64,
    pub(super) kind: PageKind,
}

/// What a page is, with encodings as numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum PageKind {
    Data {
        values: u32,
        encoding: i64,
        definition: i64,
        repetition: i64,
    },
    DataV2 {
        values: u32,
        nulls: u32,
        rows: u32,
        encoding: i64,
        definition: u32,
        repetition: u32,
        packed: bool,
    },
    Dictionary {
        values: u32,
        encoding: i64,
        sorted: bool,
    },
    /// Nothing that is read.
    Other,
}

impl Head {
    /// The head that `bytes` begin with; `None` where they are none, or end within it.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes, at: 0, parts: 1000 };
        let (mut kind, mut unpacked, mut packed) = (None, None, None);
        let (mut data, mut dictionary, mut data_v2) = ([None; 10], [None; 10], [None; 10]);
        let mut id = 0;
        while let Some((of_type, own)) = reader.field(id)? {
            id = own;
            match own {
                1 => kind = Some(reader.integer()?),
                2 => unpacked = Some(u64::try_from(reader.integer()?).ok()?),
                3 => packed = Some(u64::try_from(reader.integer()?).ok()?),
                5 if of_type == STRUCT => data = reader.integers(0)?,
                7 if of_type == STRUCT => dictionary = reader.integers(0)?,
                8 if of_type == STRUCT => data_v2 = reader.integers(0)?,
                _ => reader.skip(of_type, 0)?,
            }
        }
        let count = |number: Option<i64>| u32::try_from(number?).ok();
        let kind = match kind? {
            0 => PageKind::Data {
                values: count(data[1])?,
                encoding: data[2]?,
                definition: data[3]?,
                repetition: data[4]?,
            },
            2 => PageKind::Dictionary {
                values: count(dictionary[1])?,
                encoding: dictionary[2]?,
                sorted: dictionary[3] == Some(1),
            },
            3 => PageKind::DataV2 {
                values: count(data_v2[1])?,
                nulls: count(data_v2[2])?,
                rows: count(data_v2[3])?,
                encoding: data_v2[4]?,
                definition: count(data_v2[5])?,
                repetition: count(data_v2[6])?,
                packed: data_v2[7] != Some(0),
            },
            _ => PageKind::Other,
        };
        Some(Self { length: reader.at, unpacked: unpacked?, packed: packed?, kind })
    }
}

/// Reads values one after the other; each answer is `None` where the bytes end or are none.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Structures that may still come.
    parts: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        let left = (self.bytes.len() - self.at) as u64;
        (bytes <= left).then(|| self.at += bytes as usize)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn integer(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Type and number of the next field, behind the one numbered `before`; nothing at the end of the structure.
    #[expect(clippy::option_option, reason = "the end of the bytes, and the end of the structure")]
    fn field(&mut self, before: i64) -> Option<Option<(u8, i64)>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        let id = match head >> 4 {
            0 => self.integer()?,
            step => before.checked_add(i64::from(step))?,
        };
        Some(Some((head & 0x0F, id)))
    }

    /// Type and number of the values of a list.
    fn list(&mut self) -> Option<(u8, u64)> {
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.number()?,
            size => u64::from(size),
        };
        Some((head & 0x0F, size))
    }

    /// The whole numbers of a structure, by the numbers of their fields; true is 1 and false 0.
    fn integers(&mut self, depth: usize) -> Option<[Option<i64>; 10]> {
        self.parts = self.parts.checked_sub(1)?;
        let mut numbers = [None; 10];
        let mut id = 0;
        while let Some((kind, own)) = self.field(id)? {
            id = own;
            let number = match kind {
                TRUE => Some(1),
                FALSE => Some(0),
                3 => Some(i64::from(self.byte()?)),
                4..=6 => Some(self.integer()?),
                _ => {
                    self.skip(kind, depth + 1)?;
                    None
                }
            };
            if let Some(slot) = usize::try_from(own).ok().and_then(|own| numbers.get_mut(own)) {
                *slot = number;
            }
        }
        Some(numbers)
    }

    /// Passes over the value of a field.
    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            TRUE | FALSE => Some(()),
            kind => self.skip_value(kind, depth),
        }
    }

    fn skip_value(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match kind {
            // A truth within a list takes a byte.
            TRUE | FALSE | 3 => self.pass(1),
            4..=6 => self.number().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.number()?;
                self.pass(length)
            }
            9 | 10 => {
                let (kind, size) = self.list()?;
                (0..size).try_for_each(|_| self.skip_value(kind, depth + 1))
            }
            11 => {
                let size = self.number()?;
                if size > 0 {
                    let kinds = self.byte()?;
                    for _ in 0..size {
                        self.skip_value(kinds >> 4, depth + 1)?;
                        self.skip_value(kinds & 0x0F, depth + 1)?;
                    }
                }
                Some(())
            }
            STRUCT => {
                self.parts = self.parts.checked_sub(1)?;
                let mut id = 0;
                while let Some((kind, own)) = self.field(id)? {
                    id = own;
                    self.skip(kind, depth + 1)?;
                }
                Some(())
            }
            13 => self.pass(16),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A footer whose schema has these numbers of children.
    fn footer(children: &[u8]) -> Vec<u8> {
        let mut bytes =
            vec![0x29, 0xFC, 0x80 | (children.len() & 0x7F) as u8, 0x80 | (children.len() >> 7 & 0x7F) as u8];
        bytes.push((children.len() >> 14) as u8);
        for &number in children {
            bytes.extend([0x48, 1, b'a', 0x15, number * 2, 0]);
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn a_footer_is_looked_over() {
        assert_eq!(look_over(&footer(&[2, 1, 0, 0])), Ok(()));
        assert_eq!(look_over(&footer(&[60; 1])), Ok(()), "what is missing is the parser's business");
        assert_eq!(look_over(&footer(&[1; 1000])), Err(Unsound::TooLarge), "a chain");
        assert_eq!(look_over(&footer(&vec![0; 60_000])), Err(Unsound::TooLarge));
        assert_eq!(look_over(b""), Err(Unsound::Damaged));
        assert_eq!(
            look_over(&[0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0x7F]),
            Err(Unsound::Damaged),
            "a list without its values"
        );
        assert_eq!(look_over(&vec![0x1C; 1 << 20]), Err(Unsound::Damaged), "structures within one another");
        let parts = [&[0x49, 0xFC, 0x80, 0x80, 0x40][..], &vec![0; 1 << 20], &[0]].concat();
        assert_eq!(look_over(&parts), Err(Unsound::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_over(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = (look_over(&bytes), Head::of(&bytes));
        }
    }
}
