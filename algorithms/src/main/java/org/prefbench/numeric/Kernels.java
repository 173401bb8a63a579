package org.prefbench.numeric;

/** Which kernel this process computes with. */
final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";

  /** Its whole name, as a constant: what results are made of is worked out from such names. */
  private static final String VECTORS = "org.prefbench.numeric.vector.VectorKernel";

  /** Vectors where the module is present, scalars elsewhere. */
  static final Kernel BEST =
      ModuleLayer.boot().findModule(MODULE).isPresent() ? vectors() : new ScalarKernel();

  private Kernels() {}

  /** By name, because a class that names the module's types cannot be loaded without it. */
  private static Kernel vectors() {
    try {
      return (Kernel) Class.forName(VECTORS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel is not in the program's own jar", e);
    }
  }
}
