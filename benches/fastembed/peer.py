"""Python's fastembed as a contender: loads the model, then does what it is told on standard input (src/worker.rs)."""
import json
import pathlib
import sys
import time

import numpy as np
import fastembed
from fastembed import TextEmbedding
from fastembed.common.model_description import ModelSource, PoolingType

folder, texts, threads, _window, batch = sys.argv[1:]
texts = json.loads(pathlib.Path(texts).read_text(encoding="utf-8"))
dimension = json.loads((pathlib.Path(folder) / "config.json").read_text())["hidden_size"]
# The source is never asked: the folder has all files.
TextEmbedding.add_custom_model(
    model="local/model", pooling=PoolingType.MEAN, normalization=True, sources=ModelSource(hf="local/model"),
    dim=dimension, model_file="model.onnx")
model = TextEmbedding(
    "local/model", threads=int(threads), specific_model_path=folder, local_files_only=True, cuda=False)


def embed(texts):
    # As it comes: in the given order.
    return list(model.embed(texts, batch_size=int(batch)))


def say(**values):
    print(json.dumps(values), flush=True)


def peak_kb():
    try:
        status = pathlib.Path("/proc/self/status").read_text()
    except OSError:
        return None
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])


embed(texts[:64])
say(version=f"Python fastembed {fastembed.__version__}")
vectors = []
for line in sys.stdin:
    what, argument = line.rstrip("\n").split(" ", 1)
    if what == "pass":
        vectors = []
        begin = time.perf_counter()
        vectors = embed(texts)
        say(seconds=time.perf_counter() - begin)
    elif what == "end":
        peak = peak_kb()
        np.asarray(vectors, dtype="<f4").tofile(argument)
        say(peak_kb=peak, dimension=dimension)
        break
