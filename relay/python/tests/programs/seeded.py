import datetime
import random

random.seed(42)
print([random.randint(0, 100) for _ in range(5)], random.random(), random.uniform(1, 2), random.gauss(0, 1))
print(random.sample(range(50), 4), random.choices("abc", k=4), random.randbytes(4), random.getrandbits(70))
items = list(range(8))
random.Random("text").shuffle(items)
print(items, random.expovariate(1.5))
day = datetime.datetime(2024, 2, 29, 13, 5, 9, 12)
print(day, repr(day), day.isoformat(), day.strftime("%d.%m.%y %H:%M %j %A"), day + datetime.timedelta(days=366, hours=-1))
print(datetime.datetime.fromisoformat("2024-01-02T03:04:05+08:00"), datetime.date(2024, 12, 31).isocalendar()[:3])
print(datetime.datetime.strptime("31/12/1999 23:59", "%d/%m/%Y %H:%M"), datetime.timedelta(microseconds=1) * 10**7)
print(datetime.datetime.fromtimestamp(0, datetime.timezone.utc), day.timetuple().tm_yday, day.weekday())
for bad in (lambda: datetime.date(2023, 2, 29), lambda: day - 5, lambda: datetime.datetime.strptime("x", "%Y")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__)
