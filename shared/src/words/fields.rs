//! Names of header fields, and what the fields are for.

use super::{
    language::{Language, Message},
    texts,
};
use crate::bytes::headers::{Checksum, Field, Layer};

/// The field's name: the RFC's, in each language as its textbooks have it.
pub fn field_name(field: &Field, lang: Language) -> &'static str {
    known(field).map_or(field.name, |(.., name, _)| name.get(lang))
}

/// What the field is for, or what its value says.
pub fn field_meaning(field: &Field, lang: Language) -> &'static str {
    let meaning = match (field.checksum, field.layer) {
        (Some(Checksum::Right), Layer::Network) => texts::CHECKSUM_OF_IP_RIGHT,
        (Some(Checksum::Right), _) => texts::CHECKSUM_RIGHT,
        (Some(Checksum::Partial), _) => texts::CHECKSUM_PARTIAL,
        (Some(Checksum::Wrong), _) => texts::CHECKSUM_WRONG,
        (Some(Checksum::Unknown), _) => texts::CHECKSUM_UNKNOWN,
        (None, _) => known(field).map_or(texts::TCP_OPTION, |(.., meaning)| *meaning),
    };
    meaning.get(lang)
}

type Row = (Layer, &'static str, Message, Message);

fn known(field: &Field) -> Option<&'static Row> {
    FIELDS.iter().find(|(layer, name, ..)| (*layer, *name) == (field.layer, field.name))
}

/// All fields that are taken apart: layer, name, the name in each language, and what it is for.
const FIELDS: &[Row] = &[
    (
        Layer::Link,
        "Destination Address",
        texts::FIELD_DESTINATION_ADDRESS,
        texts::ETHERNET_DESTINATION_ADDRESS,
    ),
    (Layer::Link, "Source Address", texts::FIELD_SOURCE_ADDRESS, texts::ETHERNET_SOURCE_ADDRESS),
    (Layer::Link, "Type", texts::FIELD_TYPE, texts::ETHERNET_TYPE),
    (Layer::Network, "Version", texts::FIELD_VERSION, texts::IP_VERSION),
    (Layer::Network, "IHL", texts::FIELD_IHL, texts::IP_IHL),
    (Layer::Network, "DSCP", texts::FIELD_DSCP, texts::IP_DSCP),
    (Layer::Network, "ECN", texts::FIELD_ECN, texts::IP_ECN),
    (Layer::Network, "Total Length", texts::FIELD_TOTAL_LENGTH, texts::IP_TOTAL_LENGTH),
    (Layer::Network, "Identification", texts::FIELD_IDENTIFICATION, texts::IP_IDENTIFICATION),
    (Layer::Network, "Flags", texts::FIELD_FLAGS, texts::IP_FLAGS),
    (Layer::Network, "Fragment Offset", texts::FIELD_FRAGMENT_OFFSET, texts::IP_FRAGMENT_OFFSET),
    (Layer::Network, "Time to Live", texts::FIELD_TIME_TO_LIVE, texts::IP_TIME_TO_LIVE),
    (Layer::Network, "Protocol", texts::FIELD_PROTOCOL, texts::IP_PROTOCOL),
    (Layer::Network, "Header Checksum", texts::FIELD_HEADER_CHECKSUM, texts::IP_HEADER_CHECKSUM),
    (Layer::Network, "Source Address", texts::FIELD_SOURCE_ADDRESS, texts::IP_SOURCE_ADDRESS),
    (Layer::Network, "Destination Address", texts::FIELD_DESTINATION_ADDRESS, texts::IP_DESTINATION_ADDRESS),
    (Layer::Network, "Traffic Class", texts::FIELD_TRAFFIC_CLASS, texts::IP_TRAFFIC_CLASS),
    (Layer::Network, "Flow Label", texts::FIELD_FLOW_LABEL, texts::IP_FLOW_LABEL),
    (Layer::Network, "Payload Length", texts::FIELD_PAYLOAD_LENGTH, texts::IP_PAYLOAD_LENGTH),
    (Layer::Network, "Next Header", texts::FIELD_NEXT_HEADER, texts::IP_NEXT_HEADER),
    (Layer::Network, "Hop Limit", texts::FIELD_HOP_LIMIT, texts::IP_HOP_LIMIT),
    (Layer::Transport, "Source Port", texts::FIELD_SOURCE_PORT, texts::TCP_SOURCE_PORT),
    (Layer::Transport, "Destination Port", texts::FIELD_DESTINATION_PORT, texts::TCP_DESTINATION_PORT),
    (Layer::Transport, "Sequence Number", texts::FIELD_SEQUENCE_NUMBER, texts::TCP_SEQUENCE_NUMBER),
    (
        Layer::Transport,
        "Acknowledgment Number",
        texts::FIELD_ACKNOWLEDGMENT_NUMBER,
        texts::TCP_ACKNOWLEDGMENT_NUMBER,
    ),
    (Layer::Transport, "Data Offset", texts::FIELD_DATA_OFFSET, texts::TCP_DATA_OFFSET),
    (Layer::Transport, "Reserved", texts::FIELD_RESERVED, texts::TCP_RESERVED),
    (Layer::Transport, "Control Bits", texts::FIELD_CONTROL_BITS, texts::TCP_CONTROL_BITS),
    (Layer::Transport, "Window", texts::FIELD_WINDOW, texts::TCP_WINDOW),
    (Layer::Transport, "Checksum", texts::FIELD_CHECKSUM, texts::TCP_CHECKSUM),
    (Layer::Transport, "Urgent Pointer", texts::FIELD_URGENT_POINTER, texts::TCP_URGENT_POINTER),
    (Layer::Network, "Options", texts::FIELD_OPTIONS, texts::IP_OPTIONS),
    (Layer::Transport, "Options", texts::FIELD_OPTIONS, texts::TCP_OPTIONS),
    (Layer::Transport, "End of Option List", texts::FIELD_END_OF_OPTION_LIST, texts::TCP_END_OF_OPTION_LIST),
    (Layer::Transport, "No-Operation", texts::FIELD_NO_OPERATION, texts::TCP_NO_OPERATION),
    (
        Layer::Transport,
        "Maximum Segment Size",
        texts::FIELD_MAXIMUM_SEGMENT_SIZE,
        texts::TCP_MAXIMUM_SEGMENT_SIZE,
    ),
    (Layer::Transport, "Window Scale", texts::FIELD_WINDOW_SCALE, texts::TCP_WINDOW_SCALE),
    (Layer::Transport, "SACK-Permitted", texts::FIELD_SACK_PERMITTED, texts::TCP_SACK_PERMITTED),
    (Layer::Transport, "SACK", texts::FIELD_SACK, texts::TCP_SACK),
    (Layer::Transport, "Timestamps", texts::FIELD_TIMESTAMPS, texts::TCP_TIMESTAMPS),
    (Layer::Transport, "Option", texts::FIELD_OPTION, texts::TCP_OPTION),
    (Layer::Application, "Data", texts::FIELD_DATA, texts::DATA),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::headers::decode;
    use etherparse::PacketBuilder;

    /// The headers of a segment with these options.
    fn headers(v6: bool, options: &[u8]) -> Vec<u8> {
        let link = PacketBuilder::ethernet2([2; 6], [4; 6]);
        let net =
            if v6 { link.ipv6([1; 16], [2; 16], 64) } else { link.ipv4([127, 0, 0, 1], [127, 0, 0, 2], 64) };
        let tcp = net.tcp(5000, 8001, 77, 512).options_raw(options).expect("options that fit");
        let mut bytes = vec![];
        tcp.write(&mut bytes, &[]).expect("written to memory");
        bytes
    }

    #[test]
    fn every_field_has_a_name_and_a_meaning() {
        let mut with_ip_options = headers(false, &[]);
        with_ip_options[14] = 0x46;
        with_ip_options.splice(34..34, [1; 4]);
        let frames = [
            headers(true, &[2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7]),
            headers(false, &[5, 10, 0, 0, 0, 1, 0, 0, 0, 9, 253, 4, 0, 0, 0, 0]),
            headers(false, &[77, 0]),
            with_ip_options,
        ];
        let mut seen = vec![];
        for field in frames.iter().flat_map(|headers| decode(headers, b"x", 1).fields) {
            let row = known(&field).unwrap_or_else(|| panic!("no row for {field:?}"));
            assert_eq!(field_name(&field, Language::En), field.name, "in English it is the RFC's");
            assert!(!field_name(&field, Language::Zh).is_ascii(), "{}", field.name);
            seen.push((row.0, row.1));
        }
        let unseen: Vec<_> =
            FIELDS.iter().map(|row| (row.0, row.1)).filter(|row| !seen.contains(row)).collect();
        assert_eq!(unseen, []);
    }
}
