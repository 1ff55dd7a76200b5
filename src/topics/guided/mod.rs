//! Topics that a person names: which texts are about them, how sure that is, and which are about none of them.
//!
//! 1. [`GuidedFile`] is what the person wrote: names, descriptions, seed terms and examples, read from TOML and
//!    written to it, so that topics that were found can be edited and given back.
//! 2. [`Guide`] holds the directions of the topics in the space of a model.
//! 3. [`Guide::assign`] says of each text how probably it is about each topic, or about none.
//!
//! A cosine alone says little: what is near depends on the model, the language, the length of the text and the
//! corpus. So each text is measured against general `subjects` as well, and what counts is how far the topic stands
//! out among them: in the verification of speakers this is known as score normalisation with a cohort (Auckenthaler,
//! Carey and Lloyd-Thomas (2000), *Score Normalization for Text-Independent Speaker Verification Systems*, Digital
//! Signal Processing 10). `evidence` turns that into log-odds, `assign` into probabilities.

mod assign;
mod error;
mod evidence;
mod file;
mod guide;
mod scores;
mod subjects;
mod suggest;
#[cfg(test)]
mod tests;
mod write;

pub use assign::{GuideOptions, Guided, TopicEvidence};
pub use error::GuidedError;
pub use file::{GivenTopic, GuidedFile};
pub use guide::Guide;
