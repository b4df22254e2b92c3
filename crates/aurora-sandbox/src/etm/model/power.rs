//! Electricity, hour by hour: a merit order with storage, exchange with neighbours and electrolysis.

mod links;
mod stack;
mod storage;

use super::carriers::{ELECTRICITY, co2_per_mj, is_renewable};
use super::case::Case;
use super::flows::{Balance, Flows, Line, add, total, zeros};
use super::plants::{Kind, Plant, System, plants_of};
use super::prices::fuel_price;
use super::profiles::Series;
use super::supply::{self, Loads};
use links::Link;
use stack::{Bid, Offer};

/// EUR per MWh when not everything can be supplied.
pub(crate) const SHORTAGE_PRICE: f64 = 3000.0;

/// Nodes of the nuclear plant, which its own input takes out of the must-run.
const NUCLEAR: &str = "energy_power_nuclear_gen3_uranium_oxide";

/// Electrolysis.
pub(crate) const ELECTROLYSIS: &str = "energy_hydrogen_flexibility_p2g_electricity";

/// What electricity came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Power {
    pub(crate) balance: Balance,
    /// EUR per MWh.
    pub(crate) price: Series,
    /// MW that the weather would have given and nobody took.
    pub(crate) curtailed: Series,
    /// EUR of imports.
    pub(crate) import_costs: f64,
    /// Hydrogen from electrolysis, MW.
    pub(crate) electrolysis: Series,
}

/// Plants that give what they give, before anybody asked.
pub(crate) struct Given {
    pub(crate) lines: Vec<(&'static Plant, Series)>,
}

/// Does this plant run whenever it can?
pub(crate) fn runs_always(case: &Case, plant: &Plant) -> bool {
    match plant.kind {
        Kind::Volatile(..) => true,
        Kind::MustRun(..) => {
            plant.node != NUCLEAR || !case.is_on("merit_order_subtype_of_energy_power_nuclear_uranium_oxide")
        }
        _ => false,
    }
}

impl Given {
    pub(crate) fn of(case: &Case) -> Given {
        let plants = plants_of(System::Power).filter(|plant| runs_always(case, plant) && case.capacity(plant) > 0.0);
        Given {
            lines: plants.map(|plant| (plant, supply::given_output(case, plant))).collect(),
        }
    }

    pub(crate) fn total(&self) -> Series {
        let mut sum = zeros();
        self.lines.iter().for_each(|(_, mw)| add(&mut sum, mw, 1.0));
        sum
    }

    /// The heat that comes with it, for a network.
    pub(crate) fn heat(&self, system: System) -> Vec<(&'static Plant, Series)> {
        let with_heat = self.lines.iter().filter_map(|(plant, mw)| match plant.heat {
            Some((to, per)) if to == system => Some((*plant, mw.iter().map(|mw| mw * per).collect())),
            _ => None,
        });
        with_heat.collect()
    }
}

/// EUR per MWh of output: fuel, CO2 and variable costs.
pub(crate) fn marginal_costs(case: &Case, plant: &Plant) -> f64 {
    let carbon = case.number("costs_co2") / 1000.0 * (1.0 - plant.capture);
    let fuels = plant.inputs.iter().filter(|(carrier, _)| *carrier != ELECTRICITY);
    let fuel: f64 = fuels
        .map(|(carrier, per)| per * (fuel_price(case, carrier) + 3600.0 * co2_per_mj(carrier) * carbon))
        .sum();
    fuel + plant.variable
}

/// Clears the market of every hour. `loads` holds the electricity of the heat networks, and gets the fuels of the plants.
pub(crate) fn clear(case: &Case, given: Given, consumers: Vec<Line>, loads: &mut Loads, flows: &mut Flows) -> Power {
    let mut consumers = consumers;
    consumers.append(&mut loads.electricity);
    let links = links::links(case);
    let mut residual = total(&consumers);
    add(&mut residual, &given.total(), -1.0);
    links.iter().for_each(|link| add(&mut residual, &link.forced, -1.0));
    let stores = storage::schedule(case, &consumers, &given, &mut residual);
    let offers = offers(case, &links);
    let bids = bids(case, &links);
    let cleared = stack::clear(&residual, &offers, &bids);
    let mut power = Power {
        price: cleared.price,
        ..Power::default()
    };
    power.curtailed = book_given(&given, &cleared.surplus, loads, flows, &mut power.balance);
    for (offer, mw) in offers.iter().zip(cleared.offered) {
        power.take_offer(offer, &links, mw, loads, flows);
    }
    for (bid, mw) in bids.iter().zip(cleared.taken) {
        power.take_bid(bid, &links, mw, loads, flows);
    }
    for link in &links {
        power.book_forced(link, flows);
    }
    for store in stores {
        flows
            .node(store.node)
            .take(ELECTRICITY, Line::new("", store.charged.clone()).energy())
            .give(ELECTRICITY, Line::new("", store.given.clone()).energy());
        power.balance.outputs.push(Line::new(store.node, store.given));
        power.balance.inputs.push(Line::new(store.node, store.charged));
    }
    consumers.append(&mut loads.electricity);
    power.balance.inputs.append(&mut consumers);
    power.balance.deficit = cleared.deficit;
    power.balance.sort();
    power
}

fn offers<'a>(case: &Case, links: &'a [Link]) -> Vec<Offer<'a>> {
    let plants = plants_of(System::Power)
        .filter(|plant| !runs_always(case, plant) && !matches!(plant.kind, Kind::Storage(..)))
        .filter(|plant| case.capacity(plant) > 0.0);
    let plants = plants.map(|plant| {
        Offer::of_plant(
            plant,
            case.capacity(plant) * plant.availability,
            marginal_costs(case, plant),
        )
    });
    let mut offers: Vec<Offer> = plants.collect();
    offers.extend(
        links
            .iter()
            .enumerate()
            .map(|(index, link)| Offer::of_link(index, link)),
    );
    offers
}

fn bids<'a>(case: &Case, links: &'a [Link]) -> Vec<Bid<'a>> {
    let mut bids: Vec<Bid> = links
        .iter()
        .enumerate()
        .map(|(index, link)| Bid::of_link(index, link))
        .collect();
    let electrolysis = plants_of(System::Hydrogen).find(|plant| plant.node == ELECTROLYSIS);
    if let Some(plant) = electrolysis.filter(|plant| case.capacity(plant) > 0.0) {
        let willing = case.number("willingness_to_pay_of_energy_hydrogen_flexibility_p2g_electricity");
        let per = super::heat::electricity_per_mwh(plant);
        bids.push(Bid::of_plant(plant, case.capacity(plant) * per, willing));
    }
    bids
}

/// Books the plants that give anyway; those that the weather drives give up what is too much, all the same share.
fn book_given(given: &Given, surplus: &[f64], loads: &mut Loads, flows: &mut Flows, balance: &mut Balance) -> Series {
    let free = |plant: &Plant| plant.inputs.iter().all(|(carrier, _)| is_renewable(carrier)) && plant.heat.is_none();
    let mut offered = zeros();
    for (plant, mw) in &given.lines {
        if free(plant) {
            add(&mut offered, mw, 1.0);
        }
    }
    let share = surplus.iter().zip(&offered).map(|(surplus, offered)| {
        if *offered > 0.0 {
            (surplus / offered).min(1.0)
        } else {
            0.0
        }
    });
    let share: Series = share.collect();
    let mut curtailed = zeros();
    for (plant, mw) in &given.lines {
        let kept: Series = match free(plant) {
            true => mw.iter().zip(&share).map(|(mw, share)| mw * (1.0 - share)).collect(),
            false => mw.clone(),
        };
        add(&mut curtailed, mw, 1.0);
        add(&mut curtailed, &kept, -1.0);
        loads.run(plant, &kept, flows);
        balance.outputs.push(Line::new(plant.node, kept));
    }
    dump(surplus, &curtailed, flows, balance);
    curtailed
}

/// What even curtailment does not take off is burnt for nothing.
fn dump(surplus: &[f64], curtailed: &[f64], flows: &mut Flows, balance: &mut Balance) {
    let rest: Series = surplus
        .iter()
        .zip(curtailed)
        .map(|(surplus, off)| (surplus - off).max(0.0))
        .collect();
    if rest.iter().any(|mw| *mw > 1e-6) {
        let line = Line::new("energy_power_hv_network_dumped_electricity", rest);
        flows
            .node(&line.node)
            .take(ELECTRICITY, line.energy())
            .give("loss", line.energy());
        balance.inputs.push(line);
    }
}

impl Power {
    fn take_offer(&mut self, offer: &Offer, links: &[Link], mw: Series, loads: &mut Loads, flows: &mut Flows) {
        match (offer.plant, offer.link) {
            (Some(plant), _) => {
                loads.run(plant, &mw, flows);
                self.balance.outputs.push(Line::new(plant.node, mw));
            }
            (None, Some(link)) => {
                let price = &links[link].price;
                self.import_costs += mw.iter().zip(price).map(|(mw, price)| mw * price).sum::<f64>();
                self.balance.outputs.push(import(&links[link], mw, flows));
            }
            (None, None) => {}
        }
    }

    fn take_bid(&mut self, bid: &Bid, links: &[Link], mw: Series, loads: &mut Loads, flows: &mut Flows) {
        match (bid.plant, bid.link) {
            (Some(plant), _) => {
                let per = super::heat::electricity_per_mwh(plant);
                self.electrolysis = mw.iter().map(|mw| mw / per).collect();
                loads.run(plant, &self.electrolysis, flows);
            }
            (None, Some(link)) => self.balance.inputs.push(export(&links[link], mw, flows)),
            (None, None) => {}
        }
    }

    /// Adds the exchange that a coupled model prescribes to that of the market.
    fn book_forced(&mut self, link: &Link, flows: &mut Flows) {
        if link.forced.iter().all(|mw| *mw == 0.0) {
            return;
        }
        let part = |sign: f64| -> Series { link.forced.iter().map(|mw| (mw * sign).max(0.0)).collect() };
        let line = import(link, part(1.0), flows);
        super::flows::add_line(&mut self.balance.outputs, &line.node, &line.mw, 1.0);
        let line = export(link, part(-1.0), flows);
        super::flows::add_line(&mut self.balance.inputs, &line.node, &line.mw, 1.0);
    }
}

fn import(link: &Link, mw: Series, flows: &mut Flows) -> Line {
    let line = Line::new(
        format!("energy_interconnector_{}_imported_electricity", link.number),
        mw,
    );
    flows.node(&line.node).give(ELECTRICITY, line.energy());
    line
}

fn export(link: &Link, mw: Series, flows: &mut Flows) -> Line {
    let line = Line::new(
        format!("energy_interconnector_{}_exported_electricity", link.number),
        mw,
    );
    flows.node(&line.node).take(ELECTRICITY, line.energy());
    line
}
