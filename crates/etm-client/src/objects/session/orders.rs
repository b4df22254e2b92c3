//! The orders of a session, by the names that tables have for them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use aurora_core::Result;

use super::Session;
use crate::check::invalid;
use crate::objects::bulk::{Bulk, Items};
use crate::objects::warnings::{Severity, Warning};
use crate::types::UserSortables;
use crate::{HeatLevel, Sortable};

/// Which order: a [`Sortable`], and for heat networks the level. As one name: `hydrogen_supply`, `heat_network_lt`.
///
/// ```
/// use etm_client::objects::OrderName;
/// use etm_client::{HeatLevel, Sortable};
///
/// let name = OrderName::from("heat_network_mt");
/// assert_eq!((&name.sortable, name.level), (&Sortable::HeatNetwork, Some(HeatLevel::Medium)));
/// assert_eq!(name.to_string(), "heat_network_mt");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OrderName {
    /// The kind of order.
    pub sortable: Sortable,
    /// The level of a heat network; `None` for all others.
    pub level: Option<HeatLevel>,
}

impl OrderName {
    /// An order by kind and level.
    #[must_use]
    pub fn new(sortable: impl Into<Sortable>, level: Option<HeatLevel>) -> Self {
        Self {
            sortable: sortable.into(),
            level,
        }
    }

    /// All orders with a name of their own, those of heat networks from low to high at the end.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let single = Sortable::all()
            .into_iter()
            .filter(|kind| *kind != Sortable::HeatNetwork);
        let heat = HeatLevel::ALL.map(|level| Self::new(Sortable::HeatNetwork, Some(level)));
        single.map(|kind| Self::new(kind, None)).chain(heat).collect()
    }
}

impl fmt::Display for OrderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => f.pad(&format!("{}_{level}", self.sortable)),
            None => f.pad(self.sortable.as_str()),
        }
    }
}

impl From<&str> for OrderName {
    fn from(name: &str) -> Self {
        let name = name.trim();
        let heat = name.strip_prefix("heat_network_").and_then(|level| level.parse().ok());
        match heat {
            Some(level) => Self::new(Sortable::HeatNetwork, Some(level)),
            None => Self::new(name, None),
        }
    }
}

impl From<String> for OrderName {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<Sortable> for OrderName {
    fn from(sortable: Sortable) -> Self {
        Self::new(sortable, None)
    }
}

impl From<(Sortable, HeatLevel)> for OrderName {
    fn from((sortable, level): (Sortable, HeatLevel)) -> Self {
        Self::new(sortable, Some(level))
    }
}

impl FromStr for OrderName {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(name))
    }
}

/// The orders of a session as they are stored, by name; see [`Sortables::list`](crate::Sortables::list).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders(Vec<(OrderName, Vec<String>)>);

impl Orders {
    /// An order.
    #[must_use]
    pub fn get(&self, name: impl Into<OrderName>) -> Option<&[String]> {
        let name = name.into();
        let found = self.0.iter().find(|(own, _)| *own == name);
        found.map(|(_, items)| items.as_slice())
    }

    /// All orders: first those with a name of their own, then others that the engine has.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&OrderName, &[String])> {
        self.0.iter().map(|(name, items)| (name, items.as_slice()))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<UserSortables> for Orders {
    fn from(stored: UserSortables) -> Self {
        let heat = stored.heat_network;
        let (lt, mt, ht) = heat.map_or((None, None, None), |heat| (heat.lt, heat.mt, heat.ht));
        let known = OrderName::all().into_iter().zip([
            stored.forecast_storage,
            stored.hydrogen_supply,
            stored.hydrogen_demand,
            stored.space_heating,
            lt,
            mt,
            ht,
        ]);
        let known = known.filter_map(|(name, items)| Some((name, items?)));
        let others = stored.extra.into_iter().filter_map(|(name, items)| {
            let items: Option<Vec<String>> = serde_json::from_value(items).ok();
            Some((OrderName::new(Sortable::Other(name), None), items?))
        });
        Self(known.chain(others).collect())
    }
}

impl Session {
    /// The orders as they are stored. Kept.
    ///
    /// # Errors
    ///
    /// As [`Sortables::list`](crate::Sortables::list).
    pub async fn orders(&self) -> Result<Arc<Orders>> {
        let group = self.client().sortables(self.id());
        let fetch = async { group.list().await.map(Orders::from) };
        self.parts.orders.get(fetch).await
    }

    /// Stores orders, each in a request of its own, one after another; the result is each order as it is used then.
    ///
    /// An order that cannot be one is not sent, and has a warning about `sortables.<name>`: an unknown name, a heat network
    /// without a level, items that are unknown or there twice. Which items there are is known from the stored orders;
    /// where those leave it open, the engine is asked for the whole order.
    ///
    /// # Errors
    ///
    /// Fails before anything is sent when a warning stops, and when the orders cannot be fetched. What becomes of each order is part
    /// of the result.
    pub async fn set_orders<N: Into<OrderName>>(
        &mut self,
        orders: impl IntoIterator<Item = (N, Vec<String>)>,
    ) -> Result<Items<Vec<String>, OrderName>> {
        let orders: Vec<_> = orders.into_iter().map(|(name, items)| (name.into(), items)).collect();
        self.store_orders(orders).await
    }

    /// Goes back to the default orders; as [`set_orders`](Self::set_orders) with nothing in them.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn reset_orders<N: Into<OrderName>>(
        &mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Items<Vec<String>, OrderName>> {
        let orders: Vec<_> = names.into_iter().map(|name| (name.into(), Vec::new())).collect();
        self.store_orders(orders).await
    }

    async fn store_orders(&mut self, orders: Vec<(OrderName, Vec<String>)>) -> Result<Items<Vec<String>, OrderName>> {
        let mut checked = Vec::new();
        for (name, items) in orders {
            let problem = self.order_problem(&name, &items).await?;
            checked.push((name, (items, problem)));
        }
        let warnings = checked.iter().filter_map(|(name, (_, problem))| {
            let field = format!("sortables.{name}");
            Some(Warning::new(Severity::Warning, field, problem.clone()?))
        });
        self.warn(warnings.collect())?;
        if checked.iter().any(|(_, (_, problem))| problem.is_none()) {
            self.orders_change();
        }
        let this = &*self;
        let entries = checked.into_iter().map(|(name, input)| (name.clone(), (name, input)));
        let store = |(name, (items, problem)): (OrderName, (Vec<String>, Option<String>))| async move {
            match problem {
                Some(problem) => Err(invalid(problem)),
                None => this.store_order(&name, &items).await,
            }
        };
        // One after another: the engine writes all orders of a session to one record.
        Ok(Bulk::new().with_concurrency(1).run(entries, store).await)
    }

    async fn store_order(&self, name: &OrderName, items: &[String]) -> Result<Vec<String>> {
        let group = self.client().sortables(self.id());
        let stored = group.set(name.sortable.clone(), name.level, items).await?;
        Ok(stored.order.unwrap_or_default())
    }

    /// What is wrong with an order.
    async fn order_problem(&self, name: &OrderName, items: &[String]) -> Result<Option<String>> {
        let known = self.orders().await?;
        let problem = match (&name.sortable, name.level) {
            (Sortable::HeatNetwork, None) => Some(format!(
                "{name} has an order for each level: heat_network_lt, heat_network_mt, heat_network_ht"
            )),
            (Sortable::Other(_), _) if known.get(name.clone()).is_none() => {
                let names: Vec<String> = known.iter().map(|(name, _)| name.to_string()).collect();
                Some(format!("there is no order {name}; there are {}", names.join(", ")))
            }
            (Sortable::HeatNetwork | Sortable::Other(_), _) | (_, None) => twice(items),
            (_, Some(_)) => Some(format!("{} has no levels", name.sortable)),
        };
        match problem {
            Some(problem) => Ok(Some(problem)),
            None => {
                self.unknown_items(name, items, known.get(name.clone()).unwrap_or_default())
                    .await
            }
        }
    }

    async fn unknown_items(&self, name: &OrderName, items: &[String], stored: &[String]) -> Result<Option<String>> {
        if items.iter().all(|item| stored.contains(item)) {
            return Ok(None);
        }
        // What is stored may be a part of the order.
        let group = self.client().sortables(self.id());
        let whole = group
            .get(name.sortable.clone(), name.level)
            .await?
            .order
            .unwrap_or_default();
        let unknown: Vec<&str> = items
            .iter()
            .filter(|item| !whole.contains(item))
            .map(String::as_str)
            .collect();
        let message = || format!("there is no {} in the order {name}", unknown.join(", "));
        Ok((!unknown.is_empty()).then(message))
    }
}

fn twice(items: &[String]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let repeated: BTreeSet<&str> = items
        .iter()
        .map(String::as_str)
        .filter(|item| !seen.insert(*item))
        .collect();
    let repeated: Vec<&str> = repeated.into_iter().collect();
    (!repeated.is_empty()).then(|| format!("the order has {} more than once", repeated.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_name_is_read_back_as_it_is_written() {
        let names: Vec<String> = OrderName::all().iter().map(ToString::to_string).collect();
        let expected = [
            "forecast_storage",
            "hydrogen_supply",
            "hydrogen_demand",
            "space_heating",
            "heat_network_lt",
            "heat_network_mt",
            "heat_network_ht",
        ];
        assert_eq!(names, expected);
        for name in OrderName::all() {
            assert_eq!(OrderName::from(name.to_string()), name);
        }
        assert_eq!(
            OrderName::from("heat_network_xt").sortable,
            Sortable::Other("heat_network_xt".into())
        );
        assert_eq!(OrderName::from("heat_network").level, None);
    }

    #[test]
    fn stored_orders_go_by_their_names_and_new_ones_are_kept() {
        let stored = json!({
            "forecast_storage": ["a", "b"],
            "heat_network": {"lt": ["c"], "mt": [], "ht": null},
            "ammonia_supply": ["d"],
            "odd": 5,
        });
        let stored: UserSortables = serde_json::from_value(stored).unwrap();
        let orders = Orders::from(stored);
        let names: Vec<String> = orders.iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(
            names,
            [
                "forecast_storage",
                "heat_network_lt",
                "heat_network_mt",
                "ammonia_supply"
            ]
        );
        assert_eq!(orders.get("heat_network_lt").unwrap(), ["c"]);
        assert_eq!(orders.get("hydrogen_supply"), None);
    }
}
