//! Which calls and descriptors of a readiness matrix are seen. The work follows what is seen, not the log's length.

use socketscope_shared::{
    log::Log,
    readiness::{Cell, Column, Matrix},
};
use std::ops::Range;

/// Width of the descriptors' names, px, as in the style sheet.
pub const NAMES_PX: f64 = 128.0;
/// Width of a column, px.
pub const COLUMN_PX: f64 = 48.0;
/// Height of a row, px.
pub const ROW_PX: f64 = 28.0;

/// The calls that are seen at a cursor: the last ones, as many as fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Their places in [`Matrix::columns`]; the last is the current call.
    pub columns: Range<usize>,
    /// The descriptors that any of them watched, by place in [`Matrix::rows`].
    pub rows: Vec<usize>,
    cells: Vec<Vec<(usize, Cell)>>,
}

impl Layout {
    /// Lays a matrix out for `width_px`.
    pub fn of(matrix: &Matrix, log: &Log, cursor: u64, width_px: f64) -> Self {
        let fit = (((width_px - NAMES_PX) / COLUMN_PX) as usize).max(1);
        let known = matrix.columns_at(cursor);
        let columns = known.len().saturating_sub(fit)..known.len();
        let cells: Vec<_> = known[columns.clone()].iter().map(|c| matrix.cells(c, log, cursor)).collect();
        let mut rows = Vec::new();
        for (row, _) in cells.iter().flatten() {
            let at = rows.partition_point(|known| known < row);
            if rows.get(at) != Some(row) {
                rows.insert(at, *row);
            }
        }
        Layout { columns, rows, cells }
    }

    /// The current call: the last that has begun.
    pub fn current<'a>(&self, matrix: &'a Matrix) -> Option<(usize, &'a Column)> {
        let index = self.columns.end.checked_sub(1)?;
        Some((index, matrix.columns().get(index)?))
    }

    /// What the current call watched, in the rows' order.
    pub fn now(&self) -> &[(usize, Cell)] {
        self.cells.last().map_or(&[], Vec::as_slice)
    }

    /// Whether any visible cell is so.
    pub fn any(&self, is_so: impl Fn(&Cell) -> bool) -> bool {
        self.cells.iter().flatten().any(|(_, cell)| is_so(cell))
    }

    /// A row in a column; `None` where it was not in the set.
    pub fn cell(&self, column: usize, row: usize) -> Option<Cell> {
        let cells = self.cells.get(column.checked_sub(self.columns.start)?)?;
        let at = cells.partition_point(|(known, _)| *known < row);
        cells.get(at).filter(|(known, _)| *known == row).map(|(_, cell)| *cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{
        ActorId, Op, Outcome,
        call::Watched,
        readiness::{Kinds, Readiness},
        testing::{self, Script, Sock},
        timeline::Timeline,
    };

    const SERVER: ActorId = ActorId(0);

    /// A select server that watches `socks` sockets `calls` times; each time another one is ready.
    fn selects(socks: usize, calls: usize) -> (Timeline, Readiness) {
        let mut s = Script::new("select", &[("server", "server.py", "")]);
        let socks: Vec<Sock> = (0..socks).map(|_| s.socket(SERVER, 1)).collect();
        let watch = |socks: &[Sock]| -> Vec<_> {
            socks.iter().map(|sock| Watched { socket: Some(sock.id), fd: sock.fd }).collect()
        };
        for nth in 0..calls {
            let op = Op::Select { read: watch(&socks), write: vec![], except: vec![], timeout_ns: None };
            let read = watch(&socks[nth % socks.len()..][..1]);
            s.quick(SERVER, None, 5, op, Outcome::ReadySets { read, write: vec![], except: vec![] });
        }
        let timeline = testing::timeline(s.finish());
        let mut readiness = Readiness::default();
        timeline.log().range(1..timeline.last_seq() + 1).for_each(|(seq, e)| readiness.push(seq, &e.fact));
        (timeline, readiness)
    }

    #[track_caller]
    fn check(socks: usize, calls: usize, width_px: f64, columns: Range<usize>) {
        let (timeline, readiness) = selects(socks, calls);
        let matrix = readiness.of(SERVER).expect("selects");
        let layout = Layout::of(matrix, timeline.log(), timeline.last_seq(), width_px);
        assert_eq!(layout.columns, columns);
        assert_eq!(layout.rows.len(), socks);
        for column in columns {
            for row in 0..socks {
                let cell = layout.cell(column, row).expect("watched");
                assert_eq!(cell.ready.has(Kinds::READ), column % socks == row, "{column} {row}");
            }
        }
        assert_eq!(layout.cell(calls, 0), None);
        assert_eq!(layout.cell(0, socks), None);
        assert_eq!(layout.now().len(), socks);
    }

    #[test]
    fn few_calls_are_all_seen_and_of_many_the_last() {
        check(2, 10, 800.0, 0..10);
        check(200, 10, 800.0, 0..10);
        check(2, 100_000, 800.0, 99_986..100_000);
        check(200, 1_000, 300.0, 997..1_000);
        check(2, 3, 0.0, 2..3);
    }

    #[test]
    fn a_cursor_before_the_first_call_sees_none() {
        let (timeline, readiness) = selects(2, 3);
        let matrix = readiness.of(SERVER).expect("selects");
        let layout = Layout::of(matrix, timeline.log(), 1, 800.0);
        assert_eq!((layout.columns.clone(), layout.current(matrix)), (0..0, None));
        assert!(layout.now().is_empty());
        let first = matrix.columns()[0].began;
        let layout = Layout::of(matrix, timeline.log(), first, 800.0);
        assert_eq!(layout.current(matrix).map(|(index, _)| index), Some(0));
    }
}
