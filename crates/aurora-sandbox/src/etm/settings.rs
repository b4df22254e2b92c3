//! What a user of the sandbox may choose about the Energy Transition Model.

/// Which generation of the engine the sandbox stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EtmDialect {
    /// The engine as it is deployed for production.
    #[default]
    Latest,
    /// The stable engine `2025-01`: fewer routes, other texts and other rules for some bodies.
    Stable202501,
}

/// A user that the sandbox knows from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EtmUser {
    /// Id 1, `ada@example.org`.
    Ada,
    /// Id 2, `ben@example.org`.
    Ben,
    /// Id 3, `cleo@example.org`.
    Cleo,
    /// Id 9, `root@example.org`: an administrator.
    Root,
}

impl EtmUser {
    /// Every user, in the order of their ids.
    pub const ALL: [EtmUser; 4] = [EtmUser::Ada, EtmUser::Ben, EtmUser::Cleo, EtmUser::Root];

    /// The id that the service prints.
    pub fn id(self) -> i64 {
        match self {
            EtmUser::Ada => 1,
            EtmUser::Ben => 2,
            EtmUser::Cleo => 3,
            EtmUser::Root => 9,
        }
    }

    /// The e-mail address of the account.
    pub fn email(self) -> &'static str {
        match self {
            EtmUser::Ada => "ada@example.org",
            EtmUser::Ben => "ben@example.org",
            EtmUser::Cleo => "cleo@example.org",
            EtmUser::Root => "root@example.org",
        }
    }

    /// The name of the account.
    pub fn name(self) -> &'static str {
        match self {
            EtmUser::Ada => "Ada",
            EtmUser::Ben => "Ben",
            EtmUser::Cleo => "Cleo",
            EtmUser::Root => "Root",
        }
    }

    pub(crate) fn admin(self) -> bool {
        self == EtmUser::Root
    }
}

/// What a token may do; each level has all that the one before it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EtmScopes {
    /// Only what is public.
    Public,
    /// And reading one's own private scenarios.
    Read,
    /// And creating and changing scenarios.
    Write,
    /// And deleting them, and managing their users.
    Delete,
}

impl EtmScopes {
    /// Every level, from the least to the most.
    pub const ALL: [EtmScopes; 4] = [EtmScopes::Public, EtmScopes::Read, EtmScopes::Write, EtmScopes::Delete];

    /// The names of the scopes, as a token carries them. All levels may know who the user is.
    pub fn names(self) -> &'static [&'static str] {
        const ALL: [&str; 7] = [
            "openid",
            "public",
            "profile",
            "email",
            "scenarios:read",
            "scenarios:write",
            "scenarios:delete",
        ];
        &ALL[..4 + self as usize]
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            EtmScopes::Public => "public",
            EtmScopes::Read => "read",
            EtmScopes::Write => "write",
            EtmScopes::Delete => "delete",
        }
    }
}

/// Oddities of the real service that the sandbox leaves out unless they are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EtmQuirks {
    /// A refused collection answers `{"errors": null}`.
    pub null_errors: bool,
    /// A refused saved scenario answers `{"errors": "errors"}`.
    pub text_errors: bool,
    /// Where MyETM forbids what the engine passes on, the engine answers 500 instead of 403.
    pub forbidden_is_500: bool,
    /// The users of a saved scenario that were accepted in a batch with failures stand below `success.value`, one level deeper
    /// than documented.
    pub nested_success: bool,
}

impl EtmQuirks {
    /// All of them.
    pub fn all() -> EtmQuirks {
        EtmQuirks {
            null_errors: true,
            text_errors: true,
            forbidden_is_500: true,
            nested_success: true,
        }
    }

    /// Switches [`EtmQuirks::null_errors`].
    #[must_use]
    pub fn with_null_errors(mut self, on: bool) -> EtmQuirks {
        self.null_errors = on;
        self
    }

    /// Switches [`EtmQuirks::text_errors`].
    #[must_use]
    pub fn with_text_errors(mut self, on: bool) -> EtmQuirks {
        self.text_errors = on;
        self
    }

    /// Switches [`EtmQuirks::forbidden_is_500`].
    #[must_use]
    pub fn with_forbidden_is_500(mut self, on: bool) -> EtmQuirks {
        self.forbidden_is_500 = on;
        self
    }

    /// Switches [`EtmQuirks::nested_success`].
    #[must_use]
    pub fn with_nested_success(mut self, on: bool) -> EtmQuirks {
        self.nested_success = on;
        self
    }
}

/// A token besides those that the sandbox makes by itself. No `Debug`: there is a token in it.
#[derive(Clone)]
pub(crate) struct ExtraToken {
    pub(crate) token: String,
    pub(crate) user: EtmUser,
    pub(crate) scopes: Vec<String>,
}

/// How the Energy Transition Model behaves at first.
#[derive(Clone, Default)]
pub(crate) struct EtmSettings {
    pub(crate) dialect: EtmDialect,
    pub(crate) quirks: EtmQuirks,
    pub(crate) tokens: Vec<ExtraToken>,
}

/// The token of a user with a level of scopes.
pub(crate) fn token_of(user: EtmUser, scopes: EtmScopes) -> String {
    format!("etm_sandbox-{}-{}", user.name().to_ascii_lowercase(), scopes.word())
}
