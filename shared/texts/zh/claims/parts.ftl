### A check of whoever takes what one recv returned for all of a header or a body

header = 头部
body = 消息体
recv-happened-return-whole-header = 每次 recv 都碰巧返回了完整的头部或消息体
recv-returned-part = 偏移 { $offset } 处的{ $part }共 { $all }，recv 只返回了 { $came }
rest-not-asked-for = { $cut }，之后没有再取剩下的部分
taken-for-whole = { $cut }，接着却调用了 recv({ $asked })，好像已经读完
