//! The page as the relay serves it: `index.html`, and under `assets/` files that carry a hash of their content in
//! their name, each also compressed by brotli and gzip.

use crate::{budget::Size, page::Parts, slim};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hasher},
    io::Write,
    path::{Path, PathBuf},
};

/// The parts of `web/style/`, in the order in which later ones override earlier ones; others follow by name.
const STYLE_ORDER: [&str; 3] = ["tokens.css", "shell.css", "stage.css"];

/// A file of the page that never changes under its name.
struct Asset {
    /// What stands for its address in `index.html`: `{{script}}`.
    placeholder: &'static str,
    stem: &'static str,
    extension: &'static str,
    content: Vec<u8>,
}

impl Asset {
    /// `assets/page-0123456789abcdef.js`.
    fn file(&self) -> String {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.content);
        format!("assets/{}-{:016x}.{}", self.stem, hasher.finish(), self.extension)
    }
}

/// Fills `dist` from the page's sources in `root` and what wasm-bindgen made; returns the sizes of the first load.
///
/// A file that is already as it should be is not touched, so that an unchanged page rebuilds no relay.
pub fn write(root: &Path, parts: &Parts, dist: &Path) -> Result<Vec<Size>> {
    let boot = fs::read(root.join("web/boot.js")).context("web/boot.js")?;
    let assets = [
        Asset {
            placeholder: "{{style}}",
            stem: "page",
            extension: "css",
            content: slim::text(style(&root.join("web/style"))?)?,
        },
        Asset { placeholder: "{{boot}}", stem: "boot", extension: "js", content: slim::text(boot)? },
        Asset {
            placeholder: "{{script}}",
            stem: "page",
            extension: "js",
            content: slim::text(parts.script.clone())?,
        },
        Asset { placeholder: "{{wasm}}", stem: "page", extension: "wasm", content: parts.wasm.clone() },
    ];
    let template = fs::read_to_string(root.join("index.html")).context("index.html")?;
    let index = fill(&template, &assets)?;

    let mut files = vec![("index.html".to_owned(), index.as_bytes())];
    files.extend(assets.iter().map(|asset| (asset.file(), asset.content.as_slice())));
    fs::create_dir_all(dist.join("assets"))?;
    let sizes = files.iter().map(|(file, content)| write_one(dist, file, content)).collect::<Result<_>>()?;
    remove_others(&dist.join("assets"), &files.iter().map(|(file, _)| dist.join(file)).collect())?;
    Ok(sizes)
}

fn fill(template: &str, assets: &[Asset]) -> Result<String> {
    let mut index = template.to_owned();
    for asset in assets {
        if !index.contains(asset.placeholder) {
            bail!("index.html does not use {}", asset.placeholder);
        }
        index = index.replace(asset.placeholder, &format!("/{}", asset.file()));
    }
    match index.split_once("{{") {
        Some((_, rest)) => {
            bail!("index.html has an unknown placeholder: {{{{{}", rest.lines().next().unwrap_or(""))
        }
        None => Ok(index),
    }
}

fn style(folder: &Path) -> Result<Vec<u8>> {
    let rank = |name: &str| STYLE_ORDER.iter().position(|first| *first == name).unwrap_or(STYLE_ORDER.len());
    let mut names: Vec<String> = fs::read_dir(folder)
        .context("web/style")?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.retain(|name| name.ends_with(".css"));
    names.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
    let parts = names.iter().map(|name| Ok(fs::read(folder.join(name))?)).collect::<Result<Vec<_>>>()?;
    Ok(parts.join(&b'\n'))
}

fn write_one(dist: &Path, file: &str, content: &[u8]) -> Result<Size> {
    let plain = dist.join(file);
    let (brotli, gzip) = (beside(&plain, "br"), beside(&plain, "gz"));
    let fresh = fs::read(&plain).is_ok_and(|old| old == content) && brotli.is_file() && gzip.is_file();
    if !fresh {
        fs::write(&brotli, compress_brotli(content)?)?;
        fs::write(&gzip, compress_gzip(content)?)?;
        fs::write(&plain, content)?;
    }
    Ok(Size {
        file: file.to_owned(),
        plain_bytes: content.len() as u64,
        gzip_bytes: fs::metadata(&gzip)?.len(),
        brotli_bytes: fs::metadata(&brotli)?.len(),
    })
}

/// `page.js` and `br` to `page.js.br`.
fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn remove_others(folder: &Path, keep: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let plain = match path.extension().and_then(|extension| extension.to_str()) {
            Some("br" | "gz") => path.with_extension(""),
            _ => path.clone(),
        };
        if !keep.contains(&plain) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn compress_brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let quality = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut out, &quality)?;
    Ok(out)
}

fn compress_gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(content: &str) -> Asset {
        Asset { placeholder: "{{boot}}", stem: "boot", extension: "js", content: content.into() }
    }

    #[test]
    fn a_name_follows_its_content() {
        assert_eq!(asset("a").file(), asset("a").file());
        assert_ne!(asset("a").file(), asset("b").file());
    }

    #[test]
    fn placeholders_become_addresses() {
        let boot = asset("a");
        let expected = format!("<script src=\"/{}\">", boot.file());
        assert_eq!(fill("<script src=\"{{boot}}\">", &[boot]).unwrap(), expected);
    }

    #[test]
    fn placeholders_that_are_missing_or_unknown_are_refused() {
        assert!(fill("nothing", &[asset("a")]).is_err());
        let problem = fill("{{boot}} {{bot}}", &[asset("a")]).unwrap_err();
        assert_eq!(problem.to_string(), "index.html has an unknown placeholder: {{bot}}");
    }
}
