//! One HTML file with one recording: it opens from a disk, with no network and no second file.

use super::{LESSONS, files, lessons_file};
use anyhow::Context;
use data_encoding::BASE64;
use flate2::{Compression, write::GzEncoder};
use socketscope_shared::{Fact, lesson::Lesson, recording::Recording};
use std::{collections::BTreeMap, io::Write};

/// Starts the page out of what is packed into the file.
const BOOT: &str = include_str!("single.js");
/// Prefix of a script's name where it stands for the script itself.
const MODULE: &str = "socketscope/";

/// The file.
pub fn html(bytes: Vec<u8>) -> anyhow::Result<String> {
    let recording = Recording::open(&bytes)?;
    let first = recording.all().next().and_then(Result::ok).unwrap_or_default();
    let info = first.iter().find_map(|event| match &event.fact {
        Fact::SessionStarted(info) => Some(info),
        _ => None,
    });
    let info = info.context("the recording has no events")?;
    let lesson = recording.lesson().ok().flatten().unwrap_or_else(|| Lesson::of_run(info));
    let lesson = Lesson { recording: Some(info.id), first: true, ..lesson };
    let id = info.id;
    let assets = files::assets()?;
    let mut packed = BTreeMap::new();
    let mut style = String::new();
    let mut modules = Vec::new();
    for (name, asset) in &assets {
        let text = || String::from_utf8_lossy(asset.plain).into_owned();
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("css") => style += &text(),
            // Its place is taken by the one below.
            Some("js") if name.starts_with("boot-") => {}
            Some("js") => {
                modules.push(*name);
                packed.insert((*name).to_owned(), pack(with_bare_names(text(), &assets).as_bytes())?);
            }
            // Nothing can be run, and so nothing is edited.
            _ if name.starts_with("split_editor-") => {}
            _ => _ = packed.insert(format!("assets/{name}"), pack(asset.plain)?),
        }
    }
    packed.insert(LESSONS.to_owned(), pack(&lessons_file(std::slice::from_ref(&lesson)))?);
    packed.insert(format!("recordings/{id}.skrec"), pack(&bytes)?);

    let page = |extension: &str| {
        let of_page = |name: &&str| name.starts_with("page-") && name.ends_with(extension);
        let name = assets.iter().map(|(name, _)| *name).find(of_page);
        name.with_context(|| format!("the page has no {extension}"))
    };
    let boot = BOOT
        .replace("{{modules}}", &serde_json::to_string(&modules)?)
        .replace("{{script}}", page(".js")?)
        .replace("{{wasm}}", page(".wasm")?);
    let shell = files::shell()?;
    let (head, rest) =
        shell.split_once("<link rel=\"stylesheet\"").context("the shell has no style sheet")?;
    let (_, end) =
        rest.split_once("<meta name=\"socketscope-lessons\"").context("the shell names no lessons")?;
    let style = style.replace("</", "<\\/");
    Ok(format!(
        "{head}<style>{style}</style>\n<meta name=\"socketscope-lessons\"{}",
        end.replacen(
            "</body>",
            &format!(
                "<script type=\"application/json\" id=\"packed\">{}</script>\n<script>{boot}</script>\n</body>",
                serde_json::to_string(&packed)?
            ),
            1
        )
    ))
}

/// Scripts name each other, and fetch the parts of the page, without an address that a file would not have.
fn with_bare_names(script: String, assets: &[(&str, &crate::assets::Asset)]) -> String {
    assets.iter().fold(script, |script, (name, _)| {
        script
            .replace(&format!("new URL(\"./{name}\", import.meta.url)"), &format!("\"assets/{name}\""))
            .replace(&format!("\"./{name}\""), &format!("\"{MODULE}{name}\""))
    })
}

fn pack(bytes: &[u8]) -> anyhow::Result<String> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    Ok(BASE64.encode(&packed.finish()?))
}
