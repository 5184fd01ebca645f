### Banners: connection, limits, refusals

relay-lost = 与中继的连接已断开。已记录的内容仍在；{ $seconds } 秒后重试。
relay-connecting = 正在连接中继…
relay-retry = 与中继的连接已断开。已记录的内容仍在；正在重新连接…
part-failed = 页面有一部分没能加载，请刷新页面。
relay-died = 会话运行时中继停止，日志到此为止。
watching-only = 仅可观看：使用中继打印的带令牌的地址打开页面，才能运行程序。
limit-hit = 达到限制：{ $limit }
limit-hit-by = { $program } 达到限制：{ $limit }
lost-segments = 有 { $count } 个报文段没有捕获到
lost-output = 程序的输出超过上限：{ $bytes } 的输出没有保存，程序照常运行。
ended-failed = 会话无法运行：{ $reason }
dismiss = 知道了
refused-not-allowed = 不允许：打开页面时没有带上令牌。
refused-no-lesson = 中继没有课程“{ $lesson }”。
refused-no-session = 会话 { $session } 已不存在。
refused-over = 该会话已经结束。
refused-knob = “{ $knob }”的值不合适：{ $problem }
refused-busy = 已有 { $count } 个会话在运行；请先停止一个。
refused-large = 程序大于 { $bytes } 字节。
refused-failed = 中继无法完成：{ $problem }
wire-version = 页面与中继版本不一致。请刷新页面。
wire-damaged = 中继发来了页面无法读取的内容。请刷新页面。
refused-unreadable = 无法显示会话 { $session }：{ $problem }
not-saved = 本次会话没有保存，中继停止后就会丢失。{ $problem }
record-damaged = 录制文件从这里开始损坏，后面的内容不可信，因此不显示。
reload = 刷新
