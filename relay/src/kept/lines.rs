//! A log that somebody has as lines of JSON (`docs/json.md`), made into a recording.

use super::{
    error::{At, KeptError},
    import::MAX_BYTES,
};
use crate::{
    log_store::{Beginning, file::create},
    play::{LinesError, read_lines},
};
use socketscope_shared::{
    Event, Fact,
    recording::{WriteError, Writer},
};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

/// Lines that are gathered for one record, in bytes: they are several times as long as what a record has of them.
const GATHERED_BYTES: usize = 256 << 10;

/// Why lines are not made into a recording.
#[derive(Debug, thiserror::Error)]
enum NotMade {
    #[error(transparent)]
    Lines(#[from] LinesError),
    #[error("a recording has no room for it: {0}")]
    Write(#[from] WriteError),
    #[error("the recording cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Whether a file begins as lines of JSON do, and not as a recording.
pub fn are_in(path: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let start = file.fill_buf()?;
    Ok(start.trim_ascii_start().first() == Some(&b'{'))
}

/// Makes a recording of them: the events alone, as the lesson is not in the lines. Nothing is left of one that cannot be
/// made.
pub fn to_recording(path: &Path, to: &Path) -> Result<(), KeptError> {
    let file = File::open(path).at(path)?;
    let metadata = file.metadata().at(path)?;
    if metadata.len() > MAX_BYTES {
        return Err(KeptError::TooLarge { path: path.to_owned(), limit_bytes: MAX_BYTES });
    }
    let mut out = create(to).at(to)?;
    let made = make(BufReader::new(file), &mut out);
    made.inspect_err(|_| drop(fs::remove_file(to)))
        .map_err(|problem| KeptError::Lines { path: path.to_owned(), problem: problem.to_string() })
}

fn make(input: impl BufRead, out: &mut impl Write) -> Result<(), NotMade> {
    let mut making = Making { out, writer: None, gathered: Vec::new(), gathered_bytes: 0 };
    read_lines(input, |event, len| making.take(event, len))?;
    making.flush()?;
    let Making { out, writer, .. } = making;
    if let Some(writer) = writer {
        out.write_all(&writer.finish())?;
    }
    Ok(())
}

struct Making<'a, W> {
    out: &'a mut W,
    /// Once the first event has said whose it is.
    writer: Option<Writer>,
    gathered: Vec<Event>,
    gathered_bytes: usize,
}

impl<W: Write> Making<'_, W> {
    fn take(&mut self, event: Event, len_bytes: usize) -> Result<(), NotMade> {
        if let Fact::SessionStarted(info) = &event.fact {
            let (writer, bytes) = Beginning::without_lesson(info).write()?;
            self.out.write_all(&bytes)?;
            self.writer = Some(writer);
        }
        self.gathered.push(event);
        self.gathered_bytes += len_bytes;
        if self.gathered_bytes >= GATHERED_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), NotMade> {
        self.gathered_bytes = 0;
        let events = std::mem::take(&mut self.gathered);
        if let Some(writer) = self.writer.as_mut().filter(|_| !events.is_empty()) {
            self.out.write_all(&writer.events(writer.next_seq(), &events)?)?;
        }
        Ok(())
    }
}
