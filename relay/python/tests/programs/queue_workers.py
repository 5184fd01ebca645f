import queue
import threading

tasks = queue.Queue(maxsize=2)
results = queue.Queue()


def worker():
    while True:
        task = tasks.get()
        if task is None:
            tasks.task_done()
            return
        results.put(task * task)
        tasks.task_done()


threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for n in range(10):
    tasks.put(n)
for _ in threads:
    tasks.put(None)
tasks.join()
for t in threads:
    t.join()
print(sorted(results.get_nowait() for _ in range(results.qsize())), results.empty())
try:
    results.get_nowait()
except queue.Empty as e:
    print(repr(e))
try:
    results.get(timeout=0.01)
except queue.Empty as e:
    print(repr(e))
small = queue.LifoQueue(1)
small.put(1)
try:
    small.put(2, timeout=0.01)
except queue.Full as e:
    print(repr(e), small.full())
p = queue.PriorityQueue()
for item in ((3, "c"), (1, "a"), (2, "b")):
    p.put(item)
print([p.get()[1] for _ in range(3)])
