#!/usr/bin/env python3
"""Any Gymnasium task with box spaces as an environment for PrefBench.

    python3 gymnasium_environment.py HalfCheetah-v5

What is spoken on standard input and output: envs/docs/policies-from-outside.md. The time limit
is told, not kept: PrefBench truncates. MuJoCo tasks have snapshots, their positions and
velocities; other tasks have none, and nothing can look ahead in them.
"""

import re
import sys

import gymnasium
import numpy


def say(*words):
    print(*words)


def numbers(values):
    return [float(value) for value in values]


def main():
    name = sys.argv[1]
    for line in iter(sys.stdin.readline, "begin\n"):
        if line.startswith("prefbench ") and line.split() != ["prefbench", "environment", "1"]:
            sys.exit("this environment speaks 'environment 1'")
    first = gymnasium.make(name)
    task = first.unwrapped
    base, version = re.fullmatch(r"(?:.*/)?(.*)-v(\d+)", name).groups()
    snapshots = hasattr(task, "set_state") and hasattr(task, "data")
    say("prefbench environment 1")
    say(f"id gymnasium-{re.sub('[^a-z0-9]+', '-', base.lower()).strip('-')}-v{version}")
    say("observations", first.observation_space.shape[0])
    say("actions", first.action_space.shape[0])
    say("low", *numbers(first.action_space.low))
    say("high", *numbers(first.action_space.high))
    say("max-steps", first.spec.max_episode_steps or 1000)
    say("control-step", float(getattr(task, "dt", 1)))
    if snapshots:
        say("state", task.model.nq + task.model.nv)
    say("begin")
    sys.stdout.flush()

    copies = {}
    for line in iter(sys.stdin.readline, ""):
        word, copy, *rest = line.split()
        if word == "close":
            copies.pop(copy).close()
            continue
        if copy not in copies:
            copies[copy] = gymnasium.make(name).unwrapped
            if word == "restore":
                copies[copy].reset()
        env = copies[copy]
        if word == "reset":
            observation, _ = env.reset(seed=int(rest[0]) % 2**32)
            say(*numbers(observation))
        elif word == "step":
            action = numpy.array(numbers(rest), dtype=env.action_space.dtype)
            observation, reward, terminated, _, _ = env.step(action)
            say(float(reward), int(terminated), *numbers(observation))
        elif word == "snapshot":
            say(*numbers(env.data.qpos), *numbers(env.data.qvel))
        elif word == "restore":
            state = numpy.array(numbers(rest))
            env.set_state(state[: env.model.nq], state[env.model.nq :])
            say(*numbers(env._get_obs()))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
