//! Progress on a terminal; nothing at all elsewhere.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::context::Context;

/// A bar with a known number of steps.
pub(crate) fn bar(context: &Context, steps: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), target(context));
    bar.set_style(style(context, "{prefix} [{bar:30.cyan/dim}] {pos}/{len}  {msg}"));
    bar.set_prefix(what);
    bar
}

/// A line that says how long something lasts already.
pub(crate) fn spinner(context: &Context, what: impl Into<Cow<'static, str>>) -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, target(context));
    spinner.set_style(style(context, "{spinner} {prefix} {elapsed}  {msg}"));
    spinner.set_prefix(what);
    if context.shows_progress() {
        spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    }
    spinner
}

fn target(context: &Context) -> ProgressDrawTarget {
    if context.shows_progress() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    }
}

fn style(context: &Context, template: &str) -> ProgressStyle {
    let template = if context.colours() {
        template.to_owned()
    } else {
        template.replace(".cyan/dim", "")
    };
    ProgressStyle::with_template(&template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}
