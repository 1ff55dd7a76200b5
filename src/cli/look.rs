//! How a report is to look: what can be typed, and the files that it names.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use cognate::printable::display;
use cognate::report::text::translations::ReportLanguage;
use cognate::report::topics::look::{Logo, Look, TEMPLATES};

use super::output::Failure;

/// Most bytes of a logo: it stands in the report itself.
const LOGO: u64 = 1_000_000;

/// Most bytes of a template.
const TEMPLATE: u64 = 10_000_000;

const LOGO_HINT: &str = "give a PNG, JPEG, GIF or WebP file of at most 1 MB";

const TEMPLATE_HINT: &str =
    "a template folder has files of these names: topics.md.j2, report.html.j2, report.css, report.js, map.js";

#[derive(Debug, Args)]
#[command(next_help_heading = "Looks of the report")]
pub(crate) struct LookArgs {
    /// Language of the report's own words: en, fr, de, es, ru or ko. Texts, names of topics and JSON stay as they are;
    /// `--lang` chooses texts, `--label-language` names of topics
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    pub(crate) language: ReportLanguage,
    /// Title of the report [default: one made from the paths]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Who made it, below its title
    #[arg(long, value_name = "TEXT")]
    pub(crate) author: Option<String>,
    /// Its date, as it is to be shown; without, the same text gives the same bytes on any day
    #[arg(long, value_name = "TEXT")]
    pub(crate) date: Option<String>,
    /// Image for the head of the page: PNG, JPEG, GIF or WebP, at most 1 MB
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// Folder of templates and styles that take the place of the built-in ones: topics.md.j2, report.html.j2, report.css,
    /// report.js, map.js
    #[arg(long, value_name = "DIR")]
    pub(crate) template: Option<PathBuf>,
}

impl LookArgs {
    /// What was typed, with the files read.
    pub(crate) fn read(&self) -> Result<Look, Failure> {
        Ok(Look {
            language: self.language,
            title: self.title.clone(),
            author: self.author.clone(),
            date: self.date.clone(),
            logo: self.logo.as_deref().map(logo).transpose()?,
            templates: self.template.as_deref().map(templates).transpose()?.unwrap_or_default(),
        })
    }
}

fn language(code: &str) -> Result<ReportLanguage, String> {
    code.parse().map_err(|_| "give en, fr, de, es, ru or ko".to_owned())
}

fn logo(path: &Path) -> Result<Logo, Failure> {
    let refuse =
        |why| Failure::Usage { message: format!("the logo `{}` {why}", display(path)), hint: LOGO_HINT };
    let bytes = bytes(path, LOGO)?.ok_or_else(|| refuse("is larger than 1 MB"))?;
    if is_svg(&bytes) {
        return Err(refuse("is SVG, which can hold scripts"));
    }
    let media_type = media_type(&bytes).ok_or_else(|| refuse("is no image of a known kind"))?;
    Ok(Logo { media_type, bytes })
}

/// Media type by the first bytes, as the formats' specifications have them.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    start.starts_with('<') && (start.starts_with("<?xml") || start.contains("<svg"))
}

/// The templates of a folder by name. Hidden files, which systems put there, are passed over.
fn templates(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let refuse = |message| Failure::Usage { message, hint: TEMPLATE_HINT };
    let cannot_read =
        |source| Failure::Io { what: format!("cannot read the folder `{}`", display(folder)), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot_read)? {
        names.push(entry.map_err(cannot_read)?.file_name());
    }
    names.sort();
    names.retain(|name| !name.to_string_lossy().starts_with('.'));
    let mut templates = BTreeMap::new();
    for name in names {
        let path = folder.join(&name);
        let known = TEMPLATES.into_iter().find(|known| name == *known);
        let known = known.ok_or_else(|| refuse(format!("`{}` is no template", display(&path))))?;
        // The folder may be a stranger's: what is read as a template stands in the report.
        if path.is_symlink() {
            return Err(refuse(format!("the template `{}` is a link to another file", display(&path))));
        }
        let bytes = bytes(&path, TEMPLATE)?
            .ok_or_else(|| refuse(format!("the template `{}` is larger than 10 MB", display(&path))))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| refuse(format!("the template `{}` is not UTF-8", display(&path))))?;
        templates.insert(known.to_owned(), text);
    }
    if templates.is_empty() {
        return Err(refuse(format!("there is no template in `{}`", display(folder))));
    }
    Ok(templates)
}

/// The file; `None` for one that is longer than so many bytes, which is not read to its end.
fn bytes(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Failure> {
    match cognate::file::read(path, most) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::FileTooLarge => Ok(None),
        Err(source) => Err(Failure::Io { what: format!("cannot read `{}`", display(path)), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_told_by_their_first_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n\0\0"), Some("image/png"));
        assert_eq!(media_type(b"\xFF\xD8\xFF\xE0"), Some("image/jpeg"));
        assert_eq!([media_type(b"GIF87a"), media_type(b"GIF89a")], [Some("image/gif"); 2]);
        assert_eq!(media_type(b"RIFF\x10\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!([media_type(b"RIFF\x10\0\0\0WAVE"), media_type(b"%PDF-1.7"), media_type(b"")], [None; 3]);
        assert!(
            is_svg(b"\xEF\xBB\xBF <?xml version=\"1.0\"?><svg>") && is_svg(b"<!-- a --><svg onload=\"x()\">")
        );
        assert!(!is_svg(b"\x89PNG<svg") && !is_svg(b""));
    }

    #[test]
    fn the_hint_names_every_template() {
        let names = TEMPLATE_HINT.rsplit(": ").next().unwrap();
        assert_eq!(names.split(", ").collect::<Vec<_>>(), TEMPLATES);
    }
}
