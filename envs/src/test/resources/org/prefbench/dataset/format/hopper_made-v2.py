# Run once by hand (Python 3.11, h5py 3.7) to write hopper_made-v2.hdf5: the layout that D4RL's collection scripts give,
# gzip-compressed with NumPy booleans, with made-up numbers. The tests read the committed file and need no Python.
import h5py, numpy as np
n, obs, act = 12, 11, 3
row = np.arange(n, dtype=np.float32)
ends = {4: "terminal", 8: "timeout"}           # episodes of 5 and 4 steps, and 3 steps of a third one that was cut
observations = (row[:, None] + np.arange(obs, dtype=np.float32) / 16).astype(np.float32)
next_observations = observations + 1            # the next row's observations within an episode
for i in ends:
    next_observations[i] = -1 - observations[i]  # an end leads elsewhere
with h5py.File("hopper_made-v2.hdf5", "w") as f:
    def put(name, data):
        f.create_dataset(name, data=data, compression="gzip")
    put("observations", observations)
    put("actions", (row[:, None] / 32 - np.arange(act, dtype=np.float32) / 4).astype(np.float32))
    put("next_observations", next_observations)
    put("rewards", (row / 8).astype(np.float32))
    put("terminals", np.array([ends.get(i) == "terminal" for i in range(n)]))
    put("timeouts", np.array([ends.get(i) == "timeout" for i in range(n)]))
    put("infos/action_log_probs", (-row / 2).astype(np.float32))
    put("infos/qpos", (row[:, None] + np.arange(6) / 2).astype(np.float32))
    put("infos/qvel", (row[:, None] - np.arange(6) / 2).astype(np.float32))
    f["metadata/algorithm"] = np.string_("SAC")
    f["metadata/iteration"] = np.int32(600)
    f["metadata/policy/fc0/weight"] = np.zeros((2, 2), np.float32)
    f["metadata/policy/nonlinearity"] = np.string_("relu")
