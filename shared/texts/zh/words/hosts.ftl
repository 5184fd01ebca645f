### 会话网络额外拥有的地址和主机名

hosts-too-many = 主机超过 { $limit } 个，请删去一些。
hosts-not-a-host = “{ $entry }”既不是 IPv4 地址，也不是主机名。请写成 172.17.87.202 或 www.example.com，不带 http://，也不带端口号。
hosts-no-machines = 没有主机能使用地址 { $address }：它是组播、广播或保留地址。
hosts-here-already = { $entry } 在任何网络中都已存在，不必再写。
hosts-twice = { $name } 写了两次；一个主机名只能对应一个地址。
