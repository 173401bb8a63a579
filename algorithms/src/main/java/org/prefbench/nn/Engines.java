package org.prefbench.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.InvalidInputException;

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

  private static final Started STARTED = start();

  private Engines() {}

  /** The engine, or why there is none: asked a second time, it is the same. */
  private record Started(Optional<Engine> engine, String trouble) {}

  /**
   * Returns the engine.
   *
   * @throws InvalidInputException with the remedy if it does not start on this machine
   */
  static Engine engine() {
    return STARTED.engine().orElseThrow(() -> new InvalidInputException(STARTED.trouble()));
  }

  /** Returns a manager of arrays in main memory, to be closed by the caller. */
  static NDManager newManager() {
    return engine().newBaseManager(Device.cpu());
  }

  private static Started start() {
    for (Map.Entry<String, String> setting : DEFAULTS.entrySet()) {
      if (System.getenv(setting.getKey()) == null && System.getProperty(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
    try {
      EngineLibraries.prepare();
      return new Started(Optional.of(Engine.getEngine("PyTorch")), "");
    } catch (InvalidInputException e) {
      return new Started(Optional.empty(), e.getMessage());
    } catch (EngineException | LinkageError e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      return new Started(
          Optional.empty(),
          "the training engine does not start: "
              + Optional.ofNullable(first.getMessage()).orElse("no reason is given")
              + "; 'prefbench doctor' looks at this machine");
    }
  }
}
