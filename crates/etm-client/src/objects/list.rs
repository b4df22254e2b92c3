//! How lists of objects are written.

/// Writes what every list of objects has, over a type with the fields `items` and `warnings`.
macro_rules! list {
    ($list:ident of $item:ty) => {
        impl $list {
            /// An empty list.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Adds one at the end.
            pub fn push(&mut self, item: impl Into<$item>) {
                self.items.push(item.into());
            }

            /// The one at a position, counted from 0.
            #[must_use]
            pub fn get(&self, at: usize) -> Option<&$item> {
                self.items.get(at)
            }

            /// The one at a position, to change it.
            pub fn get_mut(&mut self, at: usize) -> Option<&mut $item> {
                self.items.get_mut(at)
            }

            /// All of them, in order.
            pub fn iter(&self) -> std::slice::Iter<'_, $item> {
                self.items.iter()
            }

            /// All of them, to change them.
            pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, $item> {
                self.items.iter_mut()
            }

            /// How many there are.
            #[must_use]
            pub fn len(&self) -> usize {
                self.items.len()
            }

            /// Whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.items.is_empty()
            }

            /// Only those that `wanted` says so of, in order. Warnings about the list stay.
            #[must_use]
            pub fn filter(mut self, wanted: impl FnMut(&$item) -> bool) -> Self {
                self.items.retain(wanted);
                self
            }

            /// Warnings about the list itself; each of its objects has its own.
            #[must_use]
            pub fn warnings(&self) -> &Warnings {
                &self.warnings
            }

            /// What was made of each of several, as a list: what failed is a warning about its key, of severity
            /// [`Error`](Severity::Error).
            ///
            /// # Errors
            ///
            /// Fails when a warning stops; a list is a work on several objects.
            pub fn gather<T: Into<$item>, K: std::fmt::Display>(
                context: impl Into<Context>,
                items: Items<T, K>,
            ) -> Result<Self> {
                let mut list = Self::default();
                for item in items {
                    match item.outcome {
                        Ok(value) => list.push(value),
                        Err(error) => list
                            .warnings
                            .add(Severity::Error, item.key.to_string(), error.to_string()),
                    }
                }
                let warnings: Vec<_> = list.warnings.iter().cloned().collect();
                context.into().in_bulk().judge("the list", &warnings)?;
                Ok(list)
            }
        }

        impl<T: Into<$item>> Extend<T> for $list {
            fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
                self.items.extend(items.into_iter().map(Into::into));
            }
        }

        impl<T: Into<$item>> FromIterator<T> for $list {
            fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
                let mut list = Self::default();
                list.extend(items);
                list
            }
        }

        impl IntoIterator for $list {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            fn into_iter(self) -> Self::IntoIter {
                self.items.into_iter()
            }
        }

        impl<'a> IntoIterator for &'a $list {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.items.iter()
            }
        }
    };
}

/// Takes what a stream gives, up to an error: with nothing before it, that is the error of the whole; else it is a warning
/// about the list, of severity [`Error`](super::Severity::Error).
macro_rules! taken {
    ($context:expr, $stream:expr, $item:expr) => {{
        let mut list = Self::default();
        let mut stream = std::pin::pin!($stream);
        while let Some(next) = stream.next().await {
            match next {
                Ok(record) => list.push($item(record)?),
                Err(error) if list.is_empty() => return Err(error),
                Err(error) => {
                    let message = format!("the list ends after {}: {error}", list.len());
                    list.warnings.add(Severity::Error, "list", message);
                    break;
                }
            }
        }
        let warnings: Vec<_> = list.warnings.iter().cloned().collect();
        $context.in_bulk().judge("the list", &warnings)?;
        Ok(list)
    }};
}
