//! The version of a library of ONNX Runtime, asked of the library itself.

use std::ffi::CStr;
use std::path::Path;
use std::str::FromStr;

use libloading::{Library, Symbol};
use ort::sys::OrtApiBase;

/// The oldest version whose interface `ort` can use.
pub(super) const NEEDED: Version = Version { major: 1, minor: ort::MINOR_VERSION };

/// What counts of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    major: u32,
    minor: u32,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads the first two numbers of a version such as `1.24.2`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = text.split('.').map_while(|number| number.parse().ok());
        match (numbers.next(), numbers.next()) {
            (Some(major), Some(minor)) => Ok(Self { major, minor }),
            _ => Err(format!("it says that its version is `{text}`")),
        }
    }
}

/// Loads a library and asks for its version.
///
/// # Errors
/// A reason, when the file cannot be loaded or is not ONNX Runtime.
#[expect(unsafe_code, reason = "a library's own word for its version can be had by calling it alone")]
pub(super) fn of_library(path: &Path) -> Result<String, String> {
    // SAFETY: Loading runs the library's initialisers. The path is that of a library with ONNX Runtime's name, or one that a
    // person set, and it would be loaded by `ort` in the next step in the same way. The entry point has had this signature
    // since ONNX Runtime 1.0, and so have the first two fields of what it gives, which lives as long as the library; the
    // library is never unloaded, because it is forgotten below. Null pointers are looked for before they are read.
    unsafe {
        let library = Library::new(path).map_err(|e| e.to_string())?;
        let version = {
            let entry: Symbol<'_, unsafe extern "C" fn() -> *const OrtApiBase> =
                library.get(b"OrtGetApiBase").map_err(|_| "it does not export `OrtGetApiBase`".to_owned())?;
            let base = entry().as_ref().ok_or("it gives no interface")?;
            let version = (base.GetVersionString)();
            if version.is_null() {
                return Err("it states no version".to_owned());
            }
            let version = CStr::from_ptr(version).to_string_lossy().into_owned();
            if version.parse::<Version>().is_ok_and(|v| v >= NEEDED)
                && (base.GetApi)(ort::MINOR_VERSION).is_null()
            {
                return Err(format!("it is version {version}, but has no interface {}", ort::MINOR_VERSION));
            }
            version
        };
        std::mem::forget(library);
        Ok(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("1.9.0") < version("1.24"));
        assert!(version("1.24.0-rc1") == version("1.24.7"));
        assert!(version("2.0.0") > NEEDED);
        assert_eq!(version("1.31.1").to_string(), "1.31");
        assert_eq!("unknown".parse::<Version>().unwrap_err(), "it says that its version is `unknown`");
        assert!("1".parse::<Version>().is_err());
    }

    #[test]
    fn what_is_no_library_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, b"no library").unwrap();
        assert!(of_library(file.path()).is_err());
        assert!(of_library(Path::new("/no/such/libonnxruntime.so")).is_err());
    }
}
