import asyncio
import contextlib


async def main():
    pending = asyncio.ensure_future(asyncio.sleep(10))
    asyncio.get_running_loop().call_later(0.01, pending.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await pending
    print(pending.cancelled())
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.02)
    except asyncio.TimeoutError:
        print("too late")
    async with asyncio.timeout(5):
        print("in time", await asyncio.to_thread(sum, [1, 2]))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0, n)) for n in range(3)]
    print([task.result() for task in tasks])


asyncio.run(main())
