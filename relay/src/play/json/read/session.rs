//! A session from the fields of its first event.

use super::{Fields, Problem};
use socketscope_shared::{
    ActorId, SessionId,
    framing::{ByteOrder, Framing},
    session::{ActorInfo, DoorInfo, File, Network, SessionInfo},
};
use std::{collections::BTreeMap, net::Ipv4Addr};

/// What the session is.
pub fn session(fields: Fields<'_>) -> Result<SessionInfo, Problem> {
    let id = SessionId::parse(fields.text("session")?).ok_or_else(|| Problem::wrong("session"))?;
    let knobs = match fields.maybe("knob_list")? {
        Some(knobs) => knobs,
        None => fields.get::<BTreeMap<String, String>>("knobs")?.into_iter().collect(),
    };
    Ok(SessionInfo {
        id,
        lesson: fields.get("lesson")?,
        knobs,
        actors: actors(fields)?,
        files: fields.objects("lesson_files", |file| {
            Ok(File { name: file.get("name")?, data: file.bytes("data_hex")? })
        })?,
        framing: framing(fields)?,
        doors: fields.objects("doors", |door| {
            Ok(DoorInfo {
                actor: ActorId(door.get("actor")?),
                port: door.get("port")?,
                framing: framing(door)?,
            })
        })?,
        network: network(fields)?,
        step_mode: fields.get("step_mode")?,
        started_unix_ms: fields.get("started_unix_ms")?,
    })
}

fn actors(fields: Fields<'_>) -> Result<Vec<ActorInfo>, Problem> {
    let names: Vec<String> = fields.get("actors")?;
    let files: Vec<String> = fields.get("files")?;
    let sources: Vec<String> = fields.get("sources")?;
    let arguments: Vec<Vec<String>> = match fields.maybe("arguments")? {
        Some(arguments) => arguments,
        None => vec![Vec::new(); names.len()],
    };
    for (field, len) in [("files", files.len()), ("sources", sources.len()), ("arguments", arguments.len())] {
        if len != names.len() {
            return Err(Problem::wrong(field));
        }
    }
    let rest = files.into_iter().zip(sources).zip(arguments);
    let actor = |(name, ((file, source), arguments))| ActorInfo { name, file, source, arguments };
    Ok(names.into_iter().zip(rest).map(actor).collect())
}

fn network(fields: Fields<'_>) -> Result<Network, Problem> {
    Ok(match fields.text("network")? {
        "own" => Network::Own { mtu_bytes: fields.get("mtu_bytes")?, offloads: fields.get("offloads")? },
        "shared" => {
            let address = fields.text("address")?.parse::<Ipv4Addr>();
            Network::Shared {
                address: address.map_err(|_| Problem::wrong("address"))?.octets(),
                captured: fields.get("captured")?,
                reason: fields.get("reason")?,
            }
        }
        other => return Err(Problem::unknown("network", other)),
    })
}

fn framing(fields: Fields<'_>) -> Result<Framing, Problem> {
    let Some(value) = fields.0.get("framing").filter(|value| !value.is_null()) else {
        return Ok(Framing::None);
    };
    let rule = Fields::of(value, "framing")?;
    Ok(match rule.text("kind")? {
        "length-prefix" => Framing::LengthPrefix {
            width: rule.get("width")?,
            order: match rule.text("order")? {
                "little" => ByteOrder::Little,
                "big" => ByteOrder::Big,
                other => return Err(Problem::unknown("order", other)),
            },
        },
        "delimiter" => Framing::Delimiter { bytes: rule.bytes("bytes_hex")? },
        "fixed" => Framing::Fixed { len_bytes: rule.get("len_bytes")? },
        "http" => Framing::Http,
        other => return Err(Problem::unknown("framing", other)),
    })
}
