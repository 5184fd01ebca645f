//! The page as the relay serves it: `index.html`, and under `assets/` files that carry a hash of their content in
//! their name, each also compressed by brotli and gzip.

use crate::{Parts, budget::Size, slim, split};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hasher},
    io::Write,
    path::{Path, PathBuf},
};

/// The files of `web/style/` that the first screen needs, in the order in which later ones override earlier ones. The others
/// come with the rest, by name.
const FIRST_STYLES: [&str; 3] = ["tokens.css", "shell.css", "stage.css"];

/// The name of the script that fetches what is needed later.
const LINK: &str = "split";

/// A file of the page that never changes under its name.
struct Asset {
    /// The placeholder for its address in `index.html`, if there is one: `{{script}}`.
    placeholder: Option<&'static str>,
    stem: String,
    extension: &'static str,
    content: Vec<u8>,
    /// Files that name each other have one hash.
    hash: u64,
    /// Whether the first screen needs it.
    first: bool,
}

impl Asset {
    /// A file that the first screen needs and that names no other.
    fn own(placeholder: &'static str, stem: &str, extension: &'static str, content: Vec<u8>) -> Self {
        let hash = hash([content.as_slice()]);
        Asset { placeholder: Some(placeholder), stem: stem.into(), extension, content, hash, first: true }
    }

    /// `assets/page-0123456789abcdef.js`.
    fn file(&self) -> String {
        format!("assets/{}", name(&self.stem, self.hash, self.extension))
    }
}

fn hash<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    contents.into_iter().for_each(|content| hasher.write(content));
    hasher.finish()
}

fn name(stem: &str, hash: u64, extension: &str) -> String {
    format!("{stem}-{hash:016x}.{extension}")
}

/// Fills `dist` from the page's sources in `root` and its compiled parts; returns the files' sizes.
///
/// A file that is already as it should be is not touched, so that an unchanged page rebuilds no relay.
pub fn write(root: &Path, parts: &Parts, dist: &Path) -> Result<Vec<Size>> {
    let boot = fs::read(root.join("web/boot.js")).context("web/boot.js")?;
    let [style, rest] = styles(&root.join("web/style"))?;
    let mut assets = vec![
        Asset::own("{{style}}", "page", "css", slim::style(style)?),
        Asset { first: false, ..Asset::own("{{rest}}", "rest", "css", slim::style(rest)?) },
        Asset::own("{{boot}}", "boot", "js", slim::text(boot)?),
        Asset::own("{{wasm}}", "page", "wasm", parts.wasm.clone()),
    ];
    assets.extend(scripts(parts)?);
    let template = fs::read_to_string(root.join("index.html")).context("index.html")?;
    let index = fill(&template, &assets)?;

    let mut files = vec![("index.html".to_owned(), index.as_bytes(), false)];
    files.extend(assets.iter().map(|asset| (asset.file(), asset.content.as_slice(), asset.first)));
    fs::create_dir_all(dist.join("assets"))?;
    let sizes = files
        .iter()
        .map(|(file, content, first)| write_one(dist, file, content, *first))
        .collect::<Result<_>>()?;
    remove_others(&dist.join("assets"), &files.iter().map(|(file, ..)| dist.join(file)).collect())?;
    Ok(sizes)
}

/// The scripts, which import each other, and the parts that one of them fetches.
fn scripts(parts: &Parts) -> Result<Vec<Asset>> {
    let later = parts.later.iter().map(|(_, wasm)| wasm.as_slice());
    let hash = hash([parts.script.as_slice(), &parts.link, &parts.wasm].into_iter().chain(later));
    let asset = |placeholder, stem: &str, extension, content, first| Asset {
        placeholder,
        stem: stem.to_owned(),
        extension,
        content,
        hash,
        first,
    };
    let quoted = |name: &str| format!("\"{name}\"");
    let import = |import: &str, stem| {
        let from = |name: &str| format!("from {}", quoted(name));
        (from(import), from(&format!("./{}", name(stem, hash, "js"))))
    };
    let script = renamed(&parts.script, &[import(split::LINK_IMPORT, LINK)])?;
    let mut names = vec![import(split::PAGE_IMPORT, split::PAGE)];
    for (stem, _) in &parts.later {
        names.push((quoted(&format!("./{stem}.wasm")), quoted(&format!("./{}", name(stem, hash, "wasm")))));
    }
    let link = renamed(&parts.link, &names)?;
    let mut assets = vec![
        asset(Some("{{script}}"), split::PAGE, "js", slim::text(script)?, true),
        asset(None, LINK, "js", slim::text(link)?, true),
    ];
    assets.extend(parts.later.iter().map(|(stem, wasm)| asset(None, stem, "wasm", wasm.clone(), false)));
    Ok(assets)
}

/// The script with other names of files; each must occur.
fn renamed(script: &[u8], names: &[(String, String)]) -> Result<Vec<u8>> {
    let mut script = String::from_utf8(script.to_vec()).context("a script is no text")?;
    for (old, new) in names {
        anyhow::ensure!(script.contains(old), "a script of the page does not name {old}");
        script = script.replace(old, new);
    }
    Ok(script.into_bytes())
}

fn fill(template: &str, assets: &[Asset]) -> Result<String> {
    let mut index = template.to_owned();
    for asset in assets {
        let Some(placeholder) = asset.placeholder else { continue };
        if !index.contains(placeholder) {
            bail!("index.html does not use {placeholder}");
        }
        index = index.replace(placeholder, &format!("/{}", asset.file()));
    }
    match index.split_once("{{") {
        Some((_, rest)) => {
            bail!("index.html has an unknown placeholder: {{{{{}", rest.lines().next().unwrap_or(""))
        }
        None => Ok(index),
    }
}

/// The style sheet of the first screen, and the one of all else.
fn styles(folder: &Path) -> Result<[Vec<u8>; 2]> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .context("web/style")?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.retain(|name| name.ends_with(".css") && !FIRST_STYLES.contains(&name.as_str()));
    names.sort();
    let joined = |names: &mut dyn Iterator<Item = &str>| {
        let parts =
            names.map(|name| fs::read(folder.join(name)).with_context(|| format!("web/style/{name}")));
        parts.collect::<Result<Vec<_>>>().map(|parts| parts.join(&b'\n'))
    };
    Ok([joined(&mut FIRST_STYLES.into_iter())?, joined(&mut names.iter().map(String::as_str))?])
}

fn write_one(dist: &Path, file: &str, content: &[u8], first: bool) -> Result<Size> {
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
        first,
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
        Asset::own("{{boot}}", "boot", "js", content.into())
    }

    #[test]
    fn a_name_follows_its_content() {
        assert_eq!(asset("a").file(), asset("a").file());
        assert_ne!(asset("a").file(), asset("b").file());
    }

    #[test]
    fn scripts_name_each_other_and_the_parts_by_their_hash() {
        let parts = Parts {
            script: b"import * as a from \"./split.js\"\nf({ \"./split.js\": a });".to_vec(),
            wasm: Vec::new(),
            link:
                b"import { g } from \"./page.js\";\nfetch(new URL(\"./split_layers.wasm\", import.meta.url));"
                    .to_vec(),
            later: vec![("split_layers".into(), b"wasm".to_vec())],
        };
        let assets = scripts(&parts).unwrap();
        let hash = format!("{:016x}", assets[0].hash);
        let texts: Vec<_> =
            assets.iter().map(|a| String::from_utf8_lossy(&a.content).replace(&hash, "#")).collect();
        assert_eq!(texts[0].trim(), "import * as a from \"./split-#.js\"\nf({ \"./split.js\": a });");
        assert!(texts[1].contains("from \"./page-#.js\"") && texts[1].contains("\"./split_layers-#.wasm\""));
        assert_eq!(assets[2].file(), format!("assets/split_layers-{hash}.wasm"));
        assert!(scripts(&Parts { link: Vec::new(), ..parts }).is_err());
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
