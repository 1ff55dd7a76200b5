//! The files of the folder: one of each format, and what cannot be read.

/// A file, a sentence that stands in it alone, some words that ask for it, and where a person is led.
pub(super) struct File {
    pub(super) name: &'static str,
    /// The file; of a document, what `tests/fixtures/formats/make.py` wrote.
    pub(super) content: Content,
    pub(super) asked: &'static str,
    pub(super) sentence: &'static str,
    pub(super) at: At,
}

pub(super) enum Content {
    Text(&'static str),
    Latin1(&'static str),
    Utf16(&'static str),
    Made,
}

/// Where a sentence is found.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// On a line of the file.
    Line(u64),
    /// In a place of the document.
    Place(&'static str),
}

use At::{Line, Place};
use Content::{Latin1, Made, Text, Utf16};

const fn file(
    name: &'static str,
    content: Content,
    asked: &'static str,
    sentence: &'static str,
    at: At,
) -> File {
    File { name, content, asked, sentence, at }
}

pub(super) const READ: &[File] = &[
    file(
        "notes.txt",
        Text("The ladder truck of the volunteers needs new tyres before the inspection.\n"),
        "tyres for the ladder truck",
        "The ladder truck of the volunteers needs new tyres",
        Line(1),
    ),
    file(
        "service.log",
        Text("The night guard wrote that a fox slept in the boiler room.\n"),
        "fox in the boiler room",
        "a fox slept in the boiler room",
        Line(1),
    ),
    file(
        "latin-1.txt",
        Latin1("Die Bäckerin verlängert am Samstag die Öffnungszeiten für den Käsekuchen.\n"),
        "Bäckerin Käsekuchen Öffnungszeiten",
        "Die Bäckerin verlängert am Samstag die Öffnungszeiten",
        Line(1),
    ),
    file(
        "utf-16.txt",
        Utf16("Паромщик потерял ключи от кассы во время утреннего прилива.\n"),
        "паромщик потерял ключи",
        "Паромщик потерял ключи от кассы",
        Line(1),
    ),
    file(
        "sauna.md",
        Text(
            "---\ntitle: Sauna\n---\n# Sauna\n\nThe birch logs for the sauna are stacked behind the *boathouse*.\n",
        ),
        "birch logs for the sauna",
        "The birch logs for the sauna are stacked behind the boathouse.",
        Line(4),
    ),
    file(
        "museum.html",
        Text(
            "<!DOCTYPE html><html lang=\"en\"><head><title>Museum</title></head><body><nav><a href=\"/\">Home</a></nav>\n\
             <main><p>The whale skeleton in the museum hangs from eleven steel cables.</p>\n\
             <p>Guides tell children how the bones were carried through a window.</p></main></body></html>\n",
        ),
        "whale skeleton hangs from cables",
        "The whale skeleton in the museum hangs from eleven steel cables.",
        Line(2),
    ),
    file(
        "posts.jsonl",
        Text(
            "{\"id\": \"p1\", \"date\": \"2024-05-06\", \"text\": \"Someone painted the statue of the admiral pink last night.\"}\n\
             {\"id\": \"p2\", \"date\": \"2024-05-07\", \"text\": \"The cinema shows silent films with a pianist on Sundays.\"}\n",
        ),
        "silent films with a pianist",
        "The cinema shows silent films with a pianist on Sundays.",
        Line(2),
    ),
    file(
        "feed.ndjson",
        Text("{\"id\": 7, \"text\": \"An owl nests in the steeple and delays the repair of its bells.\"}\n"),
        "owl nests in the steeple",
        "An owl nests in the steeple",
        Line(1),
    ),
    file(
        "list.json",
        Text(
            "[\n  {\"id\": 1, \"text\": \"The ice rink rents skates in every size but forty-four.\"},\n  \
             {\"id\": 2, \"text\": \"The curling club sweeps the ice with brooms made of maple.\"}\n]\n",
        ),
        "curling brooms made of maple",
        "The curling club sweeps the ice",
        Line(3),
    ),
    file(
        "letters.csv",
        Text(
            "id,text\n1,\"A reader complains about leaf blowers, which start at seven.\"\n2,A reader praises the marching band.\n",
        ),
        "complaint about leaf blowers",
        "A reader complains about leaf blowers, which start at seven.",
        Line(2),
    ),
    file(
        "plants.tsv",
        Text(
            "id\ttext\n1\tThe cactus collection moved to the southern greenhouse.\n2\tOrchids get rain water only.\n",
        ),
        "cactus collection greenhouse",
        "The cactus collection moved to the southern greenhouse.",
        Line(2),
    ),
    file(
        "ferry.eml",
        Text(
            "From: Harbour <harbour@example.org>\r\nTo: crew@example.org\r\nSubject: Fog\r\nDate: Tue, 07 May 2024 06:30:00 +0200\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             The pilot boat stays at its mooring until the fog lifts.\r\n--edge\r\nContent-Type: text/plain; name=tides.txt\r\n\
             Content-Disposition: attachment; filename=tides.txt\r\n\r\nThe spring tide floods the lower parking lot at noon.\r\n--edge--\r\n",
        ),
        "spring tide floods the parking lot",
        "The spring tide floods the lower parking lot at noon.",
        Place("tides.txt"),
    ),
    file(
        "choir.mbox",
        Text(
            "From ann@example.org Mon May  6 08:00:00 2024\nFrom: ann@example.org\nSubject: Robes\nDate: Mon, 06 May 2024 08:00:00 +0000\n\n\
             The purple robes are back from the cleaner.\n\nFrom bo@example.org Mon May  6 09:00:00 2024\nFrom: bo@example.org\nSubject: Organ\n\
             Date: Mon, 06 May 2024 09:00:00 +0000\n\nMice chewed the bellows of the organ again.\n",
        ),
        "mice chewed the bellows",
        "Mice chewed the bellows of the organ again.",
        Place("message 2"),
    ),
    file(
        "film.srt",
        Text(
            "1\n00:00:02,000 --> 00:00:05,000\nThe lighthouse keeper of the island\nkept a diary of shipwrecks.\n\n\
             2\n00:01:02,500 --> 00:01:06,000\n<i>His daughter translated it</i>\nfrom Norwegian after the war.\n",
        ),
        "daughter translated it from Norwegian",
        "His daughter translated it",
        Place("1:02"),
    ),
    file(
        "talk.vtt",
        Text(
            "WEBVTT\n\nNOTE made by hand\n\nintro\n00:04.000 --> 00:07.000 align:start\n<v Ada>Volcanic ash grounded the mail planes for a week.\n\n\
             01:00:05.000 --> 01:00:08.000\n<v Bo>Meanwhile the letters travelled by steamer.\n",
        ),
        "volcanic ash grounded planes",
        "Volcanic ash grounded the mail planes for a week.",
        Place("0:04"),
    ),
    file(
        "guide.rst",
        Text(
            "Guide\n=====\n\n.. note::\n\n   The loom jams when the *humidity* rises above ninety percent.\n\n.. code-block:: python\n\n   loom.start()\n",
        ),
        "loom jams humidity",
        "The loom jams when the humidity rises above ninety percent.",
        Line(1),
    ),
    file(
        "diary.org",
        Text(
            "#+TITLE: Diary\n* TODO Hens\nSCHEDULED: <2024-05-06 Mon>\nThe speckled hen hides her eggs under the [[file:tractor.org][tractor]].\n",
        ),
        "speckled hen hides her eggs",
        "The speckled hen hides her eggs under the tractor.",
        Line(2),
    ),
    file(
        "manual.adoc",
        Text(
            "= Manual\nAnn Lee\n:toc:\n\n== Kiln\n\nNever open the *kiln* before the cone has cooled to two hundred degrees.\n",
        ),
        "never open the kiln",
        "Never open the kiln before the cone has cooled",
        Line(1),
    ),
    file(
        "paper.tex",
        Text(
            "\\documentclass{article}\n\\title{Eels}\n\\begin{document}\n\\section{Results}\n\
             Tagged eels crossed the \\emph{weir} at night~\\cite{lee2020} when the turbines stood still.\n\\end{document}\n",
        ),
        "tagged eels crossed the weir",
        "Tagged eels crossed the weir at night",
        Line(4),
    ),
    file(
        "lab.ipynb",
        Text(
            "{\"cells\": [{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": [\"# Yeast\\n\", \"\\n\", \
             \"The yeast in flask three stopped growing after the second sugar pulse.\"]},\n\
             {\"cell_type\": \"code\", \"execution_count\": 1, \"metadata\": {}, \"outputs\": [], \"source\": [\"plot(growth)\"]}],\n\
             \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}\n",
        ),
        "yeast stopped growing after sugar",
        "The yeast in flask three stopped growing",
        Line(1),
    ),
    file(
        "letter.rtf",
        Text(
            "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs24\n\
             Dear neighbours,\\par\nour accordion lessons move to the caf\\'e9 opposite the \\b pharmacy\\b0 .\\par\n}\n",
        ),
        "accordion lessons move",
        "our accordion lessons move to the café opposite the pharmacy.",
        Line(3),
    ),
    file(
        "rules.docx",
        Made,
        "cooked food on the compost heap",
        "Cooked food attracts rats and must never go on the compost heap",
        Place("Compost"),
    ),
    file(
        "choir.odt",
        Made,
        "Noten der Kantate mit Bleistift",
        "die Noten der Kantate mit Bleistift zu bezeichnen",
        Place("Chorprobe"),
    ),
    file(
        "noise.pptx",
        Made,
        "residents sleep badly freight yard",
        "Most residents sleep badly because of the freight yard",
        Place("slide 2"),
    ),
    file(
        "phare.epub",
        Made,
        "vagues jusqu’à la lanterne du phare",
        "les vagues montèrent jusqu’à la lanterne",
        Place("La tempête"),
    ),
    file(
        "repairs.xlsx",
        Made,
        "varnish of the rowing boat",
        "The varnish of the rowing boat peels",
        Place("Boats, row 2"),
    ),
    file(
        "animals.xls",
        Made,
        "goat ate the label",
        "The old goat ate the label of the medicine box.",
        Place("Goats, row 2"),
    ),
    file(
        "ovens.ods",
        Made,
        "Kachelofen zieht schlecht",
        "Der Kachelofen im Saal zieht schlecht",
        Place("Öfen, row 2"),
    ),
    file(
        "bridge.pdf",
        Made,
        "pier has lost gravel since the flood",
        "the middle pier has lost two metres of gravel at its foot",
        Place("page 2"),
    ),
    file(
        "walk.txt.gz",
        Made,
        "night walk through the cemetery",
        "The night walk through the cemetery starts at the chapel gate.",
        Line(1),
    ),
    file(
        "lost.csv.zst",
        Made,
        "violin left on the tram",
        "A violin in a green case was left on the tram",
        Line(2),
    ),
    file(
        "minutes.zip",
        Made,
        "chess club lends its clocks",
        "The chess club lends its clocks to the school",
        Place("minutes/tuesday.md"),
    ),
    // Read but for one record.
    file(
        "partly.jsonl",
        Text(
            "{\"text\": \"The carousel horses are repainted every seventh winter.\"}\n{\"text\": \"cut off\n\
             {\"text\": \"The shooting gallery sells paper roses.\"}\n",
        ),
        "carousel horses repainted",
        "The carousel horses are repainted every seventh winter.",
        Line(1),
    ),
];

/// What is not read or not whole: the file, why in a word, what the reason says, and how many records are left out.
pub(super) const NOT_READ: &[(&str, Content, &str, &str, Option<u64>)] = &[
    ("damaged.docx", Made, "damaged", "is damaged", None),
    ("empty.txt", Text(""), "empty", "", None),
    ("locked.pdf", Made, "encrypted", "is encrypted", None),
    ("locked.zip", Made, "encrypted", "diary.txt` is encrypted", None),
    ("numbers.csv", Text("width,height\n12,40\n13,41\n"), "no-text", "no column", None),
    ("partly.jsonl", Made, "partly", "line 2: broken JSON", Some(1)),
    ("scan.pdf", Made, "no-text", "has 2 pages and no text layer: a scan?", None),
    ("song.mp3", Text("ID3\u{4}\0\0\0\0\0"), "unknown-type", "", None),
];
