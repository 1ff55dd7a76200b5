//! What can go wrong with edits and with a stored registry, and the way out.

use super::{TopicId, UnitKey};

/// An edit that cannot be made; the registry is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// There never was such a topic.
    #[error("there is no topic {id}")]
    NoTopic {
        /// The number asked for.
        id: TopicId,
    },
    /// The topic is no more.
    #[error("topic {id}, `{name}`, is no more{}", now(*.into))]
    GoneTopic {
        /// The topic.
        id: TopicId,
        /// Its last name.
        name: String,
        /// The topic that has its units now, if there is one.
        into: Option<TopicId>,
    },
    /// A name without a letter.
    #[error("the name for topic {id} is empty")]
    EmptyName {
        /// The topic.
        id: TopicId,
    },
    /// Another topic has the name.
    #[error("topic {by} is called `{name}` already")]
    NameTaken {
        /// The name.
        name: String,
        /// Who has it.
        by: TopicId,
    },
    /// Fewer than two topics are to be merged.
    #[error("a merge needs two topics, and only {id} is named")]
    OneTopic {
        /// The topic.
        id: TopicId,
    },
    /// No unit is to be moved.
    #[error("no text is named that is to be moved")]
    NoUnits,
    /// The last run did not have the unit.
    #[error("the text {unit} is not among those of the last run")]
    NoUnit {
        /// The unit.
        unit: UnitKey,
    },
    /// All units of a topic are to be moved away.
    #[error("topic {id} would have no text left")]
    WouldBeEmpty {
        /// The topic.
        id: TopicId,
    },
    /// A split that leaves one piece.
    #[error("a split needs two pieces, and topic {id} would stay whole")]
    OnePiece {
        /// The topic.
        id: TopicId,
    },
    /// A piece without a unit.
    #[error("a piece of topic {id} has no text")]
    EmptyPiece {
        /// The topic.
        id: TopicId,
    },
    /// A piece has a unit that the topic has not.
    #[error("the text {unit} is not in topic {id}")]
    NotInTopic {
        /// The topic.
        id: TopicId,
        /// The unit.
        unit: UnitKey,
    },
    /// A unit is in two pieces.
    #[error("the text {unit} is in two pieces of topic {id}")]
    InTwoPieces {
        /// The topic.
        id: TopicId,
        /// The unit.
        unit: UnitKey,
    },
    /// There is no edit.
    #[error("there is no edit to undo")]
    NothingToUndo,
}

fn now(into: Option<TopicId>) -> String {
    into.map(|id| format!(": topic {id} has its texts")).unwrap_or_default()
}

impl EditError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::GoneTopic { into: Some(into), .. } => return Some(format!("name topic {into} instead")),
            Self::NoTopic { .. } | Self::GoneTopic { .. } => "list the topics to see their numbers",
            Self::EmptyName { .. } => "give it a name of at least one letter",
            Self::NameTaken { by, .. } => {
                return Some(format!("choose another name, rename topic {by} first, or merge the two"));
            }
            Self::OneTopic { .. } => "name at least two different topics",
            Self::NoUnits => "name at least one text",
            Self::NoUnit { .. } => "find the topics again if the text is new, then move it",
            Self::WouldBeEmpty { .. } => "merge the topic with the other instead",
            Self::OnePiece { .. } => "leave at least one text out of the piece, or name two pieces",
            Self::EmptyPiece { .. } => "give every piece at least one text",
            Self::NotInTopic { .. } => "name only texts of the topic that is split",
            Self::InTwoPieces { .. } => "name each text in one piece",
            Self::NothingToUndo => return None,
        };
        Some(hint.to_owned())
    }
}

/// A stored registry that is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored topics are damaged: {reason}")]
pub struct RegistryError {
    /// What is wrong.
    pub reason: String,
}

impl RegistryError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some("forget the stored topics and find them again; their names and edits are lost".to_owned())
    }
}
