//! What the client logs, on the standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::console::Notes;

/// Shows log lines: once `-v` those of our own crates that tell what is sent, twice everything they have to say.
///
/// Within one process the first call holds.
pub(crate) fn start(verbose: u8, notes: &Notes, colours: bool) {
    let level = match verbose {
        0 => return,
        1 => "debug",
        _ => "trace",
    };
    // Only our crates: the HTTP library's own log shows header values, and so the token.
    let own = [
        "aurora_core",
        "aurora_auth",
        "amun_client",
        "aurora_energy",
        "aurora_energy_cli",
    ];
    let filter = own.map(|name| format!("{name}={level}")).join(",");
    let notes = notes.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_ansi(colours)
        .with_writer(move || notes.clone())
        .finish();
    // A process that logs already keeps its way of logging.
    let _ = subscriber.try_init();
}
