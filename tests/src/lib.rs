//! What the cross-crate suites share: the wire rows of each service, a judge for them, and a log catcher.

pub mod amun_rows;
pub mod document;
pub mod etm_bench;
pub mod etm_rows;
pub mod etm_wire;
pub mod log;
pub mod origin_rows;
pub mod origin_wire;
pub mod schema;
pub mod wire;
