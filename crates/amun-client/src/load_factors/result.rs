//! The result of a calculation.

use crate::types::LoadFactorResult;

impl LoadFactorResult {
    /// The id of this calculation, by which the vendor's support finds it. It differs from run to run.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.parameters.as_ref()?.load_factor_request_id.as_deref()
    }
}
