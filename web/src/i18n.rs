//! Everything that the page itself says, in both languages at one place.
//!
//! `RUN.get(lang)` is the text; `STEP_OF.fill(lang, &["3", "41"])` puts the values in place of each `{}`. A message
//! without one of its languages does not compile.

use socketscope_shared::Language;

/// A text in every language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    en: &'static str,
    zh: &'static str,
}

impl Message {
    /// The text in `lang`.
    pub fn get(self, lang: Language) -> &'static str {
        match lang {
            Language::En => self.en,
            Language::Zh => self.zh,
        }
    }

    /// The text in `lang`, with `values` in place of each `{}`, in order.
    pub fn fill(self, lang: Language, values: &[&str]) -> String {
        let mut values = values.iter();
        let mut text = String::new();
        for (index, part) in self.get(lang).split("{}").enumerate() {
            if index > 0 {
                text.push_str(values.next().unwrap_or(&""));
            }
            text.push_str(part);
        }
        text
    }
}

macro_rules! messages {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        $(#[doc = $en] pub const $name: Message = Message { en: $en, zh: $zh };)*

        #[cfg(test)]
        pub(super) const ALL: &[Message] = &[$($name),*];
    };
}

mod comparison;
mod doors;
mod exchange;
mod frames;
mod layers;
mod readiness;

pub use comparison::*;
pub use doors::*;
pub use exchange::*;
pub use frames::*;
pub use layers::*;
pub use readiness::*;

messages! {
    // Header
    LESSON_NUMBER: "lesson {}", "第 {} 课";
    LIVE: "LIVE · real TCP on 127.0.0.1", "实时 · 127.0.0.1 上的真实 TCP";
    LIVE_SHARED: "LIVE · real TCP on {}", "实时 · {} 上的真实 TCP";
    RECORDED: "recorded {}", "录制于 {}";
    READY: "ready to run", "可以运行";
    STARTING: "starting…", "正在启动…";
    NETWORK_OWN: "own network: true ports, nothing outside reachable, MTU {}", "独立网络：端口真实，无法访问外部，MTU {}";
    NETWORK_OFFLOADS: "segmentation offload on", "分段卸载已开启";
    NETWORK_SHARED: "shared network of this machine: {} stands for 127.0.0.1", "与本机共用网络：以 {} 代替 127.0.0.1";
    NOT_CAPTURED: "segments are not captured here", "此处无法捕获报文段";
    SHARED_SHORT: "shared network", "共用网络";
    RUN: "Run", "运行";
    RUN_AGAIN: "Run again", "再次运行";
    RUN_STEPWISE: "Hold each call", "逐次放行";
    RUN_STEPWISE_HELP: "Run with every program held before each socket call: you decide who goes next", "运行，但每个程序都停在每次套接字调用之前，由你决定放行谁";
    STOP: "Stop", "停止";
    OTHER_LANGUAGE: "中文", "EN";
    SWITCH_LANGUAGE: "切换到中文", "Switch to English";
    SWITCH_THEME: "Light or dark", "浅色或深色";
    PRESENT: "Present", "演示";
    LEAVE_PRESENT: "Leave present mode", "退出演示";
    CLAIM_OK: "1 claim holds", "1 条结论成立";
    CLAIMS_OK: "{} claims hold", "{} 条结论成立";
    CLAIM_BROKEN_OF: "of {} claims 1 does not hold", "{} 条结论中有 1 条不成立";
    CLAIMS_BROKEN: "of {} claims {} do not hold", "{} 条结论中有 {} 条不成立";
    KEYS: "All keys", "全部快捷键";

    // Curriculum
    CURRICULUM: "Curriculum", "课程目录";
    SECTION_FOUNDATIONS: "Foundations", "基础";
    SECTION_SOCKETS: "Sockets", "套接字";
    SECTION_WAITING: "Waiting", "等待";
    SECTION_MULTIPLEXING: "Multiplexing", "多路复用";
    SECTION_BEYOND: "Beyond", "进阶";
    SECTION_OWN: "Your own", "自建";
    MENU: "Lessons", "课程";
    PANEL: "Panel", "面板";
    CLOSE: "Close", "关闭";

    // Side panel
    TAB_LESSON: "Lesson", "课程";
    TAB_CALLS: "Calls", "调用";
    TAB_SOCKETS: "Sockets", "套接字";
    TAB_BYTES: "Bytes", "字节";
    TAB_READINESS: "Readiness", "就绪";
    KNOBS: "Before running", "运行参数";
    KNOBS_NEXT: "Changes count from the next run.", "修改在下次运行时生效。";
    RESET: "Reset", "重置";
    UNIT_MS: "ms", "毫秒";
    ON: "on", "开";
    OFF: "off", "关";
    CLAIMS: "Claims", "结论";
    CLAIMS_PENDING: "Checked against the log of each run.", "每次运行后用日志验证。";
    CLAIM_HOLDS: "holds", "成立";
    CLAIM_BROKEN: "does not hold", "不成立";
    CLAIM_OPEN: "not decided yet", "尚未判定";
    CLAIM_LATER: "decided when the run ends", "运行结束后判定";
    CLAIM_NA: "not with these values", "当前参数不适用";
    NOTES: "Notes", "注释";
    NEXT_LESSON: "Next: {}", "下一课：{}";
    NEXT_LESSON_HELP: "The next lesson (N)", "下一课（N）";
    STEP_MODE: "Hold each call", "逐次放行";
    STEP_MODE_HELP: "Each program waits before its next call. Choose who goes first and see what changes.", "每个程序都停在下一次调用之前。由你选择先放行谁，看看结果有何不同。";
    STEP_MODE_NONE: "No program is held now: wait for the next call.", "现在没有程序停着，等它们下一次调用。";
    STEP_MODE_FREE: "The programs run freely. Held, each waits before its next call until you release it.", "程序正在自由运行。开启逐次放行后，每个程序都会停在下一次调用之前，等你放行。";
    STEP_MODE_ON: "Start now", "现在开始";
    STEP_MODE_OFF: "Release all", "全部放行";
    RELEASE: "Let {} make its call {}", "放行 {} 的调用 {}";

    // Transport
    TRANSPORT: "Timeline", "时间线";
    TO_START: "To the start", "回到开头";
    TO_END: "To the end", "跳到末尾";
    STEP: "Step", "步进";
    STEP_FORWARD: "Step forward; past the end, again from the start", "前进一步；到末尾后从头再来";
    STEP_BACK: "Step back", "后退一步";
    PLAY: "Play", "播放";
    PAUSE: "Pause", "暂停";
    FOLLOW: "Follow", "跟随";
    FOLLOW_HELP: "Stick to the live end", "始终显示最新事件";
    STEP_OF: "step {} / {}", "第 {} / {} 步";
    EVENT_NUMBER: "event {}", "事件 {}";
    STATE_LIVE: "live", "实时";
    STATE_RECORDED: "recorded", "回放";
    SPEED: "Speed", "速度";
    SNAP: "snap to calls", "只停在调用处";
    SNAP_HELP: "Steps stop at calls, not at every segment and reading", "步进只停在调用处，跳过报文段和内核读数";
    SKIP_IDLE: "skip idle", "跳过空闲";
    SKIP_IDLE_HELP: "Playing does not wait through long pauses", "播放时跳过长时间的等待";
    AXIS_EVENTS: "by event", "按事件";
    AXIS_TIME: "true time", "真实时间";
    AXIS_HELP: "Equal width for each event, or true time", "每个事件等宽，或按真实时间";
    FIT: "fit", "全部";
    FIT_HELP: "Show the whole log", "显示整个日志";
    NO_EVENTS: "Press Run: the programs' calls appear here as they happen.", "点击“运行”：程序的调用会实时出现在这里。";

    // Tracks
    TRACKS: "Tracks: calls by program, segments, bytes in the kernel. Click or drag to move, scroll to zoom.", "轨道：各程序的调用、报文段、内核中的字节。点击或拖动可定位，滚轮缩放。";
    TRACK_SEGMENTS: "segments", "报文段";
    TRACK_BYTES: "bytes", "字节";
    TRACK_BLOCKED: "{} · blocked {}", "{} · 阻塞 {}";
    TRACK_BLOCKED_NOW: "{} · blocked…", "{} · 阻塞中…";
    TRACK_HELD: "held before {}", "停在 {} 之前";
    TRACK_WAITING: "{} waiting in the kernel", "内核中有 {} 待取";
    TRACK_NOW: "now", "现在";
    TRACK_THREAD: "thread {}", "线程 {}";

    // Status
    RELAY_LOST: "The relay is gone. What was recorded stays; trying again in {} s.", "与中继的连接已断开。已记录的内容仍在；{} 秒后重试。";
    RELAY_CONNECTING: "Connecting to the relay…", "正在连接中继…";
    RELAY_RETRY: "The relay is gone. What was recorded stays; connecting again…", "与中继的连接已断开。已记录的内容仍在；正在重新连接…";
    PART_FAILED: "A part of this page could not be loaded. Reload the page.", "页面有一部分没能加载，请刷新页面。";
    RELAY_DIED: "The relay stopped while this session ran; the log ends here.", "会话运行时中继停止，日志到此为止。";
    WATCHING_ONLY: "Watching only: open the address with the token that the relay printed to run programs.", "仅可观看：使用中继打印的带令牌的地址打开页面，才能运行程序。";
    LIMIT_HIT: "Limit reached: {}", "达到限制：{}";
    LIMIT_HIT_BY: "Limit reached by {}: {}", "{} 达到限制：{}";
    LIMIT_CPU: "{} s of CPU time", "CPU 时间 {} 秒";
    LIMIT_MEMORY: "{} MiB of memory", "内存 {} MiB";
    LIMIT_DESCRIPTORS: "{} open descriptors", "打开的描述符 {} 个";
    LIMIT_SESSION: "{} s for one session", "会话时长 {} 秒";
    LIMIT_IDLE: "nothing happened for {} s", "{} 秒内没有任何活动";
    LIMIT_OUTPUT: "{} bytes of output", "输出 {} 字节";
    LIMIT_EVENTS: "{} events", "事件 {} 个";
    LIMIT_LOG: "{} bytes of log", "日志 {} 字节";
    LIMIT_THREADS: "{} threads", "线程 {} 个";
    LOST_SEGMENTS: "{} segments were not captured", "有 {} 个报文段没有捕获到";
    LOST_OUTPUT: "The programs printed more than is kept: {} of output were dropped. They ran on undisturbed.", "程序的输出超过上限：{} 的输出没有保存，程序照常运行。";
    ENDED_FAILED: "The session could not run: {}", "会话无法运行：{}";
    DISMISS: "Dismiss", "知道了";
    REFUSED_NOT_ALLOWED: "Not allowed: this page was opened without the relay's token.", "不允许：打开页面时没有带上中继的令牌。";
    REFUSED_NO_LESSON: "The relay has no lesson “{}”.", "中继没有课程“{}”。";
    REFUSED_NO_SESSION: "There is no session {} any more.", "会话 {} 已不存在。";
    REFUSED_OVER: "This session has ended.", "该会话已经结束。";
    REFUSED_KNOB: "The value of “{}” does not fit: {}", "“{}”的值不合适：{}";
    REFUSED_BUSY: "Already {} sessions run; stop one first.", "已有 {} 个会话在运行；请先停止一个。";
    REFUSED_LARGE: "The program is larger than {} bytes.", "程序大于 {} 字节。";
    REFUSED_FAILED: "The relay could not do it: {}", "中继无法完成：{}";
    WIRE_VERSION: "This page and the relay are of different versions. Reload the page.", "页面与中继版本不一致。请刷新页面。";
    WIRE_DAMAGED: "The relay sent something that this page cannot read. Reload the page.", "中继发来了页面无法读取的内容。请刷新页面。";

    // Keys
    KEY_PLAY: "play or pause", "播放或暂停";
    KEY_STEP: "a step back or forward (also the presenter remote); past the end, again from the start", "后退或前进一步（翻页笔同样可用）；到末尾后从头再来";
    KEY_STEP_ACTOR: "to the previous or next call of the same program", "跳到同一程序的上一次或下一次调用";
    KEY_STEP_PROGRESS: "to the next or previous call that came to something (past those that would block)", "跳到下一次或上一次有结果的调用（跳过会阻塞的）";
    KEY_VIEW: "what stands in the lower half: bytes, layers, readiness, comparison", "切换下半部分：字节流、分层、就绪、对比";
    KEY_FIELD: "in the headers of a frame: the previous or next field", "在帧的首部中：上一个或下一个字段";
    KEY_SERVER: "where there are several servers: the next or previous one", "有多个服务器时：下一个或上一个服务器";
    KEY_ENDS: "to the start, to the end", "到开头、到末尾";
    KEY_FOLLOW: "follow the live end", "跟随最新事件";
    KEY_SPEED: "slower, faster", "减速、加速";
    KEY_RUN: "run", "运行";
    KEY_RUN_STEPWISE: "run, holding each call", "运行并逐次放行";
    KEY_KNOBS: "to the first field of “Before running” (Tab: the next; Enter, Esc: done)", "跳到“运行参数”的第一项（Tab：下一项；Enter、Esc：完成）";
    KEY_EDIT: "edit the programs, or back to the run", "编辑程序，或回到本次运行";
    KEY_RUN_EDITED: "run, from within an editor", "在编辑器中运行";
    KEY_RELEASE: "release the first, second, … held program", "放行第一个、第二个……停着的程序";
    KEY_PRESENT: "present mode", "演示模式";
    KEY_LESSON: "the next lesson, the one before", "下一课、上一课";
    KEY_TABS: "tabs of the panel", "切换面板标签";
    KEY_SNAP: "snap to calls", "只停在调用处";
    KEY_AXIS: "tracks by event or in true time", "轨道按事件或按真实时间";
    KEY_LANGUAGE: "language", "语言";
    KEY_THEME: "light or dark", "浅色或深色";
    KEY_HELP: "this list", "本列表";
    KEY_CLOSE: "close, leave a field, the editor or present mode", "关闭；离开输入框、编辑器或演示模式";

    // Programs
    PROGRAM_COUNTS: "{} · {} calls, {} of them would block", "{} · {} 次调用，其中 {} 次会阻塞";
    PROGRAM_WASTED: "wasted: {} of {} calls", "无效调用：{} / {} 次";
    PROGRAM_WASTED_HELP: "They would have blocked (EAGAIN) and did nothing.", "这些调用会阻塞（EAGAIN），什么也没做。";
    PROGRAM_READY: "ready", "就绪";
    PROGRAM_RUNNING: "running", "运行中";
    PROGRAM_BLOCKED: "blocked in {}", "阻塞于 {}";
    PROGRAM_HELD: "held before {}", "停在 {} 之前";
    PROGRAM_HELD_HELP: "Held: this call is not made until you release it.", "逐次放行：放行之前不会执行这次调用。";
    PROGRAM_SLEEPING: "sleeping", "休眠";
    PROGRAM_INPUT: "waiting for input", "等待输入";
    PROGRAM_FINISHED: "finished", "已结束";
    PROGRAM_STATUS: "exit status {}", "退出码 {}";
    PROGRAM_STOPPED: "stopped", "已停止";
    PROGRAM_STOPPED_LIMIT: "stopped at limit", "达到限制，已停止";
    PROGRAM_KILLED: "killed by signal {}", "被信号 {} 终止";
    PROGRAM_OUTPUT: "output", "输出";
    OUTPUT_EARLIER: "… {} earlier", "… 之前还有 {} 条";

    // Editing
    EDIT: "Edit the programs (E)", "编辑程序（E）";
    TEXT_EDITED: "edited", "已修改";
    TEXT_RESET_HELP: "Back to the lesson's text", "恢复课程原文";
    TEXT_UNDO_RESET: "Undo reset", "撤销重置";
    TEXT_TOO_LARGE: "Longer than 1 MiB: this text is neither run nor kept.", "超过 1 MiB：这段文本既不会运行，也不会保存。";
    TEXT_NOT_KEPT: "This browser keeps no more: a reload loses what was changed last.", "浏览器无法再保存：刷新页面会丢失最近的修改。";
    ADD_CLIENT: "+ client", "+ 客户端";
    ADD_CLIENT_HELP: "Add a copy of the client", "添加一个客户端副本";
    REMOVE_CLIENT: "Remove", "移除";
    UNDO_REMOVE: "Undo remove", "撤销移除";
    BACK_TO_RUN: "Back to the run (E)", "回到本次运行（E）";
    INPUT_FOR: "A line for {}", "输入给 {} 的一行";
    INPUT_HINT: "type a line, then Enter", "输入一行，按回车发送";
    INPUT_AHEAD: "waits for the next input()", "留给下一次 input()";

    // Streams
    STREAM_SENT: "sent {}", "已发送 {}";
    STREAM_RECEIVED: "received {}", "已接收 {}";
    STREAM_FINISHED: "closed", "已关闭";
    STREAM_FIN: "FIN", "FIN";
    STREAM_END_SEEN: "EOF", "EOF";
    STREAM_SEND_BUFFER: "send buffer · {}", "发送缓冲区 · {}";
    STREAM_SEND: "send · {}", "发送 · {}";
    STREAM_RECEIVE: "receive · {}", "接收 · {}";
    STREAM_IN_FLIGHT: "in flight · {}", "传输中 · {}";
    STREAM_RECEIVE_BUFFER: "receive buffer · {}", "接收缓冲区 · {}";
    STREAM_LABEL: "{} bytes in the send buffer, {} in the receive buffer", "发送缓冲区 {} 字节，接收缓冲区 {} 字节";
    STREAM_CONNECTION: "Connection", "连接";
    STREAM_CONNECTIONS: "{} in all", "共 {} 个";
    STREAM_AT_CURSOR: "at the cursor: {}", "跟随光标：{}";
    STREAM_KEEP: "Keep this stream in view; otherwise the picture follows the cursor.", "固定显示这个字节流；否则画面跟随光标。";
    STREAM_KEPT: "Kept in view. Press again to follow the cursor.", "已固定显示。再按一次，画面跟随光标。";

    // Where a value comes from
    FROM_CALLS: "From the call's own result.", "来自调用的返回结果。";
    FROM_KERNEL: "Kernel reading", "内核读数";
    FROM_TCP_INFO: "Kernel reading: TCP_INFO of this socket.", "内核读数：该套接字的 TCP_INFO。";
    FROM_CAPTURE: "From the captured segment.", "来自捕获的报文段。";
    FROM_SEGMENTS: "Inferred from the calls and the captured segments.", "根据调用与捕获的报文段推断。";
    FROM_QUEUE: "Inferred from the calls and the kernel's receive queue; segments are not captured here.", "根据调用与内核接收队列推断；此处未捕获报文段。";
    FROM_FRAMING: "Inferred: what the chosen framing makes of these bytes.", "推断：按所选的消息划分方式解释这些字节。";
    FROM_INFERENCE: "Inferred from what the receive buffer holds.", "根据接收缓冲区中的内容推断。";
    NOT_READ: "The kernel was not asked yet.", "尚未读取内核数据。";
    KERNEL_SEND_QUEUE: "Kernel reading: Send-Q {}, limit {}", "内核读数：Send-Q {}，上限 {}";
    KERNEL_RECEIVE_QUEUE: "Kernel reading: Recv-Q {}, limit {}", "内核读数：Recv-Q {}，上限 {}";
    KERNEL_LIMIT: "limit {}", "上限 {}";

    // Byte stream
    RULER_TITLE: "Byte stream", "字节流";
    RULER_BY_OFFSET: "by offset · {}", "按偏移 · {}";
    RULER_NONE: "No byte has been sent yet.", "还没有发送任何字节。";
    RULER_EMPTY: "Press Run: each byte that the programs send appears here at its offset.", "点击“运行”：程序发送的每个字节会按偏移显示在这里。";
    RULER_SENDS: "send()", "send()";
    RULER_BYTES: "bytes", "字节";
    RULER_SEGMENTS: "segments", "报文段";
    RULER_FRAMES: "frames", "消息";
    RULER_RECEIVES: "recv()", "recv()";
    RULER_OFFSET: "offset {}", "偏移 {}";
    RULER_CLOSED: "closed", "已关闭";
    RULER_NOT_CAPTURED: "not captured here", "此处未捕获";
    RULER_NO_FRAMING: "none: TCP itself knows no messages", "无：TCP 本身没有消息的概念";
    RULER_WAITING: "{} not received yet", "{} 尚未被接收";
    RULER_RETRANSMITTED: "retransmitted", "重传";
    RULER_POSITION: "Position in the stream", "在流中的位置";
    RULER_SMALLER: "Smaller", "缩小";
    RULER_LARGER: "Larger", "放大";
    RULER_ALL: "all", "全部";
    RECV_TAKES_ALL_OF: "{} would take all {} bytes: {} sends, one recv", "{} 将取走全部 {} 字节：{} 次 send，一次 recv";
    RECV_TAKES_ALL: "{} would take all {} bytes", "{} 将取走全部 {} 字节";
    RECV_TAKES: "{} would take {} of {} bytes", "{} 将取走 {} / {} 字节";
    RECV_BLOCKED: "{} is blocked: nothing to take", "{} 阻塞中：没有可取的数据";
    RECV_BLOCKED_SHORT: "blocked", "阻塞中";
    RECV_HELD: "held before {}: nothing to take yet", "停在 {} 之前：还没有可取的数据";
    RECV_HELD_END: "held before {}: it would return b\"\"", "停在 {} 之前：执行后将返回 b\"\"";
    RECV_HELD_SHORT: "held", "已暂停";
    RECV_WOULD_END: "{} would return b\"\": the sender has closed", "{} 将返回 b\"\"：发送方已关闭";

    // Readiness

    // Predictions
    PREDICT_PLACEHOLDER: "your answer", "你的答案";
    PREDICT_STEP: "Step and see", "前进一步看结果";
    PREDICT_HINT: "→ tells", "按 → 揭晓";
    PREDICT_SAID: "you said: {}", "你的答案：{}";
    PREDICT_RIGHT: "right", "正确";
    PREDICT_WRONG: "not so", "不是这样";

    // Calls, sockets, bytes
    CALLS_EMPTY: "No calls yet.", "还没有调用。";
    CALLS_HELD: "held", "等待放行";
    CALLED_AT: "Called at {} ms. From the call's own result.", "调用于 {} 毫秒。来自调用的返回结果。";
    CALLS_STORM: "{} × {}: all would block", "{} × {}：全部会阻塞";
    SOCKETS_NOW: "Sockets now", "当前套接字";
    SOCKETS_EMPTY: "No sockets yet.", "还没有套接字。";
    SOCKETS_NONE: "No socket is open now.", "目前没有打开的套接字。";
    SOCKETS_MORE: "… and {} more", "… 另有 {} 个";
    SOCKETS_WHO: "who", "程序";
    SOCKETS_STATE: "state", "状态";
    SOCKETS_QUEUE_OF: "{} of {}", "{} / {}";
    SOCKETS_ORPHAN: "Only the kernel has this end of the connection: not accepted yet, or closed by its program. Kernel reading.", "只有内核还持有该连接端：尚未被 accept，或程序已关闭它。内核读数。";
    SOCKETS_ENDS: "{} ends", "{} 端";
    SOCKETS_TIME_WAIT: "Ends of connections that closed first. The kernel keeps each for a minute, in case a segment is late. Kernel readings.", "先关闭的那些连接端。内核会把每一端再保留一分钟，以防还有迟到的报文段。内核读数。";
    SOCKETS_SOURCE: "Queues and TCP_INFO are the kernel's own readings; states are by the segments up to the cursor, where they were captured.", "队列与 TCP_INFO 为内核读数；有捕获时，状态由光标之前的报文段推出。";
    RECV_Q_HELP: "Bytes that no recv has taken; of a listener, connections in its accept queue. Kernel reading.", "尚未被 recv 取走的字节；监听套接字则为 accept 队列中的连接数。内核读数。";
    SEND_Q_HELP: "Bytes that the peer has not acknowledged. Kernel reading.", "对端尚未确认的字节。内核读数。";
    SOCKET_FRESH: "new", "新建";
    SOCKET_BOUND: "bound", "已绑定";
    SOCKET_CONNECTED: "connected", "已连接";
    INFO_SEGMENTS_OUT: "segments out", "发出报文段";
    INFO_SEGMENTS_IN: "segments in", "收到报文段";
    INFO_RTT: "rtt", "rtt";
    INFO_MSS: "mss", "mss";
    INFO_CWND: "cwnd", "cwnd";
    INFO_RETRANSMITS: "retransmits", "重传";
    INFO_UNACKNOWLEDGED: "unacked", "未确认";
    INFO_NOT_SENT: "not sent", "未发送";
    INFO_RECEIVE_WINDOW: "recv window", "接收窗口";
    INFO_SEND_WINDOW: "send window", "发送窗口";
    BYTES_EMPTY: "No bytes in this stream yet.", "该流中还没有字节。";
    BYTES_BY_SEND: "a send began", "send 的起点";
    BYTES_BY_RECV: "a recv began", "recv 的起点";
    BYTES_WAITING: "not received yet", "尚未被接收";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fill_the_places_in_order() {
        assert_eq!(STEP_OF.fill(Language::En, &["3", "41"]), "step 3 / 41");
        assert_eq!(STEP_OF.fill(Language::Zh, &["3", "41"]), "第 3 / 41 步");
        assert_eq!(STEP_OF.fill(Language::En, &["3"]), "step 3 / ", "a missing value is empty, no panic");
    }

    #[test]
    fn both_languages_take_the_same_number_of_values() {
        let all = [ALL, comparison::ALL, doors::ALL, exchange::ALL, frames::ALL, layers::ALL, readiness::ALL];
        for message in all.into_iter().flatten() {
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(message.en), places(message.zh), "{message:?}");
            assert!(!message.en.is_empty() && !message.zh.is_empty(), "{message:?}");
        }
    }
}
