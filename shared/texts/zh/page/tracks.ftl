### The canvas of all programs below

tracks = 轨道：各程序的调用、报文段、内核中的字节。点击或拖动可定位，滚轮缩放。
track-segments = 报文段
track-bytes = 字节
track-blocked = { $call } · 阻塞 { $time }
track-blocked-now = { $call } · 阻塞中…
track-held = 停在 { $call } 之前
track-waiting = 内核中有 { $bytes } 待取
track-thread = 线程 { $number }
veil = 已遮住：单步前进时逐步显示
