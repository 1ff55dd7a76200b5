//! Hubs and networks that fail: what passes is tried again, what does not is said with the way out.

use std::time::Duration;

use cognate::hub::{Hub, HubError, HubOptions, Places, Pulled, Wanted};
use cognate::pipeline::Silent;

use crate::server::{Fault, Resource, Server};
use crate::site::{
    GRAPH, REPOSITORY, address, api, files, hub, machine, part, pull, redirect_graph, run, sha256, snapshot,
};

/// Patience for tests.
const QUICK: HubOptions = HubOptions {
    connect: Duration::from_secs(10),
    stall: Duration::from_secs(10),
    pause: Duration::from_millis(1),
    longest_pause: Duration::from_secs(2),
};

/// Installs the model by the library, with settings of its own.
fn pull_with(server: &Server, options: HubOptions) -> (tempfile::TempDir, Result<Pulled, HubError>) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places {
        cache: folder.path().join("hub"),
        shared_by: None,
        records: folder.path().join("models"),
        cards: folder.path().join("cards"),
    };
    let wanted = Wanted {
        id: "tiny".to_owned(),
        hub: REPOSITORY.to_owned(),
        revision: "main".to_owned(),
        files: files().into_iter().map(|(name, _)| name).collect(),
    };
    let pulled = Hub::new(&server.url(), None, options).unwrap().pull(&wanted, &places, &Silent);
    (folder, pulled)
}

#[track_caller]
fn is_whole(pulled: Result<Pulled, HubError>) {
    let record = pulled.unwrap().record;
    for ((name, body), file) in files().iter().zip(&record.files) {
        assert_eq!((name, &sha256(body), body.len() as u64), (&file.path, &file.sha256, file.bytes));
        assert_eq!(&std::fs::read(record.path(file)).unwrap(), body);
    }
}

fn ranges(server: &Server) -> Vec<Option<String>> {
    server.gets(&address(GRAPH)).into_iter().map(|request| request.range).collect()
}

fn range(from: usize) -> String {
    format!("bytes={from}-")
}

#[test]
fn a_connection_that_is_cut_is_taken_up_where_it_broke() {
    let server = hub();
    server.next(&address(GRAPH), &[Fault::Cut(10_000), Fault::Cut(20_000)]);
    is_whole(pull_with(&server, QUICK).1);
    assert_eq!(ranges(&server), [None, Some(range(10_000)), Some(range(30_000))]);
}

#[test]
fn a_stalled_connection_is_given_up_and_taken_up_again() {
    let server = hub();
    server.next(&address(GRAPH), &[Fault::Stall(5_000)]);
    is_whole(pull_with(&server, HubOptions { stall: Duration::from_secs(2), ..QUICK }).1);
    assert_eq!(ranges(&server), [None, Some(range(5_000))]);
    server.always(&address(GRAPH), Fault::Stall(0));
    let (_folder, pulled) = pull_with(&server, HubOptions { stall: Duration::from_millis(50), ..QUICK });
    assert!(matches!(pulled, Err(HubError::Stalled { .. })), "{pulled:?}");
    assert_eq!(ranges(&server).len(), 2 + 5, "five tries without a byte");
}

#[test]
fn tries_count_anew_while_something_comes() {
    let server = hub();
    server.next(&address(GRAPH), &vec![Fault::Cut(1_000); 12]);
    is_whole(pull_with(&server, QUICK).1);
    assert_eq!(ranges(&server).len(), 13);
}

#[test]
fn a_server_without_ranges_is_asked_for_everything() {
    for fault in [Fault::NoRange, Fault::Unsatisfiable] {
        let server = hub();
        server.next(&address(GRAPH), &[Fault::Cut(10_000), fault.clone()]);
        is_whole(pull_with(&server, QUICK).1);
        let mut expected = vec![None, Some(range(10_000))];
        if matches!(fault, Fault::Unsatisfiable) {
            expected.push(None);
        }
        assert_eq!(ranges(&server), expected);
    }
}

#[test]
fn bytes_from_elsewhere_in_the_file_are_not_taken() {
    let server = hub();
    server.next(&address(GRAPH), &[Fault::Cut(10_000), Fault::WrongRange]);
    let (_folder, pulled) = pull_with(&server, QUICK);
    let error = pulled.unwrap_err();
    assert!(error.to_string().contains("asked for the bytes of `onnx/model.onnx` from 10000"), "{error}");
}

#[test]
fn an_overloaded_server_is_asked_again() {
    let server = hub();
    server.next(&api(), &[Fault::Status(503), Fault::RetryAfter(429, 0)]);
    server.next(&address(GRAPH), &[Fault::RetryAfter(429, 1), Fault::Status(500), Fault::Status(502)]);
    is_whole(pull_with(&server, QUICK).1);
    assert_eq!((server.gets(&api()).len(), ranges(&server).len()), (3, 4));
}

#[test]
fn through_the_program_a_pause_is_told() {
    let (here, server) = (machine(), hub());
    server.next(&address(GRAPH), &[Fault::RetryAfter(429, 1)]);
    let run = run(&here, &server, &["models", "pull", "tiny"]).succeeds();
    assert!(run.stderr.contains("status 429; trying again in 1 s"), "{run:?}");
}

#[test]
fn patience_has_an_end() {
    let server = hub();
    server.always(&address(GRAPH), Fault::Status(503));
    let (_folder, pulled) = pull_with(&server, QUICK);
    assert!(matches!(pulled, Err(HubError::Status { status: 503, .. })), "{pulled:?}");
    assert_eq!(ranges(&server).len(), 5);
    server.always(&address(GRAPH), Fault::RetryAfter(429, 3600));
    let (_folder, pulled) = pull_with(&server, QUICK);
    assert!(matches!(pulled, Err(HubError::Busy { seconds: 3600 })), "{pulled:?}");
    assert_eq!(ranges(&server).len(), 6);
}

#[test]
fn refusals_are_not_tried_again_and_each_has_its_own_way_out() {
    for (status, message, hint) in [
        (401, "does not give `org/tiny` to everybody", "HF_TOKEN"),
        (403, "refuses to give `org/tiny`", "accept its terms"),
        (404, "the hub has no `", "is the name right?"),
        (418, "answers with status 418", "another mirror"),
    ] {
        let (here, server) = (machine(), hub());
        server.always(&address(GRAPH), Fault::Status(status));
        run(&here, &server, &["models", "pull", "tiny"]).fails(message, hint);
        assert_eq!(ranges(&server).len(), 1, "{status}");
        assert!(!here.path().join("data/models/tiny.json").exists());
    }
}

#[test]
fn a_file_of_another_size_than_stated_is_not_kept() {
    let (here, server) = (machine(), hub());
    let graph = files().remove(0).1;
    server.put("/moved", Resource { body: graph[..1000].to_vec(), ..Resource::default() });
    redirect_graph(&server, "/moved");
    run(&here, &server, &["models", "pull", "tiny"])
        .fails("came with 1000 bytes instead of 79376", "run the command again");
    assert!(!snapshot(&here).join(GRAPH).exists() && !part(&here).exists());
}

#[test]
fn a_file_with_another_checksum_is_not_kept() {
    let (here, server) = (machine(), hub());
    server.next(&address(GRAPH), &[Fault::Flip]);
    run(&here, &server, &["models", "pull", "tiny"])
        .fails("`onnx/model.onnx` came damaged", "run the command again");
    assert!(!snapshot(&here).join(GRAPH).exists() && !part(&here).exists());
    assert!(!here.path().join("data/models/tiny.json").exists());
    assert_eq!(pull(&here, &server)["origin"], "fetched");
}

#[test]
fn damage_in_what_an_earlier_run_left_is_no_fault_of_the_hub() {
    let (here, server) = (machine(), hub());
    std::fs::create_dir_all(part(&here).parent().unwrap()).unwrap();
    std::fs::write(part(&here), vec![0; 500]).unwrap();
    assert_eq!(pull(&here, &server)["origin"], "fetched");
    assert_eq!(ranges(&server), [Some(range(500)), None]);
    // One that is longer than the file can become nothing.
    here.run(&["models", "rm", "tiny"]).succeeds();
    std::fs::create_dir_all(part(&here).parent().unwrap()).unwrap();
    std::fs::write(part(&here), vec![0; 100_000]).unwrap();
    pull(&here, &server);
    assert_eq!(ranges(&server)[2..], [None]);
}

#[test]
fn a_hub_that_is_not_there() {
    let (here, server) = (machine(), hub());
    server.stop();
    let endpoint = server.url();
    let (_folder, pulled) = pull_with(&server, QUICK);
    let error = pulled.unwrap_err();
    assert!(
        matches!(&error, HubError::Unreachable { server, .. } if endpoint.ends_with(server.as_str())),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("HTTPS_PROXY"));
    let run = crate::sandbox::Run::from_output(
        here.command(&["models", "pull", "tiny"]).env("HF_ENDPOINT", "hub.example"),
    );
    run.fails("`hub.example` is no address of a hub", "HF_ENDPOINT");
}

#[test]
fn a_repository_that_lacks_a_file() {
    let (here, server) = (machine(), hub());
    server.put(&api(), crate::site::listing(crate::site::COMMIT, &[GRAPH]));
    run(&here, &server, &["models", "pull", "tiny"])
        .fails("the repository `org/tiny` has no file `tokenizer.json`", "models add");
    assert_eq!(ranges(&server), [], "nothing is fetched that cannot be used");
}
