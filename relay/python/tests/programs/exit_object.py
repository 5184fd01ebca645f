import sys

print(len(sys.argv), sys.argv[0].endswith("exit_object.py"))
sys.exit(["not", "a", "number"])
