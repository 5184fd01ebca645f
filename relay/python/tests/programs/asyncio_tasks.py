import asyncio


async def producer(queue):
    for n in range(3):
        await queue.put(n)
        await asyncio.sleep(0.001)
    await queue.put(None)


async def consumer(queue):
    got = []
    while (item := await queue.get()) is not None:
        got.append(item)
    return got


async def main():
    queue = asyncio.Queue(1)
    _, got = await asyncio.gather(producer(queue), consumer(queue))
    print(got)
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.005, event.set)
    await event.wait()
    async with asyncio.Lock() as lock:
        print("locked", lock)
    done = await asyncio.gather(asyncio.sleep(0, "a"), bad(), return_exceptions=True)
    print(done)
    raise KeyError("out of main")


async def bad():
    raise ValueError("bad")


asyncio.run(main())
