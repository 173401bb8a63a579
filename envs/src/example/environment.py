#!/usr/bin/env python3
"""An environment for PrefBench in Python, without any package: a point mass on a plane.

What is spoken on standard input and output: envs/docs/policies-from-outside.md.
"""

import random
import sys

STEP = 0.1


class PointMass:
    """The state is [x, y, x', y'], and is what is observed."""

    def __init__(self):
        self.state = [0.0] * 4

    def reset(self, seed):
        rng = random.Random(seed)
        bounds = (1, 1, 0.25, 0.25)
        self.state = [rng.uniform(-bound, bound) for bound in bounds]

    def step(self, action):
        """Returns the reward of a step; the task never ends before its time."""
        reward = 0.0
        for axis, force in enumerate(action):
            position, velocity = self.state[axis], self.state[axis + 2]
            reward -= position**2 + 0.1 * velocity**2 + 0.5 * force**2
            self.state[axis] = position + STEP * velocity + STEP**2 / 2 * force
            self.state[axis + 2] = velocity + STEP * force
        return reward


def say(*words):
    print(*words)


def main():
    for line in iter(sys.stdin.readline, "begin\n"):
        if line.startswith("prefbench ") and line.split() != ["prefbench", "environment", "1"]:
            sys.exit("this environment speaks 'environment 1'")
    say("prefbench environment 1")
    say("id python-point-mass-v0")
    say("observations 4")
    say("actions 2")
    say("low -2 -2")
    say("high 2 2")
    say("max-steps 50")
    say("control-step", STEP)
    say("state 4")  # leave it out if there are no snapshots
    say("begin")
    sys.stdout.flush()
    copies = {}
    for line in iter(sys.stdin.readline, ""):
        word, copy, *rest = line.split()
        if word == "close":
            copies.pop(copy, None)
            continue
        mass = copies.setdefault(copy, PointMass())
        if word == "reset":
            mass.reset(int(rest[0]))
            say(*mass.state)
        elif word == "step":
            say(mass.step([float(number) for number in rest]), 0, *mass.state)
        elif word == "snapshot":
            say(*mass.state)
        elif word == "restore":
            mass.state = [float(number) for number in rest]
            say(*mass.state)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
