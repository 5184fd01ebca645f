### Checks of what headers cost

of-stream = { $name }：{ $problem }
no-segment-carried-data = 没有携带数据的报文段
segments-not-captured-here = 此处无法捕获报文段
segmentation-offload-what-captured-several = 分段卸载已开启：捕获到的是合并在一起的多个报文段
some-segments-not-captured = 有报文段未能捕获
between-streams = ；
header-not-whole = 首部不完整
headers-differ = 有的报文段首部为 { $one } 字节，有的为 { $other } 字节
over-mss = 有一个报文段在固定首部之后有 { $bytes } 字节，超过 MSS { $mss }
bytes-not-carried = 没有报文段携带 { $from } 到 { $to } 之间的字节
data-segments = { $number ->
   *[other] { $count } 个数据段
}
headers-cost = { $segments } × { $each } B 首部 = { $headers } B，携带 { $payload } 数据（首部占 { $percent }），MSS { $mss }
less-the-options = { $said }，扣除选项后每段最多携带 { $room } B
