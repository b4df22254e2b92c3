//! The program against a sandbox: mostly inside this process, and as the real binary where the process matters.

#![allow(
    clippy::unwrap_used,
    reason = "what helps tests is part of them: a failed unwrap is the message"
)]

#[path = "cli/program.rs"]
mod program;

#[path = "cli/api.rs"]
mod api;
#[path = "cli/auth.rs"]
mod auth;
#[path = "cli/batch.rs"]
mod batch;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/etm.rs"]
mod etm;
#[path = "cli/etm_account.rs"]
mod etm_account;
#[path = "cli/etm_environment.rs"]
mod etm_environment;
#[path = "cli/etm_inputs.rs"]
mod etm_inputs;
#[path = "cli/etm_outputs.rs"]
mod etm_outputs;
#[path = "cli/etm_workflows.rs"]
mod etm_workflows;
#[path = "cli/etm_workflows_books.rs"]
mod etm_workflows_books;
#[path = "cli/etm_workflows_export.rs"]
mod etm_workflows_export;
#[path = "cli/etm_workflows_problems.rs"]
mod etm_workflows_problems;
#[path = "cli/etm_workflows_sweep.rs"]
mod etm_workflows_sweep;
#[path = "cli/exits.rs"]
mod exits;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/origin.rs"]
mod origin;
#[path = "cli/resume.rs"]
mod resume;
#[path = "cli/sandbox.rs"]
mod sandbox;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/wrong_input.rs"]
mod wrong_input;
