"""One way to find topics, as a process of its own: texts and their embeddings in, a label of each text out.

Usage: topics_peer.py NAME --texts F.jsonl --embeddings F.npy --seed S --topics K --labels OUT.npy

NAME is one of `PEERS` below. `--topics` is the true number, for those that are told; an outlier has the label -1. Prints
one line of JSON, the seconds of the work alone, by the clock and of all processors: imports and reading are not in them,
and what is compiled when it is first used was compiled before, on random vectors.
"""
import argparse
import json
import time
import warnings

import numpy as np

# From as many rows on, UMAP searches neighbours by another way, which is compiled apart.
APPROXIMATE_FROM = 4096


def bertopic(texts, embeddings, topics, seed):
    """BERTopic with its defaults: UMAP to five dimensions, HDBSCAN, topics of at least ten."""
    from bertopic import BERTopic

    del topics, seed
    return BERTopic().fit_transform(texts, embeddings=embeddings)[0]


def bertopic_kmeans(texts, embeddings, topics, seed):
    """BERTopic with k-means, which is told the number of topics, in the place of HDBSCAN."""
    from bertopic import BERTopic
    from sklearn.cluster import KMeans

    model = BERTopic(hdbscan_model=KMeans(n_clusters=topics, random_state=seed))
    return model.fit_transform(texts, embeddings=embeddings)[0]


def top2vec(texts, embeddings, topics, seed):
    """The steps of Top2Vec with its defaults, without naming the topics."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    del texts, topics, seed
    reduced = UMAP(n_neighbors=15, n_components=5, metric="cosine").fit_transform(embeddings)
    return HDBSCAN(min_cluster_size=15, metric="euclidean", cluster_selection_method="eom").fit_predict(reduced)


def kmeans(texts, embeddings, topics, seed):
    """k-means on the embeddings as they are, told the number of topics, without naming them."""
    from sklearn.cluster import KMeans

    del texts
    return KMeans(n_clusters=topics, n_init=10, random_state=seed).fit_predict(embeddings)


PEERS = {"bertopic": bertopic, "bertopic-kmeans": bertopic_kmeans, "top2vec-style": top2vec, "kmeans": kmeans}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("--texts", required=True)
    parser.add_argument("--embeddings", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--topics", type=int, required=True)
    args = parser.parse_args()
    # What the libraries say to each other about coming versions.
    warnings.filterwarnings("ignore")
    find = PEERS[args.name]
    with open(args.texts, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    embeddings = np.load(args.embeddings)
    warm_up(find, embeddings.shape)
    # UMAP without a random state of its own takes its start from here and keeps its threads, whose order it depends on.
    np.random.seed(args.seed)
    began, began_cpu = time.perf_counter(), time.process_time()
    labels = find(texts, embeddings, args.topics, args.seed)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - began_cpu
    np.save(args.labels, np.asarray(labels, dtype=np.int64))
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds}))


def warm_up(find, shape):
    """All that is compiled when it is first used, over ten groups of random vectors."""
    random = np.random.default_rng(0)
    rows = 400 if shape[0] < APPROXIMATE_FROM else APPROXIMATE_FROM + 4
    groups = np.arange(rows) % 10
    vectors = random.normal(size=(10, shape[1]))[groups] + 0.5 * random.normal(size=(rows, shape[1]))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    find([f"group{group} text{row}" for row, group in enumerate(groups)], vectors, 10, 0)


if __name__ == "__main__":
    main()
