//! Where files of models, records of them and cards lie on this machine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::HubError;

/// The folders of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Where files from hubs lie, a folder for each repository.
    pub cache: PathBuf,
    /// The environment variable that names `cache`; other programs then use the same files. `None`: the folder is our own.
    pub shared_by: Option<&'static str>,
    /// Where records lie: one file for each installed model.
    pub records: PathBuf,
    /// Where a person's own cards lie: one file for each model.
    pub cards: PathBuf,
}

impl Places {
    /// What the environment says: `HF_HUB_CACHE` or `HF_HOME` for files, `COGNATE_DATA_DIR` for records (and files, when neither of
    /// the others is set), `COGNATE_CONFIG_DIR` for cards; else the user's folders.
    ///
    /// # Errors
    /// [`HubError::NoHome`] when neither says where.
    pub fn of_environment() -> Result<Self, HubError> {
        let dirs = directories::ProjectDirs::from("", "", "cognate");
        let user = dirs.as_ref().map(|dirs| (dirs.data_dir(), dirs.config_dir()));
        Self::of(|name| std::env::var_os(name), user)
    }

    /// `user` has the user's folders of data and of configuration.
    fn of(
        variable: impl Fn(&str) -> Option<OsString>,
        user: Option<(&Path, &Path)>,
    ) -> Result<Self, HubError> {
        let set = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = |name, of_user: Option<&Path>| {
            let path = set(name).or_else(|| of_user.map(Path::to_path_buf));
            path.map(absolute).ok_or(HubError::NoHome { variable: name })
        };
        let data = folder("COGNATE_DATA_DIR", user.map(|(data, _)| data))?;
        let config = folder("COGNATE_CONFIG_DIR", user.map(|(_, config)| config))?;
        let (cache, shared_by) = match (set("HF_HUB_CACHE"), set("HF_HOME")) {
            (Some(cache), _) => (absolute(cache), Some("HF_HUB_CACHE")),
            (None, Some(home)) => (absolute(home).join("hub"), Some("HF_HOME")),
            (None, None) => (data.join("hub"), None),
        };
        Ok(Self { cache, shared_by, records: data.join("models"), cards: config.join("models") })
    }

    /// Whether a folder is in the cache that is ours alone.
    pub fn is_own(&self, folder: &Path) -> bool {
        let own = self.records.with_file_name("hub");
        folder.starts_with(own)
    }
}

/// A relative path that somebody set is meant from where they are.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn places(set: &[(&str, &str)], user: bool) -> Result<Places, HubError> {
        let user = user.then_some((Path::new("/home/ada/data"), Path::new("/home/ada/config")));
        let variable =
            |name: &str| set.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(value));
        Places::of(variable, user)
    }

    #[test]
    fn the_environment_says_where() {
        let plain = places(&[("HF_HOME", "")], true).unwrap();
        assert_eq!((plain.cache.to_str(), plain.shared_by), (Some("/home/ada/data/hub"), None));
        assert_eq!(plain.cards.to_str(), Some("/home/ada/config/models"));
        assert!(plain.is_own(&plain.cache.join("models--a--b")) && !plain.is_own(Path::new("/srv/hub")));
        let shared = places(&[("HF_HOME", "/srv/hf"), ("COGNATE_DATA_DIR", "/d")], true).unwrap();
        assert_eq!((shared.cache.to_str(), shared.shared_by), (Some("/srv/hf/hub"), Some("HF_HOME")));
        assert_eq!(shared.records.to_str(), Some("/d/models"));
        assert!(!shared.is_own(&shared.cache));
        let both = places(&[("HF_HOME", "/srv/hf"), ("HF_HUB_CACHE", "/srv/cache")], true).unwrap();
        assert_eq!((both.cache.to_str(), both.shared_by), (Some("/srv/cache"), Some("HF_HUB_CACHE")));
    }

    #[test]
    fn without_a_home_the_variable_to_set_is_named() {
        let error = places(&[("COGNATE_DATA_DIR", "/d")], false).unwrap_err();
        assert!(matches!(error, HubError::NoHome { variable: "COGNATE_CONFIG_DIR" }), "{error}");
        assert!(error.hint().unwrap().contains("COGNATE_CONFIG_DIR"));
    }
}
