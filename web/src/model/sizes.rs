//! How much of the window the parts of the page have that a person can make larger or smaller.

/// A border that can be dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Between the programs on the left and the picture.
    Left,
    /// Between the picture and the programs on the right.
    Right,
    /// Between the stage and the timeline below it.
    Time,
}

impl Split {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        ["left", "right", "time"][self as usize]
    }
}

/// The least that a part has, thousandths.
pub const LEAST: u64 = 180;
/// The most that a part has.
pub const MOST: u64 = 600;
/// Both columns of programs together, at most.
const BOTH: u64 = 680;

/// Thousandths that the person has chosen; 0 is as the page comes. Presenting has its own: its type is larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes([u64; 6]);

impl Sizes {
    /// What a part has: what was chosen, or else as the page comes.
    pub fn get(&self, present: bool, split: Split) -> u64 {
        match self.0[place(present, split)] {
            0 if present || split == Split::Time => 290,
            0 => 250,
            chosen => chosen,
        }
    }

    /// Takes a choice; 0 is as the page comes.
    pub fn set(&mut self, present: bool, split: Split, part: u64) {
        self.0[place(present, split)] = part;
    }

    /// A fraction as a choice, such that nothing vanishes.
    pub fn bounded(&self, present: bool, split: Split, part: f64) -> u64 {
        let most = match split {
            Split::Left => BOTH - self.get(present, Split::Right),
            Split::Right => BOTH - self.get(present, Split::Left),
            Split::Time => MOST,
        };
        // What is less than nothing, or no number, is 0.
        ((part * 1000.0 + 0.5) as u64).min(most).clamp(LEAST, MOST)
    }

    /// As they are kept: a word for each, first without and then with presenting.
    pub fn write(&self) -> String {
        self.0.map(|part| part.to_string()).join(" ")
    }

    /// What was kept.
    pub fn read(kept: &str) -> Self {
        let mut sizes = Sizes::default();
        for (part, word) in sizes.0.iter_mut().zip(kept.split(' ')) {
            *part = word.parse().ok().filter(|kept| (LEAST..=MOST).contains(kept)).unwrap_or_default();
        }
        sizes
    }

    /// Says them to the style sheet, which bounds the timeline's height.
    pub fn style(&self, present: bool) -> String {
        let mut style = String::new();
        for split in [Split::Left, Split::Right, Split::Time] {
            let part = self.0[place(present, split)];
            if part > 0 {
                style += &[";--", split.name(), ":", &part.to_string(), "e-3"].concat();
            }
        }
        style
    }
}

fn place(present: bool, split: Split) -> usize {
    3 * usize::from(present) + split as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_vanishes_however_far_a_border_is_dragged() {
        let mut sizes = Sizes::default();
        let drag =
            |sizes: &mut Sizes, split, part| sizes.set(false, split, sizes.bounded(false, split, part));
        drag(&mut sizes, Split::Left, 9.0);
        assert_eq!(sizes.get(false, Split::Left), 430, "the picture keeps its part");
        drag(&mut sizes, Split::Right, -1.0);
        assert_eq!(sizes.get(false, Split::Right), LEAST);
        drag(&mut sizes, Split::Time, f64::NAN);
        assert_eq!(sizes.get(false, Split::Time), LEAST);
        assert_eq!(sizes.get(true, Split::Left), 290, "presenting has its own");
    }

    #[test]
    fn what_is_kept_comes_back_within_its_bounds() {
        let mut sizes = Sizes::default();
        sizes.set(false, Split::Left, 300);
        sizes.set(true, Split::Time, 400);
        assert_eq!(sizes.write(), "300 0 0 0 0 400");
        assert_eq!(Sizes::read(&sizes.write()), sizes);
        assert_eq!(Sizes::read(""), Sizes::default());
        assert_eq!(Sizes::read("x 9999 1 200 -3 4 5 6").write(), "0 0 0 200 0 0");
    }

    #[test]
    fn the_style_sheet_is_told_what_was_chosen_only() {
        let mut sizes = Sizes::default();
        assert_eq!(sizes.style(false), "");
        sizes.set(false, Split::Time, 400);
        assert_eq!((sizes.style(false).as_str(), sizes.style(true).as_str()), (";--time:400e-3", ""));
    }
}
