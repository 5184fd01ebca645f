//! Brings what a command needs and the machine lacks; what it cannot bring, it names in one sentence.

use crate::process::{find, output, root, run, target};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

const WASM_PACK_VERSION: &str = "0.15.1";

/// The wasm target of the pinned toolchain.
///
/// Not left to the toolchain file's `targets`, which some installations of rustup ignore.
pub fn wasm_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        return Ok(());
    }
    let add = "rustup target add wasm32-unknown-unknown";
    println!("      {add}");
    run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .with_context(|| format!("Rust's wasm target is missing: `{add}` brings it"))
}

/// axe-core, which the browser tests look for barriers with: its version and the SHA-256 of its package.
const AXE_VERSION: &str = "4.14.1";
const AXE_SHA256: &str = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745";

/// Perfetto's own reader of its format, from PyPI: tests/perfetto.txt has its SHA-256.
const PERFETTO_VERSION: &str = "0.59.1";

/// Something that tests need, and the Debian package that has it.
struct Tool {
    package: &'static str,
    present: fn() -> bool,
    /// Tests that lack it are skipped rather than failed.
    optional: bool,
}

const TOOLS: [Tool; 7] = [
    Tool { package: "chromium", present: has_chromium, optional: false },
    Tool { package: "chromium-driver", present: || chromedriver().is_some(), optional: false },
    Tool { package: "fonts-noto-cjk", present: has_chinese_font, optional: true },
    Tool { package: "npm", present: || axe().is_file() || find("npm").is_some(), optional: false },
    Tool { package: "python3-pip", present: || perfetto().is_dir() || has_pip(), optional: true },
    Tool { package: "tshark", present: || find("tshark").is_some(), optional: true },
    Tool { package: "strace", present: || find("strace").is_some(), optional: true },
];

/// A browser and its driver, a Chinese font, and the tools that check us from outside.
pub fn test_tools() -> Result<()> {
    let missing = || TOOLS.iter().filter(|tool| !(tool.present)());
    if missing().next().is_none() {
        return fetch();
    }
    let packages: Vec<_> = missing().map(|tool| tool.package).collect();
    let command = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    if is_root() && find("apt-get").is_some() {
        println!("      {command}");
        // The lists may be old or empty, and then the packages are not found.
        run(apt_get().arg("update").arg("--quiet=2"))?;
        run(apt_get().args(["install", "--yes", "--quiet=2", "--no-install-recommends"]).args(packages))?;
    }
    for tool in missing() {
        match tool.optional {
            true => {
                println!("      without {}: tests that need it are skipped (`sudo {command}`)", tool.package)
            }
            false => bail!("{} is missing: `sudo {command}` brings it", tool.package),
        }
    }
    fetch()
}

fn fetch() -> Result<()> {
    fetch_axe()?;
    fetch_perfetto()
}

/// Where Perfetto's classes are kept, of this version and no other.
pub fn perfetto() -> PathBuf {
    target().join(format!("tools/perfetto-{PERFETTO_VERSION}"))
}

/// Fetches them, unless they are there or there is no pip.
fn fetch_perfetto() -> Result<()> {
    if perfetto().is_dir() || !has_pip() {
        return Ok(());
    }
    println!("      pip install perfetto=={PERFETTO_VERSION}, into {}", perfetto().display());
    let folder = perfetto().with_extension("new");
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
    ]);
    pip.args(["--only-binary=:all:", "--platform=any", "--upgrade", "--target"]).arg(&folder);
    output(pip.arg("--requirement").arg(root().join("tests/perfetto.txt")))
        .context("the tests need Perfetto's classes once from PyPI")?;
    Ok(fs::rename(&folder, perfetto())?)
}

fn has_pip() -> bool {
    output(Command::new("python3").args(["-m", "pip", "--version"])).is_ok()
}

/// Where axe-core is kept, of this version and no other.
pub fn axe() -> PathBuf {
    target().join(format!("tools/axe-core-{AXE_VERSION}.js"))
}

/// Fetches axe-core from the npm registry, unless it is there; runs nothing of it.
fn fetch_axe() -> Result<()> {
    if axe().is_file() {
        return Ok(());
    }
    println!("      npm pack axe-core@{AXE_VERSION}, into {}", axe().display());
    let folder = target().join("tools/axe-core");
    fs::create_dir_all(&folder)?;
    let package = folder.join(format!("axe-core-{AXE_VERSION}.tgz"));
    let name = format!("axe-core@{AXE_VERSION}");
    output(Command::new("npm").args(["pack", "--silent", &name]).current_dir(&folder))
        .context("the tests need axe-core once from the npm registry")?;
    let sum = output(Command::new("sha256sum").arg(&package))?;
    if sum.split_whitespace().next() != Some(AXE_SHA256) {
        bail!("{} is not the package that is expected: its SHA-256 is {sum}", package.display());
    }
    run(Command::new("tar").arg("-xzf").arg(&package).arg("-C").arg(&folder).arg("package/axe.min.js"))?;
    fs::rename(folder.join("package/axe.min.js"), axe())?;
    Ok(fs::remove_dir_all(&folder)?)
}

/// One Debian package that a command cannot do without.
pub fn package(name: &str) -> Result<()> {
    let command = format!("apt-get install --yes --no-install-recommends {name}");
    if !is_root() {
        bail!("{name} is missing: `sudo {command}` brings it");
    }
    println!("      {command}");
    run(apt_get().arg("update").arg("--quiet=2"))?;
    run(apt_get().args(["install", "--yes", "--quiet=2", "--no-install-recommends", name]))
}

/// chromedriver, unless the environment names another place.
pub fn chromedriver() -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| find("chromedriver"))
}

/// wasm-pack: the one on PATH, or one of our own under target/, built where there is none.
pub fn wasm_pack() -> Result<PathBuf> {
    let tools = target().join("tools");
    if let Some(found) =
        find("wasm-pack").or_else(|| Some(tools.join("bin/wasm-pack")).filter(|p| p.is_file()))
    {
        return Ok(found);
    }
    println!("      cargo install wasm-pack --version {WASM_PACK_VERSION}, into {}", tools.display());
    run(crate::process::cargo()
        .args(["install", "wasm-pack", "--version", WASM_PACK_VERSION, "--locked", "--root"])
        .arg(&tools))?;
    Ok(tools.join("bin/wasm-pack"))
}

/// Whether the process may do everything: install packages, enter other namespaces.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn has_chromium() -> bool {
    env::var_os("CHROME").is_some()
        || ["chromium", "google-chrome", "chrome"].iter().any(|p| find(p).is_some())
}

fn has_chinese_font() -> bool {
    find("fc-list").is_some()
        && output(Command::new("fc-list").arg(":lang=zh")).is_ok_and(|fonts| !fonts.is_empty())
}
