//! The key by which a unit is known from run to run.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::corpus::ContentHash;

/// Hash of a unit's text: the same text in ten files is one unit. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(extend("pattern" = "^[0-9a-f]{64}$")))]
#[serde(try_from = "String", into = "String")]
pub struct UnitKey(pub [u8; 32]);

impl From<ContentHash> for UnitKey {
    fn from(hash: ContentHash) -> Self {
        Self(hash.0)
    }
}

impl From<UnitKey> for ContentHash {
    fn from(key: UnitKey) -> Self {
        Self(key.0)
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitKey({self})")
    }
}

impl From<UnitKey> for String {
    fn from(key: UnitKey) -> Self {
        key.to_string()
    }
}

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the key of a unit, which has 64 hexadecimal digits")]
pub struct NotAKey {
    /// The text.
    pub text: String,
}

impl TryFrom<String> for UnitKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        let mut key = [0; 32];
        let pairs = text.as_bytes().chunks_exact(2);
        if text.len() != 64 {
            return Err(NotAKey { text });
        }
        for (byte, pair) in key.iter_mut().zip(pairs) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16);
            let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(NotAKey { text }) };
            *byte = (high * 16 + low) as u8;
        }
        Ok(Self(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = UnitKey::from(ContentHash::of("a text"));
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(json.len(), 66);
        assert_eq!(serde_json::from_str::<UnitKey>(&json).unwrap(), key);
        for wrong in ["", "0g", &"é".repeat(32), &"0".repeat(63), &format!("{}g", "0".repeat(63))] {
            assert!(UnitKey::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
