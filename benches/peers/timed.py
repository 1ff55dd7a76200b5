"""Runs a command, and prints its wall time, CPU time, peak memory and exit code as a line of JSON.

Usage: timed.py STDIN STDOUT COMMAND...

A process of its own that imports next to nothing: on Linux, the peak memory of a program that was started is never less than
that of the process that started it.
"""
import json
import os
import sys
import time


def main(stdin, stdout, *command):
    files = [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    began = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    # Bytes on a Mac, else kilobytes.
    peak_kb = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    cpu_seconds = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_kb": peak_kb, "code": code}))


if __name__ == "__main__":
    main(*sys.argv[1:])
