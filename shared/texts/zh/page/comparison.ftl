### Servers side by side

compare-title = 对比
compare-sub = 同样的客户端依次访问各服务器，截至光标处；只运行一次时，100 ms 以内的差别有偶然性
compare-empty = 点击“运行”：各服务器会并排列在这里，显示各自做了什么、代价多大。
compare-choose = 在上方显示 { $server } 及其客户端
compare-clients = 客户端
compare-clients-help = 服务器接受的连接
compare-wasted = 无效调用
compare-wasted-help = 以 EAGAIN 失败的调用
compare-useful = 有用的调用
compare-useful-help = 接受了连接、收发了数据或读到流结束的调用
compare-waits = 唤醒次数
compare-waits-help = 从可能睡眠的调用中返回的次数：select、poll、epoll_wait、sleep，以及在阻塞套接字上的 accept 或 recv
compare-threads = 线程
compare-threads-help = 发出过调用的线程
compare-cpu = CPU（含启动与记录）
compare-cpu-start = CPU（含记录，其中启动至多 { $least }）
compare-cpu-help = 用户态与内核态时间，程序结束时由内核给出；包含解释器启动和记录调用的开销
compare-median = 首次响应：中位数
compare-worst = 首次响应：最长
compare-latency-help = 从客户端进入第一次 send，到服务器第一次向它 send 返回
compare-strip = 等待时间（按 accept 的先后）
compare-strip-label = 首次响应：中位数 { $median }，最长 { $worst }
figures-missing = { $number } { $title } 还没有在此浏览器中按原样运行过。
figures-when = 运行于
figures-source = 各课最近一次完整运行中服务器的数据，保存在此浏览器中。
cast = 服务器
