//! Parsers of other packages, which may panic over files that were made to break them.

use super::DatasetError;
use crate::quiet;

/// What a parser answers; a panic of it is an error as well, and nothing of it is printed.
pub(super) fn quietly<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, DatasetError> {
    let done = quiet::quietly(work).unwrap_or_else(|_| Err("its parser gave up".to_owned()));
    done.map_err(|cause| DatasetError::Unsound { name: name.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let error = quietly::<()>("a.hdf5", || panic!("no such table")).unwrap_err();
        assert_eq!(error.to_string(), "`a.hdf5` cannot be read: its parser gave up");
        assert_eq!(quietly("a.hdf5", || Ok(7)).unwrap(), 7);
        assert!(
            quietly::<()>("a.hdf5", || Err("odd".to_owned())).unwrap_err().to_string().ends_with(": odd")
        );
    }
}
