//! How the place of a unit is shown.

use std::path::{Component, Path, PathBuf};

use crate::corpus::ContentHash;
use crate::printable;
use crate::report::sources::Place;
use crate::store::StoredUnit;

/// The folder from which paths are shown, as a person in it would write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(PathBuf);

impl Base {
    /// Paths as seen from `folder`, an absolute path.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Paths as seen from the working directory.
    pub fn working_directory() -> Self {
        let folder = std::env::current_dir().and_then(|d| d.canonicalize()).unwrap_or_default();
        Self(crate::path::text_of(&folder).into())
    }

    /// The path, as [`crate::path::text_of`] wrote it, relative to the base, unless that climbs more than three folders; what is not UTF-8 of
    /// it as `\xe9`.
    pub fn show(&self, path: &str) -> String {
        printable::path(&self.relative(path))
    }

    fn relative(&self, path: &str) -> String {
        let relative = match pathdiff::diff_paths(Path::new(path), &self.0) {
            Some(relative) if Path::new(path).is_absolute() => relative,
            _ => return path.to_owned(),
        };
        let climbs = relative.components().filter(|part| matches!(part, Component::ParentDir)).count();
        if climbs > 3 || relative.as_os_str().is_empty() {
            return path.to_owned();
        }
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    pub(in crate::pipeline) fn place(&self, unit: &StoredUnit) -> Place {
        Place {
            file: self.show(&unit.path),
            line: unit.line,
            at: unit.place.as_ref().map(ToString::to_string),
            span: unit.span,
            hash: ContentHash::of(&unit.text).short(),
            position: unit.position,
            own_id: unit.own_id.clone(),
            title: unit.title.clone(),
            date: unit.date.clone(),
            source: unit.source.clone(),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_a_person_in_the_folder_would_write_them() {
        let base = Base::new(PathBuf::from("/home/me/text"));
        assert_eq!(base.show("/home/me/text/a/b.txt"), "a/b.txt");
        assert_eq!(base.show("/home/me/seeds/b.txt"), "../seeds/b.txt");
        assert_eq!(base.show("/srv/text/b.txt"), "../../../srv/text/b.txt");
        assert_eq!(Base::new(PathBuf::from("/a/b/c/d")).show("/srv/b.txt"), "/srv/b.txt");
        assert_eq!(base.show("<stdin>"), "<stdin>");
    }
}
