#!/usr/bin/env python3
"""Answers the queries of a labelling desk as somebody would who likes pendulums to stand upright.

    prefbench desk --dataset pendulum-medium-v1 --pairs 30 --annotator script --output desk
    python3 answer.py LINK        # the link that the desk shows

It speaks with the desk as the page does: the link's token opens a session, and every answer names its
query, so that one that is sent twice counts once.
"""

import json
import sys
import urllib.request
from urllib.parse import urlsplit


def main(link):
    parts = urlsplit(link)
    origin = f"{parts.scheme}://{parts.netloc}"
    key = ""

    def ask(path, body=None):
        headers = {"Origin": origin, "Authorization": f"Bearer {key}"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(origin + path, data, headers)) as reply:
            return json.load(reply)

    key = ask("/session", {"token": parts.fragment.removeprefix("token=")})["key"]
    view = ask("/query")
    while "query" in view:
        left, right = height(view["query"]["left"]), height(view["query"]["right"])
        answer = "left" if left > right else "right" if right > left else "tie"
        view = ask("/answer", {"query": view["answered"], "answer": answer, "seconds": 0.1})
    for row in ask("/card"):
        print(f"{row['name']}: {row['text']}")
    ask("/finish", {})


def height(replay):
    """Returns the mean height of the rod's tip: the last number of a frame is its z."""
    return sum(frame[-1] for frame in replay["frames"]) * replay["unit"] / len(replay["frames"])


if __name__ == "__main__":
    main(sys.argv[1])
