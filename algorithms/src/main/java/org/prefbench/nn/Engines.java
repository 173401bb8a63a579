package org.prefbench.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** The door to the training engine: silent, offline, one thread. */
final class Engines {
  /**
   * What the engine reads when it starts. The launcher and the tests set the same; here they are
   * defaults for whoever starts the JVM without them (a plugin's main, an editor's test runner), so
   * that nothing is ever downloaded or reported home, and two trials on two cores do not fight.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ai.djl.offline", "true",
          "OPT_OUT_TRACKING", "true",
          "org.slf4j.simpleLogger.log.ai.djl", "error", // it warns where CUDA has no driver
          "ai.djl.pytorch.num_threads", "1",
          "ai.djl.pytorch.num_interop_threads", "1");

  private static final Engine ENGINE = start();

  private Engines() {}

  /** Returns the engine. */
  static Engine engine() {
    return ENGINE;
  }

  /** Returns a manager of arrays in main memory, to be closed by the caller. */
  static NDManager newManager() {
    return ENGINE.newBaseManager(Device.cpu());
  }

  private static Engine start() {
    for (Map.Entry<String, String> setting : DEFAULTS.entrySet()) {
      if (System.getenv(setting.getKey()) == null && System.getProperty(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
    return Engine.getEngine("PyTorch");
  }
}
