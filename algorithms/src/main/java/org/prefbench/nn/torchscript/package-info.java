/** Policies that were trained in PyTorch and saved as TorchScript. */
package org.prefbench.nn.torchscript;
