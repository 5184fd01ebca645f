//! The curriculum as a table for terminals.

use socketscope_shared::lesson::{DeclaredRun, Lesson};

/// A line for each lesson: number, id, and title in both languages.
pub fn table(lessons: &[Lesson]) -> String {
    let widest =
        |text: fn(&Lesson) -> &str| lessons.iter().map(|lesson| columns(text(lesson))).max().unwrap_or(0);
    let (number, id, title) = (widest(|l| &l.number), widest(|l| &l.id), widest(|l| l.title.en()));
    let line = |lesson: &Lesson| {
        let cells = [(lesson.number.as_str(), number), (&lesson.id, id), (lesson.title.en(), title)];
        let padded = cells.map(|(text, width)| format!("{text}{:1$}", "", width - columns(text)));
        format!("{}  {}\n", padded.join("  "), lesson.title.zh())
    };
    lessons.iter().map(line).collect()
}

/// A line for each declared run: the lesson's id, the run's, and its title in both languages.
pub fn runs_table(lessons: &[Lesson]) -> String {
    let runs = |lesson: &Lesson| lesson.runs.read().unwrap_or_default();
    let all: Vec<(&Lesson, DeclaredRun)> =
        lessons.iter().flat_map(|lesson| runs(lesson).into_iter().map(move |run| (lesson, run))).collect();
    let lesson_width = all.iter().map(|(lesson, _)| lesson.id.len()).max().unwrap_or(0);
    let run_width = all.iter().map(|(_, run)| run.id.len()).max().unwrap_or(0);
    let line = |(lesson, run): &(&Lesson, DeclaredRun)| {
        let (lesson, id, title) = (&lesson.id, &run.id, &run.title);
        format!("{lesson:lesson_width$}  {id:run_width$}  {} / {}\n", title.en(), title.zh())
    };
    all.iter().map(line).collect()
}

/// Columns that a terminal takes for the text.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// East Asian characters and emoji (Unicode's UAX #11, by blocks).
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::lesson::Text;

    #[test]
    fn columns_line_up_also_with_chinese_among_them() {
        let mut lessons = crate::lessons::load(None).unwrap();
        let life = lessons.iter_mut().find(|lesson| lesson.id == "life").unwrap();
        life.title = Text::same("套接字 A");
        let table = table(&lessons);
        let before_chinese_title: Vec<_> = table
            .lines()
            .zip(&lessons)
            .map(|(line, lesson)| columns(line.strip_suffix(lesson.title.zh()).unwrap()))
            .collect();
        assert_eq!(before_chinese_title.len(), lessons.len());
        assert!(before_chinese_title.windows(2).all(|pair| pair[0] == pair[1]), "{table}");
        let line = table.lines().find(|line| line.starts_with("3.1 ")).unwrap_or_default();
        assert!(line.contains("  life  ") && line.contains("  套接字 A  "), "{table}");
    }
}
