//! A check made by hand, and how it is shown.

use super::*;
use crate::report::text::page::TerminalStyle;

fn finding(unit: usize, status: UnitStatus, text: &str, now: Option<Now>) -> Finding {
    Finding {
        at: None,
        unit,
        status,
        topic: (unit > 0).then_some(3),
        text: text.to_owned(),
        line: unit as u64 + 1,
        span: [10 * unit as u64, 10 * unit as u64 + 9],
        position: unit,
        own_id: None,
        now,
    }
}

fn now(file: &str, line: u64) -> Now {
    Now {
        at: None,
        file: file.to_owned(),
        line,
        span: [50, 59],
        position: 4,
        own_id: None,
        in_order: None,
        text: None,
        similarity: None,
    }
}

/// One unit of each kind.
pub(in crate::report) fn report() -> CheckReport {
    let edited = Now {
        text: Some("The shells were counted twice.".to_owned()),
        similarity: Some(0.8),
        ..now("press/a.txt", 2)
    };
    let file = |file: &str, status, findings: Vec<Finding>| CheckedFile {
        file: file.to_owned(),
        status,
        reason: None,
        units: findings.iter().map(|finding| finding.status).collect(),
        new: 0,
        findings,
    };
    let first = vec![
        finding(
            0,
            UnitStatus::Shifted,
            "The heading.",
            Some(Now { in_order: Some(false), ..now("press/a.txt", 9) }),
        ),
        finding(1, UnitStatus::Changed, "The shells were counted.", Some(edited)),
        finding(2, UnitStatus::Moved, "The train left.", Some(now("press/c.txt", 5))),
        finding(3, UnitStatus::Deleted, "Nothing else was said.", None),
    ];
    let locked = vec![finding(4, UnitStatus::Unreadable, "A secret.", None)];
    let mut files = vec![
        file("press/a.txt", FileStatus::Read, first),
        file("press/b.txt", FileStatus::Unreadable, locked),
        file("<stdin>", FileStatus::NotChecked, Vec::new()),
        file("press/c.txt", FileStatus::New, Vec::new()),
    ];
    files[0].units.same = 1200;
    files[0].new = 1;
    files[1].reason = Some("Permission denied".to_owned());
    files[2].units.not_checked = 1;
    files[3].new = 2;
    let units = StatusCounts {
        same: 1200,
        shifted: 1,
        moved: 1,
        changed: 1,
        deleted: 1,
        unreadable: 1,
        not_checked: 1,
    };
    CheckReport {
        schema: CHECK_REPORT_SCHEMA,
        report: "report.json".to_owned(),
        generator: "cognate 0.1.0".to_owned(),
        checked_by: "cognate 0.2.0".to_owned(),
        base: ".".to_owned(),
        holds: false,
        only_language: None,
        units,
        new: 3,
        faults: vec![Fault {
            unit: Some(3),
            topic: Some(3),
            what: "its text is not that of its hash: it was edited".to_owned(),
        }],
        files,
        topics: vec![AffectedTopic {
            id: 3,
            label: "arms deal".to_owned(),
            units: StatusCounts {
                same: 10,
                moved: 1,
                changed: 1,
                deleted: 1,
                unreadable: 1,
                ..StatusCounts::default()
            },
            excerpts: StatusCounts { same: 1, changed: 1, ..StatusCounts::default() },
            summary: Some(UnitStatus::Deleted),
            terms: vec![AffectedTerm { text: "train".to_owned(), units: 7, lost: 1 }],
        }],
    }
}

#[test]
fn the_whole_report_without_colour() {
    let expected = "\
Report      report.json
            made by cognate 0.1.0, checked by cognate 0.2.0, which may cut texts
            in another way
Cites       1,206 texts in 3 files
DIFFERS     1,200 the same · 1 shifted · 1 moved to another file · 1 changed · 1
            gone · 1 in files that cannot be read · 1 not checked
            1 of the shifted in another order
            1 text from standard input, which cannot be read again
New         3 texts that the report does not know
Itself      topic 3, unit 3: its text is not that of its hash: it was edited
Topics      3 `arms deal`: 1 of 2 excerpts changed; the summary is gone; 4 of 14
            texts: 1 moved, 1 changed, 1 gone, 1 cannot be read; terms that
            fewer texts hold: `train` 6 of 7

press/a.txt: 1,200 the same · 1 shifted · 1 moved to another file · 1 changed ·
1 gone · 1 new
changed     line 2 ¶2 -> line 2 ¶5 · topic 3 · 80% of the words are the same
  was       The shells were counted.
  is        The shells were counted twice.
moved       line 3 ¶3 -> press/c.txt, line 5 ¶5 · topic 3
            The train left.
gone        line 4 ¶4 · topic 3
            Nothing else was said.

press/b.txt: cannot be read · 1 in files that cannot be read
            Permission denied
not read    line 5 ¶5 · topic 3
            A secret.
";
    assert_eq!(render(&report(), &TerminalStyle::default()), expected);
}

#[test]
fn everything_is_listed_where_it_is_asked_for() {
    let text = render(&report(), &TerminalStyle { all_units: true, ..TerminalStyle::default() });
    assert!(text.contains("shifted     line 1 ¶1 -> line 9 ¶5\n            The heading.\n"), "{text}");
    assert!(text.contains("press/c.txt: not in the report · 2 new\n"), "{text}");
}

#[test]
fn long_lists_say_how_much_is_left_out() {
    let mut report = report();
    report.faults = vec![report.faults[0].clone(); 14];
    report.files[0].findings = vec![report.files[0].findings[3].clone(); 1012];
    let text = render(&report, &TerminalStyle::default());
    assert_eq!(text.matches("it was edited").count(), 10);
    assert!(text.contains("and 4 more: `--verbose` lists all\n"), "{text}");
    assert!(text.contains("and 1,002 more: `--verbose` lists all\n"), "{text}");
}

#[test]
fn a_report_that_holds_says_so_and_a_wrong_base_is_told() {
    let mut report = report();
    let units = StatusCounts { same: 3, ..StatusCounts::default() };
    report.files.truncate(1);
    report.files[0] = CheckedFile { units, new: 0, findings: Vec::new(), ..report.files[0].clone() };
    report.generator.clone_from(&report.checked_by);
    report = CheckReport { holds: true, units, new: 0, faults: Vec::new(), topics: Vec::new(), ..report };
    let expected = "\
Report      report.json
Cites       3 texts in 1 file
holds       3 the same
";
    assert_eq!(render(&report, &TerminalStyle::default()), expected);
    report.files[0].status = FileStatus::Missing;
    assert!(render(&report, &TerminalStyle::default()).contains("--base DIR"), "the way out is named");
}
