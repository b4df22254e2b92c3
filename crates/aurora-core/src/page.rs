//! Lists that come in pages.
//!
//! A client hands in one closure that fetches the page at a position, and gets both views: [`pages`], which shows the
//! position to go on from, and [`items`].

use std::collections::HashSet;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use crate::{Error, ErrorKind, Result};

/// One page of a list. `N` is how the service names a position: a number, or a token of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T, N = u64> {
    /// What the page holds. It may be empty in the middle of a list: filters may run after paging.
    pub items: Vec<T>,
    /// The position of the page after this one; `None` on the last. Stored, it is the seed that a later program goes on
    /// from.
    pub next: Option<N>,
}

impl<T, N> Page<T, N> {
    /// A page with these items, and the position of the next one.
    #[must_use]
    pub fn new(items: Vec<T>, next: Option<N>) -> Self {
        Self { items, next }
    }
}

/// Where a list is. The last state is what makes the stream end after an error instead of repeating it.
enum State<N> {
    Start(N),
    HasMore(N),
    Repeats(N),
    Done,
}

/// The pages of a list, from the position `seed` on; each is fetched when the one before was taken.
///
/// The list ends after the page without a [`next`](Page::next), or after the first error, never because a page is empty.
///
/// ```
/// use aurora_core::page::{Page, items};
/// use futures_util::TryStreamExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> aurora_core::Result<()> {
/// let numbers = items(1, |page: u64| async move {
///     Ok(Page::new(vec![page * 10, page * 10 + 1], (page < 2).then_some(page + 1)))
/// });
/// assert_eq!(numbers.try_collect::<Vec<_>>().await?, [10, 11, 20, 21]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// The stream yields what `fetch` fails with. It also fails, with [`ErrorKind::Service`], when a page names a next position
/// that was fetched before: such a list has no end.
pub fn pages<T, N, F, Fut>(seed: N, fetch: F) -> impl Stream<Item = Result<Page<T, N>>>
where
    N: Clone + Eq + Hash + Display,
    F: FnMut(N) -> Fut,
    Fut: Future<Output = Result<Page<T, N>>>,
{
    let start = (State::Start(seed), HashSet::new(), fetch);
    stream::unfold(start, |(state, mut seen, mut fetch)| async move {
        let position = match state {
            State::Start(position) | State::HasMore(position) => position,
            State::Repeats(position) => {
                return Some((Err(repeated(&position)), (State::Done, seen, fetch)));
            }
            State::Done => return None,
        };
        seen.insert(position.clone());
        let page = fetch(position).await;
        let state = match &page {
            Ok(Page { next: Some(next), .. }) if seen.contains(next) => State::Repeats(next.clone()),
            Ok(Page { next: Some(next), .. }) => State::HasMore(next.clone()),
            Ok(Page { next: None, .. }) | Err(_) => State::Done,
        };
        Some((page, (state, seen, fetch)))
    })
    .fuse()
}

/// The items of a list, from the position `seed` on, one by one; the next page is fetched when the items of the one before
/// were taken.
///
/// # Errors
///
/// As [`pages`]. Items that came before the error are yielded before it.
pub fn items<T, N, F, Fut>(seed: N, fetch: F) -> impl Stream<Item = Result<T>>
where
    N: Clone + Eq + Hash + Display,
    F: FnMut(N) -> Fut,
    Fut: Future<Output = Result<Page<T, N>>>,
{
    pages(seed, fetch)
        .map_ok(|page| stream::iter(page.items.into_iter().map(Ok)))
        .try_flatten()
}

fn repeated(position: &impl Display) -> Error {
    let position: String = position.to_string().chars().take(60).collect();
    let message = format!("the list does not end: it names position {position:?} a second time");
    Error::new(ErrorKind::Service, message)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::pin::pin;

    use super::*;

    /// A list as a service would serve it, and the positions that were asked for.
    struct Service {
        pages: Vec<(u64, Vec<&'static str>, Option<u64>)>,
        asked: RefCell<Vec<u64>>,
    }

    impl Service {
        fn new(pages: &[(u64, &[&'static str], Option<u64>)]) -> Self {
            let pages = pages
                .iter()
                .map(|(at, items, next)| (*at, items.to_vec(), *next))
                .collect();
            Self {
                pages,
                asked: RefCell::default(),
            }
        }

        async fn page(&self, position: u64) -> Result<Page<&'static str>> {
            self.asked.borrow_mut().push(position);
            let found = self.pages.iter().find(|(at, ..)| *at == position);
            let (_, items, next) = found.ok_or_else(|| Error::new(ErrorKind::NotFound, "no such page"))?;
            Ok(Page::new(items.clone(), *next))
        }
    }

    #[tokio::test]
    async fn an_empty_page_in_the_middle_does_not_end_the_list() {
        let service = Service::new(&[(1, &["a", "b"], Some(2)), (2, &[], Some(3)), (3, &["c"], None)]);
        let all: Vec<_> = items(1, |at| service.page(at)).try_collect().await.unwrap();
        assert_eq!(all, ["a", "b", "c"]);
        assert_eq!(*service.asked.borrow(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn pages_are_fetched_only_when_they_are_taken() {
        let service = Service::new(&[(1, &["a"], Some(2)), (2, &["b"], None)]);
        let mut list = pin!(items(1, |at| service.page(at)));
        assert!(service.asked.borrow().is_empty());
        assert_eq!(list.next().await.unwrap().unwrap(), "a");
        assert_eq!(*service.asked.borrow(), [1]);
    }

    #[tokio::test]
    async fn a_list_goes_on_from_the_position_of_an_earlier_page() {
        let service = Service::new(&[(1, &["a"], Some(7)), (7, &["b"], Some(9)), (9, &["c"], None)]);
        let first = pin!(pages(1, |at| service.page(at))).next().await.unwrap().unwrap();
        let seed = first.next.unwrap();
        let rest: Vec<_> = items(seed, |at| service.page(at)).try_collect().await.unwrap();
        assert_eq!(rest, ["b", "c"]);
    }

    #[tokio::test]
    async fn the_stream_ends_after_an_error() {
        let service = Service::new(&[(1, &["a"], Some(2))]);
        let mut list = pin!(items(1, |at| service.page(at)));
        assert_eq!(list.next().await.unwrap().unwrap(), "a");
        assert_eq!(list.next().await.unwrap().unwrap_err().kind(), ErrorKind::NotFound);
        assert!(list.next().await.is_none());
        assert!(list.next().await.is_none());
        assert_eq!(*service.asked.borrow(), [1, 2]);
    }

    #[tokio::test]
    async fn a_position_that_comes_back_is_an_error_after_its_page() {
        for (last, name) in [(3, "itself"), (1, "the first")] {
            let service = Service::new(&[(1, &["a"], Some(2)), (2, &["b"], Some(3)), (3, &["c"], Some(last))]);
            let results: Vec<_> = items(1, |at| service.page(at)).take(20).collect().await;
            let read: Vec<_> = results.iter().filter_map(|item| item.as_ref().ok()).collect();
            assert_eq!(read, [&"a", &"b", &"c"], "{name}");
            assert_eq!(results.len(), 4, "{name}");
            let error = results[3].as_ref().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Service, "{name}");
            assert!(error.to_string().contains(&format!("position \"{last}\"")), "{error}");
            assert_eq!(*service.asked.borrow(), [1, 2, 3], "{name}");
        }
    }

    #[tokio::test]
    async fn positions_may_be_tokens() {
        let list = pages(String::new(), |token: String| async move {
            let next = match token.as_str() {
                "" => Some("abc".to_owned()),
                _ => None,
            };
            Ok(Page::new(vec![token], next))
        });
        let all: Vec<_> = list.try_collect().await.unwrap();
        assert_eq!(all[0], Page::new(vec![String::new()], Some("abc".to_owned())));
        assert_eq!(all[1], Page::new(vec!["abc".to_owned()], None));
    }
}
