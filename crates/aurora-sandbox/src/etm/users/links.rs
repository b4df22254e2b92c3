//! What the users of a scenario and those of a saved scenario have in common.

use serde_json::{Value, json};

use crate::etm::params::text_of;
use crate::etm::state::{Role, ScenarioRole};

/// One element of a batch, as it was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    pub(crate) id: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) role: Option<Role>,
}

/// What an entry calls the link that it is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Named<'a> {
    Link(&'a str),
    User(&'a str),
    Email(&'a str),
    Nothing,
}

impl Entry {
    /// The elements of a list; `None` when it is no list of objects.
    pub(crate) fn list(sent: Option<&Value>) -> Option<Vec<Entry>> {
        sent?.as_array()?.iter().map(Entry::read).collect()
    }

    fn read(sent: &Value) -> Option<Entry> {
        let sent = sent.as_object()?;
        let text = |name: &str| {
            let text = sent.get(name).and_then(text_of)?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Some(Entry {
            id: text("id"),
            user_id: text("user_id"),
            email: text("user_email"),
            role: text("role").and_then(|name| Role::of_name(&name)),
        })
    }

    /// By what a link is looked up: its id before its user, and that one before an address.
    pub(crate) fn names(&self) -> Named<'_> {
        match (&self.id, &self.user_id, &self.email) {
            (Some(id), _, _) => Named::Link(id),
            (None, Some(user), _) => Named::User(user),
            (None, None, Some(email)) => Named::Email(email),
            (None, None, None) => Named::Nothing,
        }
    }

    /// The name that it was looked up by, as it was sent.
    pub(crate) fn sent_name(&self) -> &str {
        match self.names() {
            Named::Link(text) | Named::User(text) | Named::Email(text) => text,
            Named::Nothing => "",
        }
    }
}

/// Whether a link still waits for an account with this address.
pub(crate) fn is_pending_for(link: &ScenarioRole, email: &str) -> bool {
    let pending = link.user_email.as_deref();
    pending.is_some_and(|pending| pending.eq_ignore_ascii_case(email))
}

/// Whether nobody would own the scenario any more if this link lost its role.
pub(crate) fn is_last_owner(links: &[ScenarioRole], at: usize) -> bool {
    let owners = links.iter().filter(|link| link.role == Role::Owner).count();
    links[at].role == Role::Owner && owners == 1
}

/// Whether a text can be an address.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |letter: char| letter.is_ascii_graphic() && !"()<>[]:;@\\,\"".contains(letter);
    let label = |label: &str| {
        let inside = label
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        inside && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    !local.is_empty() && local.chars().all(plain) && domain.split('.').all(label)
}

/// A link on the wire; `parent` is the name of the id that it belongs to.
pub(crate) fn json_of(link: &ScenarioRole, parent: &str, parent_id: i64) -> Value {
    json!({
        "id": link.id,
        parent: parent_id,
        "role_id": link.role.id(),
        "user_id": link.user_id,
        "user_email": link.user_email,
        "role": link.role.name(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["a@b.nl", "first.last+tag@sub.example.org", "root@localhost"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["nope", "@b.nl", "a@", "a b@c.nl", "a@b@c.nl", "a@b..nl", "a@-b.nl"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn an_id_counts_before_a_user_and_a_user_before_an_address() {
        let list = json!([{"id": 3, "user_id": 4}, {"user_id": "4", "user_email": "a@b.nl"}, {"user_email": ""}]);
        let entries = Entry::list(Some(&list)).unwrap();
        assert_eq!(entries[0].names(), Named::Link("3"));
        assert_eq!(entries[1].names(), Named::User("4"));
        assert_eq!(entries[2].names(), Named::Nothing);
        assert_eq!(Entry::list(Some(&json!([1]))), None);
    }
}
