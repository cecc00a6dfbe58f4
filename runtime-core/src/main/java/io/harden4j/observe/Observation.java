package io.harden4j.observe;

/**
 * One thing that is happening: a span. Created by {@link Observer} or by {@link #child}, ended by {@link #end}.
 *
 * <p><b>Failures.</b> No method throws, blocks or slows the run: an adapter drops and counts.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; children may be started from any thread.
 */
public interface Observation {
  /** Says nothing to nobody. */
  Observation NONE = new Observation() {
    @Override
    public Observation child(ObservationKind kind, String name) {
      return this;
    }

    @Override
    public Observation attribute(String key, Object value) {
      return this;
    }

    @Override
    public Observation error(Throwable error) {
      return this;
    }

    @Override
    public void end() {}

    @Override
    public String traceparent() {
      return "";
    }

    @Override
    public boolean isRecording() {
      return false;
    }
  };

  /** Starts a part of this. */
  Observation child(ObservationKind kind, String name);

  /** Attaches a fact: a key of {@link ObservedKeys} with a string, number, boolean or JSON tree. */
  Observation attribute(String key, Object value);

  /** Marks it as failed. Interrupts and denials are not failures. */
  Observation error(Throwable error);

  /** Ends it. Calling it again does nothing. */
  void end();

  /** Returns the W3C traceparent to hand on, or empty. */
  String traceparent();

  /** Says whether attributes are kept: if not, callers need not build them. */
  default boolean isRecording() {
    return true;
  }
}
