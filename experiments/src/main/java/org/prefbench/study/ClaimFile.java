package org.prefbench.study;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.yaml.YamlNode;

/** Reads claims from YAML: from a file, or those shipped in the jar. */
public final class ClaimFile {
  private static final String SHIPPED = "claims.yaml";

  private ClaimFile() {}

  /** The whole file. */
  public record Claims(
      @Help("ways to hold claims against results, in the order of their columns") @Default("[]")
          List<ClaimProtocol> protocols,
      @Help("the claims") List<Claim> claims) {
    /** Validates that names and ids differ and copies the lists. */
    public Claims {
      Checks.require(!claims.isEmpty(), "claims must have at least one entry");
      claims = List.copyOf(claims);
      protocols = List.copyOf(protocols);
      Names.checkUnique("protocols", "name", protocols.stream().map(ClaimProtocol::name).toList());
      Set<String> ids = new HashSet<>();
      for (Claim claim : claims) {
        Checks.require(
            ids.add(claim.id()), "claims must differ, got the id '%s' twice", claim.id());
      }
    }
  }

  /** Returns the shipped claims: those of the paper, study by study, and ours. */
  public static Claims shipped() {
    return parse(SHIPPED, StudyFile.resource("/" + SHIPPED));
  }

  /**
   * Returns the claims in a file, in its order.
   *
   * @throws InvalidInputException with line and key if the file is not valid
   */
  public static Claims read(Path file) {
    return parse(file.toString(), AtomicFiles.read(file, StudyFile.LARGEST));
  }

  /** Returns the claims in a YAML text that comes from {@code file}; see {@link #read}. */
  public static Claims parse(String file, String yaml) {
    YamlNode root = YamlNode.parse(file, yaml);
    return new RecordBinder("the claims file").bind(Claims.class, root, "");
  }
}
