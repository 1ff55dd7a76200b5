//! Which piece has which hash: open addressing with linear probing. The build script makes the table of the built-in model with the same code.

/// A place of a table: a part of a hash, and the piece that has it or [`FREE`].
pub(crate) type Place = [u32; 2];

/// No piece.
pub(crate) const FREE: u32 = u32::MAX;

/// FNV-1a, which grows byte by byte, with a last step that spreads it over all bits.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    /// Of nothing.
    pub(crate) const EMPTY: Self = Self(0xCBF2_9CE4_8422_2325);

    /// Of a text.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        bytes.iter().fold(Self::EMPTY, |hash, byte| hash.with(*byte))
    }

    /// Of the text that has one byte more.
    #[must_use]
    pub(crate) fn with(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
    }

    /// The tag, and the place to begin at in a table of so many places (a power of two).
    pub(crate) fn place(self, places: usize) -> (u32, usize) {
        let spread = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((spread >> 32) as u32, (spread ^ (spread >> 29)) as usize & (places - 1))
    }
}

/// The table of the pieces that lie in `run` from each of `starts` to the next, at least half of it free; `hashes` has the hash of each.
///
/// # Errors
/// What is wrong: a piece that is there twice.
pub(crate) fn places(run: &[u8], starts: &[u32], hashes: &[Hash]) -> Result<Vec<Place>, String> {
    let mut places = vec![[0, FREE]; (hashes.len() * 2).next_power_of_two()];
    let bytes = |piece: u32| &run[starts[piece as usize] as usize..starts[piece as usize + 1] as usize];
    for (piece, hash) in (0..).zip(hashes) {
        let (tag, mut at) = hash.place(places.len());
        while let [other_tag, other] = places[at]
            && other != FREE
        {
            if other_tag == tag && bytes(other) == bytes(piece) {
                return Err(format!("the piece `{}` is there twice", String::from_utf8_lossy(bytes(piece))));
            }
            at = (at + 1) & (places.len() - 1);
        }
        places[at] = [tag, piece];
    }
    Ok(places)
}

/// Where each piece begins, and where the last one ends.
pub(crate) fn starts(lengths: &[u8]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(lengths.len() + 1);
    let mut at = 0;
    for length in lengths {
        starts.push(at);
        at += u32::from(*length);
    }
    starts.push(at);
    starts
}
