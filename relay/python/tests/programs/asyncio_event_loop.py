import asyncio
import threading

loop = asyncio.get_event_loop()
print(loop is asyncio.get_event_loop(), loop.is_running())


async def main():
    print(asyncio.get_event_loop() is loop, asyncio.get_running_loop() is loop)
    await asyncio.sleep(0)
    return 5


print(loop.run_until_complete(main()))
future = asyncio.Future()
loop.call_soon(future.set_result, "later")
print(loop.run_until_complete(future))


def elsewhere():
    try:
        asyncio.get_event_loop()
    except RuntimeError as e:
        print(e)
    asyncio.set_event_loop(asyncio.new_event_loop())
    print(asyncio.get_event_loop().is_running())
    asyncio.get_event_loop().close()


thread = threading.Thread(target=elsewhere, name="other")
thread.start()
thread.join()
loop.close()
print(type(asyncio.get_event_loop_policy().new_event_loop()) is type(loop))


async def other():
    return asyncio.get_event_loop() is loop


print(asyncio.run(other()))
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
