import os
import platform

print(type(os.uname()).__mro__[1] is not None, len(os.uname()), os.uname().sysname, os.uname()[0], platform.system())
print(callable(help), repr(help))
print("before")
quit(3)
