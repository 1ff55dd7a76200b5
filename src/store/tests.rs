//! What a database keeps when something goes wrong in the middle.

use super::*;
use crate::corpus::{ContentHash, Document, Unit};
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
            language: "fr".parse().ok(),
            hash: ContentHash::of(text),
        })
        .collect();
    Document { units, ..Document::default() }
}

fn add(store: &mut Store, path: &str, texts: &[String]) -> Result<(), StoreError> {
    let transaction = store.change_files()?;
    let file = transaction.replace(&NewFile { path, size: 1, modified_ns: 1, hash: [0; 32] })?;
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
    let lock = WriteLock::take(folder.path()).unwrap();
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
    let lock = WriteLock::take(folder.path()).unwrap();
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
    assert_eq!(store.remove_unused_embeddings().unwrap(), 1, "`one` is gone, `two` is still in /b");
    assert_eq!(store.pending(stored).unwrap().len(), 1);
    let vectors = store.vectors(stored, 0).unwrap();
    assert_eq!((vectors.ids.len(), vectors.rows.row(0).to_vec()), (1, vector.to_vec()));
}

#[test]
fn texts_that_were_read_in_parts_are_counted_as_long_as_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path()).unwrap();
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
    let lock = WriteLock::take(folder.path()).unwrap();
    let store = Store::open(folder.path(), &lock).unwrap();
    let stored = store.stored_model(&model()).unwrap().unwrap();
    assert_eq!(store.vectors(stored, 0).unwrap().rows.row(0).to_vec(), [0.6, 0.8]);
    assert!(store.windowed(stored).unwrap().is_empty());
}

#[test]
fn damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let lock = WriteLock::take(folder.path()).unwrap();
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
    let lock = WriteLock::take(folder.path()).unwrap();
    let store = Store::open(folder.path(), &lock).unwrap();
    store.connection.pragma_update(None, "user_version", 0).unwrap();
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::OlderSchema { found: 0, .. })));
    store.connection.pragma_update(None, "user_version", 7).unwrap();
    assert!(matches!(Store::open_existing(folder.path()), Err(StoreError::NewerSchema { found: 7, .. })));
}
