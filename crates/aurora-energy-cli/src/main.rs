//! The program `aurora`.

use std::process::ExitCode;

use aurora_energy_cli::console::Console;

#[tokio::main]
async fn main() -> ExitCode {
    let code = aurora_energy_cli::run(std::env::args_os(), Console::of_process()).await;
    ExitCode::from(code as u8)
}
