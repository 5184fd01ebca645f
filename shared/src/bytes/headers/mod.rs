//! The headers of a captured frame, field by field: Ethernet, IPv4 or IPv6, TCP.
//!
//! Nothing is guessed: an incomplete header ends the fields, and what is left counts as unread.

mod checksum;
mod cost;
mod options;
mod reader;
mod tables;
#[cfg(test)]
mod tests;

pub use checksum::Checksum;
pub use cost::{Cost, Tally, cost};
pub use options::{max_segment_size, window_shift};

use crate::bytes::visible;
use reader::Reader;

/// Bytes of the payload that its field shows as text.
const SHOWN_BYTES: usize = 32;

/// A layer of the TCP/IP model, as far as it has bytes in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Ethernet.
    Link,
    /// IP.
    Network,
    /// TCP.
    Transport,
    /// What the program sent.
    Application,
}

impl Layer {
    /// All, outermost first.
    pub const ALL: [Layer; 4] = [Layer::Link, Layer::Network, Layer::Transport, Layer::Application];
}

/// A field of a header; or the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Whose header it is in.
    pub layer: Layer,
    /// Its name in the RFC.
    pub name: &'static str,
    /// Its first bit, counted from the frame's first.
    pub first_bit: usize,
    /// Its length.
    pub len_bits: usize,
    /// Its value as shown.
    pub value: String,
    /// Whether it is right, if it is a checksum and its header is whole.
    pub checksum: Option<Checksum>,
}

impl Field {
    /// Whether some of its bits are in the frame's byte of this index.
    pub fn covers(&self, byte: usize) -> bool {
        self.first_bit < byte * 8 + 8 && byte * 8 < self.first_bit + self.len_bits
    }
}

/// A captured frame, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The fields in order, the payload last if there is any.
    pub fields: Vec<Field>,
    /// Bytes of each layer, by its place in [`Layer::ALL`].
    pub lens: [usize; 4],
    /// Bytes of the headers that belong to none of these fields.
    pub unread: usize,
}

/// Takes a frame apart: its headers as captured, and as much of its `payload_len` bytes of payload as is known.
pub fn decode(headers: &[u8], payload: &[u8], payload_len: usize) -> Frame {
    let mut reader = Reader::new(headers);
    let mut lens = [0; 4];
    if let Some(link) = reader.link() {
        lens[0] = link;
        if let Some(network) = reader.network(link) {
            lens[1] = network;
            lens[2] = reader.transport(link + network).unwrap_or(0);
        }
    }
    let read = lens.iter().sum::<usize>();
    let mut fields = reader.fields;
    if lens[2] > 0 {
        checksum::tell(&mut fields, headers, lens, payload);
    }
    if payload_len > 0 {
        lens[3] = payload_len;
        let first_bit = headers.len() * 8;
        let value = if payload.is_empty() { "?".to_owned() } else { visible(payload, SHOWN_BYTES) };
        let len_bits = payload_len.saturating_mul(8);
        let (layer, name, checksum) = (Layer::Application, "Data", None);
        fields.push(Field { layer, name, first_bit, len_bits, value, checksum });
    }
    Frame { fields, lens, unread: headers.len().saturating_sub(read) }
}

/// Lengths of the link, IP and TCP headers; `None` where they are not all whole.
pub fn header_lens(headers: &[u8]) -> Option<[usize; 3]> {
    let link = reader::link_len(headers)?;
    let network = reader::network_len(headers, link)?;
    Some([link, network, reader::transport_len(headers, link + network)?])
}
