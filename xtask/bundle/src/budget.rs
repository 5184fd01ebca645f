//! What a first visit may cost.

use anyhow::{Result, bail};

/// Wasm, JavaScript and CSS of the first screen after brotli, in bytes: the budget.
const FIRST_LOAD_BYTES: u64 = 145_000;

/// One file of the first load.
pub struct Size {
    /// Its path in the page's folder.
    pub file: String,
    /// Whether the first screen needs it: the wasm, the JavaScript and the CSS that come before a lesson can be read.
    pub first: bool,
    /// As it is.
    pub plain_bytes: u64,
    /// After gzip.
    pub gzip_bytes: u64,
    /// After brotli.
    pub brotli_bytes: u64,
}

/// Prints the sizes; over the budget is an error.
pub fn check(sizes: &[Size]) -> Result<()> {
    println!("      {:<36}{:>12}{:>12}{:>12}", "in bytes", "plain", "gzip", "brotli");
    for size in sizes {
        println!(
            "      {:<36}{:>12}{:>12}{:>12}",
            size.file, size.plain_bytes, size.gzip_bytes, size.brotli_bytes
        );
    }
    let sum = |first| sizes.iter().filter(|s| s.first == first).map(|s| s.brotli_bytes).sum::<u64>();
    let counted = sum(true);
    for (what, bytes) in [
        ("first load: wasm, JavaScript and CSS of the first screen", counted),
        ("at most", FIRST_LOAD_BYTES),
        ("what is fetched after it, when needed", sum(false)),
    ] {
        println!("      {what:<60}{bytes:>12}");
    }
    if counted > FIRST_LOAD_BYTES {
        bail!("the first load is {} bytes over its budget", counted - FIRST_LOAD_BYTES);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(file: &str, brotli_bytes: u64) -> Size {
        let first = file != "index.html" && file != "later.wasm";
        Size { file: file.into(), first, plain_bytes: 0, gzip_bytes: 0, brotli_bytes }
    }

    #[test]
    fn the_budget_counts_what_the_first_screen_needs_but_the_shell() {
        assert!(check(&[size("later.wasm", 9_000), size("page.wasm", FIRST_LOAD_BYTES)]).is_ok());
        assert!(check(&[size("index.html", 9_000), size("page.wasm", FIRST_LOAD_BYTES)]).is_ok());
        assert!(check(&[size("page.js", 1), size("page.wasm", FIRST_LOAD_BYTES)]).is_err());
    }
}
