# Run once by hand (Python 3.11, h5py 3.16, NumPy 2.4) to write the HDF5 files beside it: one dataset as D4RL's and Minari's
# own code lay it out, with made-up numbers that are exact in 32 bits. The tests read the committed files and need no Python.
# Three episodes of a point mass (4 observations, 2 actions): 50 steps to the time limit, 30 to a terminal state, 20 cut.
import h5py, json, numpy as np, os

LENGTHS, ENDS = [50, 30, 20], ["timeout", "terminal", "cut"]


def episode(e, length):
    t = np.arange(length + 1)[:, None]
    observations = ((t * (e + 1) + np.arange(4) * 5) % 17 - 8) / 8 + e / 4
    actions = ((t[:-1] * (e + 3) + np.arange(2) * 7) % 13 - 6) / 16
    rewards = -((observations[:-1] ** 2).sum(1) + (actions**2).sum(1)) / 4
    return observations, actions, rewards


EPISODES = [episode(e, length) for e, length in enumerate(LENGTHS)]


def d4rl(name, kind, timeouts, gzip):
    with h5py.File(name, "w") as f:
        def put(key, values):
            f.create_dataset(key, data=values, compression="gzip" if gzip else None)
        put("observations", np.concatenate([o[:-1] for o, _, _ in EPISODES]).astype(kind))
        put("next_observations", np.concatenate([o[1:] for o, _, _ in EPISODES]).astype(kind))
        put("actions", np.concatenate([a for _, a, _ in EPISODES]).astype(kind))
        put("rewards", np.concatenate([r for _, _, r in EPISODES]).astype(kind))
        last = np.cumsum(LENGTHS) - 1
        def flags(which):
            values = np.zeros(sum(LENGTHS), bool)
            values[[i for i, end in zip(last, ENDS) if end == which]] = True
            return values
        put("terminals", flags("terminal"))
        if timeouts:
            put("timeouts", flags("timeout"))


d4rl("gzip-f4-timeouts.hdf5", "f4", True, True)
d4rl("gzip-f8.hdf5", "f8", False, True)
d4rl("plain-f4.hdf5", "f4", False, False)
d4rl("plain-f8-timeouts.hdf5", "f8", True, False)

os.makedirs("mass.minari/data", exist_ok=True)
with h5py.File("mass.minari/data/main_data.hdf5", "w") as f:
    for e, (observations, actions, rewards) in enumerate(EPISODES):
        group = f.create_group(f"episode_{e}")
        group.attrs.update(id=e, seed=e, total_steps=len(rewards))
        group["observations"] = observations.astype("f4")
        group["actions"] = actions.astype("f4")
        group["rewards"] = rewards.astype("f4")
        for key, end in (("terminations", "terminal"), ("truncations", "timeout")):
            group[key] = np.arange(len(rewards)) == (len(rewards) - 1 if ENDS[e] == end else -1)
with open("mass.minari/data/metadata.json", "w") as f:
    json.dump({"dataset_id": "mass/made-v0", "total_episodes": 3, "total_steps": sum(LENGTHS), "data_format": "hdf5"}, f)
