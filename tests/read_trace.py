"""Prints Perfetto traces as Perfetto's own classes read them: a line of JSON for each event, in the order of the file, after
one for each trace."""

import json
import sys

from perfetto.protos.perfetto.trace.perfetto_trace_pb2 import Trace, TrackEvent


def read(name):
    with open(name, "rb") as file:
        data = file.read()
    trace = Trace()
    trace.ParseFromString(data)
    trace.DiscardUnknownFields()
    assert len(trace.SerializeToString()) == len(data), "it has fields that Perfetto does not know"
    return trace


def show(trace):
    tracks = {}

    def path(uuid):
        track = tracks[uuid]
        above = path(track.parent_uuid) + "/" if track.HasField("parent_uuid") else ""
        return above + track.name

    for packet in trace.packet:
        assert packet.trusted_packet_sequence_id == 1
        if packet.HasField("track_descriptor"):
            assert packet.track_descriptor.uuid not in tracks, "a track is described twice"
            tracks[packet.track_descriptor.uuid] = packet.track_descriptor
            continue
        if packet.HasField("clock_snapshot"):
            clocks = {clock.clock_id: clock.timestamp for clock in packet.clock_snapshot.clocks}
            print(json.dumps({"clocks": clocks}))
            continue
        event = packet.track_event
        track = tracks[event.track_uuid]
        line = {
            "at": packet.timestamp,
            "type": TrackEvent.Type.Name(event.type).removeprefix("TYPE_"),
            "track": path(event.track_uuid),
            "uuid": event.track_uuid,
            "pid": tracks[track.parent_uuid].process.pid if track.HasField("parent_uuid") else track.process.pid,
            "counter": track.HasField("counter"),
            "name": event.name,
            "category": list(event.categories),
            "flows": list(event.flow_ids),
            "ends": list(event.terminating_flow_ids),
            "value": event.counter_value,
            "args": {
                argument.name: argument.string_value if argument.HasField("string_value") else argument.uint_value
                for argument in event.debug_annotations
            },
        }
        print(json.dumps(line))


for name in sys.argv[1:]:
    show(read(name))
