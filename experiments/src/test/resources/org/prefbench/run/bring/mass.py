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

# Labels of 12 pairs of segments of 4 steps, in the layouts of people's files. STEPS counts the steps of the file; D4RL's
# qlearning_dataset, which Uni-RLHF and Preference Transformer count, drops step 49, the time limit, and the last one.
import pickle

FIRST = np.array([0, 5, 45, 50, 60, 76, 80, 90, 3, 55, 70, 85])
SECOND = np.array([50, 60, 80, 8, 0, 20, 10, 52, 30, 92, 12, 64])
LABELS = np.array([0, 1, 1, 0, -1, 0, 1, 1, 0, 0, 1, 1])  # 0 first, 1 second, -1 equal
LENGTH = 4


def transition(step):
    return step - (step >= 50)


def dump(name, value):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as f:
        pickle.dump(value, f)


crossing = np.append(transition(FIRST), 47), np.append(transition(SECOND), 0)  # row 47 to 50 crosses the time limit
end = "domain_mujoco_env_mass_num_13_len_4_made.pkl"
dump("uni/human_label_" + end, np.append(LABELS, 0))
dump("uni/indices_1_" + end, crossing[0])
dump("uni/indices_2_" + end, crossing[1])
dump("pt/indices_num12_q4", transition(FIRST).astype(np.int32))
dump("pt/indices_2_num12_q4", transition(SECOND).astype(np.int32))
dump("pt/label_human", [int(label) for label in LABELS])

words = {0: "first", 1: "second", -1: "tie"}
with open("labels.csv", "w") as f, open("labels.jsonl", "w") as g:
    f.write("first,second,length,label,annotator,seconds\n")
    for a, b, label in zip(FIRST, SECOND, LABELS):
        f.write(f"{a},{b},{LENGTH},{words[int(label)]},human,2.5\n")
        g.write(json.dumps({"first": int(a), "second": int(b), "length": LENGTH, "label": words[int(label)],
                            "annotator": "human"}) + "\n")

OBSERVATIONS, ACTIONS = (np.concatenate([e[k][: len(e[2])] for e in EPISODES]) for k in (0, 1))
REWARDS = np.concatenate([e[2] for e in EPISODES])
rows = [np.array([np.arange(s, s + LENGTH) for s in starts]) for starts in (FIRST, SECOND)]
np.savez_compressed("ipl.npz", obs_1=OBSERVATIONS[rows[0]], obs_2=OBSERVATIONS[rows[1]], action_1=ACTIONS[rows[0]],
                    action_2=ACTIONS[rows[1]], label=np.where(LABELS < 0, 0.5, LABELS))
both = np.concatenate(rows)
np.savez("cpl.npz", obs=OBSERVATIONS[both].astype("f4"), action=ACTIONS[both].astype("f4"), reward=REWARDS[both].astype("f4"),
         rl_sum=REWARDS[both].sum(1).astype("f4"), rl_dir=np.zeros(len(both), "f4"))
