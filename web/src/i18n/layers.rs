//! What the layers view says.

use super::Message;

messages! {
    LAYERS: "Layers", "分层";
    LAYERS_MODELS: "Models", "模型";
    LAYERS_MESSAGE: "The message", "消息";
    LAYERS_SUMS: "Cost", "开销";
    LAYERS_OSI: "OSI: 7 layers", "OSI：七层";
    LAYERS_FIVE: "5 layers", "五层";
    LAYERS_FOUR: "TCP/IP: 4 layers", "TCP/IP：四层";
    LAYERS_DUTY: "responsible for", "负责什么";
    LAYERS_HERE: "in this run", "在本次运行中";
    LAYER_APPLICATION: "Application", "应用层";
    LAYER_PRESENTATION: "Presentation", "表示层";
    LAYER_SESSION: "Session", "会话层";
    LAYER_TRANSPORT: "Transport", "传输层";
    LAYER_NETWORK: "Network", "网络层";
    LAYER_INTERNET: "Internet", "网际层";
    LAYER_DATA_LINK: "Data link", "数据链路层";
    LAYER_PHYSICAL: "Physical", "物理层";
    LAYER_LINK: "Link", "网络接口层";
    DUTY_APPLICATION: "what the programs say to each other", "程序之间说什么";
    DUTY_PRESENTATION: "how it is written: encoding, encryption", "怎样表示：编码、加密";
    DUTY_SESSION: "who speaks when, where to resume", "对话的建立、同步与恢复";
    DUTY_TRANSPORT: "from program to program: ports, order, nothing lost", "程序到程序：端口、顺序、不丢失";
    DUTY_NETWORK: "from host to host: addresses, routes", "主机到主机：地址、路由";
    DUTY_DATA_LINK: "from card to card on one link: frames", "同一链路上网卡到网卡：帧";
    DUTY_PHYSICAL: "bits on the medium", "介质上的比特";
    HERE_APPLICATION: "the message: the bytes of send", "消息：send 的字节";
    HERE_TRANSPORT: "TCP: the segment", "TCP：报文段";
    HERE_NETWORK: "IP: the packet", "IP：分组";
    HERE_DATA_LINK: "Ethernet: the frame", "以太网：帧";
    HERE_PHYSICAL: "nothing: loopback has no wire", "没有：环回接口没有线路";
    LAYERS_RUN: "Press Run: the frames of this run appear here, header by header.", "点击“运行”：本次运行的帧会在这里逐个首部展开。";
    LAYERS_NONE: "No segment up to here. The next one is a step ahead.", "到此为止还没有报文段，下一个就在后面。";
    LAYERS_PREVIOUS: "To the previous segment", "上一个报文段";
    LAYERS_NEXT: "To the next segment", "下一个报文段";
    LAYERS_OF: "segment {} of {}", "报文段 {} / {}";
    LAYERS_FRAME: "link frame", "链路帧";
    LAYERS_PACKET: "IP packet", "IP 分组";
    LAYERS_SEGMENT: "TCP segment", "TCP 报文段";
    LAYERS_DATA: "message", "消息";
    LAYERS_NO_DATA: "no data", "无数据";
    LAYERS_HEADER: "{} header", "{} 首部";
    LAYERS_BIT: "{} bit", "{} 位";
    LAYERS_MORE: "… {} more", "… 还有 {}";
    LAYERS_UNREAD: "{} not read here", "{} 未能解读";
    LAYERS_SOURCE: "Headers: captured. Data: from the call, the capture keeps none. Absent: preamble and FCS, for loopback has no wire.", "首部：捕获所得。数据：来自调用，捕获不保留数据。没有的：前导码和 FCS，环回接口没有线路。";
    SUMS_SEGMENTS: "segments", "报文段";
    SUMS_DATA: "data", "数据";
    SUMS_HEADERS: "headers", "首部合计";
    SUMS_SHARE: "overhead", "开销占比";
    SUMS_WITH_DATA: "with data, {}", "带数据，{}";
    SUMS_ALL: "all: handshake, ACKs, end too", "全部：含握手、ACK、挥手";
    SUMS_MSS: "{}: the receiver's SYN says MSS {}. Options take {} of it, so a segment carries up to {} B. Segments for {}: {} at least, {} sent.", "{}：接收方在 SYN 中通告 MSS 为 {}，选项占去 {}，所以每段最多携带 {} B。{} 至少需要 {} 段，实际发了 {} 段。";
    SUMS_SO_FAR: "Counted from the captured segments of this connection up to the cursor; overhead is headers in all bytes.", "按游标之前捕获的该连接报文段计算；开销占比为首部占全部字节的比例。";
}
