//! Numbers as files hold them, and what is made of them in memory.

use std::io::Read;

use super::DatasetError;
use super::source::broken;

/// Bytes that are decoded together.
const TOGETHER: usize = 1 << 16;

/// What a value is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    F16,
    F32,
    F64,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

/// A value of a file: its kind and the order of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) kind: Kind,
    pub(super) big_endian: bool,
}

impl Kind {
    /// Bytes of a value.
    pub(super) fn width(self) -> u64 {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::F16 | Self::I16 | Self::U16 => 2,
            Self::F32 | Self::I32 | Self::U32 => 4,
            Self::F64 | Self::I64 | Self::U64 => 8,
        }
    }

    fn is_whole(self) -> bool {
        !matches!(self, Self::F16 | Self::F32 | Self::F64)
    }

    /// A value of this kind whose lowest byte comes first.
    pub(super) fn little(self) -> Element {
        Element { kind: self, big_endian: false }
    }
}

/// What values become in memory: [`f32`] of vectors, [`i64`] of neighbours.
pub(super) trait Value: Copy + Default {
    /// What is wanted, for errors.
    const WANTED: &'static str;
    /// Whether values of a file that are no whole numbers can become these.
    const BROKEN: bool;

    fn of_f32(value: f32) -> Self;
    fn of_f64(value: f64) -> Self;
    fn of_i64(value: i64) -> Self;
    fn of_u64(value: u64) -> Self;
}

impl Value for f32 {
    const WANTED: &'static str = "numbers";
    const BROKEN: bool = true;

    fn of_f32(value: f32) -> Self {
        value
    }
    fn of_f64(value: f64) -> Self {
        value as f32
    }
    fn of_i64(value: i64) -> Self {
        value as f32
    }
    fn of_u64(value: u64) -> Self {
        value as f32
    }
}

impl Value for i64 {
    const WANTED: &'static str = "whole numbers";
    const BROKEN: bool = false;

    fn of_f32(value: f32) -> Self {
        value as i64
    }
    fn of_f64(value: f64) -> Self {
        value as i64
    }
    fn of_i64(value: i64) -> Self {
        value
    }
    fn of_u64(value: u64) -> Self {
        i64::try_from(value).unwrap_or(i64::MAX)
    }
}

/// Makes sure that values of a file can become these.
pub(super) fn check<V: Value>(name: &str, kind: Kind) -> Result<(), DatasetError> {
    if V::BROKEN || kind.is_whole() {
        return Ok(());
    }
    Err(DatasetError::Values {
        name: name.to_owned(),
        found: format!("numbers of {} bits with a fraction", kind.width() * 8),
        wanted: V::WANTED,
    })
}

/// Adds the values that `bytes` hold; what is left behind the last whole one is passed over.
pub(super) fn decode<V: Value>(element: Element, bytes: &[u8], values: &mut Vec<V>) {
    macro_rules! each {
        ($width:literal, $type:ty, $value:expr) => {{
            let chunks = bytes.as_chunks::<$width>().0.iter();
            if element.big_endian {
                values.extend(chunks.map(|bytes| $value(<$type>::from_be_bytes(*bytes))));
            } else {
                values.extend(chunks.map(|bytes| $value(<$type>::from_le_bytes(*bytes))));
            }
        }};
    }
    match element.kind {
        Kind::F16 => each!(2, half::f16, |value: half::f16| V::of_f32(value.to_f32())),
        Kind::F32 => each!(4, f32, V::of_f32),
        Kind::F64 => each!(8, f64, V::of_f64),
        Kind::I8 => each!(1, i8, |value| V::of_i64(i64::from(value))),
        Kind::U8 => each!(1, u8, |value| V::of_i64(i64::from(value))),
        Kind::I16 => each!(2, i16, |value| V::of_i64(i64::from(value))),
        Kind::U16 => each!(2, u16, |value| V::of_i64(i64::from(value))),
        Kind::I32 => each!(4, i32, |value| V::of_i64(i64::from(value))),
        Kind::U32 => each!(4, u32, |value| V::of_i64(i64::from(value))),
        Kind::I64 => each!(8, i64, V::of_i64),
        Kind::U64 => each!(8, u64, V::of_u64),
    }
}

/// An empty vector with room for so many rows, if there is memory for it.
pub(super) fn room<V>(name: &str, rows: u64, columns: u64) -> Result<Vec<V>, DatasetError> {
    let count = rows.checked_mul(columns);
    let bytes = count.and_then(|count| count.checked_mul(size_of::<V>() as u64)).unwrap_or(u64::MAX);
    let memory = || DatasetError::Memory { name: name.to_owned(), bytes };
    let count = count.and_then(|count| usize::try_from(count).ok()).ok_or_else(memory)?;
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| memory())?;
    Ok(values)
}

/// Hands on the next so many values, some at a time.
pub(super) fn stream<V: Value>(
    name: &str,
    reader: &mut dyn Read,
    element: Element,
    count: u64,
    mut take: impl FnMut(&[V]),
) -> Result<(), DatasetError> {
    let width = element.kind.width();
    let mut bytes = vec![0; TOGETHER];
    let mut values = Vec::with_capacity(TOGETHER / width as usize);
    let mut left = count;
    while left > 0 {
        let now = left.min(TOGETHER as u64 / width);
        let Some(bytes) = bytes.get_mut(..(now * width) as usize) else { break };
        reader.read_exact(bytes).map_err(|error| broken(name, error))?;
        values.clear();
        decode(element, bytes, &mut values);
        take(&values);
        left -= now;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded<V: Value>(kind: Kind, big_endian: bool, bytes: &[u8]) -> Vec<V> {
        let mut values = Vec::new();
        decode(Element { kind, big_endian }, bytes, &mut values);
        values
    }

    #[test]
    fn every_kind_is_decoded_in_both_orders() {
        assert_eq!(decoded::<f32>(Kind::F16, false, &[0x00, 0x3c, 0x00, 0xc0]), [1.0, -2.0]);
        assert_eq!(decoded::<f32>(Kind::F16, true, &[0x3c, 0x00]), [1.0]);
        assert_eq!(decoded::<f32>(Kind::F64, true, &(-0.5f64).to_be_bytes()), [-0.5]);
        assert_eq!(decoded::<f32>(Kind::F64, false, &1e300f64.to_le_bytes()), [f32::INFINITY]);
        assert_eq!(decoded::<f32>(Kind::U8, false, &[0, 255]), [0.0, 255.0]);
        assert_eq!(decoded::<f32>(Kind::I8, false, &[0, 255]), [0.0, -1.0]);
        assert_eq!(decoded::<i64>(Kind::I16, true, &[0xff, 0xfe]), [-2]);
        assert_eq!(decoded::<i64>(Kind::U16, false, &[0xfe, 0xff]), [65534]);
        assert_eq!(decoded::<i64>(Kind::I32, false, &(-7i32).to_le_bytes()), [-7]);
        assert_eq!(decoded::<i64>(Kind::U32, false, &[0xff; 4]), [i64::from(u32::MAX)]);
        assert_eq!(decoded::<i64>(Kind::I64, true, &(1i64 << 40).to_be_bytes()), [1 << 40]);
        assert_eq!(decoded::<i64>(Kind::U64, false, &[0xff; 8]), [i64::MAX]);
        // Half a value is none.
        assert_eq!(decoded::<f32>(Kind::F32, false, &[0, 0, 128, 63, 1]), [1.0]);
    }

    #[test]
    fn no_room_is_an_error() {
        let error = room::<f32>("a", u64::MAX, 2).unwrap_err();
        assert!(matches!(error, DatasetError::Memory { bytes: u64::MAX, .. }), "{error}");
        assert!(room::<f32>("a", 1 << 60, 1).is_err());
        assert_eq!(room::<f32>("a", 3, 2).unwrap().capacity(), 6);
    }
}
