//! A hub that means harm.

use crate::server::{Fault, Resource};
use crate::site::{
    COMMIT, GRAPH, address, api, files, hub, listing, machine, part, redirect_graph, run, snapshot,
};

/// Everything below a folder, but for the cards.
fn everything(here: &crate::sandbox::Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![here.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(here.path()).unwrap().display().to_string());
            }
        }
    }
    found.retain(|path| !path.starts_with("config") && !path.ends_with("cognate.lock"));
    found
}

#[test]
fn names_that_lead_out_of_their_folder_are_refused() {
    for name in ["../../../evil", "/tmp/evil", "a/../../evil", "a\\..\\evil", "C:evil"] {
        let (here, server) = (machine(), hub());
        server.put(&api(), listing(COMMIT, &[GRAPH, "tokenizer.json", name]));
        run(&here, &server, &["models", "pull", "tiny"]).fails("is no name of a file", "another mirror");
        assert_eq!(everything(&here), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_commit_that_is_none_is_refused() {
    for commit in ["../../../evil", "main", "", "0123456789ABCDEF0123456789abcdef01234567"] {
        let (here, server) = (machine(), hub());
        server.put(&api(), listing(commit, &[GRAPH]));
        run(&here, &server, &["models", "pull", "tiny"]).fails("is no commit", "another mirror");
        assert_eq!(everything(&here), Vec::<String>::new());
    }
}

#[test]
fn a_checksum_that_is_a_path_is_none() {
    let (here, server) = (machine(), hub());
    for (name, body) in files() {
        let headers = vec![("ETag".to_owned(), "\"../../../../evil\"".to_owned())];
        server.put(&address(&name), Resource { body, headers, location: None });
    }
    run(&here, &server, &["models", "pull", "tiny"]).succeeds();
    assert!(everything(&here).iter().all(|path| path.starts_with("data") && !path.contains("evil")));
    here.run(&["models", "verify"]).succeeds();
}

#[test]
fn a_body_that_does_not_end_is_stopped() {
    let (here, server) = (machine(), hub());
    server.always(&address(GRAPH), Fault::Longer(1 << 20));
    run(&here, &server, &["models", "pull", "tiny"])
        .fails("is longer than its 79376 bytes", "nothing of it was kept");
    assert!(!snapshot(&here).join(GRAPH).exists() && !part(&here).exists());
}

#[test]
fn absurd_sizes_are_refused_before_a_byte_is_fetched() {
    for size in [u64::MAX.to_string(), (1_u64 << 60).to_string()] {
        let (here, server) = (machine(), hub());
        let headers = vec![
            ("X-Linked-Size".to_owned(), size),
            ("X-Linked-Etag".to_owned(), format!("\"{}\"", "a".repeat(64))),
        ];
        server
            .put(&address(GRAPH), Resource { body: b"x".to_vec(), headers, location: Some("/x".to_owned()) });
        run(&here, &server, &["models", "pull", "tiny"]).fails("has room for", "make room");
        assert!(server.log().iter().all(|request| request.method == "HEAD" || request.path == api()));
    }
}

#[test]
fn redirects_that_lead_nowhere_good_are_not_followed() {
    for location in ["file:///etc/passwd", "ftp://127.0.0.1/x", "", "http://me:secret@127.0.0.1/x"] {
        let (here, server) = (machine(), hub());
        redirect_graph(&server, location);
        let run = run(&here, &server, &["models", "pull", "tiny"]);
        run.fails("cannot be used: it redirects to", "another mirror");
    }
    let (here, server) = (machine(), hub());
    redirect_graph(&server, &address(GRAPH));
    run(&here, &server, &["models", "pull", "tiny"]).fails("more than 10 redirects", "another mirror");
}

#[test]
fn a_page_instead_of_an_answer() {
    let (here, server) = (machine(), hub());
    let page = b"<html>Please sign in to this network</html>".to_vec();
    server.put(&api(), Resource { body: page, ..Resource::default() });
    run(&here, &server, &["models", "pull", "tiny"])
        .fails("not a list of files", "whether a proxy stands in between");
}
