//! The three standard streams, as values: a test puts buffers in their place.

use std::fmt::Display;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use aurora_energy::auth::Places;

/// Where a run of the program reads from and writes to.
pub struct Console {
    /// The standard input.
    pub input: Box<dyn Read + Send>,
    /// The standard output: data only.
    pub output: Box<dyn Write + Send>,
    /// The standard error: everything else.
    pub notes: Notes,
    /// Which of the streams is a terminal.
    pub terminal: Terminal,
    /// Environment variables and folders that the token is looked for in.
    pub places: Places<'static>,
}

/// Which of the streams is a terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// The standard input: questions can be asked.
    pub input: bool,
    /// The standard output.
    pub output: bool,
    /// The standard error: progress may be drawn.
    pub notes: bool,
}

impl Console {
    /// The streams and the environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            input: Box::new(io::stdin()),
            output: Box::new(io::BufWriter::new(io::stdout())),
            notes: Notes::new(io::stderr()),
            terminal: Terminal {
                input: io::stdin().is_terminal(),
                output: io::stdout().is_terminal(),
                notes: io::stderr().is_terminal(),
            },
            places: Places::of_process(),
        }
    }
}

/// The standard error, shared by all parts that have something to say.
#[derive(Clone)]
pub struct Notes(Arc<Mutex<dyn Write + Send>>);

impl Notes {
    /// Notes go to this writer.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(writer)))
    }

    /// Writes one line.
    pub fn line(&self, text: impl Display) {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody is left to tell when the standard error itself fails, and the work is worth more than the note.
        let _ = writeln!(writer, "{text}").and_then(|()| writer.flush());
    }
}

impl Write for Notes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}
