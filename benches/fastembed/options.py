#!/usr/bin/env python3
"""How long ONNX Runtime takes for a token: by the shape of a batch, and by the options of its session.

Every option is measured in turn over the same shapes; figures are microseconds a token, the median and, in brackets, the
least of all rounds. `2 sessions` are two sessions of one thread each, with a batch each, at the same time.

Needs: pip install numpy onnxruntime. Usage: options.py MODEL_FOLDER [ROUNDS]
"""
import pathlib
import sys
import threading
import time

import numpy as np
import onnxruntime

folder = pathlib.Path(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
random = np.random.default_rng(2023)


def session(threads, entries=(), **options):
    wanted = onnxruntime.SessionOptions()
    wanted.intra_op_num_threads = threads
    wanted.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    for name, value in options.items():
        setattr(wanted, name, value)
    for name, value in entries:
        wanted.add_session_config_entry(name, value)
    return onnxruntime.InferenceSession(str(folder / "model.onnx"), wanted, providers=["CPUExecutionProvider"])


def run(model, n, length):
    ids = random.integers(1000, 20000, (n, length))
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    names = {value.name for value in model.get_inputs()}
    model.run(None, {name: value for name, value in inputs.items() if name in names})


def seconds(models, n, length):
    """One batch by each of the models, at the same time."""
    begin = time.perf_counter()
    others = [threading.Thread(target=run, args=(model, n, length)) for model in models[1:]]
    for other in others:
        other.start()
    run(models[0], n, length)
    for other in others:
        other.join()
    return time.perf_counter() - begin


def measure(contenders, shapes):
    times = {}
    for turn in range(rounds + 1):
        for name, models in contenders.items():
            for n, length in shapes:
                taken = seconds(models, n, length) / (len(models) * n * length) * 1e6
                if turn > 0:
                    times.setdefault((name, n, length), []).append(taken)
    return {key: f"{np.median(values):.0f} ({min(values):.0f})" for key, values in times.items()}


def table(title, head, rows):
    print(f"\n{title}\n")
    print("| | " + " | ".join(head) + " |\n|" + "---|" * (len(head) + 1))
    for name, cells in rows:
        print(f"| {name} | " + " | ".join(cells) + " |")


lengths, budgets = (16, 64, 128, 256, 512), (256, 512, 1024, 2048, 4096)
for threads in (1, 2):
    shapes = [(budget // length, length) for length in lengths for budget in budgets if budget >= length]
    found = measure({"": [session(threads)]}, shapes)
    table(f"Microseconds a token, {threads} threads: length of the texts, tokens of the batch",
          [f"{budget}" for budget in budgets],
          [(f"length {length}", [found.get(("", b // length, length), "–") if b >= length else "–" for b in budgets])
           for length in lengths])

spin = ("session.intra_op.allow_spinning", "0")
contenders = {
    "1 thread": [session(1)],
    "2 threads": [session(2)],
    "2 threads that do not spin": [session(2, [spin])],
    "2 threads, no memory pattern": [session(2, enable_mem_pattern=False)],
    "2 threads, dynamic blocks": [session(2, [("session.dynamic_block_base", "4")])],
    "2 sessions of 1 thread": [session(1), session(1)],
}
shapes = [(1, 16), (16, 64), (8, 128), (4, 256), (2, 512)]
found = measure(contenders, shapes)
table("Microseconds a token, options of the session", [f"{n} x {length}" for n, length in shapes],
      [(name, [found[name, n, length] for n, length in shapes]) for name in contenders])
