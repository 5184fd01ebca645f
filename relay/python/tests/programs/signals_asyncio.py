import asyncio
import os
import signal


async def main():
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    loop.call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(stopped.wait(), 5)
    print("stopped")
    print(loop.remove_signal_handler(signal.SIGTERM))
    loop.call_later(0.05, signal.raise_signal, signal.SIGINT)
    await asyncio.sleep(60)


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
