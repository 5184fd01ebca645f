import os
import platform

print(type(os.uname()).__mro__[1] is not None, len(os.uname()), os.uname().sysname, os.uname()[0], platform.system())
print(callable(help), repr(help))
base = os.path.dirname(os.path.abspath(__file__))
print(os.path.basename(os.path.join(base, "settings.py")), os.path.isabs(base))
print("before")
quit(3)
