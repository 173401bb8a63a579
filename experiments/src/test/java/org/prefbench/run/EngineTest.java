package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Sha256;

class EngineTest {
  private static final Map<String, String> ONE_THREAD = Map.of("ai.djl.pytorch.num_threads", "1");

  private static List<String> settings(
      Map<String, String> environment, Map<String, String> properties) {
    return Engine.parts(List.of(), "linux-x86_64", environment, properties);
  }

  @Test
  void nativeCodeOfOtherPlatformsDoesNotCount() {
    assertEquals(
        List.of(
            "pytorch-jni-2.7.1-0.35.1.jar",
            "pytorch-native-cpu-2.7.1-linux-x86_64.jar",
            "ATEN_CPU_CAPABILITY=avx2"),
        Engine.parts(
            List.of(
                "pytorch-engine-0.35.1.jar",
                "pytorch-jni-2.7.1-0.35.1.jar",
                "pytorch-native-cpu-2.7.1-linux-x86_64.jar",
                "pytorch-native-cpu-2.7.1-win-x86_64.jar",
                "pytorch-native-cpu-precxx11-2.7.1-linux-aarch64.jar",
                "xchart-4.0.3.jar"),
            "linux-x86_64",
            Map.of("ATEN_CPU_CAPABILITY", "avx2"),
            ONE_THREAD));
  }

  @Test
  void whatChoosesAmongTheEnginesCodeCounts() {
    assertEquals(List.of("ATEN_CPU_CAPABILITY="), settings(Map.of("HOME", "/a"), ONE_THREAD));
    assertEquals(
        List.of("ATEN_CPU_CAPABILITY=", "MKL_CBWR=AVX2,STRICT", "PYTORCH_VERSION=2.5.1"),
        settings(
            Map.of("MKL_CBWR", "AVX2,STRICT"),
            Map.of("ai.djl.pytorch.num_threads", "1", "PYTORCH_VERSION", "2.5.1")));
    assertEquals(
        List.of("ATEN_CPU_CAPABILITY=", "ai.djl.pytorch.num_threads=4"),
        settings(Map.of(), Map.of("ai.djl.pytorch.num_threads", "4")));
    assertEquals(
        List.of("ATEN_CPU_CAPABILITY=", "ai.djl.pytorch.num_threads=one per core"),
        settings(Map.of(), Map.of()));
  }

  @Test
  void noFolderOfThisMachineIsNamed() {
    assertEquals(
        List.of(
            "ATEN_CPU_CAPABILITY=", "PYTORCH_LIBRARY_PATH=" + Sha256.of("/home/somebody/torch")),
        settings(Map.of("PYTORCH_LIBRARY_PATH", "/home/somebody/torch"), ONE_THREAD));
  }

  @Test
  void platformsAreCalledAsTheEngineCallsThem() {
    assertEquals("linux-x86_64", Engine.platform("Linux", "amd64"));
    assertEquals("linux-aarch64", Engine.platform("Linux", "aarch64"));
    assertEquals("osx-aarch64", Engine.platform("Mac OS X", "aarch64"));
    assertEquals("win-x86_64", Engine.platform("Windows 11", "amd64"));
  }

  @Test
  void thisProcessHasTheNativeCodeThatItComputesWith() {
    List<String> parts = Engine.natives().parts();
    assertTrue(parts.stream().anyMatch(part -> part.startsWith("pytorch-jni-")), parts::toString);
    assertTrue(
        parts.stream().anyMatch(part -> part.startsWith("pytorch-native-")), parts::toString);
  }
}
