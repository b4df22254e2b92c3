//! The custom curves of a session.

use std::sync::Arc;

use aurora_core::Result;

use super::Session;
use crate::Curve;
use crate::custom_curves::CustomCurvesOptions;
use crate::objects::bulk::Items;
use crate::types::CustomCurve;

/// How many curves of one session go up at a time.
const AT_ONCE: usize = 2;

impl Session {
    /// The custom curves that are attached, without their values, those included that the engine keeps for itself. Kept.
    ///
    /// # Errors
    ///
    /// As [`CustomCurves::list`](crate::CustomCurves::list).
    pub async fn custom_curves(&self) -> Result<Arc<Vec<CustomCurve>>> {
        let options = CustomCurvesOptions::default().with_internal(true);
        let group = self.client().custom_curves(self.id());
        self.parts.custom_curves.get(group.list(&options)).await
    }

    /// The values of a custom curve, one for each hour; see [`CustomCurves::values`](crate::CustomCurves::values). Kept.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn custom_curve(&self, key: &str) -> Result<Arc<Vec<f64>>> {
        let group = self.client().custom_curves(self.id());
        self.parts.curve_values.get(&key.to_owned(), group.values(key)).await
    }

    /// The values of all custom curves that are attached, by key.
    ///
    /// # Errors
    ///
    /// As [`custom_curves`](Self::custom_curves). What becomes of each curve is part of the result.
    pub async fn all_custom_curves(&self) -> Result<Items<Arc<Vec<f64>>>> {
        let list = self.custom_curves().await?;
        let keys: Vec<String> = list.iter().filter_map(|curve| curve.key.clone()).collect();
        let values = |key: String| async move { self.custom_curve(&key).await };
        Ok(self.context.bulk().each(keys, values).await)
    }

    /// Attaches curves, two at a time, in place of what is attached there.
    pub async fn upload_curves<K: Into<String>>(
        &mut self,
        curves: impl IntoIterator<Item = (K, Curve)>,
    ) -> Items<CustomCurve> {
        let curves: Vec<(String, Curve)> = curves.into_iter().map(|(key, curve)| (key.into(), curve)).collect();
        if !curves.is_empty() {
            self.curves_change();
        }
        let this = &*self;
        let entries = curves.into_iter().map(|(key, curve)| (key.clone(), (key, curve)));
        let upload = |(key, curve): (String, Curve)| async move {
            let group = this.client().custom_curves(this.id());
            group.upload(&key, &curve).await
        };
        this.context.bulk().at_most(AT_ONCE).run(entries, upload).await
    }

    /// Detaches curves, two at a time, and gives back their own values to the inputs that they had set.
    pub async fn remove_curves<K: Into<String>>(&mut self, keys: impl IntoIterator<Item = K>) -> Items<()> {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        if !keys.is_empty() {
            self.curves_change();
        }
        let this = &*self;
        let remove = |key: String| async move {
            let group = this.client().custom_curves(this.id());
            group.delete(&key).await
        };
        this.context.bulk().at_most(AT_ONCE).each(keys, remove).await
    }
}
