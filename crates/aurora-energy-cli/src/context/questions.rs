//! Asking whoever sits at the terminal.

use std::io::{ErrorKind, Read as _, Write as _};

use anyhow::{Context as _, Result};

use super::Context;
use crate::exit::{Exit, Failure};

impl Context {
    /// Asks before something is destroyed.
    ///
    /// # Errors
    ///
    /// Fails when the answer is no, and when nobody can be asked and `--yes` is missing.
    pub fn confirm(&mut self, question: &str) -> Result<()> {
        match self.ask(question)? {
            true => Ok(()),
            false => Err(Failure::new(Exit::Failure, "nothing was done").into()),
        }
    }

    /// Asks a question and says whether the answer is yes.
    ///
    /// # Errors
    ///
    /// Fails when nobody can be asked and `--yes` is missing.
    pub fn ask(&mut self, question: &str) -> Result<bool> {
        if self.options.yes {
            return Ok(true);
        }
        if !self.is_attended() {
            return Err(Failure::usage(format!("{question} There is no terminal to ask on"))
                .with_hint("repeat the command with --yes")
                .into());
        }
        let answer = self.prompted(&format!("{question} [y/N] "))?;
        Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
    }

    /// Asks for a text. Where nobody can be asked, and where nothing is answered, it is the default.
    ///
    /// # Errors
    ///
    /// Fails when the answer cannot be read.
    pub fn answer(&mut self, question: &str, default: &str) -> Result<String> {
        if self.options.yes || !self.is_attended() {
            return Ok(default.to_owned());
        }
        let answer = self.prompted(&format!("{question} [{default}]: "))?;
        Ok(match answer.is_empty() {
            true => default.to_owned(),
            false => answer,
        })
    }

    fn is_attended(&self) -> bool {
        self.terminal.input && self.terminal.notes
    }

    fn prompted(&mut self, prompt: &str) -> Result<String> {
        write!(self.notes, "{prompt}")?;
        self.notes.flush()?;
        Ok(self.read_line()?.trim().to_owned())
    }

    /// One line, and not a byte more: there may be another question.
    fn read_line(&mut self) -> Result<String> {
        let mut line = Vec::new();
        let mut byte = [0];
        loop {
            match self.input.read(&mut byte) {
                Ok(0) => break,
                Ok(_) if byte == *b"\n" => break,
                Ok(_) => line.extend(byte),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("the answer cannot be read"),
            }
        }
        String::from_utf8(line).context("the answer is no text")
    }
}
