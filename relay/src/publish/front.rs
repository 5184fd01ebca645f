//! The page that a site opens with: what this is, and every lesson.

use super::site::PLAYER;
use socketscope_shared::lesson::{Lesson, Section};

const STYLE: &str = include_str!("front.css");

/// The page, in English and Chinese.
pub fn page(lessons: &[Lesson]) -> String {
    let mut list = String::new();
    for group in lessons.chunk_by(|a, b| a.section == b.section) {
        let Some(first) = group.first() else { continue };
        let (en, zh) = section(first.section);
        list += &format!("<h2>{en} <span lang=\"zh\">{zh}</span></h2>\n<ul>\n");
        for lesson in group.iter().filter(|lesson| lesson.recording.is_some()) {
            list += &entry(lesson);
        }
        list += "</ul>\n";
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Socketscope</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Socketscope</h1>\n\
         <p>See what sockets really do: recorded runs of real programs with real TCP sockets, every call, every byte and every \
         segment. Choose a lesson and step through it; nothing is installed and nothing is sent.</p>\n\
         <p lang=\"zh\">看清套接字真正做了什么：真实程序、真实 TCP 套接字的运行录制，每次调用、每个字节、每个报文段都在其中。\
         选一课，一步步看；无需安装，也不会上传任何东西。</p>\n{list}</main>\n</body>\n</html>\n"
    )
}

fn entry(lesson: &Lesson) -> String {
    let text = |text: &str| escaped(text);
    format!(
        "<li><a href=\"{PLAYER}#lesson={id}\"><b>{number}</b> {en} <span lang=\"zh\">{zh}</span></a>\
         <p>{summary}</p><p lang=\"zh\">{summary_zh}</p></li>\n",
        id = text(&lesson.id),
        number = text(lesson.place().unwrap_or_default()),
        en = text(lesson.title.en()),
        zh = text(lesson.title.zh()),
        summary = text(lesson.summary.en()),
        summary_zh = text(lesson.summary.zh()),
    )
}

/// As the page has them: its texts are compiled into the page alone.
fn section(section: Section) -> (&'static str, &'static str) {
    match section {
        Section::Foundations => ("Foundations", "基础"),
        Section::Sockets => ("Sockets", "套接字"),
        Section::Waiting => ("Waiting", "等待"),
        Section::Multiplexing => ("Multiplexing", "多路复用"),
        Section::Beyond => ("Beyond", "进阶"),
        Section::Own => ("Your own", "自建"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_called_as_on_the_page() {
        let page = [
            include_str!("../../../shared/texts/en/page/curriculum.ftl"),
            include_str!("../../../shared/texts/zh/page/curriculum.ftl"),
        ];
        for (id, one) in [
            ("foundations", Section::Foundations),
            ("sockets", Section::Sockets),
            ("waiting", Section::Waiting),
            ("multiplexing", Section::Multiplexing),
            ("beyond", Section::Beyond),
            ("own", Section::Own),
        ] {
            let (en, zh) = section(one);
            for (texts, name) in page.iter().zip([en, zh]) {
                let line = format!("section-{id} = {name}");
                assert!(texts.lines().any(|text| text == line), "{line}");
            }
        }
    }

    #[test]
    fn nothing_in_a_lesson_is_markup() {
        assert_eq!(escaped("<script>\"&\""), "&lt;script&gt;&quot;&amp;&quot;");
    }
}
