### 结论在什么条件下检验

only-where-free = 本次未检验：只在不逐次放行时检验
only-where-on = 本次未检验：只在“{ $knob }”打开时检验
only-where-off = 本次未检验：只在“{ $knob }”关闭时检验
only-where-is = 本次未检验：只在“{ $knob }”是 { $value } 时检验
only-where-is-not = 本次未检验：只在“{ $knob }”不是 { $value } 时检验
only-where-at-least = 本次未检验：只在“{ $knob }”不小于 { $value } 时检验
only-where-at-most = 本次未检验：只在“{ $knob }”不大于 { $value } 时检验
milliseconds = { $number } 毫秒
