//! Damaged inputs, repeated by their seed.

/// A generator of damage: the same seed gives the same inputs.
#[derive(Debug, Clone)]
pub struct Damage(u64);

const BITS: &[&str] = &[
    "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\n", "\r\n", "\u{feff}", "`", "```",
    "> ", "# ", "0", "9", ".", "-", "e9", " ", "\u{a0}", "\0", "é", "𝟙", "null", "true", "|", "=",
    "mg", "kg", "::", "<!--",
];

impl Damage {
    /// The damage of this seed.
    #[must_use]
    pub fn of(seed: u64) -> Damage {
        Damage(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(self.0.checked_rem(n).unwrap_or(0)).unwrap_or(0)
    }

    /// The input, damaged in one to four places: bytes changed, cut, doubled, moved, or something put in.
    #[must_use]
    pub fn apply(&mut self, input: &[u8]) -> Vec<u8> {
        let mut out = input.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(out.len() + 1);
            let to = (at + self.below(48)).min(out.len());
            let piece: Vec<u8> = out.get(at..to).unwrap_or_default().to_vec();
            let bit = BITS
                .get(self.below(BITS.len()))
                .copied()
                .unwrap_or_default();
            match self.below(6) {
                0 => drop(out.splice(at..at, bit.bytes())),
                1 => drop(out.splice(at..to, bit.bytes())),
                2 => drop(out.drain(at..to)),
                3 => drop(out.splice(at..at, piece)),
                4 => {
                    let place = self.below(out.len() + 1);
                    drop(out.splice(place..place, piece));
                }
                _ => {
                    let byte = u8::try_from(self.below(256)).unwrap_or(0);
                    if let Some(old) = out.get_mut(at) {
                        *old = byte;
                    }
                }
            }
        }
        out
    }
}

/// An input that is not longer than this many bytes, cut at the end: so that a report can be read.
#[must_use]
pub fn shrink_to(input: &[u8], bytes: usize) -> &[u8] {
    input.get(..bytes).unwrap_or(input)
}
