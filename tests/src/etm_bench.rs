//! A sandbox of the ETM, and clients for each of its users, whose tokens say like real ones what they allow.

use std::sync::Arc;

use aurora_sandbox::{EtmDialect, EtmScopes, EtmUser, Sandbox, SandboxBuilder};
use etm_client::clock::{FixedJitter, ManualClock};
use etm_client::{EtmClient, NewSession, Role};
use serde_json::json;

use crate::etm_wire::{builder, built};

/// Who asks: a user with a level of scopes, or a guest.
pub type Who = Option<(EtmUser, EtmScopes)>;

/// Ada, whose token may do everything.
pub const ADA: Who = Some((EtmUser::Ada, EtmScopes::Delete));
/// Ben, likewise.
pub const BEN: Who = Some((EtmUser::Ben, EtmScopes::Delete));
/// The administrator, likewise.
pub const ROOT: Who = Some((EtmUser::Root, EtmScopes::Delete));
/// Nobody.
pub const GUEST: Who = None;

/// A sandbox and the clock of its clients.
pub struct Bench {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// The clock of every client.
    pub clock: Arc<ManualClock>,
}

impl Bench {
    /// The current engine.
    ///
    /// # Panics
    ///
    /// Panics if no port is free.
    pub async fn start() -> Self {
        Self::of(Sandbox::builder()).await
    }

    /// The stable engine.
    ///
    /// # Panics
    ///
    /// Panics if no port is free.
    pub async fn stable() -> Self {
        Self::of(Sandbox::builder().etm_dialect(EtmDialect::Stable202501)).await
    }

    /// A sandbox of one's own, to which the tokens are added.
    ///
    /// # Panics
    ///
    /// Panics if no port is free.
    pub async fn of(builder: SandboxBuilder) -> Self {
        let users = EtmUser::ALL.into_iter();
        let all = users.flat_map(|user| EtmScopes::ALL.map(|scopes| (user, scopes)));
        let builder = all.fold(builder, |builder, (user, scopes)| {
            builder.etm_token(token(user, scopes), user, scopes.names().iter().copied())
        });
        Self {
            sandbox: builder.start().await.expect("a port is free"),
            clock: Arc::new(ManualClock::default()),
        }
    }

    /// Somebody's client.
    #[must_use]
    pub fn etm(&self, who: Who) -> EtmClient {
        let builder = builder(self.sandbox.url())
            .with_clock(Arc::<ManualClock>::clone(&self.clock))
            .with_jitter(Arc::new(FixedJitter(0.5)));
        built(match who {
            Some((user, scopes)) => builder.with_token(token(user, scopes)),
            None => builder.without_token(),
        })
    }

    /// A new session for the Netherlands in 2050; that of a guest belongs to nobody.
    ///
    /// # Panics
    ///
    /// Panics if the sandbox refuses.
    pub async fn session(&self, who: Who) -> i64 {
        let new = NewSession::new("nl2019", 2050);
        let made = self.etm(who).sessions().create(&new).await;
        made.expect("anybody may make one").id
    }

    /// A new session of Ada's, private or not, on which Ben may have a role.
    ///
    /// # Panics
    ///
    /// Panics if the sandbox refuses.
    pub async fn session_of_ada(&self, private: bool, ben: Option<Role>) -> i64 {
        let new = NewSession::new("nl2019", 2050).with_private(private);
        let ada = self.etm(ADA);
        let id = ada.sessions().create(&new).await.expect("ada may make one").id;
        if let Some(role) = ben {
            let added = ada.users(id).add(EtmUser::Ben.email(), role).await;
            added.expect("ada owns it");
        }
        id
    }

    /// A new saved scenario of Ada's, private or not, on which Ben may have a role.
    ///
    /// # Panics
    ///
    /// Panics if the sandbox refuses.
    pub async fn saved_of_ada(&self, private: bool, ben: Option<Role>) -> i64 {
        let session = self.session_of_ada(private, None).await;
        let new = etm_client::NewSavedScenario::new(session, "Ada's").with_private(private);
        let ada = self.etm(ADA);
        let made = ada.saved_scenarios().create(&new).await.expect("ada may make one");
        let id = made.id.expect("it has an id");
        if let Some(role) = ben {
            let added = ada.saved_scenarios().users(id).add(EtmUser::Ben.email(), role).await;
            added.expect("ada owns it");
        }
        id
    }
}

/// A token that says what it allows, valid until 2100; the sandbox looks at no signature.
#[must_use]
pub fn token(user: EtmUser, scopes: EtmScopes) -> String {
    let claims = json!({
        "iss": "https://my.energytransitionmodel.com",
        "aud": "https://engine.energytransitionmodel.com",
        "sub": user.id(),
        "exp": 4_102_444_800_i64,
        "scopes": scopes.names(),
    });
    let [header, claims] = [r#"{"alg":"RS256"}"#.to_owned(), claims.to_string()].map(|text| base64url(text.as_bytes()));
    format!("etm_{header}.{claims}.c2lnbmF0dXJl")
}

/// Encodes with the alphabet for addresses and without padding.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let held = chunk.iter().fold(0_u32, |held, byte| (held << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..=chunk.len() {
            let index = (held >> (18 - 6 * position)) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}
