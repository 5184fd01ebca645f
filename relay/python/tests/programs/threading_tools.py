import threading

counter = 0
lock = threading.Lock()
rlock = threading.RLock()


def count():
    global counter
    for _ in range(100):
        with lock:
            counter += 1


threads = [threading.Thread(target=count, name=f"counter-{n}") for n in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter, [t.is_alive() for t in threads], threads[0].name)
with rlock, rlock:
    print(lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.locked())
lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)

condition = threading.Condition()
items = []


def consume():
    with condition:
        condition.wait_for(lambda: len(items) == 3)
        print("consumed", items)


consumer = threading.Thread(target=consume)
consumer.start()
for n in range(3):
    with condition:
        items.append(n)
        condition.notify_all()
consumer.join()

event = threading.Event()
print(event.wait(0.01), event.is_set())
timer = threading.Timer(0.01, event.set)
timer.start()
print(event.wait(10), timer.daemon)
barrier = threading.Barrier(2)
results = []
t = threading.Thread(target=lambda: results.append(barrier.wait(10)))
t.start()
results.append(barrier.wait(10))
t.join()
print(sorted(results))
semaphore = threading.BoundedSemaphore(1)
print(semaphore.acquire(), semaphore.acquire(blocking=False))
semaphore.release()
try:
    semaphore.release()
except ValueError as e:
    print(e)
local = threading.local()
local.x = 1
t = threading.Thread(target=lambda: print(hasattr(local, "x"), threading.current_thread().name != "MainThread"))
t.start()
t.join()
try:
    t.start()
except RuntimeError as e:
    print(e)
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
