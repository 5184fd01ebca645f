//! What a session is, as fields.

use super::{
    Fields,
    call::{maybe, put},
    hex,
};
use serde_json::{Value, json};
use socketscope_shared::{
    framing::{ByteOrder, Framing},
    session::{DoorInfo, File, Network, SessionInfo},
};

pub(super) fn fields(to: &mut Fields, info: &SessionInfo) {
    put(to, "session", info.id.to_string());
    put(to, "lesson", info.lesson.as_str());
    let knobs: Fields = info.knobs.iter().map(|(id, value)| (id.clone(), value.as_str().into())).collect();
    // An object has its own order.
    let is_in_order = knobs.iter().map(|(id, _)| id).eq(info.knobs.iter().map(|(id, _)| id));
    put(to, "knobs", knobs);
    if !is_in_order {
        put(to, "knob_list", info.knobs.iter().map(|(id, value)| json!([id, value])).collect::<Value>());
    }
    put(to, "actors", info.actors.iter().map(|actor| actor.name.as_str()).collect::<Value>());
    put(to, "files", info.actors.iter().map(|actor| actor.file.as_str()).collect::<Value>());
    put(to, "sources", info.actors.iter().map(|actor| actor.source.as_str()).collect::<Value>());
    if info.actors.iter().any(|actor| !actor.arguments.is_empty()) {
        put(to, "arguments", info.actors.iter().map(|actor| json!(actor.arguments)).collect::<Value>());
    }
    if !info.files.is_empty() {
        let file = |file: &File| json!({ "name": file.name, "data_hex": hex(&file.data) });
        put(to, "lesson_files", info.files.iter().map(file).collect::<Value>());
    }
    maybe(to, "framing", framing(&info.framing));
    match &info.network {
        Network::Own { mtu_bytes, offloads } => {
            put(to, "network", "own");
            put(to, "mtu_bytes", *mtu_bytes);
            put(to, "offloads", *offloads);
        }
        Network::Shared { address: [a, b, c, d], reason, .. } => {
            put(to, "network", "shared");
            put(to, "address", format!("{a}.{b}.{c}.{d}"));
            put(to, "reason", reason.as_str());
        }
    }
    if !info.doors.is_empty() {
        put(to, "door_ports", info.doors.iter().map(|door| Value::from(door.port)).collect::<Value>());
        let door = |door: &DoorInfo| json!({ "actor": door.actor.0, "port": door.port, "framing": framing(&door.framing) });
        put(to, "doors", info.doors.iter().map(door).collect::<Value>());
    }
    put(to, "captured", info.network.captured());
    put(to, "step_mode", info.step_mode);
    put(to, "started_unix_ms", info.started_unix_ms);
}

/// The rule by which a stream's bytes form frames; `None` where there is none.
fn framing(framing: &Framing) -> Option<Value> {
    Some(match framing {
        Framing::None => return None,
        Framing::LengthPrefix { width, order } => {
            let order = if *order == ByteOrder::Little { "little" } else { "big" };
            json!({ "kind": "length-prefix", "width": width, "order": order })
        }
        Framing::Delimiter { bytes } => json!({ "kind": "delimiter", "bytes_hex": hex(bytes) }),
        Framing::Fixed { len_bytes } => json!({ "kind": "fixed", "len_bytes": len_bytes }),
        Framing::Http => json!({ "kind": "http" }),
    })
}
