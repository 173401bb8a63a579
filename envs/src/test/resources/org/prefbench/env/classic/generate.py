"""Writes the golden steps in this folder by running Gymnasium's own code. See README.md."""

import types

import numpy as np
from gymnasium.envs.classic_control import acrobot, continuous_mountain_car, pendulum

ROWS = 300


class WithoutRounding(types.ModuleType):
    """NumPy, but with single precision widened to double."""

    float32 = np.float64

    def __getattr__(self, name):
        return getattr(np, name)


def write(name, state_names, environment, sample_state, sample_action, act, seed):
    """Half of the rows continue from the row before, half start from a sampled state."""
    random = np.random.default_rng(seed)
    columns = state_names + ["action"] + ["next_" + s for s in state_names] + ["reward", "terminated"]
    with open(name + ".csv", "w", encoding="ascii") as file:
        file.write(",".join(columns) + "\n")
        state = sample_state(random)
        for row in range(ROWS):
            if random.random() < 0.5:
                state = sample_state(random)
            action = sample_action(random)
            environment.state = np.array(state, dtype=np.float64)
            _, reward, terminated, _, _ = act(environment, action)
            after = [float(x) for x in environment.state]
            values = [float(x) for x in state] + [float(action)] + after + [float(reward)]
            file.write(",".join(repr(x) for x in values) + "," + str(bool(terminated)).lower() + "\n")
            state = after


def pendulum_state(random):
    edge = random.integers(4)
    if edge == 0:  # at the seam of the angle, after several turns
        return [random.integers(-3, 4) * 2 * np.pi + np.pi * random.choice([-1, 1]), random.uniform(-8, 8)]
    if edge == 1:  # at the speed limit
        return [random.uniform(-np.pi, np.pi), random.choice([-8.0, 8.0])]
    return [random.uniform(-20, 20), random.uniform(-8, 8)]


def car_state(random):
    edge = random.integers(4)
    if edge == 0:  # into the left wall
        return [random.uniform(-1.2, -1.15), random.uniform(-0.07, 0)]
    if edge == 1:  # over the goal
        return [random.uniform(0.38, 0.6), random.uniform(-0.01, 0.07)]
    if edge == 2:  # at the speed limit
        return [random.uniform(-0.6, -0.4), random.choice([-0.07, 0.07])]
    return [random.uniform(-1.2, 0.45), random.uniform(-0.07, 0.07)]


def acrobot_state(random):
    edge = random.integers(4)
    if edge == 0:  # about to wrap and at the speed limits
        return [random.choice([-3.1, 3.1]), random.choice([-3.1, 3.1]), random.choice([-12.5, 12.5]), random.choice([-28.0, 28.0])]
    if edge == 1:  # near the goal
        return [random.uniform(1.5, 4.5) - np.pi, random.uniform(-1, 1), random.uniform(-3, 3), random.uniform(-3, 3)]
    return [random.uniform(-np.pi, np.pi), random.uniform(-np.pi, np.pi), random.uniform(-4, 4), random.uniform(-9, 9)]


def torque_step(environment, action):
    environment.AVAIL_TORQUE = [float(np.clip(action, -1, 1))]
    return environment.step(0)


if __name__ == "__main__":
    continuous_mountain_car.np = WithoutRounding("numpy")
    write("pendulum-v1", ["angle", "angular_velocity"], pendulum.PendulumEnv(), pendulum_state,
          lambda random: random.uniform(-3, 3), lambda e, a: e.step(np.array([a])), 1)
    write("mountain-car-continuous-v0", ["position", "velocity"], continuous_mountain_car.Continuous_MountainCarEnv(), car_state,
          lambda random: random.uniform(-1.5, 1.5), lambda e, a: e.step(np.clip(np.array([a]), -1, 1)), 2)
    write("acrobot-continuous-v0", ["shoulder_angle", "elbow_angle", "shoulder_velocity", "elbow_velocity"], acrobot.AcrobotEnv(),
          acrobot_state, lambda random: random.uniform(-1.5, 1.5), torque_step, 3)
