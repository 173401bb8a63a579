"""Stands in for Gymnasium in tests of its example: a count that an action moves."""

import types


def _box(low, high):
    return types.SimpleNamespace(low=low, high=high, shape=(len(low),), dtype=float)


class _Counter:
    observation_space = _box([-1e9, -1e9], [1e9, 1e9])
    action_space = _box([-1], [3])
    spec = types.SimpleNamespace(max_episode_steps=7)
    dt = 0.25

    def __init__(self, snapshots):
        self.unwrapped = self
        if snapshots:
            self.model = types.SimpleNamespace(nq=1, nv=1)
            self.data = types.SimpleNamespace(qpos=[0], qvel=[0])
            self.set_state = self._set_state
        self.place, self.last = 0.0, 0.0

    def _set_state(self, qpos, qvel):
        (self.place,), (self.last,) = qpos, qvel
        self.data.qpos, self.data.qvel = [self.place], [self.last]

    def _get_obs(self):
        return [self.place, self.last]

    def reset(self, seed=0):
        self.place, self.last = float(seed % 10), 0.0
        self._keep()
        return self._get_obs(), {}

    def _keep(self):
        if hasattr(self, "data"):
            self.data.qpos, self.data.qvel = [self.place], [self.last]

    def step(self, action):
        (self.last,) = action
        self.place += self.last
        self._keep()
        return self._get_obs(), -self.place, self.place > 20, False, {}

    def close(self):
        pass


def make(name):
    return _Counter(snapshots=name == "test/MuCounter-v3")
