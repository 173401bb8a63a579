"""Records episodes of Gymnasium's v4 tasks under random actions, one CSV file per task.

Run with gymnasium 1.3.0 and mujoco 3.14.0. Two things are set back to what MuJoCo did up to 3.4: contact margins are
halved, because 3.5 began to add up those of two shapes, and the solver's tolerance is lowered, because newer versions
stop it early.
"""

import csv
import sys
import types
import warnings

import numpy as np

warnings.filterwarnings("ignore")
sys.modules["imageio"] = types.ModuleType("imageio")  # only rendering needs it
import gymnasium  # noqa: E402

TASKS = {
    "Hopper-v4": "hopper-v4",
    "HalfCheetah-v4": "halfcheetah-v4",
    "Walker2d-v4": "walker2d-v4",
    "Ant-v4": "ant-v4",
    "Swimmer-v4": "swimmer-v4",
    "Reacher-v4": "reacher-v4",
    "InvertedPendulum-v4": "inverted-pendulum-v4",
    "InvertedDoublePendulum-v4": "inverted-double-pendulum-v4",
}
EPISODES = 3
STEPS = 25

for name, file in TASKS.items():
    env = gymnasium.make(name).unwrapped
    env.model.geom_margin[:] *= 0.5
    env.model.opt.tolerance = 1e-15
    random = np.random.default_rng(5)
    rows = []
    for episode in range(EPISODES):
        observation, _ = env.reset(seed=episode)
        qpos, qvel = env.data.qpos.copy(), env.data.qvel.copy()
        reward, terminated = 0.0, False
        for t in range(STEPS + 1):
            action = random.uniform(env.action_space.low, env.action_space.high).astype(np.float64)
            rows.append([episode, t, *qpos, *qvel, *action, *observation, reward, int(terminated)])
            observation, reward, terminated, _, _ = env.step(action)
            qpos, qvel = env.data.qpos.copy(), env.data.qvel.copy()
    columns = ["ep", "t"]
    for prefix, count in (("qpos", len(qpos)), ("qvel", len(qvel)), ("act", len(action)), ("obs", len(observation))):
        columns += [f"{prefix}{i}" for i in range(count)]
    with open(f"{file}.csv", "w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns + ["reward", "terminated"])
        writer.writerows([[repr(float(v)) if isinstance(v, float) else v for v in row] for row in rows])
