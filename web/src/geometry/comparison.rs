//! Servers side by side: the length of bars, and where each client's wait is on a logarithmic scale.

use socketscope_shared::comparison::{Answer, Figures};

/// Dots of one server at most; more are drawn as the worst of each stretch.
const MAX_DOTS: usize = 500;

/// How much of the whole width a bar has, 0 to 1. Anything above 0 is visible.
pub fn share(value: u64, most: u64) -> f64 {
    const LEAST: f64 = 0.02;
    match value {
        0 => 0.0,
        _ => (value as f64 / most.max(1) as f64).max(LEAST),
    }
}

/// A scale from one power of ten to another: waits of microseconds and of seconds fit on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    from_ns: u64,
    to_ns: u64,
}

impl Default for Scale {
    /// Before the first answer: from a millisecond to a second.
    fn default() -> Self {
        Scale { from_ns: 1_000_000, to_ns: 1_000_000_000 }
    }
}

impl Scale {
    /// The decades that hold all answers; `None` without an answer.
    pub fn of(figures: &[Figures<'_>]) -> Option<Self> {
        let (mut least, mut most) = (u64::MAX, 0);
        for answer in figures.iter().flat_map(|figures| figures.answers) {
            least = least.min(answer.latency_ns);
            most = most.max(answer.latency_ns);
        }
        if least > most {
            return None;
        }
        let (mut from_ns, mut to_ns) = (1, 10);
        while least >= from_ns * 10 && from_ns < 1_000_000_000_000 {
            from_ns *= 10;
        }
        while most > to_ns && to_ns < 1_000_000_000_000_000 {
            to_ns *= 10;
        }
        Some(Scale { from_ns, to_ns: to_ns.max(from_ns * 10) })
    }

    /// How far up a duration is, 0 to 1.
    pub fn height(&self, ns: u64) -> f64 {
        let (low, high) = (magnitude(self.from_ns), magnitude(self.to_ns));
        super::within((magnitude(ns) - low) / (high - low), 0.0, 1.0)
    }

    /// The powers of ten on it, from below.
    pub fn ticks(&self) -> impl Iterator<Item = u64> + use<> {
        let to_ns = self.to_ns;
        std::iter::successors(Some(self.from_ns), |ns| ns.checked_mul(10)).take_while(move |ns| *ns <= to_ns)
    }
}

/// The binary logarithm, linear between powers of two: enough for a scale, without a logarithm's code.
fn magnitude(ns: u64) -> f64 {
    let ns = ns.max(1);
    let whole = ns.ilog2();
    f64::from(whole) + (ns as f64 / (1u64 << whole) as f64 - 1.0)
}

/// Where the waits of a server's clients are: from the left the clients in the order in which they were accepted, from
/// below how long they waited; both 0 to 1.
pub fn dots(figures: &Figures<'_>, scale: &Scale) -> Vec<(f64, f64)> {
    let stretch = figures.answers.len().div_ceil(MAX_DOTS).max(1);
    let worst = |answers: &[Answer]| answers.iter().copied().max_by_key(|answer| answer.latency_ns);
    let place = |answer: Answer| {
        let across = (f64::from(answer.client) + 0.5) / figures.clients.max(1) as f64;
        (across.min(1.0), scale.height(answer.latency_ns))
    };
    figures.answers.chunks(stretch).filter_map(worst).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(answers: &[Answer]) -> Figures<'_> {
        let clients = answers.len() as u64;
        Figures { calls: 0, useful: 0, wasted: 0, waits: 0, threads: 1, clients, cpu_ns: None, answers }
    }

    fn answers(latencies: &[u64]) -> Vec<Answer> {
        let answer = |(client, latency_ns): (u32, &u64)| Answer { seq: 1, client, latency_ns: *latency_ns };
        (0..).zip(latencies).map(answer).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_share_and_never_vanish() {
        assert_eq!((share(0, 0), share(0, 9), share(9, 9), share(3, 12)), (0.0, 0.0, 1.0, 0.25));
        assert_eq!(share(1, 1_000_000), 0.02);
    }

    #[test]
    fn a_scale_has_the_decades_around_all_answers() {
        let (a, b) = (answers(&[250_000, 1_200_000]), answers(&[40_000_000]));
        let scale = Scale::of(&[figures(&a), figures(&b)]).expect("there are answers");
        assert_eq!(scale.ticks().collect::<Vec<_>>(), [100_000, 1_000_000, 10_000_000, 100_000_000]);
        assert_eq!((scale.height(100_000), scale.height(100_000_000)), (0.0, 1.0));
        let heights = [0, 250_000, 1_200_000, 40_000_000, u64::MAX].map(|ns| scale.height(ns));
        assert!(heights.is_sorted() && heights[0] == 0.0 && heights[4] == 1.0, "{heights:?}");
        assert_eq!(Scale::of(&[figures(&[])]), None);
        for ns in [0, 1, 10, 1_000, u64::MAX] {
            let one = answers(&[ns]);
            let scale = Scale::of(&[figures(&one)]).expect("there is an answer");
            assert!(scale.ticks().count() >= 2, "{ns}: {scale:?}");
        }
    }

    #[test]
    fn each_client_is_a_dot_and_many_are_the_worst_of_their_stretch() {
        let few = answers(&[1_000_000, 2_000_000, 9_000_000]);
        let scale = Scale::of(&[figures(&few)]).expect("there are answers");
        let placed = dots(&figures(&few), &scale);
        assert_eq!(placed.len(), 3);
        assert!(placed.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1), "{placed:?}");
        let mut latencies = vec![1_000_000; 20_000];
        latencies[777] = 10_000_000;
        let many = answers(&latencies);
        let placed = dots(&figures(&many), &scale);
        assert!(placed.len() <= MAX_DOTS);
        assert_eq!(placed.iter().filter(|(_, up)| *up == 1.0).count(), 1, "the worst is not left out");
    }
}
