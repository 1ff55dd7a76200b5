//! Which of the models that fastembed knows read many languages, reviewed by hand.

use fastembed::EmbeddingModel as Model;

/// These read many languages, and each has a card.
pub(super) const MULTILINGUAL: &[Model] = &[
    Model::BGEM3,
    Model::EmbeddingGemma300M,
    Model::EmbeddingGemma300MQ,
    Model::EmbeddingGemma300MQ4,
    Model::MultilingualE5Base,
    Model::MultilingualE5Large,
    Model::MultilingualE5Small,
    Model::ParaphraseMLMiniLML12V2,
    Model::ParaphraseMLMiniLML12V2Q,
    Model::ParaphraseMLMpnetBaseV2,
];

/// These read one language (English or Chinese), or one and programming languages.
pub(super) const ONE_LANGUAGE: &[Model] = &[
    Model::AllMiniLML12V2,
    Model::AllMiniLML12V2Q,
    Model::AllMiniLML6V2,
    Model::AllMiniLML6V2Q,
    Model::AllMpnetBaseV2,
    Model::BGEBaseENV15,
    Model::BGEBaseENV15Q,
    Model::BGELargeENV15,
    Model::BGELargeENV15Q,
    Model::BGELargeZHV15,
    Model::BGESmallENV15,
    Model::BGESmallENV15Q,
    Model::BGESmallZHV15,
    Model::ClipVitB32,
    Model::GTEBaseENV15,
    Model::GTEBaseENV15Q,
    Model::GTELargeENV15,
    Model::GTELargeENV15Q,
    Model::JinaEmbeddingsV2BaseCode,
    Model::JinaEmbeddingsV2BaseEN,
    Model::ModernBertEmbedLarge,
    Model::MxbaiEmbedLargeV1,
    Model::MxbaiEmbedLargeV1Q,
    Model::NomicEmbedTextV1,
    Model::NomicEmbedTextV15,
    Model::NomicEmbedTextV15Q,
    Model::SnowflakeArcticEmbedL,
    Model::SnowflakeArcticEmbedLQ,
    Model::SnowflakeArcticEmbedM,
    Model::SnowflakeArcticEmbedMLong,
    Model::SnowflakeArcticEmbedMLongQ,
    Model::SnowflakeArcticEmbedMQ,
    Model::SnowflakeArcticEmbedS,
    Model::SnowflakeArcticEmbedSQ,
    Model::SnowflakeArcticEmbedXS,
    Model::SnowflakeArcticEmbedXSQ,
];
