//! Existing wind farms. The shape of a record is the sandbox's own choice: only the UUID is known of the service.

use serde::Serialize;

use crate::reply::{Refusal, Reply};
use crate::server::Call;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Windfarm {
    uuid: &'static str,
    name: &'static str,
    country: &'static str,
    latitude: f64,
    longitude: f64,
    capacity: f64,
    number_of_turbines: i64,
    offshore: bool,
}

type Row = (&'static str, &'static str, &'static str, (f64, f64), f64, i64, bool);

/// UUID, name, country, (latitude, longitude), MW, turbines, offshore. The names are made up, the first UUID is documented.
const ROWS: &[Row] = &[
    (
        "6e64363f-b167-4b01-a72b-3fb331916651",
        "Sandbox Downs",
        "gbr",
        (51.5, -1.2),
        24.0,
        8,
        false,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d001",
        "Loopback Hill",
        "gbr",
        (55.9, -3.9),
        62.1,
        27,
        false,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d002",
        "Mockingbird Bank",
        "gbr",
        (54.1, 2.6),
        588.0,
        84,
        true,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d003",
        "Testfeld Nordsee",
        "deu",
        (55.019, 7.774),
        288.0,
        80,
        true,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d004",
        "Musterpark Börde",
        "deu",
        (52.1, 11.3),
        46.2,
        14,
        false,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d005",
        "Colline d'Essai",
        "fra",
        (49.6, 2.9),
        20.5,
        10,
        false,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d006",
        "Loma de Prueba",
        "esp",
        (42.4, -3.6),
        50.0,
        25,
        false,
    ),
    (
        "0b7a3a2e-6c0f-4b56-9a0f-6c1a34b1d007",
        "Placeholder Range",
        "aus_qld",
        (-22.7, 150.2),
        180.0,
        60,
        false,
    ),
];

fn windfarms() -> impl Iterator<Item = Windfarm> {
    ROWS.iter().map(
        |&(uuid, name, country, (latitude, longitude), capacity, number_of_turbines, offshore)| Windfarm {
            uuid,
            name,
            country,
            latitude,
            longitude,
            capacity,
            number_of_turbines,
            offshore,
        },
    )
}

/// `search_windfarms`: every word must occur in name or country, in any case; no text lists all.
pub(super) fn search(call: &Call) -> Reply {
    let wanted = call.query("search").unwrap_or_default().to_lowercase();
    let matches = |farm: &Windfarm| {
        let text = format!("{} {}", farm.name, farm.country).to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    Reply::ok(&windfarms().filter(matches).collect::<Vec<_>>())
}

/// `get_windfarm`.
pub(super) fn get(call: &Call) -> Result<Reply, Refusal> {
    let wanted = call.parameter("windfarm_id");
    match windfarms().find(|farm| farm.uuid.eq_ignore_ascii_case(wanted)) {
        Some(farm) => Ok(Reply::ok(&farm)),
        None => Err(Refusal::not_found(format!("there is no wind farm {wanted:?}"))),
    }
}
