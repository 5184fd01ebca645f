//! The page's address: `#token=…&lesson=…&session=…&seq=…`.
//!
//! It names what is seen, so that it can be sent to students; the token never goes back into it.

use socketscope_shared::SessionId;

/// What an address names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The relay's token: allows running programs.
    pub token: Option<String>,
    /// A lesson's id.
    pub lesson: Option<String>,
    /// A session.
    pub session: Option<SessionId>,
    /// The cursor.
    pub seq: Option<u64>,
}

impl Place {
    /// Reads the part of an address after `#`, with or without it. What it does not understand it leaves out.
    pub fn parse(fragment: &str) -> Self {
        let mut place = Place::default();
        for pair in fragment.trim_start_matches('#').split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            match key {
                "token" => place.token = plain(value),
                "lesson" => place.lesson = plain(value),
                "session" => place.session = SessionId::parse(value),
                "seq" => place.seq = value.parse().ok(),
                _ => {}
            }
        }
        place
    }

    /// Writes what is to be seen, without the token.
    pub fn fragment(&self) -> String {
        let mut parts = Vec::new();
        if let Some(lesson) = &self.lesson {
            parts.push(["lesson=", lesson].concat());
        }
        if let Some(session) = self.session {
            parts.push(["session=", &session.to_string()].concat());
        }
        if let Some(seq) = self.seq {
            parts.push(["seq=", &seq.to_string()].concat());
        }
        ["#", &parts.join("&")].concat()
    }
}

/// Tokens and ids have no characters that an address would have to escape.
fn plain(value: &str) -> Option<String> {
    let ok = !value.is_empty()
        && value.len() <= 200
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b));
    ok.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_what_is_seen() {
        let place = Place::parse("#token=abc-1&session=00000000ff&seq=9");
        assert_eq!(place.token.as_deref(), Some("abc-1"));
        assert_eq!(place.session, Some(SessionId(255)));
        assert_eq!(place.seq, Some(9));
        assert_eq!(place.fragment(), "#session=00000000ff&seq=9", "the token stays out");
    }

    #[test]
    fn writing_and_reading_agree() {
        let place = Place { lesson: Some("sticky".into()), seq: Some(41), ..Place::default() };
        assert_eq!(Place::parse(&place.fragment()), place);
    }

    #[test]
    fn nonsense_is_left_out() {
        for text in ["", "#", "#seq=-1", "#session=xyz", "#token=", "#lesson=a/../b", "#seq", "#&&=&"] {
            assert_eq!(Place::parse(text), Place::default(), "{text}");
        }
    }
}
