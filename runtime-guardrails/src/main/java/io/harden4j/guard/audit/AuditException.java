package io.harden4j.guard.audit;

import io.harden4j.AgentRuntimeException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record that could not be kept, or a trail that must not be continued. The gate then denies what is not a plain read. */
public final class AuditException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Path file;

  AuditException(@Nullable Path file, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /** Returns the file of the trail; empty for one in a database. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }
}
