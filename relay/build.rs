//! Embeds the built page, and the lessons' recordings.
//!
//! `SOCKETSCOPE_DIST` names the folder that `cargo xtask` makes. Without it the relay has a page that says how to build
//! one, so that a plain `cargo build` needs no wasm.

use std::{
    env, error, fs,
    path::{Path, PathBuf},
};

const PLACEHOLDER: &str = "<!doctype html><meta charset=utf-8><title>Socketscope</title>\
    <p>This relay was built without its page: <code>cargo xtask run</code> builds and serves both.";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo:rerun-if-env-changed=SOCKETSCOPE_DIST");
    println!("cargo:rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let rows = match env::var_os("SOCKETSCOPE_DIST").map(PathBuf::from) {
        Some(dist) => {
            println!("cargo:rerun-if-changed={}", dist.display());
            rows(&dist)?
        }
        None => {
            let page = out.join("index.html");
            fs::write(&page, PLACEHOLDER)?;
            vec![row("/index.html", &page)]
        }
    };
    fs::write(out.join("assets.rs"), format!("&[\n{}]\n", rows.concat()))?;
    fs::write(out.join("recordings.rs"), format!("&[\n{}]\n", recordings()?.concat()))?;
    Ok(())
}

/// A row for each file of the page, in order of their addresses.
fn rows(dist: &Path) -> Result<Vec<String>, Box<dyn error::Error>> {
    let mut rows = vec![row("/index.html", &dist.join("index.html"))];
    let mut files: Vec<PathBuf> = fs::read_dir(dist.join("assets"))?
        .map(|entry| Ok::<_, std::io::Error>(entry?.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| !matches!(extension(file), "br" | "gz"));
    files.sort();
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).ok_or("a file name that is not text")?;
        rows.push(row(&format!("/assets/{name}"), &file));
    }
    Ok(rows)
}

/// A row for each lesson that has a recording. None has to: the relay that makes them is built without.
fn recordings() -> Result<Vec<String>, Box<dyn error::Error>> {
    let lessons = Path::new(&env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets it")?).join("lessons");
    println!("cargo:rerun-if-changed={}", lessons.display());
    let mut rows = Vec::new();
    for entry in fs::read_dir(lessons)? {
        let entry = entry?;
        let run = entry.path().join("run.skrec");
        if run.is_file() {
            rows.push(format!("({:?}, include_bytes!({:?})),\n", entry.file_name(), run));
        }
    }
    rows.sort();
    Ok(rows)
}

fn row(address: &str, file: &Path) -> String {
    let mime = match extension(file) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    // Everything but the shell has a hash of its content in its name.
    let immutable = address.starts_with("/assets/");
    let [plain, brotli, gzip] = ["", ".br", ".gz"].map(|suffix| include(file, suffix));
    format!(
        "Asset {{ path: {address:?}, mime: {mime:?}, immutable: {immutable}, \
         plain: {plain}, brotli: {brotli}, gzip: {gzip} }},\n"
    )
}

fn include(file: &Path, suffix: &str) -> String {
    let path = format!("{}{suffix}", file.display());
    match Path::new(&path).is_file() {
        true => format!("include_bytes!({path:?})"),
        false => "&[]".into(),
    }
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}
