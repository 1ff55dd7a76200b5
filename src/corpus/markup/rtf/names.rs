//! What the control words are.

use encoding_rs::Encoding;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Destination {
    Text,
    Note,
    /// The marker of a list item.
    Marker,
    Fonts,
    Styles,
    Colors,
    Info,
    Title,
    Author,
    Subject,
    Keywords,
    Created,
    Nothing,
}

impl Destination {
    /// Whether it stands in the head of a file, and ends at the latest where its text begins.
    pub(super) fn ends_with_text(self) -> bool {
        !matches!(self, Self::Text | Self::Note | Self::Marker | Self::Nothing)
    }
}

/// The destination that a group is whose first word is `name`.
pub(super) fn destination(name: &str) -> Option<Destination> {
    Some(match name {
        "fonttbl" => Destination::Fonts,
        "stylesheet" => Destination::Styles,
        "colortbl" => Destination::Colors,
        "info" => Destination::Info,
        "title" => Destination::Title,
        "author" => Destination::Author,
        "subject" => Destination::Subject,
        "keywords" => Destination::Keywords,
        "creatim" => Destination::Created,
        "footnote" => Destination::Note,
        "listtext" | "pntext" => Destination::Marker,
        "shptxt" | "fldrslt" | "result" => Destination::Text,
        "pict" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
        | "footerf" | "fldinst" | "objdata" | "objclass" | "nonshppict" | "xe" | "tc" | "rxe" | "txe"
        | "bkmkstart" | "bkmkend" | "filetbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl"
        | "generator" | "annotation" | "atnid" | "atnauthor" | "atndate" | "atnref" | "operator"
        | "doccomm" | "comment" | "company" | "manager" | "category" | "revtim" | "printim" | "buptim"
        | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "ftncn" | "aftncn" | "template" | "sn" | "sv"
        | "nonesttables" => Destination::Nothing,
        _ => return None,
    })
}

/// The text that a word stands for.
pub(super) fn character(name: &str) -> Option<&'static str> {
    Some(match name {
        "tab" | "emspace" | "enspace" | "qmspace" | "nbsp" => " ",
        "hyphen" => "-",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "zwj" => "\u{200D}",
        "zwnj" => "\u{200C}",
        _ => return None,
    })
}

/// The encoding of a Windows code page.
pub(super) fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        437 | 850 | 1252 => "windows-1252",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        866 => "ibm866",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        10_000 => "macintosh",
        10_007 => "x-mac-cyrillic",
        65_001 => "utf-8",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of the characters of a font.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
