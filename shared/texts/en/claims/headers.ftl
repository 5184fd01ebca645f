### Checks of what headers cost

of-stream = { $name }: { $problem }
no-segment-carried-data = no segment carried data
segments-not-captured-here = segments are not captured here
segmentation-offload-what-captured-several = segmentation offload is on: several segments are captured as one
some-segments-not-captured = some segments were not captured
between-streams = {"; "}
header-not-whole = an incomplete header
headers-differ = one segment has { $one } bytes of headers, another { $other }
over-mss = a segment carries { $bytes } bytes after its fixed headers, over the MSS of { $mss }
bytes-not-carried = no segment carried the bytes from { $from } to { $to }
data-segments = { $number ->
    [one] { $count } data segment
   *[other] { $count } data segments
}
headers-cost = { $segments } × { $each } B of headers = { $headers } B for { $payload } of payload ({ $percent }), MSS { $mss }
less-the-options = { $said }, less the options: at most { $room } B in a segment
