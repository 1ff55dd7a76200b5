//! Fetching, and going on with what was interrupted.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::sandbox::Run;
use crate::server::{Fault, Server};
use crate::site::{
    COMMIT, GRAPH, REPOSITORY, address, command, etag, files, hub, machine, part, pull, redirect_graph, run,
    sha256, snapshot,
};

#[test]
fn files_are_fetched_once_checked_and_laid_out_as_other_programs_expect() {
    let (here, hub) = (machine(), hub());
    let pulled = pull(&here, &hub);
    assert_eq!((&pulled["origin"], &pulled["commit"]), (&"fetched".into(), &COMMIT.into()));
    for (name, body) in files() {
        let path = snapshot(&here).join(&name);
        assert_eq!(std::fs::read(&path).unwrap(), body, "{name}");
        #[cfg(unix)]
        assert_eq!(std::fs::read_link(&path).unwrap().file_name().unwrap(), etag(&name, &body).as_str());
        let entry = pulled["files"].as_array().unwrap().iter().find(|file| file["path"] == *name).unwrap();
        assert_eq!((&entry["sha256"], &entry["fetched"]), (&sha256(&body).into(), &true.into()));
        assert_eq!(hub.gets(&address(&name)).len(), 1);
    }
    let main = here.path().join("data/hub/models--org--tiny/refs/main");
    assert_eq!(std::fs::read_to_string(main).unwrap(), COMMIT);
    let record = std::fs::read_to_string(here.path().join("data/models/tiny.json")).unwrap();

    let asked = hub.log().len();
    let again = run(&here, &hub, &["models", "pull", "tiny"]).succeeds();
    assert!(again.stdout.contains("nothing was fetched"), "{again:?}");
    assert_eq!(hub.log().len(), asked, "a second pull asks for nothing");
    let same = std::fs::read_to_string(here.path().join("data/models/tiny.json")).unwrap();
    assert_eq!(record, same, "the same files give the same record");
}

#[test]
fn a_pull_that_was_killed_goes_on_where_it_stopped() {
    let (here, hub) = (machine(), hub());
    hub.next(&address(GRAPH), &[Fault::Stall(30_000)]);
    let mut child = command(&here, &hub, &["models", "pull", "tiny"]).spawn().unwrap();
    hub.wait_for(&address(GRAPH));
    while !std::fs::metadata(part(&here)).is_ok_and(|part| part.len() == 30_000) {
        assert!(child.try_wait().unwrap().is_none(), "it waits for the rest");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    here.run(&["embed", "--model", "tiny"]).fails("the model `tiny` is not installed", "pull");
    assert!(!snapshot(&here).join(GRAPH).exists(), "half a file has no name yet");

    pull(&here, &hub);
    let ranges: Vec<_> = hub.gets(&address(GRAPH)).into_iter().map(|request| request.range).collect();
    assert_eq!(ranges, [None, Some("bytes=30000-".to_owned())]);
    assert_eq!(std::fs::read(snapshot(&here).join(GRAPH)).unwrap(), files()[0].1);
    assert!(!part(&here).exists());
}

#[test]
fn of_two_pulls_at_once_one_waits_and_each_file_is_fetched_once() {
    let (here, hub) = (machine(), hub());
    hub.next(&address(GRAPH), &[Fault::Gate]);
    let first =
        command(&here, &hub, &["models", "pull", "tiny", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    hub.wait_for(&address(GRAPH));
    let mut second = command(&here, &hub, &["models", "pull", "tiny", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut note = String::new();
    BufReader::new(second.stderr.take().unwrap()).read_line(&mut note).unwrap();
    assert!(note.contains("waiting for it"), "{note}");
    hub.open_gate();
    let origin = |child: std::process::Child| {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["models"][0]["origin"].clone()
    };
    assert_eq!((origin(first), origin(second)), ("fetched".into(), "whole".into()));
    for (name, _) in files() {
        assert_eq!(hub.gets(&address(&name)).len(), 1, "{name}");
    }
}

#[test]
fn a_redirect_is_followed_and_the_token_stays_at_home() {
    let (here, hub, cdn) = (machine(), hub(), Server::start());
    let graph = files().remove(0).1;
    cdn.put("/bytes?signed=1", crate::server::Resource { body: graph, ..Default::default() });
    redirect_graph(&hub, &format!("{}/bytes?signed=1", cdn.url()));
    let pulled =
        command(&here, &hub, &["models", "pull", "tiny"]).env("HF_TOKEN", "hf_secret").output().unwrap();
    assert_eq!(pulled.status.code(), Some(0), "{pulled:?}");
    assert!(hub.log().iter().all(|request| request.authorization.as_deref() == Some("Bearer hf_secret")));
    let of_cdn = cdn.log();
    assert_eq!(of_cdn.len(), 1, "the size is known from the hub: {of_cdn:?}");
    assert_eq!(of_cdn[0].authorization, None);
    assert_eq!(std::fs::read(snapshot(&here).join(GRAPH)).unwrap(), files()[0].1);
}

#[test]
fn a_redirect_to_the_same_server_is_followed_with_the_token() {
    let (here, hub) = (machine(), hub());
    let graph = files().remove(0).1;
    hub.put("/moved/model", crate::server::Resource { body: graph, ..Default::default() });
    redirect_graph(&hub, "/moved/model");
    let run =
        command(&here, &hub, &["models", "pull", "tiny"]).env("HF_TOKEN", "hf_secret").output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    assert_eq!(hub.gets("/moved/model")[0].authorization.as_deref(), Some("Bearer hf_secret"));
}

#[test]
fn what_other_programs_have_fetched_is_used() {
    let (here, hub) = (machine(), hub());
    // As `huggingface_hub` leaves it.
    let hub_folder = here.path().join("hf/hub");
    let repository = hub_folder.join("models--org--tiny");
    for (name, body) in files() {
        let blob = here.write(&format!("hf/hub/models--org--tiny/blobs/{}", etag(&name, &body)), &body);
        let link = repository.join("snapshots").join(COMMIT).join(&name);
        std::fs::create_dir_all(link.parent().unwrap()).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&blob, &link).unwrap();
        #[cfg(not(unix))]
        std::fs::copy(&blob, &link).map(drop).unwrap();
    }
    here.write("hf/hub/models--org--tiny/refs/main", COMMIT);
    let shared =
        |args: &[&str]| Run::from_output(command(&here, &hub, args).env("HF_HOME", here.path().join("hf")));
    let found = shared(&["models", "pull", "tiny"]).succeeds();
    assert!(found.stdout.contains("found in HF_HOME: nothing was fetched"), "{found:?}");
    let found = shared(&["models", "list", "--json"]).succeeds().json();
    assert_eq!(
        (&found["shared_by"], &found["folder"]),
        (&"HF_HOME".into(), &hub_folder.display().to_string().into())
    );
    assert_eq!(hub.log(), [], "nothing was asked for");

    // Also where we may not write.
    shared(&["models", "rm", "tiny"]).succeeds();
    std::fs::remove_dir_all(hub_folder.join(".locks")).unwrap();
    here.write("hf/hub/.locks", "no folder can be made here");
    shared(&["models", "pull", "tiny"]).succeeds();
    here.write(
        "config/models/other.toml",
        crate::site::CARD.replace("\"tiny\"", "\"other\"").replace("org/tiny", "org/other"),
    );
    shared(&["models", "pull", "other"]).fails(".locks", "");
    std::fs::remove_file(hub_folder.join(".locks")).unwrap();

    // It is theirs as well: it stays, unless a person says otherwise.
    let removed = shared(&["models", "rm", "tiny", "--json"]).succeeds().json();
    assert!(removed["left"].as_str().unwrap().contains("shared with other programs"), "{removed}");
    assert!(repository.join("snapshots").join(COMMIT).join(GRAPH).exists());
    shared(&["models", "pull", "tiny"]).succeeds();
    shared(&["models", "rm", "tiny", "--files"]).succeeds();
    assert!(!repository.exists());
}

#[test]
#[cfg(unix)]
fn damage_in_the_cache_of_other_programs_is_seen_and_mended() {
    let (here, hub) = (machine(), hub());
    pull(&here, &hub);
    std::fs::remove_file(here.path().join("data/models/tiny.json")).unwrap();
    let blob = snapshot(&here).join(GRAPH).canonicalize().unwrap();
    let mut bytes = std::fs::read(&blob).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&blob, bytes).unwrap();
    let again = run(&here, &hub, &["models", "pull", "tiny"]).succeeds();
    assert!(again.stderr.contains("`onnx/model.onnx` in the cache is damaged"), "{again:?}");
    assert_eq!(std::fs::read(snapshot(&here).join(GRAPH)).unwrap(), files()[0].1);
    assert_eq!((hub.gets(&address(GRAPH)).len(), hub.gets(&address("config.json")).len()), (2, 1));
}

#[test]
fn a_damaged_file_is_named_by_verify_and_repaired_by_pull() {
    let (here, hub) = (machine(), hub());
    pull(&here, &hub);
    here.run(&["models", "verify"]).succeeds();
    let config = snapshot(&here).join("config.json");
    let mut bytes = std::fs::read(&config).unwrap();
    bytes[10] ^= 1;
    std::fs::write(config.canonicalize().unwrap(), bytes).unwrap();
    std::fs::remove_file(snapshot(&here).join("tokenizer.json")).unwrap();
    let verified = here.run(&["models", "verify", "tiny", "--json"]);
    assert_eq!(verified.code, Some(2), "{verified:?}");
    assert!(
        verified.stderr.contains("the model `tiny` is damaged") && verified.stderr.contains("models pull")
    );
    let problems: Vec<_> = verified.json()["models"][0]["problems"].as_array().unwrap().clone();
    let paths: Vec<_> = problems.iter().map(|problem| problem["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["tokenizer.json", "config.json"]);
    let listed = here.run(&["models", "--json"]).succeeds().json();
    let tiny =
        listed["models"].as_array().unwrap().iter().find(|model| model["id"] == "tiny").unwrap().clone();
    assert_eq!((&tiny["installed"], tiny["problem"].is_string()), (&false.into(), true));

    let repaired = pull(&here, &hub);
    assert_eq!(repaired["origin"], "repaired");
    for (name, body) in files() {
        let expected = if paths.contains(&name.as_str()) { 2 } else { 1 };
        assert_eq!(hub.gets(&address(&name)).len(), expected, "{name}");
        assert_eq!(std::fs::read(snapshot(&here).join(&name)).unwrap(), body);
    }
    here.run(&["models", "verify", "tiny"]).succeeds();
}

#[test]
fn a_new_commit_takes_over_what_has_not_changed() {
    let (here, hub) = (machine(), hub());
    pull(&here, &hub);
    here.run(&["models", "rm", "tiny"]).succeeds();
    pull(&here, &hub);
    // The branch moves on; only the configuration is another.
    let commit = "f".repeat(40);
    let names: Vec<String> = files().into_iter().map(|(name, _)| name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    hub.put(&crate::site::api(), crate::site::listing(&commit, &names));
    for (name, mut body) in files() {
        if name == "config.json" {
            body.push(b'\n');
        }
        let headers = vec![("ETag".to_owned(), format!("\"{}\"", etag(&name, &body)))];
        let path = format!("/{REPOSITORY}/resolve/{commit}/{name}");
        hub.put(&path, crate::server::Resource { body, headers, location: None });
    }
    // Another card of the same repository does not know the old commit's files by a record.
    let other =
        crate::site::CARD.replace("\"tiny\"", "\"other\"").replace("window", "revision = \"next\"\nwindow");
    here.write("config/models/other.toml", other);
    hub.put(&format!("/api/models/{REPOSITORY}/revision/next"), crate::site::listing(&commit, &names));
    let pulled = run(&here, &hub, &["models", "pull", "other", "--json"]).succeeds().json();
    let fetched: Vec<_> = pulled["models"][0]["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["fetched"] == true)
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fetched, ["config.json"]);
    // Removing one leaves the other whole.
    here.run(&["models", "rm", "tiny"]).succeeds();
    here.run(&["models", "verify", "other"]).succeeds();
}
