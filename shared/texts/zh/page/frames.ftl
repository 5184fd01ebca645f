### What is said of frames

framing-none = 消息划分：无
framing-prefix = 消息划分：{ $bytes } 字节长度，{ $order }
framing-prefix-1 = 消息划分：1 字节长度
framing-little = 小端
framing-big = 大端
framing-delimiter = 消息划分：以 { $delimiter } 结尾
framing-fixed = 消息划分：固定长度
framing-length = 每条消息的字节数
frame-prefixed = { $header } + { $body }
frame-http = 头部 { $head } + 消息体 { $body }
http-lines = 按文本显示的字节
ruler-datagrams = UDP 数据报不是字节流：请看“调用”和下方的轨道。
http-more = … 还有 { $count } 行头部，{ $bytes }
http-blank = { "  " }空行：头部到此结束
http-body = { "  " }消息体，{ $bytes }
frame-needs = 还差 { $bytes } 字节
frame-needs-header = 长度字段还差 { $bytes } 字节
frame-needs-delimiter = 分隔符尚未到达
frame-misread = “{ $header }”当作长度是 { $length }，不可能：字节序反了，还是它不是头部？
framing-http = 消息划分：HTTP/1
frame-needs-head = 头部未结束：还没有空行
frame-needs-close = 没有 Content-Length：连接关闭时才结束
frame-not-http = 不是 HTTP：既不是请求行也不是状态行
frame-no-length = 头部没有用一个数字写明消息体长度
frame-too-long = 消息体 { $bytes } 字节：超过上限
