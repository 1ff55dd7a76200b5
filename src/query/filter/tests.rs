//! What filters are read as, and what is no filter.

use proptest::prelude::*;

use super::*;

/// An expression in brackets.
fn shown(expr: &Expr) -> String {
    let all = |parts: &[Expr]| parts.iter().map(shown).collect::<Vec<_>>().join(" ");
    match expr {
        Expr::Any(parts) => format!("(or {})", all(parts)),
        Expr::All(parts) => format!("(and {})", all(parts)),
        Expr::Not(inner) => format!("(not {})", shown(inner)),
        Expr::Test(test) => {
            let field = match &test.field {
                Field::Record { name, .. } => format!("[{name}]"),
                field => format!("{field:?}"),
            };
            match &test.check {
                Check::IsNull => format!("{field} null"),
                Check::Like(pattern) => format!("{field}~{pattern}"),
                Check::Equal(literals) => {
                    format!("{field}={}", literals.iter().map(value).collect::<Vec<_>>().join("|"))
                }
                Check::Order(order, literal) => {
                    let sign = match order {
                        Order::Less => "<",
                        Order::AtMost => "<=",
                        Order::More => ">",
                        Order::AtLeast => ">=",
                    };
                    format!("{field}{sign}{}", value(literal))
                }
            }
        }
    }
}

fn value(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("'{text}'"),
        Literal::Code(code) => code.clone(),
        Literal::Number(Value::Integer(number)) => number.to_string(),
        Literal::Number(number) => format!("{number:?}"),
        Literal::Days(days) => format!("{}..{}", days.first, days.last),
        Literal::Truth(truth) => truth.to_string(),
    }
}

#[test]
fn what_filters_are_read_as() {
    for (filter, expected) in [
        ("lang = fr", "Language=fr"),
        ("lang = \"fr\"", "Language=fr"),
        ("language=FR", "Language=fr"),
        ("LANG == 'fr-CA'", "Language=fr"),
        ("lang != fr", "(not Language=fr)"),
        ("lang <> fr", "(not Language=fr)"),
        ("lang ≠ fr", "(not Language=fr)"),
        ("lang in (fr, \"en\",de)", "Language=fr|en|de"),
        ("lang not in (fr)", "(not Language=fr)"),
        ("lang IS NULL", "Language null"),
        ("lang is not null", "(not Language null)"),
        ("date = 2023", "Date=2023-01-01..2023-12-31"),
        ("date >= 2023-09", "Date>=2023-09-01..2023-09-30"),
        ("date ≥ '2023-09-01'", "Date>=2023-09-01..2023-09-01"),
        ("date<2024-02", "Date<2024-02-01..2024-02-29"),
        ("date in (2023, 2024-01)", "Date=2023-01-01..2023-12-31|2024-01-01..2024-01-31"),
        ("date ~ septembre", "Date~septembre"),
        ("title = \"Le Train\"", "Title='le train'"),
        ("title ~ 'train*blindé'", "Title~train*blindé"),
        ("title ~ “train”", "Title~train"),
        ("title ~ „Zug“", "Title~Zug"),
        ("title ~ «train»", "Title~train"),
        ("title !~ a", "(not Title~a)"),
        ("source =~ press", "Source~press"),
        ("title = l'été", "Title='l'été'"),
        ("title = ‘été’", "Title='été'"),
        (r#"title = "a \"b\" \\ \* c""#, r#"Title='a "b" \ \* c'"#),
        ("title > m", "Title>'m'"),
        ("id = 42", "Id='42'"),
        ("id < 42", "Id<42"),
        ("id < \"42\"", "Id<'42'"),
        ("file ~ \"2023/*.txt\"", "File~2023/*.txt"),
        ("file ~ 2023/*.txt", "File~2023/*.txt"),
        ("path = 2023/A.txt", "File='2023/a.txt'"),
        ("line > 10", "Line>10"),
        ("line = \"5\"", "Line=5"),
        ("position in (1, 2)", "Position=1|2"),
        ("length <= 1e3", "Length<=Real(1000.0)"),
        ("length ≤ 100", "Length<=100"),
        ("boilerplate = true", "Boilerplate=true"),
        ("boilerplate = FALSE", "Boilerplate=false"),
        ("boilerplate in (read-also, Promotion)", "Boilerplate=read-also|promotion"),
        ("text ~ a", "Text~a"),
        ("views >= 10", "[views]>=10"),
        ("views = \"10\"", "[views]='10'"),
        ("views = -2.5", "[views]=Real(-2.5)"),
        ("meta.section = Sea", "[meta.section]='sea'"),
        ("Fields.line = 3", "[line]=3"),
        ("fields.\"page views\" > 3", "[page views]>3"),
        ("fields.`page views` > 3", "[page views]>3"),
        ("`page views` > 3", "[page views]>3"),
        ("`lang` = fr", "[lang]='fr'"),
        ("`a\\`b` = x", "[a`b]='x'"),
        ("`and` = 1", "[and]=1"),
        ("updated < 2023-09", "[updated]<2023-09-01..2023-09-30"),
        ("code = 2023-99", "[code]='2023-99'"),
        ("code = \"2023-09\"", "[code]='2023-09'"),
        ("列 = 車", "[列]='車'"),
        ("a = 1 and b = 2 or c = 3", "(or (and [a]=1 [b]=2) [c]=3)"),
        ("a = 1 AND (b = 2 Or c = 3)", "(and [a]=1 (or [b]=2 [c]=3))"),
        ("not a = 1 and b = 2", "(and (not [a]=1) [b]=2)"),
        ("not (a = 1 and b = 2)", "(not (and [a]=1 [b]=2))"),
        ("not not a = 1", "(not (not [a]=1))"),
        ("((a=1))", "[a]=1"),
        ("\n a\t=\u{a0}1 ", "[a]=1"),
        ("notable = 1 and inside = 2 or android = 3", "(or (and [notable]=1 [inside]=2) [android]=3)"),
    ] {
        let read =
            Filter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}\n{}", error.pointed()));
        assert_eq!(shown(&read.parts[0].expr), expected, "{filter}");
        assert_eq!(Filter::parse(&read.to_string()).unwrap(), Filter::parse(filter.trim()).unwrap());
    }
}

#[test]
fn what_is_no_filter() {
    for (filter, at, message) in [
        ("", 0, "the filter is empty"),
        ("  ", 0, "the filter is empty"),
        ("lang", 4, "expected an operator, found the end"),
        ("lang fr", 5, "expected an operator, found `fr`"),
        ("lang: fr", 6, "expected an operator, found `fr`"),
        ("lang =", 6, "expected a value, found the end"),
        ("lang = ", 6, "expected a value, found the end"),
        ("lang = =", 7, "expected a value, found `=`"),
        ("= fr", 0, "expected the name of a field, found `=`"),
        ("\"fr\" = lang", 0, "expected the name of a field, found `fr`"),
        ("and lang = fr", 0, "expected the name of a field, found `and`"),
        ("lang = fr and", 13, "expected the name of a field, found the end"),
        ("lang = fr or or", 13, "expected the name of a field, found `or`"),
        ("lang = fr adn date > 2023", 10, "expected `and`, `or` or the end, found `adn`"),
        ("lang = fr && date > 2023", 10, "expected `and`, `or` or the end, found `&&`"),
        ("lang = fr, en", 9, "expected `and`, `or` or the end, found `,`"),
        ("title = armored train", 16, "expected `and`, `or` or the end, found `train`"),
        ("lang = fr)", 9, "nothing opens this parenthesis"),
        ("(lang = fr", 0, "the parenthesis is not closed"),
        ("(lang = fr lang = en)", 11, "expected `and`, `or` or the end, found `lang`"),
        ("()", 1, "expected the name of a field, found `)`"),
        ("not", 3, "expected the name of a field, found the end"),
        ("! lang = fr", 0, "`!` stands only in `!=` and `!~`"),
        ("lang ! fr", 5, "`!` stands only in `!=` and `!~`"),
        ("title = \"open", 8, "the quote is not closed"),
        ("title = 'open\"", 8, "the quote is not closed"),
        ("title ~ “open\"", 8, "the quote is not closed"),
        ("`open = 1", 0, "the quote is not closed"),
        ("`` = 1", 0, "the name of a field is empty"),
        ("fields. = 1", 0, "`fields.` needs the name of a field"),
        ("fields.\"\" = 1", 0, "`fields.` needs the name of a field"),
        ("lang = french", 7, "`french` is no code of a language"),
        ("lang = \"\"", 7, "`` is no code of a language"),
        ("lang in (fr, deu)", 13, "`deu` is no code of a language"),
        ("lang < fr", 5, "`lang` has no order"),
        ("language ~ f", 9, "`language` is no text, and has no parts"),
        ("lang = null", 7, "expected a value, found `null`"),
        ("title = and", 8, "expected a value, found `and`"),
        ("lang = (fr, en)", 7, "expected a value, found `(`"),
        ("lang in fr", 8, "expected `(`, found `fr`"),
        ("lang in ()", 9, "expected a value, found `)`"),
        ("lang in (fr en)", 12, "expected `,` or `)`, found `en`"),
        ("lang in (fr", 11, "expected `,` or `)`, found the end"),
        ("lang in (fr,)", 12, "expected a value, found `)`"),
        ("lang is fr", 8, "expected `null`, found `fr`"),
        ("lang is not", 11, "expected `null`, found the end"),
        ("lang not fr", 9, "expected `in`, found `fr`"),
        ("date = 2023-13", 7, "`2023-13` is no date: there is no month 13"),
        ("date = 2023-02-30", 7, "`2023-02-30` is no date: that month has 28 days"),
        ("date > yesterday", 7, "`yesterday` is no date"),
        ("date in (2023, 1.9.2023)", 15, "`1.9.2023` is no date"),
        ("date > \"2023-09-01T10:00\"", 7, "`2023-09-01T10:00` is no date"),
        ("line > ten", 7, "`ten` is no number"),
        ("length = \"\"", 9, "`` is no number"),
        ("position ~ 1", 9, "`position` is no text, and has no parts"),
        ("boilerplate = maybe", 14, "`maybe` is no kind of boilerplate"),
        ("boilerplate > short", 12, "`boilerplate` has no order"),
        ("boilerplate ~ s", 12, "`boilerplate` is no text, and has no parts"),
        ("file < a.txt", 5, "`file` has no order"),
        ("file ~ \"\"", 7, "the pattern is empty"),
        ("列 = 車 車", 6, "expected `and`, `or` or the end, found `車`"),
    ] {
        let error = Filter::parse(filter).unwrap_err();
        assert_eq!((error.at, error.to_string().as_str()), (at, message), "{filter}");
        assert_eq!(error.text, filter);
    }
}

#[test]
fn hints_say_the_way_out() {
    for (filter, hint) in [
        ("lang = fr && date > 2023", "write `and`"),
        ("lang = fr adn date > 2023", "write `and`"),
        ("lang = fr || date > 2023", "write `or`"),
        ("title = armored train", "a text of several words stands between quotes"),
        ("lang = fr, en", "several values are written `lang in (fr, en)`"),
        ("lang = null", "what has no value is found with `is null`"),
        ("!lang = fr", "the contrary of a condition is written with `not`"),
        ("date > yesterday", "a date is a year, a month or a day: `2023`, `2023-09`, `2023-09-01`"),
        ("lang = french", "a code has two letters: `fr`, `en`, `de`, `ru`, `ko`"),
        ("length > ten", "it is compared with numbers, such as in `length >= 100`"),
        ("title = 'a\\' b", "a quote within a text is written `\\'`"),
    ] {
        assert_eq!(Filter::parse(filter).unwrap_err().hint().as_deref(), Some(hint), "{filter}");
    }
}

#[test]
fn bounds() {
    let nested = |depth: usize| format!("{}a = 1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(shown(&Filter::parse(&nested(MAX_DEPTH)).unwrap().parts[0].expr), "[a]=1");
    let error = Filter::parse(&nested(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!((error.at, error.to_string().as_str()), (MAX_DEPTH, "the filter is nested more than 64 deep"));
    let error = Filter::parse(&format!("{} a = 1", "not ".repeat(2_000))).unwrap_err();
    assert_eq!(error.at, 4 * MAX_DEPTH);
    let longest = format!("title = {}", "é".repeat(MAX_CHARS - 8));
    Filter::parse(&longest).unwrap();
    let error = Filter::parse(&format!("{longest}é")).unwrap_err();
    assert_eq!(
        (error.at, error.to_string().as_str()),
        (MAX_CHARS, "the filter is longer than 10000 characters")
    );
    assert!(
        Filter::file_glob(&"a".repeat(MAX_CHARS + 1)).is_err()
            && Filter::since(&"2".repeat(MAX_CHARS + 1)).is_err()
    );
}

#[test]
fn shorthands_are_filters() {
    let french = Filter::language("fr".parse().unwrap());
    let all = french
        .clone()
        .and(Filter::file_glob("2023/\"*\"\\*.txt").unwrap())
        .and(Filter::since(" 2023-09 ").unwrap())
        .and(Filter::until("2024").unwrap())
        .and(Filter::parse("a = 1 or b = 2").unwrap());
    let written = r#"lang = fr and file ~ "2023/\"*\"\\*.txt" and date >= 2023-09 and date <= 2024 and (a = 1 or b = 2)"#;
    assert_eq!(all.to_string(), written);
    let read = Filter::parse(written).unwrap();
    assert_eq!(read.sql().values, all.sql().values);
    assert_eq!(french.sql(), Filter::parse("lang = fr").unwrap().sql());
    assert_eq!(all.names(), ["a", "b"]);
    assert!(!all.mentions_boilerplate());
    assert!(all.and(Filter::parse("not boilerplate = true").unwrap()).mentions_boilerplate());
    let error = Filter::since("2023-13").unwrap_err();
    assert_eq!((error.at, error.text.as_str()), (0, "2023-13"));
    assert!(error.hint().unwrap().contains("`2023-09`"));
    assert_eq!(Filter::file_glob("").unwrap_err().to_string(), "the pattern is empty");
    assert_eq!(Filter::until("").unwrap_err().to_string(), "`` is no date");
}

#[test]
fn names_that_no_record_has() {
    let known = ["section", "views", "Page"].map(str::to_owned);
    Filter::parse("section = sea and views > 3 and fields.Page = 1").unwrap().check(&known).unwrap();
    Filter::parse("lang = fr and line > 3").unwrap().check(&[]).unwrap();
    let filter =
        Filter::language("fr".parse().unwrap()).and(Filter::parse("views > 3 and sectoin = sea").unwrap());
    let error = filter.check(&known).unwrap_err();
    assert_eq!((error.at, error.to_string().as_str()), (14, "no record has a field `sectoin`"));
    assert_eq!(error.text, "views > 3 and sectoin = sea");
    assert!(error.hint().unwrap().starts_with("the fields are `section`, "), "{:?}", error.hint());
    let error = Filter::parse("langauge = fr").unwrap().check(&[]).unwrap_err();
    assert!(error.hint().unwrap().starts_with("the fields are `language`, "), "{:?}", error.hint());
    assert!(
        Filter::parse("page = 1").unwrap().check(&known).is_err(),
        "the name of a record's field has its case"
    );
}

#[test]
fn values_are_bound_and_never_in_the_text() {
    let filter = "title = \"'; DROP TABLE unit; --\" and `x') --` = \"y''\" and file ~ \"z'*\"";
    let condition = Filter::parse(filter).unwrap().sql();
    assert!(!condition.sql.contains("DROP") && !condition.sql.contains("--"), "{}", condition.sql);
    let texts: Vec<&Value> = condition.values.iter().collect();
    let expected =
        ["'; drop table unit; --", "x') --", "y''", "z'*"].map(|text| Value::Text(text.to_owned()));
    assert_eq!(texts, expected.iter().collect::<Vec<_>>());
    let simple = Filter::parse("lang = fr and length > 5").unwrap().sql();
    assert_eq!(simple.sql, "((u.language = ?1) AND (length(u.text) > ?2))");
    assert_eq!(simple.values, [Value::Text("fr".to_owned()), Value::Integer(5)]);
}

/// Pieces of filters, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec![
            "lang", "date", "title", "file", "line", "boilerplate", "views", "fields.x", "fields.\"y\"", "`z`", "=", "!=", "<", ">=", "~",
            "!~", "in", "is", "not", "null", "and", "or", "(", ")", ",", "fr", "2023-09", "42", "\"a\"", "'b'", "true",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => prop::sample::select(vec!["\"", "'", "`", "\\", "fields.", "!", "“", "\n"]).prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn reading_ends_and_errors_point_into_the_text(pieces in prop::collection::vec(piece(), 0..16), spaced in any::<bool>()) {
        let text = pieces.join(if spaced { " " } else { "" });
        match Filter::parse(&text) {
            Ok(filter) => {
                let condition = filter.sql();
                let highest = format!("?{}", condition.values.len());
                prop_assert!(condition.values.is_empty() || condition.sql.contains(&highest));
                prop_assert_eq!(Filter::parse(&filter.to_string()).unwrap().sql(), condition);
            }
            Err(error) => {
                prop_assert!(error.at <= text.chars().count(), "{}", error);
                let pointed = error.pointed();
                prop_assert_eq!(pointed.lines().count(), 2, "{}", pointed);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|[ =<>!~(),'\"`]){0,60}") {
        if let Err(error) = Filter::parse(&text) {
            prop_assert!(error.at <= text.chars().count() && !error.to_string().is_empty());
        }
    }
}
