#!/usr/bin/env python3
"""A policy for PrefBench in Python, without any package.

Swings a pendulum up by its energy and holds it there, with noise of its own. What is
spoken on standard input and output: envs/docs/policies-from-outside.md. Replace
`action` by a policy of yours; what it prints for you belongs on standard error.
"""

import math
import random
import sys


def action(observation, noise):
    """Returns the torque for [cos, sin, speed]; noise is None where the mean is asked for."""
    cosine, sine, speed = observation
    angle = math.atan2(sine, cosine)  # 0 is upright
    energy = speed * speed / 2 - 15 * (1 - cosine)  # below 0: too slow to come up
    if abs(angle) < 0.5:
        torque = -12 * angle - 3 * speed
    else:
        torque = -energy if speed >= 0 else energy
    return [torque + (noise.gauss(0, 0.3) if noise else 0)]


def say(*words):
    print(*words, flush=False)


def main():
    lines = iter(sys.stdin.readline, "")  # ends when PrefBench does
    spaces = {}
    for line in lines:
        key, *values = line.split()
        if key == "begin":
            break
        spaces[key] = values
    if spaces["prefbench"] != ["policy", "1"] or spaces["observations"] != ["3"]:
        sys.exit("this policy speaks 'policy 1' and sees three numbers")
    say("prefbench policy 1")
    say("name pendulum-by-energy")
    say("version 1")
    say("seeds")  # asks for a seed for each copy
    say("begin")
    sys.stdout.flush()

    sessions = {}
    for line in lines:
        word, session, *rest = line.split()
        if word == "start":
            copies, mode = rest
            seeds = next(lines).split()[1:]
            sessions[session] = [
                random.Random(int(seed)) if mode == "sample" else None for seed in seeds
            ]
        elif word == "act":
            for _ in range(int(rest[0])):
                copy, *observation = next(lines).split()
                noise = sessions[session][int(copy)]
                say(*action([float(number) for number in observation], noise))
            sys.stdout.flush()
        elif word == "end":
            del sessions[session]


if __name__ == "__main__":
    main()
