import asyncio


async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port, name):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for n in range(3):
        writer.write(f"{name} {n}\n".encode())
        assert await reader.readline() == f"{name.upper()} {n}\n".encode()
        await asyncio.sleep(0)
    writer.write_eof()
    rest = await reader.read()
    writer.close()
    await writer.wait_closed()
    return name, rest


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*(client(port, name) for name in "abc")))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.wait_for(reader.readexactly(5), 0.02)
    except asyncio.TimeoutError as e:
        print("timeout", type(e).__name__)
    writer.write(b"ab\n")
    writer.write_eof()
    try:
        await reader.readexactly(5)
    except asyncio.IncompleteReadError as e:
        print(e.partial, e.expected)
    writer.close()
    server.close()
    try:
        await asyncio.open_connection("127.0.0.1", 1)
    except ConnectionRefusedError as e:
        print(type(e).__name__, e.errno)


asyncio.run(main())
