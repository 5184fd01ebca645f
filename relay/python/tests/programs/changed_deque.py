from collections import deque
class D(deque): pass
class E:
    def __init__(self, f): self.f = f
    def __eq__(self, o): self.f(); return True
d = deque()
d.append(E(lambda: d.append(1)))
try:
    print(d == deque([5]) or True)
except RuntimeError:
    print(True)
print(deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]), deque([1]) == [1], D([1]) == deque([1]), deque([1]) == D([2]), deque([1]) != 5, D([1]) == D([1]))
class O(deque): pass
print(D([1]) == O([1]))
