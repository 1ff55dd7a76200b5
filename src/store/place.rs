//! Where a collection lies, and what the paths that it keeps mean there.
//!
//! Files below the folder that a collection lies in are kept by their way from there (`./articles/a.txt`), so that both can be moved or copied
//! together; all others by their absolute path. Outside this module paths are absolute, as [`crate::path::text_of`] writes them.

use std::path::{Path, PathBuf};

use crate::path::{absolute, text_of};

/// How the way from the collection's parent folder begins.
const HERE: &str = "./";

/// The place of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StorePlace {
    /// The collection's own folder, absolute; empty for one in memory.
    own: String,
    /// The folder that it lies in, ending in `/`.
    parent: Option<String>,
}

impl StorePlace {
    pub(super) fn of(folder: &Path) -> Self {
        let own = absolute(folder);
        let parent = own.parent().map(|parent| {
            let mut text = text_of(parent);
            if !text.ends_with('/') {
                text.push('/');
            }
            text
        });
        Self { own: text_of(&own), parent }
    }

    pub(super) fn nowhere() -> Self {
        Self { own: String::new(), parent: None }
    }

    /// The collection's folder as text.
    pub(super) fn own(&self) -> &str {
        &self.own
    }

    /// An absolute path as it is kept.
    pub(super) fn kept(&self, path: &str) -> String {
        let Some(parent) = &self.parent else { return path.to_owned() };
        if parent.trim_end_matches('/') == path.trim_end_matches('/') {
            return HERE.to_owned();
        }
        match path.strip_prefix(parent.as_str()) {
            Some(below) => format!("{HERE}{below}"),
            None => path.to_owned(),
        }
    }

    /// The absolute path of one that is kept.
    pub(super) fn absolute(&self, kept: &str) -> String {
        match (kept.strip_prefix(HERE), &self.parent) {
            (Some(""), Some(parent)) if parent.len() > 1 => parent.trim_end_matches('/').to_owned(),
            (Some(below), Some(parent)) => format!("{parent}{below}"),
            _ => kept.to_owned(),
        }
    }

    /// Whether a path lies below the folder that the collection lies in, also when links are followed.
    pub(super) fn holds(&self, path: &str) -> bool {
        let Some(parent) = &self.parent else { return false };
        let real: PathBuf = absolute(&crate::path::of_text(path));
        real.starts_with(crate::path::of_text(parent))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_below_the_parent_are_kept_by_their_way_from_there() {
        let place = StorePlace { own: "/home/me/.cognate".into(), parent: Some("/home/me/".into()) };
        for (path, kept) in [
            ("/home/me/a/b.txt", "./a/b.txt"),
            ("/home/me", "./"),
            ("/home/mercury/b.txt", "/home/mercury/b.txt"),
            ("/etc", "/etc"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(place.kept(path), kept);
            assert_eq!(place.absolute(kept), path);
        }
        let root = StorePlace { own: "/.cognate".into(), parent: Some("/".into()) };
        assert_eq!((root.kept("/"), root.absolute("./")), ("./".to_owned(), "/".to_owned()));
        assert_eq!(root.absolute(&root.kept("/a.txt")), "/a.txt");
        assert_eq!(StorePlace::nowhere().kept("/etc"), "/etc");
    }
}
