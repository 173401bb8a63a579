"""Writes policy.pt, a Gaussian policy as PyTorch saves it, and prints what it computes there.

Made with PyTorch 1.13 (Debian 12, python3-torch) by `python3 policy.py`; the test holds the numbers that it printed.
"""
import torch
from torch import nn


class Policy(nn.Module):
    """Three observations to the means and the logs of the standard deviations of two actions."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(3, 8), nn.LayerNorm(8), nn.SiLU(), nn.Dropout(0.5), nn.Linear(8, 8), nn.Tanh())
        self.mean = nn.Linear(8, 2)
        self.log_std = nn.Linear(8, 2)

    def forward(self, observation):
        features = self.trunk(observation)
        return self.mean(features), self.log_std(features).clamp(-5.0, 2.0)


torch.manual_seed(19)
policy = Policy()
torch.jit.script(policy).save("policy.pt")  # in training mode: who loads it has to leave nothing out
policy.eval()
with torch.no_grad():
    for row in ([0.5, -1.0, 2.0], [0.0, 0.0, 0.0]):
        print(row, [output.tolist() for output in policy(torch.tensor([row]))])
