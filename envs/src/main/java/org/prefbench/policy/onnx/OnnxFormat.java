package org.prefbench.policy.onnx;

import org.prefbench.policy.outside.NetworkFormat;
import org.prefbench.policy.outside.PolicyNetwork;

/** Reads ONNX files. */
public final class OnnxFormat implements NetworkFormat {
  @Override
  public String ending() {
    return "onnx";
  }

  @Override
  public PolicyNetwork read(String name, byte[] bytes) {
    return OnnxNetwork.of(name, bytes);
  }
}
