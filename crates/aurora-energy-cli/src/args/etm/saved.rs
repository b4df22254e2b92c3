//! Arguments of the commands around saved scenarios and collections.

use clap::{Args, Subcommand};

use super::users::UsersCommand;

/// Commands around saved scenarios.
#[derive(Debug, Subcommand)]
pub enum SavedScenariosCommand {
    /// Lists those that you have a role on, the last changed first.
    List {
        /// All that you may read, public ones of others too; only directly at MyETM.
        #[arg(long)]
        readable: bool,
    },
    /// Shows a saved scenario.
    Get {
        /// Its id.
        id: i64,
    },
    /// Saves a session.
    Create(CreateSavedScenario),
    /// Changes a saved scenario.
    Update(UpdateSavedScenario),
    /// Puts a saved scenario into the trash.
    Discard {
        /// Its id.
        id: i64,
    },
    /// Takes a saved scenario out of the trash.
    Restore {
        /// Its id.
        id: i64,
    },
    /// Deletes a saved scenario for good. Asks first.
    Delete {
        /// Its id.
        id: i64,
    },
    /// Who may use a saved scenario.
    Users {
        /// What to do with users.
        #[command(subcommand)]
        command: UsersCommand,
    },
}

/// A new saved scenario.
#[derive(Args, Debug)]
pub struct CreateSavedScenario {
    /// Id of the session.
    #[arg(long, value_name = "ID")]
    pub session: i64,
    /// Title of the saved scenario.
    #[arg(long)]
    pub title: String,
    /// Free text.
    #[arg(long)]
    pub description: Option<String>,
    /// Who may see it.
    #[command(flatten)]
    pub privacy: Privacy,
}

/// New values of a saved scenario.
#[derive(Args, Debug)]
pub struct UpdateSavedScenario {
    /// Its id.
    pub id: i64,
    /// New title.
    #[arg(long)]
    pub title: Option<String>,
    /// New text.
    #[arg(long)]
    pub description: Option<String>,
    /// The session that it points to from now on; the one before goes into its history.
    #[arg(long, value_name = "ID")]
    pub session: Option<i64>,
    /// Who may see it.
    #[command(flatten)]
    pub privacy: Privacy,
}

/// Who may see something.
#[derive(Args, Debug)]
pub struct Privacy {
    /// Only its users may see it.
    #[arg(long)]
    pub private: bool,
    /// Everybody may see it.
    #[arg(long, conflicts_with = "private")]
    pub public: bool,
}

impl Privacy {
    /// Whether it is to be private; `None` when nothing was said.
    #[must_use]
    pub fn choice(&self) -> Option<bool> {
        match (self.private, self.public) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// Commands around collections.
#[derive(Debug, Subcommand)]
pub enum CollectionsCommand {
    /// Lists your collections, the newest first.
    List,
    /// Shows a collection.
    Get {
        /// Its id.
        id: i64,
    },
    /// Makes a collection of at most six scenarios of one version.
    Create {
        /// Its title.
        #[arg(long)]
        title: String,
        /// What is in it.
        #[command(flatten)]
        content: Content,
        /// Makes it a transition path to what is in it.
        #[arg(long)]
        interpolated: bool,
        /// Area of a transition path of sessions.
        #[arg(long, value_name = "CODE", requires_all = ["interpolated", "end_year"])]
        area: Option<String>,
        /// End year of a transition path of sessions.
        #[arg(long, value_name = "YEAR", requires_all = ["interpolated", "area"])]
        end_year: Option<i64>,
    },
    /// Changes a collection; a list that is given replaces the one before.
    Update {
        /// Its id.
        id: i64,
        /// New title.
        #[arg(long)]
        title: Option<String>,
        /// What is in it.
        #[command(flatten)]
        content: Content,
        /// Area of a transition path.
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// End year of a transition path.
        #[arg(long, value_name = "YEAR")]
        end_year: Option<i64>,
    },
    /// Puts a collection into the trash.
    Discard {
        /// Its id.
        id: i64,
    },
    /// Takes a collection out of the trash.
    Restore {
        /// Its id.
        id: i64,
    },
    /// Deletes a collection for good; its scenarios stay. Asks first.
    Delete {
        /// Its id.
        id: i64,
    },
}

/// What is in a collection.
#[derive(Args, Debug)]
pub struct Content {
    /// Saved scenarios, in this order.
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub saved: Vec<i64>,
    /// Sessions, in this order.
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub session: Vec<i64>,
}
