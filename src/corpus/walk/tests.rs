use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn names(walk: &Walk, root: &Path) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    walk.files.iter().map(|file| file.name.replace(&prefix, "")).collect()
}

#[test]
fn ignored_and_hidden_files_are_left_out_without_a_repository() {
    let root = folder(&[
        (".gitignore", "drafts/\n*.tmp.txt\n"),
        ("b.txt", "b"),
        ("a.md", "a"),
        ("x.tmp.txt", "x"),
        ("drafts/d.txt", "d"),
        (".hidden.txt", "h"),
        (".cognate/collection.txt", "c"),
        ("sub/c.html", "c"),
    ]);
    let walk = walk(&[root.path().to_owned()]).unwrap();
    assert_eq!(names(&walk, root.path()), ["a.md", "b.txt", "sub/c.html"]);
    assert!(walk.skipped.is_empty(), "{:?}", walk.skipped);
}

#[test]
fn a_folder_says_what_it_skips() {
    let root =
        folder(&[("a.pdf", "%PDF-1.7"), ("b.txt", "PK\u{3}\u{4}zip"), ("c.txt", ""), ("d.txt", "text")]);
    let walk = walk(&[root.path().to_owned()]).unwrap();
    assert_eq!(names(&walk, root.path()), ["d.txt"]);
    let reasons: Vec<_> = walk.skipped.iter().map(|skipped| skipped.reason.clone()).collect();
    assert_eq!(reasons, [SkipReason::UnknownType, SkipReason::Binary, SkipReason::Empty]);
}

#[test]
fn a_file_under_two_paths_appears_once() {
    let root = folder(&[("sub/a.txt", "a"), ("sub/notes.log", "log")]);
    let sub = root.path().join("sub");
    let paths = [
        root.path().to_owned(),
        sub.clone(),
        sub.join("a.txt"),
        sub.join("../sub/a.txt"),
        sub.join("notes.log"),
    ];
    let walk = walk(&paths).unwrap();
    assert_eq!(names(&walk, root.path()), ["sub/a.txt", "sub/notes.log"]);
    assert_eq!(walk.files[1].format, Format::Text, "a file that is named is read whatever its extension");
    assert!(walk.skipped.is_empty(), "{:?}", walk.skipped);
}

#[test]
fn a_missing_path_is_an_error() {
    let root = folder(&[]);
    let error = walk(&[root.path().join("none.txt")]).unwrap_err();
    assert!(matches!(error, CorpusError::Missing { .. }));
    assert!(error.to_string().ends_with("none.txt` does not exist"));
}

#[test]
fn names_are_shown_as_given() {
    assert_eq!(shown(Path::new("./a/./b.txt")), "a/b.txt");
    assert_eq!(shown(Path::new("../a/b.txt")), "../a/b.txt");
    assert_eq!(shown(Path::new("/a/b.txt")), "/a/b.txt");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let root = folder(&[("a.txt", "a")]);
    std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
    std::os::unix::fs::symlink(root.path().join("a.txt"), root.path().join("b.txt")).unwrap();
    let walk = walk(&[root.path().to_owned()]).unwrap();
    assert_eq!(names(&walk, root.path()), ["a.txt"]);
    assert!(walk.skipped.iter().all(|skipped| skipped.reason == SkipReason::Link));
    assert_eq!(walk.skipped.len(), 2);
}
