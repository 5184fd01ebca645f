### 首部字段的名称和用途

## 名称

field-destination-address = 目的地址
field-source-address = 源地址
field-type = 类型
field-version = 版本
field-ihl = 首部长度
field-dscp = 区分服务
field-ecn = 拥塞通知 ECN
field-total-length = 总长度
field-identification = 标识
field-flags = 标志
field-fragment-offset = 片偏移
field-time-to-live = 生存时间 TTL
field-protocol = 协议
field-header-checksum = 首部检验和
field-traffic-class = 通信量类
field-flow-label = 流标号
field-payload-length = 有效载荷长度
field-next-header = 下一个首部
field-hop-limit = 跳数限制
field-source-port = 源端口
field-destination-port = 目的端口
field-sequence-number = 序号
field-acknowledgment-number = 确认号
field-data-offset = 数据偏移
field-reserved = 保留
field-control-bits = 控制位
field-window = 窗口
field-checksum = 检验和
field-urgent-pointer = 紧急指针
field-options = 选项
field-end-of-option-list = 选项表结束
field-no-operation = 空操作 NOP
field-maximum-segment-size = 最大报文段长度
field-window-scale = 窗口扩大
field-sack-permitted = 允许 SACK
field-sack = 选择确认 SACK
field-timestamps = 时间戳
field-option = 选项
field-data = 数据

## 用途

ethernet-destination-address = 帧发给哪块网卡。环回接口没有网卡，全为零。
ethernet-source-address = 由哪块网卡发出。
ethernet-type = 帧里装的是哪个协议的分组，就交给哪个协议。
ip-version = IP 的版本，它决定首部其余部分的格式。
ip-ihl = 本首部的长度，以 4 字节为单位。
ip-dscp = 希望路由器给予的服务类别。
ip-ecn = 路由器可以在此标记拥塞，而不必丢包。
ip-total-length = 本首部加上所携带的全部内容。
ip-identification = 标明哪些分片属于同一个分组。
ip-flags = DF：不得分片。MF：后面还有分片。
ip-fragment-offset = 本分片在原分组中的位置，以 8 字节为单位。
ip-time-to-live = 每经过一个路由器减 1，减到 0 就丢弃。
ip-protocol = 分组里装的是哪个协议的数据，就交给哪个协议。
ip-header-checksum = 只保护本首部。
ip-source-address = 由哪台主机发出。
ip-destination-address = 发给哪台主机。
ip-traffic-class = 服务类别与拥塞标记。
ip-flow-label = 同一个流的分组带有相同的值。
ip-payload-length = 本首部之后的全部内容。
ip-next-header = 本首部之后是什么。
ip-hop-limit = 每经过一个路由器减 1，减到 0 就丢弃。
tcp-source-port = 由主机上的哪个套接字发出。
tcp-destination-port = 发给主机上的哪个套接字。
tcp-sequence-number = 第一个数据字节在流中的位置，从 SYN 的随机序号数起；页面上的 seq 就是相对它的值。
tcp-acknowledgment-number = 期待对方的下一个字节：在它之前的都已收到。
tcp-data-offset = 本首部的长度，以 4 字节为单位。
tcp-reserved = 保留。
tcp-control-bits = SYN 建立，FIN 结束，RST 中止，ACK 表示确认号有效，PSH 表示立即上交。
tcp-window = 本段的发送方还能接收多少，要乘以它在 SYN 选项 Window Scale 里给出的倍数。
tcp-checksum = 保护首部、数据以及 IP 地址。
tcp-urgent-pointer = 紧急数据的末尾，仅在 URG 置位时有效。
ip-options = 选项或扩展首部。
tcp-options = 无法解读：长度不符。
tcp-end-of-option-list = 后面是填充。
tcp-no-operation = 填充，使后面的选项对齐。
tcp-maximum-segment-size = 本段的发送方在一个报文段中最多接收多少字节（不含固定首部）。
tcp-window-scale = 本段发送方通告的窗口要乘以这个倍数。
tcp-sack-permitted = 支持选择确认。
tcp-sack = 前面有缺失，但这些后续字节已经收到。
tcp-timestamps = 发送方的时钟值，以及最近收到的对方时钟值，用来测量往返时间。
tcp-option = 此处未解释的选项。
data = 程序发送的数据。捕获只保留首部：这些字节来自调用本身。

## 检验和的结果

checksum-of-ip-right = 只保护本首部。在此重新计算：正确。
checksum-right = 保护首部、数据以及 IP 地址。在此重新计算：正确。
checksum-partial = 没有填完：只有地址和长度的部分和。内核把其余计算留给网卡，而环回接口没有网卡，也没有人检查。
checksum-wrong = 在此重新计算：不正确。
checksum-unknown = 保护首部、数据以及 IP 地址。未重新计算：此处没有全部数据。
