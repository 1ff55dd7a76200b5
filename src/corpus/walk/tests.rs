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
    let walk = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
    assert_eq!(names(&walk, root.path()), ["a.md", "b.txt", "sub/c.html"]);
    let left_out: Vec<_> =
        walk.skipped.iter().map(|s| (s.path.strip_prefix(root.path()).unwrap(), &s.reason)).collect();
    let ignored = ["drafts", "x.tmp.txt"].map(|name| (Path::new(name), &SkipReason::Ignored));
    assert_eq!(left_out, ignored, "what is ignored is told, a folder as one; what is hidden is not");
}

#[test]
fn a_folder_says_what_it_skips() {
    let root =
        folder(&[("a.png", "\u{89}PNG"), ("b.txt", "PK\u{3}\u{4}zip"), ("c.txt", ""), ("d.txt", "text")]);
    let walk = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
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
    let walk = walk(&paths, WalkOptions::default()).unwrap();
    assert_eq!(names(&walk, root.path()), ["sub/a.txt", "sub/notes.log"]);
    assert_eq!(walk.files[1].format, Format::Text, "a file that is named is read whatever its extension");
    assert!(walk.skipped.is_empty(), "{:?}", walk.skipped);
}

#[test]
fn a_missing_path_is_an_error() {
    let root = folder(&[]);
    let error = walk(&[root.path().join("none.txt")], WalkOptions::default()).unwrap_err();
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
    let walk = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
    assert_eq!(names(&walk, root.path()), ["a.txt"]);
    assert!(walk.skipped.iter().all(|skipped| skipped.reason == SkipReason::Link));
    assert_eq!(walk.skipped.len(), 2);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_never_opened() {
    let root = folder(&[("a.txt", "a")]);
    let path = |name: &str| root.path().join(name);
    for name in ["pipe.txt", "pipe"] {
        assert!(std::process::Command::new("mkfifo").arg(path(name)).status().unwrap().success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(path("socket.md")).unwrap();
    let found = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
    assert_eq!(names(&found, root.path()), ["a.txt"]);
    let reasons: Vec<String> = found.skipped.iter().map(|skipped| skipped.reason.to_string()).collect();
    assert_eq!(reasons, ["a pipe", "a pipe", "a socket"]);
    std::os::unix::fs::symlink("/dev/null", path("link.txt")).unwrap();
    std::os::unix::fs::symlink(path("pipe"), path("link.csv")).unwrap();
    for (name, expected) in [("pipe.txt", "a pipe"), ("link.csv", "a pipe"), ("link.txt", "a device")] {
        let error = walk(&[path(name)], WalkOptions::default()).unwrap_err();
        assert!(matches!(error, CorpusError::NotAFile { kind, .. } if kind == expected), "{error}");
        assert!(error.hint().unwrap().contains("cognate search QUERY -"));
    }
}

#[test]
fn markup_has_a_bound_and_records_have_none() {
    let root = folder(&[("a.md", "a"), ("b.csv", "text\n")]);
    for (name, bytes) in [("a.md", MAX_TEXT_BYTES + 1), ("b.csv", MAX_TEXT_BYTES + 1)] {
        fs::OpenOptions::new().write(true).open(root.path().join(name)).unwrap().set_len(bytes).unwrap();
    }
    let found = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
    let reasons: Vec<&SkipReason> = found.skipped.iter().map(|skipped| &skipped.reason).collect();
    assert_eq!(reasons, [&SkipReason::TooLarge, &SkipReason::Binary]);
    let error = walk(&[root.path().join("a.md")], WalkOptions::default()).unwrap_err();
    assert!(
        matches!(error, CorpusError::TextTooLarge { bytes, .. } if bytes == MAX_TEXT_BYTES + 1),
        "{error}"
    );
    // Named itself, what is not text is passed over as well, before anything is made of it.
    let found = walk(&[root.path().join("b.csv")], WalkOptions::default()).unwrap();
    assert_eq!((found.files.len(), &found.skipped[0].reason), (0, &SkipReason::Binary));
}

#[test]
fn blank_files_are_empty_whatever_their_format() {
    let wide = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let blank = [
        Vec::new(),
        b"\n".to_vec(),
        b" \t\r\n \r\n".to_vec(),
        "\u{FEFF}\u{A0}\n\u{3000}".into(),
        wide("\n \n"),
        "\r\n".repeat(10_000).into_bytes(),
        "\u{FEFF}\u{A0}\n\u{3000}".repeat(5_000).into_bytes(),
        wide(&" \n".repeat(10_000)),
    ];
    for name in ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.srt", "a.rst", "a.tex"]
    {
        for bytes in &blank {
            let root = folder(&[("other.txt", "text")]);
            let path = root.path().join(name);
            fs::write(&path, bytes).unwrap();
            let of_folder = walk(&[root.path().to_owned()], WalkOptions::default()).unwrap();
            let named = walk(std::slice::from_ref(&path), WalkOptions::default()).unwrap();
            assert_eq!((of_folder.files.len(), named.files.len()), (1, 0), "{name} {}", bytes.len());
            for found in [of_folder, named] {
                assert_eq!(found.skipped, [Skipped { path: path.clone(), reason: SkipReason::Empty }]);
                assert_eq!(found.skipped[0].reason.kind(), UnreadKind::Empty);
            }
        }
        for blank in [1, 20_000] {
            let root = folder(&[(name, &format!("{} a\n", "\n".repeat(blank)))]);
            assert_eq!(walk(&[root.path().join(name)], WalkOptions::default()).unwrap().files.len(), 1);
        }
    }
}
