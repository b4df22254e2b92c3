//! The one place where generated requests meet our transport.

aurora_core::client_hooks!(crate::generated::Client);
