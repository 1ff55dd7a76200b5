//! Which format a file is in, by its first bytes and by its name.

use std::path::Path;

use super::numbers::Kind;

/// Most bytes that tell a format.
pub(super) const HEAD: u64 = 8;

/// A format that benchmarks have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Hdf5,
    /// Rows with their number of values before each: `.fvecs`, `.ivecs`, `.bvecs`.
    Vecs(Kind),
    /// Numbers of rows and of values, then the values: `.fbin`, `.u8bin`, `.i8bin`, `.ibin`.
    Bin(Kind),
    Npy,
    Npz,
    Parquet,
    /// Nothing but values.
    Raw,
    /// `.bin`: nothing but values, or of neighbours [`Self::Bin`].
    AnyBin,
}

impl Format {
    /// The format of a file with these first bytes, which say more than its name.
    pub(super) fn of(head: &[u8], path: &Path) -> Option<Self> {
        let magic: [(&[u8], Self); 5] = [
            (b"\x89HDF\r\n\x1a\n", Self::Hdf5),
            (b"\x93NUMPY", Self::Npy),
            (b"PK\x03\x04", Self::Npz),
            (b"PK\x05\x06", Self::Npz),
            (b"PAR1", Self::Parquet),
        ];
        let by_head = magic.into_iter().find(|(magic, _)| head.starts_with(magic));
        by_head.map(|(_, format)| format).or_else(|| Self::by_name(path))
    }

    /// By the last part of a name that says it: parts of big files are called `base.1B.fbin.crop_nb_10000000`.
    fn by_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        name.split('.').skip(1).collect::<Vec<_>>().into_iter().rev().find_map(|part| {
            Some(match part {
                "hdf5" | "h5" | "hdf" => Self::Hdf5,
                "fvecs" => Self::Vecs(Kind::F32),
                "ivecs" => Self::Vecs(Kind::I32),
                "bvecs" => Self::Vecs(Kind::U8),
                "fbin" => Self::Bin(Kind::F32),
                "u8bin" => Self::Bin(Kind::U8),
                "i8bin" => Self::Bin(Kind::I8),
                "ibin" => Self::Bin(Kind::I32),
                "npy" => Self::Npy,
                "npz" => Self::Npz,
                "parquet" => Self::Parquet,
                "f32" => Self::Raw,
                "bin" => Self::AnyBin,
                _ => return None,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_say_more_than_the_name() {
        let of = |head: &[u8], name: &str| Format::of(head, Path::new(name));
        assert_eq!(of(b"\x93NUMPY\x01\x00", "a.fvecs"), Some(Format::Npy));
        assert_eq!(of(b"PAR1", "a"), Some(Format::Parquet));
        assert_eq!(of(b"PK\x03\x04", "a.bin"), Some(Format::Npz));
        assert_eq!(of(b"\x89HDF\r\n\x1a\n", "a.dat"), Some(Format::Hdf5));
        assert_eq!(of(b"\x80\0\0\0", "SIFT_base.FVECS"), Some(Format::Vecs(Kind::F32)));
        assert_eq!(of(b"", "base.1B.fbin.crop_nb_10000000"), Some(Format::Bin(Kind::F32)));
        assert_eq!(of(b"", "a.b.i8bin"), Some(Format::Bin(Kind::I8)));
        assert_eq!(of(b"", "fbin"), None);
        assert_eq!(of(b"", "notes.txt"), None);
    }
}
