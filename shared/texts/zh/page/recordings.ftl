### 没有中继时显示的录制

recording-unreachable = 无法获取录制：主机不存在，或者它不允许其他页面读取（CORS：Access-Control-Allow-Origin）。
recording-not-there = 这个地址上没有录制。
recording-not-ours = 这个地址上的内容不是 Socketscope 的录制。
recording-cut = 录制不完整，没有可以显示的内容。
recording-damaged = 录制从开头起就已损坏。
recording-newer = 录制由更新版本的 Socketscope 生成。请用那个版本或更新的版本打开。
recording-too-large = 录制超过了本页面的上限（256 MiB）。
recording-opening = 正在打开录制…
recording-runs = 录制的运行
recording-run-default = 课程原样
run-yourself = 自己运行
run-yourself-help = 这里是真实程序的运行录制。要修改并运行程序，请获取 Socketscope，在 Linux 上进入它的目录并启动：
