import asyncio
async def handle(r, w):
    data = await r.readline()
    w.write(data.upper()); await w.drain(); w.close()
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    r, w = await asyncio.open_connection(host, port)
    w.write(b"hello\n")
    print(await r.readline())
    w.close()
    server.close()
asyncio.run(main())
