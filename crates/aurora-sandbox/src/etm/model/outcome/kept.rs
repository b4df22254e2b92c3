//! A store of what took long to compute, of limited size.

use std::sync::{Arc, OnceLock};

/// Values by what they follow from, the one that was asked for last at the end.
pub(super) struct Kept<Q, V> {
    most: usize,
    slots: Vec<Arc<Slot<Q, V>>>,
}

/// The place of one value.
pub(super) struct Slot<Q, V> {
    question: Q,
    value: OnceLock<Arc<V>>,
}

impl<Q, V> Slot<Q, V> {
    /// The value; made by the first who asks for it, for whom the others wait.
    pub(super) fn value(&self, make: impl FnOnce(&Q) -> V) -> Arc<V> {
        Arc::clone(self.value.get_or_init(|| Arc::new(make(&self.question))))
    }
}

impl<Q: PartialEq, V> Kept<Q, V> {
    pub(super) fn new(most: usize) -> Kept<Q, V> {
        Kept {
            most,
            slots: Vec::new(),
        }
    }

    /// The place for what follows from `question`. When there are too many, the one goes that nobody asked for the longest.
    pub(super) fn slot(&mut self, question: Q) -> Arc<Slot<Q, V>> {
        let found = self.slots.iter().position(|slot| slot.question == question);
        let slot = match found {
            Some(at) => self.slots.remove(at),
            None => Arc::new(Slot {
                question,
                value: OnceLock::new(),
            }),
        };
        self.slots.push(Arc::clone(&slot));
        let surplus = self.slots.len().saturating_sub(self.most);
        self.slots.drain(..surplus);
        slot
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_asked_for_again_stays_and_the_oldest_goes() {
        let mut kept = Kept::new(2);
        let mut ask = |question: u32| kept.slot(question).value(|question| *question);
        let one = ask(1);
        ask(2);
        assert!(Arc::ptr_eq(&one, &ask(1)));
        ask(3);
        assert!(Arc::ptr_eq(&one, &ask(1)));
        ask(2);
        ask(3);
        assert!(!Arc::ptr_eq(&one, &ask(1)));
    }

    #[test]
    fn two_who_ask_at_once_wait_for_one_computation() {
        let kept = Mutex::new(Kept::new(2));
        let made = AtomicUsize::new(0);
        let ask = || {
            let slot = kept.lock().unwrap().slot(7);
            slot.value(|_| {
                thread::sleep(Duration::from_millis(20));
                made.fetch_add(1, Ordering::SeqCst)
            });
        };
        thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(ask))));
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }
}
