package org.prefbench.nn.torchscript;

import org.prefbench.nn.TorchScriptNetwork;
import org.prefbench.policy.outside.NetworkFormat;
import org.prefbench.policy.outside.PolicyNetwork;

/** Reads modules of TorchScript, as {@code torch.jit.save} writes them. */
public final class TorchScriptFormat implements NetworkFormat {
  @Override
  public String ending() {
    return "pt";
  }

  @Override
  public PolicyNetwork read(String name, byte[] bytes) {
    TorchScriptArchive.check(name, bytes);
    return new TorchScriptNetwork(name, ending(), bytes);
  }
}
