//! What a database keeps when something goes wrong in the middle.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::corpus::{ContentHash, Document, Unit, UnreadKind};
use crate::embed::ModelInfo;

fn document(texts: &[String]) -> Document {
    let units = texts
        .iter()
        .enumerate()
        .map(|(position, text)| Unit {
            position,
            span: 0..1,
            line: 1,
            text: text.clone(),
            boilerplate: None,
            is_code: false,
            place: None,
            language: "fr".parse().ok(),
            hash: ContentHash::of(text),
        })
        .collect();
    Document { units, ..Document::default() }
}

fn add(store: &mut Store, path: &str, texts: &[String]) -> Result<(), StoreError> {
    store.begin_run(&[path.to_owned()])?;
    let transaction = store.change_files()?;
    let file =
        transaction.replace(&NewFile { path, size: 1, modified_ns: 1, hash: [0; 32], device: None })?;
    transaction.add_document(file, 0, &document(texts))?;
    transaction.commit()
}

fn model() -> ModelInfo {
    let id = ModelId { name: "m".to_owned(), revision: "1".to_owned() };
    ModelInfo { id, dimension: 2, window: None, batch: 1 }
}

fn embedding(hash: ContentHash, vector: Option<&[f32]>) -> NewEmbedding<'_> {
    NewEmbedding { hash, vector, windows: 1 }
}

#[test]
fn a_full_disk_is_named_and_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    add(&mut store, "/a", &["kept".to_owned()]).unwrap();
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update(None, "max_page_count", pages + 4).unwrap();
    let many: Vec<String> = (0..2000).map(|i| format!("a longer text with number {i}")).collect();
    let error = add(&mut store, "/b", &many).unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert!(error.hint().unwrap().contains("goes on where it stopped"));
    let counts = store.counts(None).unwrap();
    assert_eq!((counts.files, counts.units), (1, 1));
    assert!(store.verify().unwrap().iter().all(|finding| finding.problems.is_empty()));
}

#[test]
fn replacing_a_file_replaces_its_units_and_unused_embeddings_go() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.add_model(&model()).unwrap();
    add(&mut store, "/a", &["one".to_owned(), "two".to_owned()]).unwrap();
    add(&mut store, "/b", &["two".to_owned()]).unwrap();
    let pending = store.pending(stored).unwrap();
    assert_eq!(pending.len(), 2, "equal texts are embedded once");
    let texts = store.texts(&pending).unwrap();
    let vector = [0.6_f32, 0.8];
    store.add_embeddings(stored, texts.iter().map(|(hash, _)| embedding(*hash, Some(&vector)))).unwrap();
    assert!(store.pending(stored).unwrap().is_empty());

    add(&mut store, "/a", &["three".to_owned()]).unwrap();
    assert_eq!(store.sweep_embeddings().unwrap(), 1, "`one` is gone, `two` is still in /b");
    assert_eq!(store.sweep_embeddings().unwrap(), 0);
    assert_eq!(store.pending(stored).unwrap().len(), 1);
    let vectors = store.vectors(stored, 0).unwrap();
    assert_eq!((vectors.ids.len(), vectors.rows.row(0).to_vec()), (1, vector.to_vec()));
}

#[test]
fn units_beside_one_are_those_of_its_document_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.add_model(&model()).unwrap();
    let texts = ["zero", "one", "two", "three", "four"].map(str::to_owned);
    add(&mut store, "/a", &texts).unwrap();
    add(&mut store, "/b", &["other".to_owned(), "two".to_owned()]).unwrap();
    let units = store.units(stored).unwrap();
    let two = units.iter().find(|unit| unit.path == "/a" && unit.text == "two").unwrap();
    let beside = |position, before, after| {
        let (earlier, later) = store.neighbours(two.document, position, before, after).unwrap();
        let texts =
            |units: &[StoredUnit]| units.iter().map(|unit| unit.text.clone()).collect::<Vec<_>>().join(" ");
        [texts(&earlier), texts(&later)]
    };
    assert_eq!(beside(2, 1, 1), ["one", "three"]);
    assert_eq!(beside(2, 9, 0), ["zero one", ""]);
    assert_eq!(beside(2, 0, usize::MAX), ["", "three four"]);
    assert_eq!(beside(0, 3, 2), ["", "one two"]);
    assert_eq!(beside(4, 2, 3), ["two three", ""]);
    assert_eq!(beside(usize::MAX, 1, 1), ["four", ""]);
    let (earlier, _) = store.neighbours(two.document, 2, 1, 0).unwrap();
    assert_eq!((earlier[0].path.as_str(), earlier[0].position, earlier[0].document), ("/a", 1, two.document));
    assert_eq!((earlier[0].embedding, earlier[0].without_vector), (None, false));
    assert_eq!(store.neighbours(9_999, 2, 5, 5).unwrap(), (Vec::new(), Vec::new()));
}

#[test]
fn texts_that_were_read_in_parts_are_counted_as_long_as_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.add_model(&model()).unwrap();
    add(&mut store, "/a", &["short".to_owned(), "long".to_owned()]).unwrap();
    add(&mut store, "/b", &["longer".to_owned()]).unwrap();
    let batch = [("short", 1), ("long", 2), ("longer", 3)].map(|(text, windows)| NewEmbedding {
        windows,
        ..embedding(ContentHash::of(text), Some(&[0.6, 0.8]))
    });
    store.add_embeddings(stored, batch.into_iter()).unwrap();
    assert_eq!(store.counts(Some(stored)).unwrap().windowed, 2);
    assert_eq!(store.windowed(stored).unwrap().len(), 2);
    add(&mut store, "/b", &["short".to_owned()]).unwrap();
    assert_eq!(store.counts(Some(stored)).unwrap().windowed, 1);
}

#[test]
fn a_database_of_the_first_layout_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(folder.path().join(DATABASE)).unwrap();
    connection.execute_batch(include_str!("schema/1.sql")).unwrap();
    connection
        .execute_batch(
            "INSERT INTO model (name, revision, dimension) VALUES ('m', '1', 2);
             INSERT INTO embedding (model, hash, vector) VALUES (1, x'00', x'9A99193FCDCC4C3F');
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::OlderSchema { found: 1, .. })));
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.stored_model(&model()).unwrap().unwrap();
    assert_eq!(store.vectors(stored, 0).unwrap().rows.row(0).to_vec(), [0.6, 0.8]);
    assert!(store.windowed(stored).unwrap().is_empty());
}

#[test]
fn damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.add_model(&model()).unwrap();
    add(&mut store, "/a", &["one".to_owned()]).unwrap();
    store.add_embeddings(stored, [embedding(ContentHash::of("one"), Some(&[0.6, 0.8]))].into_iter()).unwrap();
    assert!(store.verify().unwrap().iter().all(|finding| finding.problems.is_empty()));
    store.connection.execute("UPDATE unit SET text = 'altered'", []).unwrap();
    store.connection.execute("UPDATE embedding SET vector = x'0000803F0000803F'", []).unwrap();
    let problems: Vec<String> = store.verify().unwrap().into_iter().flat_map(|f| f.problems).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("hash") && problems[1].contains("unit vector"), "{problems:?}");
    store.connection.execute("UPDATE embedding SET vector = x'00'", []).unwrap();
    assert!(matches!(store.vectors(stored, 0), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_reader_needs_a_collection_and_sees_a_newer_one_as_such() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::NoCollection { .. })));
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let store = Store::open(folder.path(), &lock).unwrap();
    store.connection.pragma_update(None, "user_version", 0).unwrap();
    let another = Store::open_existing(folder.path()).err().unwrap().to_string();
    assert!(another.contains("another program") && another.len() < 200, "{another}");
    store.connection.pragma_update(None, "user_version", 8).unwrap();
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::NewerSchema { found: 8, .. })));
}

fn fresh(folder: &Path) -> Store {
    let lock = WriteLock::take(folder, Duration::ZERO).unwrap();
    Store::open(folder, &lock).unwrap()
}

fn problems(store: &Store) -> Vec<String> {
    store.verify().unwrap().into_iter().flat_map(|finding| finding.problems).collect()
}

#[test]
fn forgetting_takes_the_texts_their_embeddings_and_every_trace_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = fresh(folder.path());
    let stored = store.add_model(&model()).unwrap();
    let secret = "a sentence that nobody may find again".to_owned();
    add(&mut store, "/a", &["kept".to_owned()]).unwrap();
    add(&mut store, "/b", &["kept".to_owned(), secret.clone()]).unwrap();
    let texts = store.texts(&store.pending(stored).unwrap()).unwrap();
    store.add_embeddings(stored, texts.iter().map(|(hash, _)| embedding(*hash, Some(&[0.6, 0.8])))).unwrap();
    assert_eq!(store.forget("/c").unwrap(), None);
    assert_eq!(store.forget("/b").unwrap(), Some(1));
    assert_eq!(store.counts(Some(stored)).unwrap().embedded, 1);
    assert_eq!(problems(&store), Vec::<String>::new());
    let holds = |name: &str| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
    };
    assert!(!holds(DATABASE) && !holds("collection.db-wal"));
}

#[test]
fn what_a_run_left_is_told_until_the_next_one_clears_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = fresh(folder.path());
    let stored = store.add_model(&model()).unwrap();
    add(&mut store, "/a", &["one".to_owned()]).unwrap();
    store.add_embeddings(stored, [embedding(ContentHash::of("one"), Some(&[0.6, 0.8]))].into_iter()).unwrap();
    let file = store.files().unwrap()["/a"].id;
    let transaction = store.change_files().unwrap();
    transaction.remove(file).unwrap();
    transaction.commit().unwrap();
    // A run that ends here leaves word.
    assert_eq!(problems(&store), Vec::<String>::new());
    drop(store);
    let mut store = fresh(folder.path());
    assert_eq!(store.sweep_embeddings().unwrap(), 1);
    store
        .connection
        .execute("INSERT INTO embedding (model, hash, vector) VALUES (1, x'01', x'9A99193FCDCC4C3F')", [])
        .unwrap();
    assert_eq!(problems(&store), ["embeddings of texts that are gone: 1"]);
    store
        .connection
        .execute("INSERT INTO file (path, size, modified_ns, hash) VALUES ('/stray', 1, 1, zeroblob(32))", [])
        .unwrap();
    assert_eq!(problems(&store)[0], "files that lie below no path of the collection: 1");
}

#[test]
fn a_collection_can_be_moved_with_its_files_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    let (before, after) = (here.join("before"), here.join("after"));
    let file = |place: &Path| crate::path::text_of(&place.join("texts/a.txt"));
    let mut store = fresh(&before.join(".cognate"));
    add(&mut store, &file(&before), &["one".to_owned()]).unwrap();
    add(&mut store, "/elsewhere/b.txt", &["two".to_owned()]).unwrap();
    assert!(store.roots().unwrap().iter().all(|root| root.trusted));
    drop(store);
    std::fs::rename(&before, &after).unwrap();
    let mut store = fresh(&after.join(".cognate"));
    assert!(store.files().unwrap().contains_key(&file(&after)));
    let trusted: Vec<(String, bool)> =
        store.roots().unwrap().into_iter().map(|root| (root.path, root.trusted)).collect();
    assert_eq!(trusted, [("/elsewhere/b.txt".to_owned(), false), (file(&after), true)]);
    assert_eq!(store.moved_from().unwrap(), Some(crate::path::text_of(&before.join(".cognate"))));
    // Named again, it is meant.
    store.begin_run(&["/elsewhere/b.txt".to_owned()]).unwrap();
    assert!(store.roots().unwrap().iter().all(|root| root.trusted));
    assert_eq!(store.moved_from().unwrap(), None);
}

#[test]
fn a_database_with_absolute_paths_is_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    let path = crate::path::text_of(&here.join("a.txt"));
    let collection = here.join(".cognate");
    std::fs::create_dir(&collection).unwrap();
    let connection = Connection::open(collection.join(DATABASE)).unwrap();
    for step in [
        include_str!("schema/1.sql"),
        include_str!("schema/2.sql"),
        include_str!("schema/3.sql"),
        include_str!("schema/4.sql"),
    ] {
        connection.execute_batch(step).unwrap();
    }
    connection
        .execute("INSERT INTO file (path, size, modified_ns, hash) VALUES (?1, 1, 1, zeroblob(32))", [&path])
        .unwrap();
    connection.execute("INSERT INTO root VALUES (?1)", [&path]).unwrap();
    connection.execute_batch("PRAGMA user_version = 4").unwrap();
    drop(connection);
    let store = fresh(&collection);
    assert_eq!(store.strings("SELECT path FROM file").unwrap(), ["./a.txt"]);
    assert!(store.files().unwrap().contains_key(&path));
    assert_eq!(store.roots().unwrap(), [Root { path, trusted: true }]);
}

#[test]
fn a_strangers_tables_are_not_run() {
    for hostile in [
        "DROP TABLE topic_run; CREATE VIEW topic_run AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS number, '' AS settings FROM n",
        "CREATE TRIGGER t AFTER INSERT ON root BEGIN DELETE FROM file; END",
        "CREATE TABLE another (x)",
        "DROP INDEX unit_filter",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = fresh(folder.path());
        store.connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).unwrap();
        store.connection.execute_batch(hostile).unwrap();
        drop(store);
        let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
        assert!(matches!(Store::open(folder.path(), &lock), Err(StoreError::Damaged { .. })), "{hostile}");
        assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::Damaged { .. })), "{hostile}");
    }
}

#[test]
fn vectors_that_are_none_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = fresh(folder.path());
    let stored = store.add_model(&model()).unwrap();
    add(&mut store, "/a", &["one".to_owned()]).unwrap();
    store.add_embeddings(stored, [embedding(ContentHash::of("one"), Some(&[0.6, 0.8]))].into_iter()).unwrap();
    for wrong in [[f32::NAN, 0.0], [f32::INFINITY, 0.0], [3.0, 0.0], [0.0, 0.0]] {
        store.connection.execute("UPDATE embedding SET vector = ?1", [embeddings::to_bytes(&wrong)]).unwrap();
        assert!(matches!(store.vectors(stored, 0), Err(StoreError::Damaged { .. })), "{wrong:?}");
        assert!(matches!(store.vector(stored, 1), Err(StoreError::Damaged { .. })), "{wrong:?}");
    }
}

#[test]
fn a_first_run_that_was_cut_short_is_no_older_version() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(DATABASE), b"").unwrap();
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::Unfinished { .. })));
    drop(fresh(folder.path()));
    Store::open_existing(folder.path()).unwrap();
}

#[cfg(unix)]
#[test]
fn links_and_devices_in_the_place_of_files_are_refused_and_what_they_lead_to_stays() {
    for name in ["lock", DATABASE, "collection.db-wal", "index.cog", "cognate.toml"] {
        let folder = tempfile::tempdir().unwrap();
        let collection = folder.path().join("c");
        drop(fresh(&collection));
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "mine").unwrap();
        drop(std::fs::remove_file(collection.join(name)));
        std::os::unix::fs::symlink(&victim, collection.join(name)).unwrap();
        let refused = WriteLock::take(&collection, Duration::ZERO).unwrap_err();
        assert!(matches!(refused, StoreError::NotAFile { found: "a symbolic link", .. }), "{name}");
        assert!(matches!(Store::open_existing(&collection), Err(StoreError::NotAFile { .. })), "{name}");
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine");
    }
}

#[cfg(unix)]
#[test]
fn all_that_is_made_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("c");
    let mut store = fresh(&collection);
    Settings::default().write(&collection).unwrap();
    add(&mut store, "/a", &["one".to_owned()]).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&collection), 0o700);
    for entry in std::fs::read_dir(&collection).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn what_was_not_read_is_kept_by_path_and_a_file_in_doubt_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    let mut store = Store::open(folder.path(), &lock).unwrap();
    add(&mut store, "/a/one.txt", &["eins".to_owned()]).unwrap();
    let unread = |reason: &str, records: Option<usize>| UnreadFile {
        kind: if records.is_none() { UnreadKind::Damaged } else { UnreadKind::Partly },
        reason: reason.to_owned(),
        records,
    };
    let all = |names: &[(&str, Option<usize>)]| -> BTreeMap<String, UnreadFile> {
        names.iter().map(|(path, records)| ((*path).to_owned(), unread(path, *records))).collect()
    };
    let roots = ["/a".to_owned()];
    let change = |store: &mut Store, keep: &str, new: &BTreeMap<String, UnreadFile>| {
        let before = store.unread().unwrap();
        let transaction = store.change_files().unwrap();
        transaction.set_unread(&before, &roots, &|path| path == keep, new).unwrap();
        transaction.commit().unwrap();
        store.unread().unwrap()
    };
    let first = all(&[("/a/two.csv", Some(3)), ("/a/three.pdf", None), ("/b/four.csv", Some(1))]);
    assert_eq!(change(&mut store, "", &first), first);
    let second = change(&mut store, "/a/two.csv", &all(&[("/a/five.txt", None)]));
    assert_eq!(second, all(&[("/a/two.csv", Some(3)), ("/a/five.txt", None), ("/b/four.csv", Some(1))]));

    let id = store.files().unwrap()["/a/one.txt"].id;
    let transaction = store.change_files().unwrap();
    transaction.doubt(id).unwrap();
    transaction.commit().unwrap();
    let file = &store.files().unwrap()["/a/one.txt"];
    assert_eq!((file.modified_ns, file.hash), (-1, [0; 32]));
}
