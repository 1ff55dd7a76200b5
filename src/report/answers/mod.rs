//! What each command answers, one module a command: the values, which are its JSON, and how a terminal and files show them.

pub mod audit;
pub mod bench;
pub mod changes;
pub mod check;
pub mod closer;
pub mod compact;
pub mod compare;
pub mod distill;
pub mod edited;
pub mod embed_bench;
pub mod end_to_end;
pub mod eval;
pub mod indexed;
pub mod models;
pub mod quality;
pub mod search;
pub mod similar;
pub mod status;
pub mod timed;
pub mod topics_bench;
pub mod unread;
pub mod verify;
