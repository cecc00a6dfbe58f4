package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static final String ONE = key(1);
  private static final String TWO = key(2);

  @TempDir
  Path directory;

  private static String key(int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  private static String document(String tenant, String current, Map<String, String> keys) {
    StringBuilder json =
        new StringBuilder("{\"" + tenant + "\":{\"current\":\"" + current + "\",\"keys\":{");
    String comma = "";
    for (Map.Entry<String, String> each : new java.util.TreeMap<>(keys).entrySet()) {
      json.append(comma).append('"').append(each.getKey()).append("\":\"");
      json.append(each.getValue()).append('"');
      comma = ",";
    }
    return json.append("}}}").toString();
  }

  /** Puts a file in place of another by a rename, as an operator does. */
  private Path put(String json, String permissions) throws IOException {
    Path fresh = directory.resolve("keys.new");
    Files.writeString(fresh, json);
    if (posix()) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
    }
    return Files.move(fresh, directory.resolve("keys.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Test
  void a_file_is_read_again_when_it_was_replaced() throws IOException {
    FileKeys keys = FileKeys.open(put(document("acme", "k1", Map.of("k1", ONE)), "rw-------"));
    assertThat(keys.currentKeyId("acme")).contains("k1");

    put(document("acme", "k2", Map.of("k1", ONE, "k2", TWO)), "rw-------");
    assertThat(keys.currentKeyId("acme")).contains("k2");
    assertThat(keys.key("acme", "k1")).isPresent();

    put(document("globex", "k1", Map.of("k1", ONE)), "rw-------");
    assertThat(keys.currentKeyId("acme")).isEmpty();
    assertThat(keys.key("acme", "k1")).isEmpty();
  }

  @Test
  void a_file_that_became_unreadable_stops_everything_until_it_is_repaired() throws IOException {
    FileKeys keys = FileKeys.open(put(document("acme", "k1", Map.of("k1", ONE)), "rw-------"));
    put("{\"acme\":", "rw-------");
    assertThatThrownBy(() -> keys.key("acme", "k1")).isInstanceOf(CheckpointStoreException.class);
    Files.delete(directory.resolve("keys.json"));
    assertThatThrownBy(() -> keys.key("acme", "k1")).isInstanceOf(CheckpointStoreException.class);

    put(document("acme", "k1", Map.of("k1", ONE)), "rw-------");

    assertThat(keys.key("acme", "k1")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-"})
  void a_file_that_others_may_read_or_change_is_refused(String permissions) throws IOException {
    assumeTrue(posix(), "the file system has no POSIX permissions");
    Path file = put(document("acme", "k1", Map.of("k1", ONE)), permissions);

    assertThatThrownBy(() -> FileKeys.open(file))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_file_that_is_opened_up_later_is_refused_too() throws IOException {
    assumeTrue(posix(), "the file system has no POSIX permissions");
    Path file = put(document("acme", "k1", Map.of("k1", ONE)), "r--r-----");
    FileKeys keys = FileKeys.open(file);
    assertThat(keys.key("acme", "k1")).isPresent();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> keys.key("acme", "k1")).hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"acme\":{}}",
        "{\"acme\":{\"keys\":{}}}",
        "{\"acme\":{\"keys\":{\"k1\":\"c2hvcnQtc2VjcmV0\"}}}",
        "{\"acme\":{\"keys\":{\"k1\":\"not base64 secret\"}}}",
        "{\"acme\":{\"keys\":{\"k1\":7}}}",
        "{\"acme\":{\"current\":\"k9\",\"keys\":{\"k1\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}}}",
        "{\"acme\":{\"current\":1,\"keys\":{\"k1\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}}}",
        "{\"acme\":{\"keys\":{\"k1\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\",\"k1\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}}}",
        "{\"acme\":{\"keys\":{\"k1\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\",\"k2\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}}}"
      })
  void a_bad_document_is_refused_without_quoting_it(String json) {
    assertThatThrownBy(() -> EnvironmentKeys.of(Map.of("KEYS", json), "KEYS"))
        .isInstanceOf(CheckpointStoreException.class)
        .hasMessageContaining("the environment variable KEYS")
        .satisfies(e ->
            assertThat(e.toString() + e.getCause()).doesNotContain("secret", "c2hvcnQ", "AQEBAQ"));
  }

  @Test
  void an_environment_variable_holds_the_same_document() {
    String json = "{\"acme\":{\"keys\":{\"k1\":\"" + ONE + "\"}},\"*\":{\"keys\":{\"base\":\"" + TWO
        + "\"}}}";

    EnvironmentKeys keys = EnvironmentKeys.of(Map.of("KEYS", json), "KEYS");

    assertThat(keys.currentKeyId("acme")).contains("k1");
    assertThat(keys.currentKeyId("anyone")).contains("base");
    assertThat(keys.key("acme", "base"))
        .as("a tenant with own keys has no others")
        .isEmpty();
    assertThat(keys.toString()).doesNotContain(ONE, TWO).contains("KEYS");
    assertThatThrownBy(() -> EnvironmentKeys.of(Map.of(), "KEYS")).hasMessageContaining("KEYS");
  }

  @Test
  void keys_are_32_bytes_and_an_id_names_one_key() {
    StaticKeys.Builder keys = StaticKeys.builder().tenant("acme", "k1", new byte[32]);

    assertThatThrownBy(() -> keys.tenant("acme", "k2", new byte[16]))
        .hasMessageContaining("16 bytes");
    assertThatThrownBy(() -> keys.tenant("acme", "k1", new byte[32])).hasMessageContaining("twice");
    assertThatThrownBy(() -> keys.current("acme", "k7")).hasMessageContaining("k7");
    assertThat(keys.build().currentKeyId("acme")).contains("k1");
  }
}
