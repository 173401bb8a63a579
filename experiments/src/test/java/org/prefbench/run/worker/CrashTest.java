package org.prefbench.run.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as OpenJDK 17 writes them. */
class CrashTest {
  @TempDir private Path folder;

  @Test
  void aCrashIsASignalInALibrary() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hs_err_pid7.log"),
            """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f1b2c0d5a3b, pid=7, tid=8
            #
            # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6-Debian-1deb12u1)
            # Problematic frame:
            # C  [libtorch_cpu.so+0x18d5a3b]  at::native::add+0x2b
            #
            """);
    assertEquals(" (SIGSEGV in libtorch_cpu.so)", Crash.describe(file));
    assertEquals("", Crash.describe(folder.resolve("none")));
    assertEquals("", Crash.describe(Files.writeString(folder.resolve("empty"), "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Exception in thread \"main\" java.lang.StackOverflowError | StackOverflowError",
        "Exception in thread \"main\" java.lang.IllegalStateException: no: luck | no: luck",
        "Error occurred during initialization of VM;Could not reserve enough space for 4g"
            + " | Could not reserve enough space for 4g",
        "WARNING: Using incubator modules: jdk.incubator.vector | ''",
      })
  void theReasonIsWhatJavaGives(String said, String reason) throws IOException {
    String earlier = "Exception in thread \"main\" java.lang.Error: of another process\n";
    Path log = Files.writeString(folder.resolve("log"), earlier + said.replace(';', '\n') + "\n");
    assertEquals(reason, Crash.reason(log, earlier.length()));
  }
}
