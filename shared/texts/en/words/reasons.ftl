### Why a call waits, and what ended its wait

waits-for-answer = waiting for { $address } to answer the SYN
waits-in-poll-first = the call has a timeout: Python waits in poll() first, until the call would not block
ready-list-empty = its ready list is empty: nothing to report
sleeps = the program sleeps for { $time }
waits-for-you = waiting for a line from you
accept-returns = accept queue has { $waiting }: about to return
nobody-connected = accept queue empty: nobody has connected
nothing-arrived = nothing has arrived
receive-returns = receive buffer has { $waiting }: about to return, or waiting for more
nothing-from = receive buffer empty: nothing has arrived from { $peer }
all-read = receive buffer empty: all { $size } from { $peer } are read
on-the-way = receive buffer empty: { $size } from { $peer } are still on the way
window-closed = send buffer full ({ $queued } waiting): { $reader }'s window is 0, it is not reading
not-acknowledged = send buffer full: { $queued } not acknowledged by { $reader }
under-way = under way: its effect shows before it returns
none-ready = { $count ->
    [0] nothing to watch, only the timeout can end it
    [one] its one descriptor is not ready
   *[other] none of its { $count } descriptors is ready
}

## What ended a wait

ended-by-connect = ended by { $peer }'s connect
ended-by-bytes = ended by { $size } from { $peer }
ended-by-fin = ended by { $peer }'s FIN
ended-by-room = ended when { $reader } read and made room
ended-by-handshake = ended by the handshake
ended-by-refusal = ended by the peer's refusal
slept = its time was up
ended-by-you = ended by your line
became-ready = { $count ->
    [0] ended by its timeout
    [one] 1 descriptor became ready
   *[other] { $count } descriptors became ready
}
ready-in-lists = 1 descriptor became ready, in { $lists } lists
cut-off = cut off when the program ended

## What a TCP state means for the program that holds the socket

state-established = connected: bytes can flow both ways
state-syn-sent = SYN sent, waiting for the answer
state-syn-received = SYN received, handshake under way
state-fin-wait-1 = FIN sent, not acknowledged yet
state-fin-wait-2 = our FIN is acknowledged; the peer may still send
state-time-wait = over; the kernel keeps the ports for a while
state-closed = no connection
state-close-wait = the peer will send no more; we have not closed yet
state-last-ack = our FIN is sent, too; waiting for the last ACK
state-listen = waiting for connections
state-closing = both sides sent FIN at once

## Segments, and who sends and receives them

# Whoever comes through a door.
your-browser = your browser
retransmission = { " " }(retransmission: not acknowledged in time)
probe = { " " }(probe: is there room again?)
