package io.harden4j.ollama;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model that a server has, as {@code /api/tags} lists it.
 *
 * @param name with its tag, e.g. {@code llama3.2:3b}
 * @param digest of its manifest
 * @param sizeBytes on disk; 0 for a cloud model on some servers
 * @param quantization empty if the server does not say
 * @param capabilities empty if the server does not say: ask {@code /api/show} then; copied
 * @param remoteHost where a cloud model runs; null for a local one
 */
public record InstalledModel(
    String name,
    String digest,
    long sizeBytes,
    String quantization,
    Set<String> capabilities,
    @Nullable String remoteHost) {
  /** Copies the capabilities. */
  public InstalledModel {
    capabilities = Set.copyOf(capabilities);
  }

  /** The host that receives the prompts of a cloud model; empty for a local one. */
  public Optional<String> remote() {
    return Optional.ofNullable(remoteHost);
  }

  /** Whether this is the model meant by the name; a name without a tag means {@code latest}. */
  public boolean isNamed(String other) {
    return name.equals(ModelNames.withTag(other));
  }
}
