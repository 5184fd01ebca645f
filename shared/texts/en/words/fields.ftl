### Fields of headers: their names, which in English are those of the RFCs, and what they are for

## Names

field-destination-address = Destination Address
field-source-address = Source Address
field-type = Type
field-version = Version
field-ihl = IHL
field-dscp = DSCP
field-ecn = ECN
field-total-length = Total Length
field-identification = Identification
field-flags = Flags
field-fragment-offset = Fragment Offset
field-time-to-live = Time to Live
field-protocol = Protocol
field-header-checksum = Header Checksum
field-traffic-class = Traffic Class
field-flow-label = Flow Label
field-payload-length = Payload Length
field-next-header = Next Header
field-hop-limit = Hop Limit
field-source-port = Source Port
field-destination-port = Destination Port
field-sequence-number = Sequence Number
field-acknowledgment-number = Acknowledgment Number
field-data-offset = Data Offset
field-reserved = Reserved
field-control-bits = Control Bits
field-window = Window
field-checksum = Checksum
field-urgent-pointer = Urgent Pointer
field-options = Options
field-end-of-option-list = End of Option List
field-no-operation = No-Operation
field-maximum-segment-size = Maximum Segment Size
field-window-scale = Window Scale
field-sack-permitted = SACK-Permitted
field-sack = SACK
field-timestamps = Timestamps
field-option = Option
field-data = Data

## What they are for

ethernet-destination-address = Which network card the frame is for. Loopback has no card: all zeros.
ethernet-source-address = Which network card sent it.
ethernet-type = Which protocol the frame carries, and so which one receives it.
ip-version = Which version of IP this is: the rest of the header depends on it.
ip-ihl = Length of this header, in units of 4 bytes.
ip-dscp = Which class of service the packet asks routers for.
ip-ecn = Routers can mark congestion here instead of dropping.
ip-total-length = This header and all that it carries.
ip-identification = Tells which fragments belong together.
ip-flags = DF: do not fragment. MF: more fragments follow.
ip-fragment-offset = Where in the packet this fragment belongs, in units of 8 bytes.
ip-time-to-live = Each router takes one off; at 0 the packet is dropped.
ip-protocol = Which protocol the packet carries, and so which one gets it.
ip-header-checksum = Guards this header only.
ip-source-address = Which host sent it.
ip-destination-address = Which host it is for.
ip-traffic-class = Class of service, and marks of congestion.
ip-flow-label = The same in all packets of a flow.
ip-payload-length = All that follows this header.
ip-next-header = What follows this header.
ip-hop-limit = Each router takes one off; at 0 the packet is dropped.
tcp-source-port = Which socket on its host sent it.
tcp-destination-port = Which socket on its host it is for.
tcp-sequence-number = Place of the first payload byte in the stream, counted from the random number of the SYN; seq on this page counts from there.
tcp-acknowledgment-number = The next byte expected from the other side: all before it has arrived.
tcp-data-offset = Length of this header, in units of 4 bytes.
tcp-reserved = For later use.
tcp-control-bits = SYN opens, FIN ends, RST aborts, ACK: the acknowledgment counts, PSH: hand it up now.
tcp-window = How much more the sender of this segment can receive, times the scale that its SYN gave (option Window Scale).
tcp-checksum = Guards header, payload and the IP addresses.
tcp-urgent-pointer = End of urgent data; only with URG.
ip-options = Options or extension headers.
tcp-options = Not readable: a length does not fit.
tcp-end-of-option-list = What follows is padding.
tcp-no-operation = Padding, so that the next option is aligned.
tcp-maximum-segment-size = The most bytes behind the fixed headers that its sender takes in one segment.
tcp-window-scale = Multiplies the windows that its sender announces.
tcp-sack-permitted = Selective acknowledgments are understood.
tcp-sack = Bytes that have arrived although earlier ones are missing.
tcp-timestamps = Its sender's clock, and the last value seen from the other: measures the round trip.
tcp-option = Not known here.
data = What the program sent. The capture keeps headers only: these bytes are from the call.

## What became of a checksum

checksum-of-ip-right = Guards this header only. Recomputed here: correct.
checksum-right = Guards header, payload and the IP addresses. Recomputed here: correct.
checksum-partial = Not filled in: only the sum of addresses and length. The kernel leaves the rest to the network card, and loopback has none; nobody checks it.
checksum-wrong = Recomputed here: wrong.
checksum-unknown = Guards header, payload and the IP addresses. Not recomputed: not all of the payload is known here.
