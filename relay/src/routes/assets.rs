//! The page's files, in the smallest encoding that the browser takes.

use super::Site;
use crate::assets::Asset;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use std::sync::Arc;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Serves the file of this address; `/` is the page.
pub async fn serve(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = if uri.path() == "/" { "/index.html" } else { uri.path() };
    let Some(asset) = site.assets.iter().find(|asset| asset.path == path) else {
        return (StatusCode::NOT_FOUND, "There is nothing at this address; the page is at /.\n")
            .into_response();
    };
    let (encoding, bytes) = encoded(asset, &headers);
    let mut response = Bytes::from_static(bytes).into_response();
    let out = response.headers_mut();
    let cached = if asset.immutable { FOR_EVER } else { "no-cache" };
    for (name, value) in [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, cached),
        (header::VARY, "accept-encoding"),
    ] {
        out.insert(name, value.parse().expect("made by the build script"));
    }
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, encoding.parse().expect("a constant"));
    }
    response
}

fn encoded(asset: &Asset, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted: Vec<_> =
        headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
    let accepted = accepted.join(",");
    [("br", asset.brotli), ("gzip", asset.gzip)]
        .into_iter()
        .find(|(name, bytes)| !bytes.is_empty() && accepts(&accepted, name))
        .map_or((None, asset.plain), |(name, bytes)| (Some(name), bytes))
}

/// Whether an Accept-Encoding takes this encoding at all (RFC 9110, section 12.5.3).
fn accepts(accepted: &str, encoding: &str) -> bool {
    let quality = |wanted: &str| {
        accepted.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let quality = parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(wanted).then(|| quality.unwrap_or(1.0))
        })
    };
    quality(encoding).or_else(|| quality("*")).is_some_and(|quality| quality > 0.0)
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn an_encoding_is_taken_only_where_it_is_wanted() {
        for wanted in ["br", "gzip, deflate, br", "GZIP, BR", "*", "gzip;q=0, *", "br;q=0.5", "br ; q=1"] {
            assert!(accepts(wanted, "br"), "{wanted}");
        }
        for unwanted in ["", "gzip", "br;q=0", "br;q=0.0, gzip", "*;q=0", "br;q=0, *", "brotli"] {
            assert!(!accepts(unwanted, "br"), "{unwanted}");
        }
    }
}
