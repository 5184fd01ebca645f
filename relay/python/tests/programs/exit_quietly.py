import sys

print("partial", end="")
sys.stdout.write(" line")
sys.stderr.write("an error\n")
raise SystemExit
