//! Tokens and base URLs of Aurora Origin, Aurora Amun and the Energy Transition Model: where they come from, and how
//! they never leak.
//!
//! Every function here is pure over [`Places`]: the environment, the home directory and the working directory are
//! handed in, so a program can ask "what would be used?" and a test never touches the process it runs in.
//!
//! # Where a token comes from
//!
//! The first place that is there wins. A place that is there and wrong (empty, unreadable, not a token) is an error that
//! names it; the next place is not tried, because silently using another account is worse than stopping.
//!
//! | service | 1. explicit | 2. variable | 3. file |
//! |---|---|---|---|
//! | Amun | the builder | `AURORA_API_KEY` | `~/.aurora-api-key` |
//! | Origin | the builder | `AURORA_API_KEY` | `~/.aurora-api-key` |
//! | Origin, universe `staging` | the builder | `AURORA_API_KEY_staging` | `~/.aurora-api-key.staging` |
//! | ETM | the builder | `ETM_API_TOKEN` | `ETM_API_TOKEN` in `.env` of the working directory; none at all is fine |
//!
//! # Example
//!
//! ```
//! use aurora_auth::{MapEnv, Places, Source, amun};
//!
//! # fn main() -> Result<(), aurora_auth::AuthError> {
//! let env = MapEnv::from([("AURORA_API_KEY", " my-token \n")]);
//! let places = Places { env: &env, home: None, working_directory: None };
//!
//! let resolved = amun::token(None, &places)?;
//! assert_eq!(resolved.value.expose(), "my-token");
//! assert_eq!(resolved.source, Source::Variable("AURORA_API_KEY".to_owned()));
//! assert_eq!(resolved.value.to_string(), "[redacted]");
//! # Ok(())
//! # }
//! ```

pub mod amun;
mod base_url;
mod dotenv;
mod error;
pub mod etm;
mod file;
pub mod origin;
mod places;
mod resolve;
mod source;
mod token;

pub use url::Url;

pub use crate::error::AuthError;
pub use crate::file::{remove_token_file, write_token_file};
pub use crate::places::{Env, MapEnv, Places, ProcessEnv};
pub use crate::source::{Resolved, Source, Warning};
pub use crate::token::Token;
