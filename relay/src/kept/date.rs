//! When a recording was made, for people: there is no clock here, and the time zone is UTC.

use std::fmt;

/// A minute, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minute {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
}

impl Minute {
    /// Of a time in milliseconds since 1970.
    pub fn of(unix_ms: u64) -> Self {
        let minutes = unix_ms / 60_000;
        // Days are counted from 1 March of year 0, so that a leap day ends its year.
        let days = minutes / 1440 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Minute {
            year: year_of_era + era * 400 + u64::from(month <= 2),
            month,
            day: of_year - (153 * from_march + 2) / 5 + 1,
            hour: minutes % 1440 / 60,
            minute: minutes % 60,
        }
    }

    /// As part of a file's name.
    pub fn in_file_name(self) -> String {
        let Minute { year, month, day, hour, minute } = self;
        format!("{year:04}-{month:02}-{day:02}-{hour:02}{minute:02}")
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Minute { year, month, day, hour, minute } = self;
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Minute;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (unix_ms, text) in [
            (0, "1970-01-01 00:00"),
            (951_782_340_000, "2000-02-28 23:59"),
            (951_782_400_000, "2000-02-29 00:00"),
            (1_709_164_800_000, "2024-02-29 00:00"),
            (1_735_689_599_999, "2024-12-31 23:59"),
            (4_107_542_400_000, "2100-03-01 00:00"),
        ] {
            assert_eq!(Minute::of(unix_ms).to_string(), text);
        }
        assert_eq!(Minute::of(1_700_000_000_000).in_file_name(), "2023-11-14-2213");
    }
}
