### Checks of which call came first

returned-did-not-call = { $call } 已返回，而 { $actor } 没有调用 { $call-2 }
called-only-after-called = { $actor-2 } 调用 { $call-2 } 之后，{ $actor } 才调用 { $call }
returned-not-called = { $call } 已返回，而 { $actor } 还没有调用 { $call-2 }
number-not-returned = { $actor } 的第 { $nth } 次 { $call } 没有返回
call-of = { $actor } 的 { $call }
returned-after = { $other } 被调用 { $apart } 之后，{ $one } 才返回
returned-before = { $one } 返回 { $apart } 之后，{ $other } 才被调用
