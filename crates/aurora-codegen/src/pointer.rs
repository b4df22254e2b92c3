//! Where something stands in a document.

use std::fmt;

/// A place in a document, as the keys (and, in lists, the positions from 0) that lead to it.
///
/// ```
/// use aurora_codegen::Pointer;
///
/// let place = Pointer::root().child("paths").child("/v1/turbines").child("get");
/// assert_eq!(place.to_string(), "#/paths/~1v1~1turbines/get");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The document as a whole.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The place of `key` below this one.
    #[must_use]
    pub fn child(&self, key: impl ToString) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.to_string());
        Self(keys)
    }

    /// The keys from the root to this place.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// The place that a local reference names, or `None` when it points into another document.
    pub(crate) fn of_reference(reference: &str) -> Option<Self> {
        let path = reference.strip_prefix("#/")?;
        Some(Self(
            path.split('/')
                .map(|key| key.replace("~1", "/").replace("~0", "~"))
                .collect(),
        ))
    }

    pub(crate) fn starts_with(&self, keys: &[&str]) -> bool {
        self.0.len() >= keys.len() && self.0.iter().zip(keys).all(|(own, other)| own == other)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        self.0
            .iter()
            .try_for_each(|key| write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")))
    }
}
