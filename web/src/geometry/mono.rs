//! How wide the rulers' texts are, and which of them fit.

/// Width of a letter of the monospaced type of 12 px, and of a Chinese character, px.
const LETTER_PX: f64 = 7.1;
const WIDE_PX: f64 = 12.0;

/// Estimated width of a text in px: exact enough to decide whether it fits.
pub fn width_px(text: &str) -> f64 {
    text.chars().map(letter_px).sum()
}

fn letter_px(letter: char) -> f64 {
    if (letter as u32) < 0x2e80 { LETTER_PX } else { WIDE_PX }
}

/// As much of a text as fits; nothing if not even its beginning does.
pub fn fitted(text: &str, room_px: f64) -> String {
    if width_px(text) <= room_px {
        return text.to_owned();
    }
    let mut used = LETTER_PX;
    let kept = |letter: &char| {
        used += letter_px(*letter);
        used <= room_px
    };
    let kept: String = text.chars().take_while(kept).collect();
    if width_px(&kept) < 3.0 * LETTER_PX { String::new() } else { kept + "…" }
}

/// The first of these texts that fits, or else as much of the last as does.
pub fn first_fitting(texts: &[&str], room_px: f64) -> String {
    let fits = texts.iter().find(|text| width_px(text) <= room_px);
    fits.map_or_else(|| fitted(texts.last().unwrap_or(&""), room_px), |text| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_where_they_do_not_fit() {
        assert_eq!(fitted("recv(1024)", 72.0), "recv(1024)");
        assert_eq!(fitted("recv(1024)", 70.0), "recv(102…");
        assert_eq!(fitted("recv(1024)", 20.0), "");
        assert_eq!(fitted("还没有数据", 50.0), "还没有…", "Chinese characters are wider");
    }

    #[test]
    fn the_longest_text_that_fits_is_taken() {
        let texts = ["held before recv(1024): nothing to take", "held before recv(1024)", "held"];
        assert_eq!(first_fitting(&texts, 400.0), texts[0]);
        assert_eq!(first_fitting(&texts, 200.0), texts[1]);
        assert_eq!(first_fitting(&texts, 60.0), texts[2]);
        assert_eq!(first_fitting(&texts, 10.0), "");
    }
}
