package io.harden4j.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a test has shown to {@code target/evidence}. */
final class Evidence {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Evidence() {}

  static void write(String name, Object... keysAndValues) throws IOException {
    ObjectNode evidence =
        MAPPER.createObjectNode().put("tier", "verify").put("ran", true).put("skipped", "");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      evidence.putPOJO((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    Path file = Path.of("target", "evidence", name + ".json");
    Files.createDirectories(file.getParent());
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), evidence);
  }
}
