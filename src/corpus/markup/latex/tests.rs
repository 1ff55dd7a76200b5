use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Latex, text)
}

#[test]
fn the_preamble_is_no_text() {
    let text = "\\documentclass[11pt]{article}\n\\newcommand{\\x}[1]{secret #1}\n\\title{The \\emph{port} of K\\\"oln\\thanks{nobody}}\n\\author{Ada \\and Jos\\'e}\n\\date{13.09.2023}\n\\begin{document}\n\\maketitle\nThe boats came in before noon.\n\\end{document}\nbehind\n";
    let document = document(Format::Latex, text);
    assert_eq!(document.title.as_deref(), Some("The port of Köln"));
    assert_eq!(document.source.as_deref(), Some("Ada, José"));
    assert_eq!(document.date.as_deref(), Some("2023-09-13"));
    assert_eq!(read(text), ["The boats came in before noon."]);
}

#[test]
fn commands_leave_their_text() {
    for (text, expected) in [
        (
            "The \\textbf{boats} came~in \\cite[p.~3]{a} before % a comment\nnoon, all~\\ref{x} of them.",
            "The boats came in before noon, all of them.",
        ),
        (
            "``Stra\\ss e'' --- \\'Etienne, \\c{c}a, \\v{S}koda, na\\\"{\\i}ve, \\o re, 10\\,\\% \\& \\$5\\ldots",
            "“Straße” — Étienne, ça, Škoda, naïve, øre, 10 % & $5…",
        ),
        (
            "Der \\href{https://example.org}{Hafen} und \\ship{Anna} mit $x^2 + \\alpha$ am Kai.",
            "Der Hafen und Anna mit x^2 + α am Kai.",
        ),
        (
            "Use \\verb|a{b}%c| in \\textcolor{red}{all} of the \\LaTeX\\ files.",
            "Use a{b}%c in all of the LaTeX files.",
        ),
        (
            "A formula \\[ a = b \\] and $$c = d$$ then\n\\begin{align*}\ne &= f\n\\end{align*}\nthe end of it.",
            "A formula and then the end of it.",
        ),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn sections_lists_and_footnotes() {
    let text = "\\section[s]{The port}\\label{a}\nThe ships that came in:\\footnote{Except the ferry, which was late.}\n\\begin{itemize}\n\\item the Anna\n\n with herring\n\\item[Berta] and cod\n\\end{itemize}\n\\begin{enumerate}\n\\item crew\n\\item cargo\n\\end{enumerate}\n\nNobody had expected them.\n";
    let units = read(text);
    assert!(units.contains(&"Except the ferry, which was late.".to_owned()), "{units:?}");
    assert!(units.contains(&"Nobody had expected them.".to_owned()), "{units:?}");
    let list = "The port / The ships that came in: / • the Anna with herring / • Berta and cod";
    assert!(units[0].starts_with(list), "{units:?}");
    assert!(units.concat().contains("1. crew / 2. cargo"), "{units:?}");
}

#[test]
fn tables_figures_and_code() {
    let text = "\\begin{table}[ht]\n\\begin{tabular}{|l|r|}\n\\hline\nName & Cargo \\\\ \\hline\nAnna & \\multicolumn{1}{c}{herring} \\\\[2pt]\nBerta & cod \\& salt \\\\\n\\end{tabular}\n\\caption{Ships of the harbour in May.}\n\\end{table}\n\\begin{figure}\n\\includegraphics[width=1cm]{a.png}\n\\caption{A \\emph{boat} in the harbour, at noon.}\n\\end{figure}\n\\begin{lstlisting}[language=C]\nint x = {1};\n\n% no comment\n\\end{lstlisting}\n";
    assert_eq!(
        read(text),
        [
            "Name | Cargo / Anna | herring / Berta | cod & salt",
            "Ships of the harbour in May.",
            "A boat in the harbour, at noon.",
            "int x = {1}; / % no comment",
        ]
    );
}
