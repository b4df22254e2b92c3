//! Names of sheets and files.

use std::collections::HashSet;

use super::sheet::LONGEST_NAME;

/// The longest name of a file without its ending, in characters.
const LONGEST_FILE: usize = 100;

/// Names that are taken, in any letter case.
#[derive(Debug, Default)]
pub(in crate::workbook) struct Taken(HashSet<String>);

impl Taken {
    /// A name of a sheet as near to the wanted one as can be.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let fit: String = wanted
            .chars()
            .map(|c| {
                if "[]:*?/\\".contains(c) || c.is_control() {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        let fit = fit.trim_matches('\'').trim();
        self.unique(if fit.is_empty() { "SHEET" } else { fit }, LONGEST_NAME, |number| {
            format!("_{number}")
        })
    }

    /// A name of a file, without its ending, as near to the wanted one as can be.
    pub(in crate::workbook) fn file(&mut self, wanted: &str) -> String {
        let fit: String = wanted
            .chars()
            .map(|c| {
                if "<>:\"/\\|?*".contains(c) || c.is_control() {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        let fit = fit.trim().trim_matches('.').trim();
        // Names of devices on Windows are no names of files there, whatever their ending.
        let is_device = matches!(fit.to_ascii_uppercase().as_str(), "" | "CON" | "PRN" | "AUX" | "NUL")
            || (fit.len() == 4
                && ["COM", "LPT"]
                    .iter()
                    .any(|port| fit.to_ascii_uppercase().starts_with(port)));
        let fit = if is_device {
            format!("scenario_{fit}")
        } else {
            fit.to_owned()
        };
        self.unique(&fit, LONGEST_FILE, |number| format!(" ({number})"))
    }

    fn unique(&mut self, name: &str, longest: usize, suffix: impl Fn(usize) -> String) -> String {
        let mut number = 1;
        loop {
            let end = if number == 1 { String::new() } else { suffix(number) };
            let room = longest - end.chars().count().min(longest);
            let head: String = name.chars().take(room).collect();
            let candidate = format!("{}{end}", head.trim_end());
            if self.0.insert(candidate.to_lowercase()) {
                return candidate;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_cut_cleaned_and_told_apart() {
        let mut taken = Taken::default();
        assert_eq!(taken.sheet("SORTABLES_A/B: 2050?"), "SORTABLES_A_B_ 2050_");
        assert_eq!(taken.sheet("MAIN"), "MAIN");
        assert_eq!(taken.sheet("main"), "main_2");
        let long = "CUSTOM_CURVES_a very long title of a scenario";
        assert_eq!(taken.sheet(long), "CUSTOM_CURVES_a very long title");
        assert_eq!(taken.sheet(long), "CUSTOM_CURVES_a very long tit_2");
        assert_eq!(taken.sheet("''"), "SHEET");
    }

    #[test]
    fn names_of_files_work_everywhere() {
        let mut taken = Taken::default();
        assert_eq!(taken.file("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(taken.file("nul"), "scenario_nul");
        assert_eq!(taken.file("Plan A."), "Plan A");
        assert_eq!(taken.file("plan a"), "plan a (2)");
        assert_eq!(taken.file(&"x".repeat(300)).len(), 100);
    }
}
