use std::path::Path;

use super::*;
use crate::eval::testing::{Files, message};

fn read(name: &str, content: &str) -> Result<QueryFile, EvalError> {
    QueryFile::read(&Files::new().write(name, content), None)
}

/// Id, language and what is expected of each query, with gains.
fn shown(file: &QueryFile) -> Vec<String> {
    let expected = |query: &JudgedQuery| {
        let each = query.expect.iter().map(|one| format!("{} ×{}", one.wanted, one.gain));
        each.collect::<Vec<_>>().join(" | ")
    };
    let each = file.queries.iter().map(|query| {
        let lang = query.lang.as_deref().unwrap_or("-");
        format!("{} {lang} {} → {}", query.id, query.text, expected(query))
    });
    each.collect()
}

#[test]
fn toml_names_paragraphs_in_every_way() {
    let files = Files::new();
    let path = files.write(
        "q.toml",
        "[[query]]\ntext = \"le train\"\nlang = \"fr\"\nexpect = [\n  \"Le convoi\",\n  { file = \"a.txt\", line = 12, gain = 3 },\n  \
         { id = \"n-7\" },\n  { text = \"À Séoul\", file = \"b.txt\" },\n]\n[[query]]\nid = \"x\"\ntext = \"b\"\nexpect = \"c\"\n\
         [[query]]\ntext = \"left out\"\nexpect = []\n[[query]]\ntext = \"too\"\nexpect = { id = \"1\", gain = 0 }\n",
    );
    let file = QueryFile::read(&path, None).unwrap();
    assert_eq!(
        shown(&file),
        ["q1 fr le train → Le convoi ×1 | a.txt:12 ×3 | id n-7 ×1 | b.txt: À Séoul ×1", "x - b → c ×1"]
    );
    assert_eq!((file.left_out, file.queries[0].line, file.queries[0].expect[1].line), (2, 1, 6));
}

#[test]
fn the_gold_annotation_of_the_sample_corpus_is_read_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/gold.toml");
    let file = QueryFile::read(&path, None).unwrap();
    assert_eq!((file.queries.len(), file.left_out), (40, 0));
    let first = &file.queries[0];
    assert_eq!((first.id.as_str(), first.lang.as_deref(), first.expect.len()), ("q01", Some("fr"), 21));
    assert!(first.expect.iter().all(|one| one.wanted.file().is_some()));
}

#[test]
fn rows_of_the_same_query_belong_together() {
    for (name, content) in [
        ("q.csv", "query,expect,gain,lang\nle train,\"Le convoi, long\",2,fr\nb,c,,\nle train,À Séoul,,fr\n"),
        ("q.csv", "Query;Expect;Gain;Lang\nle train;Le convoi, long;2;fr\nb;c;;\n\nle train;À Séoul;;fr\n"),
        (
            "q.tsv",
            "query\texpect\tgain\tlang\nle train\tLe convoi, long\t2\tfr\nb\tc\nle train\tÀ Séoul\t1\tfr\n",
        ),
    ] {
        let file = read(name, content).unwrap();
        assert_eq!(
            shown(&file),
            ["q1 fr le train → Le convoi, long ×2 | À Séoul ×1", "q2 - b → c ×1"],
            "{content}"
        );
    }
    let file = read("q.csv", "query,file,line,id\na,x/a.txt,3,\na,,,n-7\n").unwrap();
    assert_eq!(shown(&file), ["q1 - a → x/a.txt:3 ×1 | id n-7 ×1"]);
}

#[test]
fn topics_and_judgements_of_trec() {
    let files = Files::new();
    let topics = files.write("topics.tsv", "101\tarmored train\n\n102\tharvest of rye\n103\tnobody judged\n");
    let qrels = files.write("qrels", "101 0 d1 2\n101 0 d2 -2\n999 0 d1 1\n102\t0\td3\t1\n");
    let file = QueryFile::read(&topics, Some(&qrels)).unwrap();
    assert_eq!(
        shown(&file),
        ["101 - armored train → id d1 ×2 | id d2 ×0", "102 - harvest of rye → id d3 ×1"]
    );
    assert_eq!((file.left_out, file.files.len()), (1, 2));
    for (topics, qrels, told) in [
        ("101\n", "", "t.tsv:1: no text stands behind the id of the query"),
        ("1\ta\n1\tb\n", "", "t.tsv:2: line 1 has the id `1` already"),
        ("1\ta\n", "1 0 d1\n", "qrels:1: the line has 3 fields instead of 4"),
        ("1\ta\n", "\n1 0 d1 0.5\n", "qrels:2: the gain `0.5` is no whole number"),
        ("1\ta\n", "2 0 d1 1\n", "qrels names nothing that one of its queries, 1 in number, should find"),
    ] {
        let (topics, qrels) = (files.write("t.tsv", topics), files.write("qrels", qrels));
        assert_eq!(message(QueryFile::read(&topics, Some(&qrels))), told);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (name, content, told) in [
        ("q.toml", "[[query]]\ntext = \"a\n", "q.toml:2: "),
        ("q.toml", "[[query]]\nexpect = [\"a\"]\n", "q.toml:1: the query has no `text`"),
        ("q.toml", "[[query]]\ntext = 3\n", "q.toml:2: `text` is text, not integer"),
        ("q.toml", "[[query]]\ntext = \" \"\n", "q.toml:2: `text`: the text is empty"),
        ("q.toml", "[[query]]\ntext = \"a\"\nexpects = []\n", "q.toml:3: unknown key `expects`"),
        ("q.toml", "[[queries]]\ntext = \"a\"\n", "q.toml:1: unknown key `queries`"),
        ("q.toml", "query = 3\n", "q.toml:1: `query` is a list, not integer"),
        (
            "q.toml",
            "[[query]]\ntext = \"a\"\nexpect = [\n  \"b\",\n  7,\n]\n",
            "q.toml:5: `expect` is a text or a table",
        ),
        (
            "q.toml",
            "[[query]]\ntext = \"a\"\nexpect = [{ file = \"b\" }]\n",
            "q.toml:3: what is expected is named by",
        ),
        (
            "q.toml",
            "[[query]]\ntext = \"a\"\nexpect = [{ id = \"b\", gain = -1 }]\n",
            "q.toml:3: `gain` is a whole number from 0, not integer",
        ),
        (
            "q.toml",
            "[[query]]\ntext = \"a\"\nrelevant = [\"p-1\"]\n",
            "q.toml:3: no paragraph of an `[[article]]` has the id `p-1`",
        ),
        ("q.toml", "", "q.toml names nothing that one of its queries, 0 in number, should find"),
        (
            "q.csv",
            "text,expect\na,b\n",
            "q.csv:1: no column is named `query`; the columns are `text`, `expect`",
        ),
        ("q.csv", "query,expect\na,b\n,c\n", "q.csv:3: the cell of the column `query` is empty"),
        ("q.csv", "query,expect\na,\n", "q.csv:2: the row does not say what is expected"),
        ("q.csv", "query,file,line\na,b.txt,\n", "q.csv:2: no line of `b.txt` and no text of it is named"),
        ("q.csv", "query,file,line\na,b.txt,0\n", "q.csv:2: `0` is no number of a line"),
        ("q.csv", "query,expect,gain\na,b,much\n", "q.csv:2: the gain `much` is no whole number from 0"),
        ("q.txt", "a\n", "q.txt has no ending that says how queries are written in it"),
    ] {
        let shown = message(read(name, content));
        assert!(shown.starts_with(told), "{content}: {shown}");
    }
}

#[test]
fn any_text_is_read_or_refused() {
    for content in ["[", "[[query]]", "query,", "\u{feff}query,expect\na,\"b", "query\u{0},", "a=[[[[[["] {
        for name in ["q.toml", "q.csv", "q.tsv"] {
            assert!(read(name, content).is_err() || content.contains("\"b"), "{content}");
        }
    }
    assert!(read("q.toml", &format!("a = {}", "[".repeat(100_000))).is_err());
}
