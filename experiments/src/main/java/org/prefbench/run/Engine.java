package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.prefbench.code.Closures;
import org.prefbench.core.Sha256;
import org.prefbench.store.Provenance;

/**
 * What the training engine computes with here: its native code and the settings that choose among
 * it, all of which its bits may depend on, so that they belong to the keys of results and cache.
 */
final class Engine {
  private static final String LIBRARY = "pytorch-engine-"; // how its jar begins
  private static final String CODE_PATH = "ATEN_CPU_CAPABILITY";
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  /** How the settings begin that choose another library, or another code path of one within it. */
  private static final List<String> SETTINGS = List.of("PYTORCH_", "MKL_", "ONEDNN_", "DNNL_");

  private Engine() {}

  /** Returns what this process computes with. */
  static Closures.Natives natives() {
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name));
    }
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    return new Closures.Natives(
        LIBRARY, parts(Provenance.classPathLibraries(), platform, System.getenv(), properties));
  }

  /**
   * Returns the parts of the closure of whatever uses the engine. A setting that has its usual
   * value, or none, is no part, but for the code path, which always is.
   *
   * @param jars file names of the class path
   * @param platform ending of the names of native jars for this machine
   */
  static List<String> parts(
      List<String> jars,
      String platform,
      Map<String, String> environment,
      Map<String, String> properties) {
    List<String> parts = new ArrayList<>();
    for (String jar : jars) {
      boolean here = jar.startsWith("pytorch-native-") && jar.endsWith(platform + ".jar");
      if (here || jar.startsWith("pytorch-jni-")) {
        parts.add(jar);
      }
    }
    parts.add(CODE_PATH + "=" + environment.getOrDefault(CODE_PATH, ""));
    Map<String, String> settings = new TreeMap<>(properties);
    settings.putAll(environment); // which the engine asks first
    settings.forEach(
        (name, value) -> {
          if (SETTINGS.stream().anyMatch(name::startsWith)) {
            parts.add(name + "=" + text(value));
          }
        });
    String threads = Optional.ofNullable(properties.get(THREADS)).orElse("one per core");
    if (!threads.equals("1")) { // sums are cut into as many parts
      parts.add(THREADS + "=" + threads);
    }
    return List.copyOf(parts);
  }

  /** Results name no folder of the machine that made them. */
  private static String text(String value) {
    return value.matches("[\\w.,-]*") ? value : Sha256.of(value);
  }

  /** Returns how the engine calls a platform: {@code linux-x86_64}. */
  static String platform(String system, String architecture) {
    String name = system.toLowerCase(Locale.ROOT);
    String os = name.startsWith("windows") ? "win" : name.startsWith("mac") ? "osx" : "linux";
    return os + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
