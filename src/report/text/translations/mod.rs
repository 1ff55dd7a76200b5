//! The report's own words, in the languages in which it can be written.
//!
//! Each language has a folder of Fluent files (projectfluent.org): a message for each thing that is said, with its plural forms. A test
//! holds the languages to the same messages and variables, so that none is missing anywhere; only messages whose names begin with
//! `form-` are a language's own: forms of words that its other messages name. Text of documents is never a message: it is handed
//! in as a value, as it is.

mod date;
mod name;
mod number;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language in which reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportLanguage {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Russian.
    Russian,
    /// Korean.
    Korean,
}

/// A text that names no language of reports.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reports are not written in `{0}`")]
pub struct UnknownReportLanguage(String);

impl ReportLanguage {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::English, Self::French, Self::German, Self::Spanish, Self::Russian, Self::Korean];

    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Russian => "ru",
            Self::Korean => "ko",
        }
    }

    fn sources(self) -> [&'static str; 3] {
        macro_rules! files {
            ($code:literal) => {
                [
                    include_str!(concat!($code, "/report.ftl")),
                    include_str!(concat!($code, "/page.ftl")),
                    include_str!(concat!($code, "/picture.ftl")),
                ]
            };
        }
        match self {
            Self::English => files!("en"),
            Self::French => files!("fr"),
            Self::German => files!("de"),
            Self::Spanish => files!("es"),
            Self::Russian => files!("ru"),
            Self::Korean => files!("ko"),
        }
    }
}

impl std::str::FromStr for ReportLanguage {
    type Err = UnknownReportLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| UnknownReportLanguage(code.to_owned()))
    }
}

/// The messages of one language.
pub(in crate::report) struct Translations {
    language: ReportLanguage,
    bundle: FluentBundle<FluentResource>,
}

impl Translations {
    /// The messages of `language`.
    pub(in crate::report) fn new(language: ReportLanguage) -> Self {
        let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Marks of direction around values would be in the way of whoever copies or compares text.
        bundle.set_use_isolating(false);
        for source in language.sources() {
            // A file that is not Fluent is a defect of this crate, which a test finds.
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Whether there is such a message.
    pub(in crate::report) fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The language.
    pub(in crate::report) fn language(&self) -> ReportLanguage {
        self.language
    }

    /// A message without variables.
    pub(in crate::report) fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with its variables. A whole number chooses the plural form; text stands as it is.
    ///
    /// A message that does not exist is shown as its key: a defect of this crate, which a test finds.
    pub(in crate::report) fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), value.clone());
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

impl Translations {
    /// `name: value`.
    pub(in crate::report) fn pair(&self, name: &str, value: &str) -> String {
        self.with("pair", &[("name", name.into()), ("value", value.into())])
    }

    /// Phrases one after the other: `a, b; c, d`.
    pub(in crate::report) fn phrases<S: AsRef<str>>(&self, phrases: &[S]) -> String {
        phrases.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(&self.say("between-phrases"))
    }

    /// The text in quotation marks.
    pub(in crate::report) fn quote(&self, text: &str) -> String {
        self.with("quote", &[("text", text.into())])
    }
}

impl Default for Translations {
    /// English.
    fn default() -> Self {
        Self::new(ReportLanguage::English)
    }
}

#[cfg(test)]
pub(in crate::report) mod tests;
