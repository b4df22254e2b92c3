//! What the cross-crate suites share: the wire rows of each service, a judge for them, and a log catcher.

pub mod amun_rows;
pub mod log;
pub mod wire;
