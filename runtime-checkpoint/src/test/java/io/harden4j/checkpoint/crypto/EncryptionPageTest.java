package io.harden4j.checkpoint.crypto;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.MissingKeyException;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.file.FileControlStore;
import io.harden4j.checkpoint.retention.Retention;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/encryption.md, in its order. */
class EncryptionPageTest {
  private static final StateKey<String> NAME = StateKey.of("name", String.class);
  private static final Principal ANA = Principal.of("ana", "acme");
  private static final String OLD = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
  private static final String NEW = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

  @TempDir
  Path directory;

  private final StateGraph graph = StateGraph.builder("greet")
      .state(NAME)
      .node("greet", ctx -> Update.of(NAME, "hello " + ctx.get(NAME)))
      .start("greet")
      .edge("greet", END)
      .build();
  private Path file;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    file = directory.resolve("keys.json");
    store = FileCheckpointStore.open(directory.resolve("store"));
  }

  private void keys(String json) throws IOException {
    Path fresh = directory.resolve("keys.new");
    Files.writeString(fresh, json);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private AgentRuntime runtime(PayloadCipher cipher) {
    return AgentRuntime.builder()
        .checkpoints(store)
        .cipher(cipher)
        .graphs(graph)
        .build();
  }

  private static String name(AgentRuntime runtime) {
    return runtime.threads().state(ANA, "t1").values().get(NAME);
  }

  @Test
  void keys_are_rotated_and_a_tenant_is_erased() throws IOException {
    keys("{\"acme\": {\"keys\": {\"2025\": \"" + OLD + "\"}}}");
    FileKeys keys = FileKeys.open(file);
    AesGcmCipher cipher = AesGcmCipher.of(keys);
    AgentRuntime runtime = runtime(cipher);
    runtime.run(graph, Update.of(NAME, "Bob"), RunOptions.thread("t1").as(ANA));

    String both = "\"keys\": {\"2025\": \"" + OLD + "\", \"2026\": \"" + NEW + "\"}}}";
    keys("{\"acme\": {\"current\": \"2025\", " + both);
    assertThat(name(runtime)).isEqualTo("hello Bob");
    keys("{\"acme\": {\"current\": \"2026\", " + both);
    RekeyReport report =
        Rekey.builder(store, cipher).threadsPerSecond(50).build().tenant("acme");
    assertThat(report.complete()).isTrue();
    assertThat(report.payloads()).isPositive();
    keys("{\"acme\": {\"keys\": {\"2026\": \"" + NEW + "\"}}}");
    assertThat(name(runtime)).isEqualTo("hello Bob");

    keys("{\"globex\": {\"keys\": {\"a\": \"" + OLD + "\"}}}");
    assertThatThrownBy(() -> name(runtime)).isInstanceOf(MissingKeyException.class);
    Retention.builder(store, FileControlStore.open(directory.resolve("store")))
        .build()
        .deleteSubject("acme", "ana", "dpo", "request 1");
    assertThat(runtime.threads().list(ANA)).isEmpty();
  }

  @Test
  void what_is_stored_in_clear_is_encrypted_later() throws IOException {
    runtime(PayloadCipher.NONE)
        .run(graph, Update.of(NAME, "Bob"), RunOptions.thread("t1").as(ANA));
    keys("{\"*\": {\"keys\": {\"base\": \"" + OLD + "\"}}}");
    FileKeys keys = FileKeys.open(file);

    AesGcmCipher cipher = AesGcmCipher.builder(keys).readPlainValues().build();
    Rekey.builder(store, cipher).build().tenant("acme");

    AesGcmCipher strict = AesGcmCipher.builder(keys).withoutCompression().build();
    assertThat(name(runtime(strict))).isEqualTo("hello Bob");
  }
}
