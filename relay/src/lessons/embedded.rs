//! The lessons in the binary.

use super::Folder;
use std::path::Path;

macro_rules! lesson {
    ($id:literal, $($program:literal),+) => {
        (
            $id,
            include_str!(concat!("../../lessons/", $id, "/lesson.toml")),
            &[$(($program, include_str!(concat!("../../lessons/", $id, "/", $program)))),+],
        )
    };
}

type Embedded = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const LESSONS: &[Embedded] = &[
    lesson!("layers", "server.py", "client.py"),
    lesson!("browser", "server.py", "client.py", "web.py"),
    lesson!("life", "server.py", "client.py"),
    lesson!("sticky", "server.py", "client.py"),
    lesson!("length-prefix", "server.py", "client.py"),
    lesson!("blocking", "server.py", "client.py"),
    lesson!("nonblocking", "server.py", "client.py"),
    lesson!("polling", "server.py", "client.py"),
    lesson!("select", "server.py", "client.py"),
    lesson!("wlist", "server.py", "client.py"),
    lesson!("xlist", "server.py", "client.py"),
    lesson!("poll", "server.py", "client.py"),
    lesson!("epoll", "server.py", "client.py"),
    lesson!(
        "five-servers",
        "blocking.py",
        "polling.py",
        "selecting.py",
        "epolling.py",
        "threads.py",
        "clients.py"
    ),
    lesson!("own", "server.py", "client.py"),
];

/// The runs that `cargo xtask record` made, by lesson.
const RECORDINGS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/recordings.rs"));

/// The log of a run of this lesson.
pub(super) fn recording(lesson: &str) -> Option<&'static [u8]> {
    RECORDINGS.iter().find(|(id, _)| *id == lesson).map(|(_, run)| *run)
}

pub(super) fn folders() -> Vec<Folder> {
    let folder = |(id, description, programs): &Embedded| Folder {
        path: Path::new("relay/lessons").join(id),
        id: (*id).to_owned(),
        description: (*description).to_owned(),
        programs: programs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        embedded: true,
        recording: recording(id),
    };
    LESSONS.iter().map(folder).collect()
}
