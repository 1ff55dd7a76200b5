use clap::Parser;
use clap::error::ErrorKind;

use super::*;
use crate::cli::args::{Cli, Command};

fn parsed(arguments: &[&str]) -> Result<SearchArgs, clap::Error> {
    let all = ["cognate", "search"].into_iter().chain(arguments.iter().copied());
    match Cli::try_parse_from(all)?.command {
        Command::Search(args) => Ok(*args),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn args(arguments: &[&str]) -> SearchArgs {
    parsed(arguments).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

/// What is looked for and where, as debug text.
fn asked(arguments: &[&str]) -> (Asked, Vec<String>) {
    let (asked, paths) = args(arguments).ask.read().unwrap();
    (asked, paths.iter().map(|path| path.display().to_string()).collect())
}

fn text(text: &str) -> Ask {
    Ask::Text(text.to_owned())
}

fn place(path: &str, line: u64) -> Ask {
    Ask::LikePlace { path: path.into(), line }
}

#[test]
fn the_first_argument_is_the_query_unless_one_is_given_otherwise() {
    for (arguments, asks, paths) in [
        (&["train"][..], vec![text("train")], &[][..]),
        (&["train", "a", "b"], vec![text("train")], &["a", "b"]),
        (&["-k", "3", "train", "a"], vec![text("train")], &["a"]),
        (&["train", "-"], vec![text("train")], &["-"]),
        (&["", "a"], vec![text("")], &["a"]),
        (&["--", "-x", "a"], vec![text("-x")], &["a"]),
        (&["-e", "train", "a"], vec![text("train")], &["a"]),
        (&["a", "-e", "train", "b", "--query", "deal"], vec![text("train"), text("deal")], &["a", "b"]),
        (&["--like", "n.txt:12", "a"], vec![place("n.txt", 12)], &["a"]),
        (&["--like", "C:\\n.txt:1"], vec![place("C:\\n.txt", 1)], &[]),
        (&["--like", "r-7"], vec![Ask::LikeId("r-7".to_owned())], &[]),
        (&["--like", "n.txt:0"], vec![Ask::LikeId("n.txt:0".to_owned())], &[]),
        (&["--like", "id:n.txt:3"], vec![Ask::LikeId("n.txt:3".to_owned())], &[]),
        (&["-e", "x", "--like", "a:1"], vec![text("x"), place("a", 1)], &[]),
    ] {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(asked(arguments), (Asked::Once(asks), paths), "{arguments:?}");
    }
    assert_eq!(asked(&["-f", "q.txt", "a"]), (Asked::EachLineOf("q.txt".into()), vec!["a".to_owned()]));
    assert_eq!(asked(&["--queries", "-", "a"]), (Asked::EachLineOf("-".into()), vec!["a".to_owned()]));
}

#[test]
fn what_has_no_query_or_two_meanings_is_refused() {
    for arguments in [&[][..], &["-k", "3"], &["--not", "x"], &["--json"]] {
        assert_eq!(
            parsed(arguments).unwrap_err().kind(),
            ErrorKind::MissingRequiredArgument,
            "{arguments:?}"
        );
    }
    assert!(matches!(args(&["-f", "-", "-"]).ask.read(), Err(Failure::Usage { .. })));
    assert!(args(&["-f", "-", "a"]).ask.read().is_ok());
}

#[cfg(unix)]
#[test]
fn a_query_is_utf_8_and_a_path_need_not_be() {
    use std::os::unix::ffi::OsStringExt;
    let odd = || OsString::from_vec(b"caf\xe9".to_vec());
    let read = |all: [OsString; 4]| {
        let Command::Search(args) = Cli::try_parse_from(all).unwrap().command else { panic!() };
        args.ask.read()
    };
    let [cognate, search] = ["cognate", "search"].map(OsString::from);
    let (_, paths) = read([cognate.clone(), search.clone(), "x".into(), odd()]).unwrap();
    assert_eq!(paths, [PathBuf::from(odd())]);
    let refused = read([cognate, search, odd(), "x".into()]);
    assert!(matches!(refused, Err(Failure::Usage { message, .. }) if message.contains("not UTF-8")));
}

#[test]
fn outputs_exclude_each_other() {
    let outputs = [&["--json"][..], &["--jsonl"], &["--csv"], &["--format", "{text}"], &["-l"], &["-c"]];
    for (at, one) in outputs.iter().enumerate() {
        assert!(parsed(&[&["x"], *one].concat()).is_ok(), "{one:?}");
        for other in &outputs[..at] {
            let both = [&["x"], *one, *other].concat();
            assert_eq!(parsed(&both).unwrap_err().kind(), ErrorKind::ArgumentConflict, "{both:?}");
        }
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    for arguments in [
        &["-f", "q", "-e", "x"][..],
        &["-f", "q", "--like", "a:1"],
        &["-f", "q", "-l"],
        &["-f", "q", "-c"],
        &["x", "-l", "-C", "1"],
        &["x", "-c", "-A", "1"],
        &["x", "--csv", "-B", "1"],
        &["x", "--format", "", "-C", "1"],
        &["x", "-l", "--explain"],
        &["x", "-c", "--full"],
        &["x", "--csv", "--explain"],
        &["x", "--jsonl", "--full"],
        &["x", "--format", "{text}", "--explain"],
    ] {
        assert_eq!(parsed(arguments).unwrap_err().kind(), ErrorKind::ArgumentConflict, "{arguments:?}");
    }
    for arguments in [
        &["-f", "q", "--json"][..],
        &["-f", "q", "--jsonl", "-C", "1"],
        &["-f", "q", "--csv"],
        &["-f", "q", "--format", "{query}"],
        &["x", "--json", "-C", "1", "--explain"],
        &["x", "-l", "--per-file", "2"],
    ] {
        args(arguments);
    }
}

#[test]
fn values_are_checked() {
    for arguments in [
        &["--lang", "zz"][..],
        &["--lang", "french"],
        &["--since", "yesterday"],
        &["--since", "2024-13"],
        &["--until", "2023-02-29"],
        &["--until", "2024-1-1"],
        &["--since", "2024-01-01-01"],
        &["--since", ""],
        &["--min-confidence", "120%"],
        &["--min-confidence", "-1"],
        &["--min-similarity", "2"],
        &["--min-similarity", "NaN"],
        &["--per-file", "0"],
        &["--diverse=2"],
        &["--diverse=x"],
        &["--mode", "vectors"],
        &["--hyperlinks", "maybe"],
        &["-k", "-1"],
        &["-C", "x"],
        &["--format", "{file}"],
        &["--format", "{"],
    ] {
        let kind = parsed(&[&["x"], arguments].concat()).unwrap_err().kind();
        let refused = [ErrorKind::ValueValidation, ErrorKind::InvalidValue, ErrorKind::UnknownArgument];
        assert!(refused.contains(&kind), "{arguments:?}: {kind}");
    }
    let error = parsed(&["x", "--format", "{rank} {file}"]).unwrap_err().to_string();
    assert!(error.contains("no field `file` (character 8)") && error.contains("rank, score,"), "{error}");
    for date in ["2024", "2024-02", "2024-02-29", "2000-02-29", "1999-12-31"] {
        assert_eq!(super::date(date), Ok(date.to_owned()));
    }
    assert!(super::date("1900-02-29").is_err());
}

#[test]
fn arguments_become_options() {
    let given = args(&[
        "x",
        "-n",
        "3",
        "--mode",
        "words",
        "--min-similarity",
        "-0.5",
        "--min-confidence",
        "50%",
        "--boilerplate",
        "--lang",
        "FR",
        "--exact",
        "--literal",
        "--not",
        "a",
        "--not",
        "b",
        "--per-file",
        "2",
        "--per-document",
        "--all",
        "--diverse",
        "-C",
        "2",
        "-B",
        "0",
    ])
    .options()
    .unwrap();
    let expected = SearchOptions {
        k: 3,
        mode: SearchMode::Words,
        min_similarity: -0.5,
        min_confidence: Some(0.5),
        boilerplate: true,
        filter: Some(Filter::language("fr".parse().unwrap())),
        exact: true,
        literal: true,
        not: vec!["a".to_owned(), "b".to_owned()],
        per_file: Some(2),
        per_document: true,
        fold: false,
        diverse: Some(0.7),
        before: 0,
        after: 2,
        ..SearchOptions::default()
    };
    assert_eq!(given, expected);
    assert_eq!(args(&["x"]).options().unwrap(), SearchOptions::default());
    assert_eq!(args(&["--diverse=0.25", "x"]).options().unwrap().diverse, Some(0.25));
    assert_eq!(args(&["x", "-c"]).options().unwrap().k, 1_000);
    assert_eq!(args(&["x", "-c", "-k", "5"]).options().unwrap().k, 5);
    assert_eq!(args(&["x", "-l"]).options().unwrap().per_file, Some(1));
}

#[test]
fn shorthands_are_parts_of_one_expression() {
    let given = |arguments: &[&str]| {
        filter(&args(&[&["x"], arguments].concat()).narrow).unwrap().map(|filter| filter.to_string())
    };
    assert_eq!(given(&[]), None);
    assert_eq!(given(&["--in", "a \"b\"/*"]).unwrap(), "file ~ \"a \\\"b\\\"/*\"");
    assert_eq!(
        given(&["--where", "title = x or id = y", "--since", "2024-01", "--until", "2024", "--lang", "ko"])
            .unwrap(),
        "(title = x or id = y) and lang = ko and date >= 2024-01 and date <= 2024"
    );
}

#[test]
fn help_tells_every_group_and_way_to_ask() {
    let help = parsed(&["--help"]).unwrap_err().to_string();
    for part in [
        "search [OPTIONS] --like FILE:LINE [PATH]...",
        "What to look for:",
        "Which texts:",
        "Which results:",
        "What is shown:",
        "Output for programs:",
        "Reading:",
        "-n",
        "Examples:",
    ] {
        assert!(help.contains(part), "{part} is not in {help}");
    }
}
