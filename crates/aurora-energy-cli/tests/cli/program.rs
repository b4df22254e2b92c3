//! Runs the program with buffers for its streams and a sandbox behind it.

use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use aurora_energy::auth::{MapEnv, Places};
use aurora_energy_cli::console::{Console, Notes, Terminal};
use aurora_energy_cli::exit::Exit;
use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

/// A token that would stand out wherever it is shown.
pub(crate) const CANARY: &str = "canary-token-8d1f";

/// The same for the Energy Transition Model, whose tokens have a form.
pub(crate) const ETM_CANARY: &str = "etm_canary-token-5c7e";

/// How a run ended and what it wrote.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The output, of a run that went well.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.exit, Exit::Ok, "{}", self.err);
        self.out
    }

    /// The output as JSON, of a run that went well.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// The standard error, of a run that ended with this code.
    #[track_caller]
    pub(crate) fn failed(self, exit: Exit) -> String {
        assert_eq!(self.exit, exit, "{}{}", self.err, self.out);
        self.err
    }
}

/// The program with a home folder of its own, and a sandbox that knows its token.
pub(crate) struct Program {
    pub(crate) sandbox: Sandbox,
    pub(crate) home: TempDir,
    variables: Vec<(String, String)>,
    input: Vec<u8>,
    terminal: Terminal,
}

impl Program {
    pub(crate) async fn start() -> Self {
        let etm_scopes = EtmScopes::Delete.names().iter().copied();
        let builder = Sandbox::builder()
            .token(CANARY)
            .etm_token(ETM_CANARY, EtmUser::Ada, etm_scopes);
        Self::with(builder.start().await.unwrap())
    }

    pub(crate) fn with(sandbox: Sandbox) -> Self {
        let variables = vec![
            ("AURORA_API_BASE_URL".to_owned(), sandbox.amun_url().to_owned()),
            ("AURORA_API_KEY".to_owned(), sandbox.token().to_owned()),
            (
                "AURORA_ORIGIN_SCENARIO_API_BASE_URL".to_owned(),
                sandbox.origin_scenario_url().to_owned(),
            ),
            (
                "AURORA_ORIGIN_INPUTS_API_BASE_URL".to_owned(),
                sandbox.origin_inputs_url().to_owned(),
            ),
            ("BASE_URL".to_owned(), sandbox.etm_url().to_owned()),
            ("MY_ETM_URL".to_owned(), sandbox.my_etm_url().to_owned()),
            ("ETM_API_TOKEN".to_owned(), ETM_CANARY.to_owned()),
        ];
        let home = tempfile::tempdir().unwrap();
        Self {
            sandbox,
            home,
            variables,
            input: Vec::new(),
            terminal: Terminal::default(),
        }
    }

    pub(crate) fn set(mut self, variable: &str, value: &str) -> Self {
        self = self.unset(variable);
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn unset(mut self, variable: &str) -> Self {
        self.variables.retain(|(name, _)| name != variable);
        self
    }

    /// What comes from the standard input.
    pub(crate) fn input(mut self, text: &str) -> Self {
        self.input = text.as_bytes().to_vec();
        self
    }

    /// Whether the standard input and error are a terminal.
    pub(crate) fn terminal(mut self, on: bool) -> Self {
        self.terminal = Terminal {
            input: on,
            output: false,
            notes: on,
        };
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file in the home folder.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Runs the program inside this process.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Ran {
        let (out, err) = (Buffer::default(), Buffer::default());
        let exit = self.run_into(arguments, out.clone(), err.clone()).await;
        Ran {
            exit,
            out: out.text(),
            err: err.text(),
        }
    }

    /// Runs the program with other streams.
    pub(crate) async fn run_into(
        &self,
        arguments: &[&str],
        out: impl Write + Send + 'static,
        err: impl Write + Send + 'static,
    ) -> Exit {
        let env: MapEnv = self.variables.iter().cloned().collect();
        let console = Console {
            input: Box::new(Cursor::new(self.input.clone())),
            output: Box::new(out),
            notes: Notes::new(err),
            terminal: self.terminal,
            places: Places {
                env: Box::leak(Box::new(env)),
                home: Some(self.home().to_owned()),
                working_directory: Some(self.home().to_owned()),
            },
        };
        aurora_energy_cli::run(std::iter::once(&"aurora").chain(arguments), console).await
    }

    /// The real program, with nothing of this process' environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aurora"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home())
            .current_dir(self.home());
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }
}

/// Bytes that were written.
#[derive(Clone, Default)]
pub(crate) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An output whose reader went away.
pub(crate) struct ClosedPipe;

impl Write for ClosedPipe {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A request that the sandbox calculates.
pub(crate) fn request(hub_height: f64) -> Value {
    serde_json::json!({
        "windType": "Era5", "turbineModelId": 268, "numberOfTurbines": 10,
        "latitude": 52.308479, "longitude": -1.009191, "regionCode": "gbr",
        "startTimeUTC": "2018-01-01T00:00:00.000Z", "hubHeight": hub_height,
    })
}

/// One that passes all checks of ours and fails in the calculation.
pub(crate) fn failing_request() -> Value {
    let mut request = request(100.0);
    request["windType"] = "AverageWindSpeed".into();
    request["averageWindSpeed"] = (-11).into();
    request["measurementHeight"] = 90.into();
    request
}

/// Requests as JSON lines.
pub(crate) fn lines(requests: &[Value]) -> String {
    requests.iter().map(|request| format!("{request}\n")).collect()
}
