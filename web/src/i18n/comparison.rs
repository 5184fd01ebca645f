//! Servers side by side.

use super::Message;

messages! {
    COMPARE_TITLE: "Comparison", "对比";
    COMPARE_SUB: "the same clients, one server after another, up to the cursor; one run: waits under 100 ms are chance", "同样的客户端依次访问各服务器，截至光标处；只是一次运行，100 ms 以下的差别有偶然性";
    COMPARE_EMPTY: "Run it: here the servers stand side by side, with what each did and what that cost.", "请先运行：各服务器会并排列在这里，显示各自做了什么、付出了什么代价。";
    COMPARE_CHOOSE: "Show {} and its clients above", "在上方显示 {} 及其客户端";
    COMPARE_CLIENTS: "clients", "客户端";
    COMPARE_CLIENTS_HELP: "Connections that the server accepted", "服务器接受的连接";
    COMPARE_WASTED: "calls that did nothing", "无效调用";
    COMPARE_WASTED_HELP: "Calls that failed with EAGAIN", "以 EAGAIN 失败的调用";
    COMPARE_USEFUL: "useful calls", "有用的调用";
    COMPARE_USEFUL_HELP: "Calls that accepted a connection, or moved bytes or their end", "接受了连接，或传送了字节、传送了结束标志的调用";
    COMPARE_WAITS: "wakeups", "唤醒次数";
    COMPARE_WAITS_HELP: "Returns from calls in which the kernel may let the program sleep: select, poll, epoll_wait, sleep, and accept or recv on a blocking socket", "从可能睡眠的调用中返回的次数：select、poll、epoll_wait、sleep，以及在阻塞套接字上的 accept 或 recv";
    COMPARE_THREADS: "threads", "线程";
    COMPARE_THREADS_HELP: "Threads that made a call", "做过调用的线程";
    COMPARE_CPU: "CPU time, with recording", "CPU（含记录开销）";
    COMPARE_CPU_HELP: "User and system time, as the kernel tells it when the program ends; the interpreter's start and our recording are part of it", "用户态与内核态时间，由内核在程序结束时给出；其中包含解释器启动和我们记录调用的时间";
    COMPARE_MEDIAN: "first answer: median", "首次响应：中位数";
    COMPARE_WORST: "first answer: worst", "首次响应：最长";
    COMPARE_LATENCY_HELP: "From a client's first send (its entry) to the return of the server's first send to it", "从客户端进入第一次 send，到服务器第一次向它 send 返回";
    COMPARE_STRIP: "waits, in the order of accept", "等待时间（按 accept 的先后）";
    COMPARE_STRIP_LABEL: "first answers: median {}, worst {}", "首次响应：中位数 {}，最长 {}";
    FIGURES_MISSING: "{} {} was not run unedited in this browser yet.", "{} {} 还没有在此浏览器中按原样运行过。";
    FIGURES_WHEN: "run at", "运行于";
    FIGURES_SOURCE: "The server's figures of the last run of each that went to its end, kept in this browser.", "各课最近一次完整运行中服务器的数据，保存在此浏览器中。";
    CAST: "Server", "服务器";
}
