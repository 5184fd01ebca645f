//! A stream as a tube: send buffer, in flight, receive buffer, and the bytes that travel through it.

use std::ops::Range;

/// Widest cell of a byte in px.
const CELL_PX: f64 = 17.0;
/// Narrowest; more bytes than fit at this width become a bar.
const MIN_CELL_PX: f64 = 7.5;
/// More bytes than these are a bar while they are with a program.
const MAX_CELLS: u64 = 32;
/// Between the cells and the edges of their compartment, px.
const PADDING_PX: f64 = 7.0;
/// Least width of a bar in px, so that its count fits.
const MIN_BAR_PX: f64 = 64.0;

/// Where bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Accepted from the program, not sent yet or not acknowledged.
    SendBuffer,
    /// Crossing the network.
    InFlight,
    /// Arrived, not taken by the program yet.
    ReceiveBuffer,
}

impl Place {
    /// All, from sender to receiver.
    pub const ALL: [Place; 3] = [Place::SendBuffer, Place::InFlight, Place::ReceiveBuffer];
}

/// Which bytes are where: offsets of the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The receiver's program has taken the bytes before this.
    pub received: u64,
    /// The bytes before this have crossed.
    pub crossed: u64,
    /// The sender's program has handed over the bytes before this.
    pub sent: u64,
}

impl State {
    /// The offsets in a place.
    pub fn bytes(&self, place: Place) -> Range<u64> {
        match place {
            Place::SendBuffer => self.crossed..self.sent,
            Place::InFlight => self.crossed..self.crossed,
            Place::ReceiveBuffer => self.received..self.crossed,
        }
    }

    /// How many bytes are in a place.
    pub fn count(&self, place: Place) -> u64 {
        let bytes = self.bytes(place);
        bytes.end.saturating_sub(bytes.start)
    }
}

/// The tube's measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tube {
    /// Width in px.
    pub width_px: f64,
    /// Whether it flows from right to left.
    pub leftwards: bool,
    /// Bytes that the send and the receive buffer can hold; 0 where unknown.
    pub limits: [u64; 2],
}

/// Something drawn in the tube. What lies outside of it is with a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// One byte's cell.
    Byte { offset: u64, x: f64, width: f64 },
    /// Bytes that are too many for cells.
    Bar { bytes: Range<u64>, x: f64, width: f64 },
}

impl Tube {
    /// Left edge and width of a compartment in px.
    pub fn compartment(&self, place: Place) -> (f64, f64) {
        let (from, to) = match place {
            Place::SendBuffer => (0.0, 0.34),
            Place::InFlight => (0.34, 0.6),
            Place::ReceiveBuffer => (0.6, 1.0),
        };
        let left = if self.leftwards { 1.0 - to } else { from };
        (left * self.width_px, (to - from) * self.width_px)
    }

    /// What is drawn when `progress` (0 to 1) of the way from one state to the next is done.
    pub fn items(&self, before: &State, after: &State, progress: f64) -> Vec<Item> {
        let part = if before == after { 1.0 } else { ease(progress) };
        let mut out = Vec::new();
        for (bytes, from, to) in movements(before, after) {
            let (start, end) = (self.spot(before, from, &bytes), self.spot(after, to, &bytes));
            match to {
                At::Sender | At::Receiver if part >= 1.0 => {}
                _ if start.bar && part < 1.0 || end.bar => {
                    let ((a, wa), (b, wb)) = (start.bar(&bytes), end.bar(&bytes));
                    out.push(Item::Bar { bytes, x: mix(a, b, part), width: mix(wa, wb, part) });
                }
                _ => out.extend(bytes.map(|offset| {
                    let ((a, wa), (b, wb)) = (start.cell(offset), end.cell(offset));
                    Item::Byte { offset, x: mix(a, b, part), width: mix(wa, wb, part) }
                })),
            }
        }
        out
    }

    /// How `moved` lies at a place. Bytes are in reading order in both directions.
    fn spot(&self, state: &State, at: At, moved: &Range<u64>) -> Spot {
        let outside_right = match at {
            At::In(place) => return self.inside(state, place),
            At::Sender => self.leftwards,
            At::Receiver => !self.leftwards,
        };
        let count = moved.end - moved.start;
        let bar = count > MAX_CELLS;
        let width = if bar { MIN_BAR_PX } else { count as f64 * CELL_PX };
        let left = if outside_right { self.width_px } else { -width };
        Spot { left, width, bytes: moved.clone(), bar }
    }

    fn inside(&self, state: &State, place: Place) -> Spot {
        let (left, width) = self.compartment(place);
        let room = (width - 2.0 * PADDING_PX).max(0.0);
        let bytes = state.bytes(place);
        let count = bytes.end.saturating_sub(bytes.start).max(1) as f64;
        let bar = room / count < MIN_CELL_PX;
        let limit = match place {
            Place::SendBuffer => self.limits[0],
            Place::InFlight => 0,
            Place::ReceiveBuffer => self.limits[1],
        };
        let full = if limit == 0 { 1.0 } else { (count / limit as f64).min(1.0) };
        let width = if bar {
            MIN_BAR_PX.min(room) + (room - MIN_BAR_PX).max(0.0) * full
        } else {
            room.min(count * CELL_PX)
        };
        // A buffer's bytes lie at the side of its program.
        let at_right = self.leftwards == (place == Place::SendBuffer);
        let left = if at_right { left + PADDING_PX + room - width } else { left + PADDING_PX };
        Spot { left, width, bytes, bar }
    }
}

/// Where bytes are, the programs included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Sender,
    In(Place),
    Receiver,
}

/// Ranges of bytes that share where they come from and where they go; those with the programs all the time are left out.
fn movements(before: &State, after: &State) -> Vec<(Range<u64>, At, At)> {
    let mut cuts = [before.received, before.crossed, before.sent, after.received, after.crossed, after.sent];
    cuts.sort_unstable();
    let pairs = cuts.windows(2).filter(|pair| pair[0] < pair[1]);
    let moved =
        pairs.map(|pair| (pair[0]..pair[1], whereabouts(before, pair[0]), whereabouts(after, pair[0])));
    moved.filter(|(_, from, to)| from != to || matches!(to, At::In(_))).collect()
}

fn whereabouts(state: &State, offset: u64) -> At {
    let place = Place::ALL.into_iter().find(|place| state.bytes(*place).contains(&offset));
    match place {
        Some(place) => At::In(place),
        None if offset < state.received => At::Receiver,
        None => At::Sender,
    }
}

/// A place's bytes laid out.
struct Spot {
    left: f64,
    width: f64,
    bytes: Range<u64>,
    bar: bool,
}

impl Spot {
    fn cell(&self, offset: u64) -> (f64, f64) {
        let each = self.width / (self.bytes.end.saturating_sub(self.bytes.start)).max(1) as f64;
        (self.left + offset.saturating_sub(self.bytes.start) as f64 * each, each)
    }

    fn bar(&self, bytes: &Range<u64>) -> (f64, f64) {
        let (x, each) = self.cell(bytes.start);
        (x, each * (bytes.end - bytes.start) as f64)
    }
}

fn ease(progress: f64) -> f64 {
    let p = progress.clamp(0.0, 1.0);
    p * p * (3.0 - 2.0 * p)
}

fn mix(a: f64, b: f64, part: f64) -> f64 {
    a + (b - a) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    const TUBE: Tube = Tube { width_px: 520.0, leftwards: false, limits: [0, 65_536] };

    fn state(received: u64, crossed: u64, sent: u64) -> State {
        State { received, crossed, sent }
    }

    /// Bytes of the items that lie in each compartment.
    fn counts(tube: Tube, items: &[Item]) -> [u64; 3] {
        Place::ALL.map(|place| {
            let (left, width) = tube.compartment(place);
            let inside = |x: f64, w: f64| x >= left && x + w <= left + width + 0.01;
            let count = |item: &Item| match item {
                Item::Byte { x, width, .. } => u64::from(inside(*x, *width)),
                Item::Bar { bytes, x, width } if inside(*x, *width) => bytes.end - bytes.start,
                Item::Bar { .. } => 0,
            };
            items.iter().map(count).sum()
        })
    }

    #[test]
    fn the_drawn_bytes_are_the_levels() {
        for leftwards in [false, true] {
            for s in
                [state(0, 0, 0), state(0, 5, 11), state(4, 11, 11), state(0, 60_000, 200_000), state(9, 9, 9)]
            {
                let tube = Tube { leftwards, ..TUBE };
                assert_eq!(counts(tube, &tube.items(&s, &s, 1.0)), Place::ALL.map(|p| s.count(p)), "{s:?}");
            }
        }
    }

    #[test]
    fn a_send_comes_in_from_the_sender() {
        let (before, after) = (state(0, 5, 5), state(0, 5, 11));
        let start = TUBE.items(&before, &after, 0.0);
        assert_eq!(counts(TUBE, &start), [0, 0, 5]);
        assert!(start.iter().all(|i| !matches!(i, Item::Byte { offset: 5.., x, .. } if *x >= 0.0)));
        assert_eq!(counts(TUBE, &TUBE.items(&before, &after, 1.0)), [6, 0, 5]);
    }

    #[test]
    fn a_recv_takes_bytes_out_at_the_receiver() {
        let (before, after) = (state(0, 11, 11), state(4, 11, 11));
        for tube in [TUBE, Tube { leftwards: true, ..TUBE }] {
            let late = tube.items(&before, &after, 0.999);
            let gone = late
                .iter()
                .filter(|i| matches!(i, Item::Byte { x, width, .. } if *x > 519.0 || x + width < 1.0));
            assert_eq!(gone.count(), 4);
            assert_eq!(tube.items(&before, &after, 1.0).len(), 7);
        }
    }

    #[test]
    fn a_large_transfer_is_a_few_bars() {
        let (before, after) = (state(0, 1448, 500_000), state(0, 2896, 500_000));
        let items = TUBE.items(&before, &after, 0.5);
        assert!(items.len() <= 3 && items.iter().all(|i| matches!(i, Item::Bar { .. })), "{items:?}");
    }

    #[test]
    fn cells_do_not_overlap() {
        let s = state(0, 12, 20);
        let mut cells: Vec<_> = TUBE
            .items(&s, &s, 1.0)
            .into_iter()
            .filter_map(|i| match i {
                Item::Byte { x, width, .. } => Some((x, width)),
                Item::Bar { .. } => None,
            })
            .collect();
        cells.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(cells.len() >= 12 && cells.windows(2).all(|p| p[0].0 + p[0].1 <= p[1].0 + 0.001));
    }
}
