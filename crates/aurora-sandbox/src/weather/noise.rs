//! Random numbers that are the same everywhere: splitmix64, and normal noise made of it.

use std::f64::consts::TAU;

/// One well-mixed number from several.
pub(crate) fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x51_7c_c1_b7_27_22_0a_95, |state, part| {
        scramble(state ^ scramble(part.wrapping_add(0x9e37_79b9_7f4a_7c15)))
    })
}

fn scramble(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A number in `[0, 1)` from 64 random bits.
pub(crate) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// Standard normal numbers by the Box-Muller transform.
struct Normal {
    state: u64,
    spare: Option<f64>,
}

impl Normal {
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        unit(scramble(self.state))
    }

    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        // One minus a number below one is never zero, so its logarithm is finite.
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        let (sine, cosine) = (TAU * self.uniform()).sin_cos();
        self.spare = Some(radius * sine);
        radius * cosine
    }
}

/// A stationary autoregression with standard normal marginals; `memory` is the correlation of one hour with the next.
pub(super) fn autoregression(seed: u64, memory: f64, count: usize) -> Vec<f64> {
    let mut normal = Normal {
        state: seed,
        spare: None,
    };
    let fresh = (1.0 - memory * memory).sqrt();
    let mut value = normal.next();
    let mut series = Vec::with_capacity(count);
    for _ in 0..count {
        series.push(value);
        value = memory * value + fresh * normal.next();
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_has_zero_mean_unit_variance_and_the_memory_asked_for() {
        let series = autoregression(7, 0.75, 200_000);
        let count = series.len() as f64;
        let mean = series.iter().sum::<f64>() / count;
        let variance = series.iter().map(|value| value * value).sum::<f64>() / count;
        let product = series.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / count;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
        assert!((product / variance - 0.75).abs() < 0.01, "{product}");
    }
}
