//! What a program that uses this library nearly always needs: `use cognate::prelude::*;`.

pub use crate::cluster::{ClusterOptions, Clustering, cluster};
pub use crate::corpus::Language;
pub use crate::embed::static_model::StaticModel;
pub use crate::embed::{Embedder, Embeddings, GivenVectors};
pub use crate::index::{Frozen, Neighbor};
pub use crate::pipeline::{
    Base, Collection, CollectionOptions, PipelineError, SearchOptions, Silent, Sources, Text, TopicsOptions,
};
pub use crate::report::answers::search::SearchReport;
pub use crate::report::topics::look::Look;
pub use crate::report::topics::model::TopicReport;
