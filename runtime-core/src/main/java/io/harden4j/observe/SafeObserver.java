package io.harden4j.observe;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a run safe from an observer that throws: logs and goes on. */
record SafeObserver(Observer inner) implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger(SafeObserver.class);

  @Override
  public Observation start(ObservedRun run) {
    return safely(() -> wrap(inner.start(run)), Observation.NONE);
  }

  @SuppressWarnings("ReferenceEquality") // NONE is one object
  private static Observation wrap(Observation observation) {
    return observation == Observation.NONE ? observation : new Safe(observation);
  }

  @SuppressWarnings("CatchingUnchecked")
  private static <T> T safely(Supplier<T> call, T otherwise) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("an observer threw; the run goes on without it", Unquoted.of(e));
      return otherwise;
    }
  }

  private record Safe(Observation inner) implements Observation {
    @Override
    public Observation child(ObservationKind kind, String name) {
      return safely(() -> wrap(inner.child(kind, name)), Observation.NONE);
    }

    @Override
    public Observation attribute(String key, Object value) {
      return safely(
          () -> {
            inner.attribute(key, value);
            return this;
          },
          this);
    }

    @Override
    public Observation error(Throwable error) {
      return safely(
          () -> {
            inner.error(error);
            return this;
          },
          this);
    }

    @Override
    public void end() {
      safely(
          () -> {
            inner.end();
            return this;
          },
          this);
    }

    @Override
    public String traceparent() {
      return safely(inner::traceparent, "");
    }

    @Override
    public boolean isRecording() {
      return safely(inner::isRecording, false);
    }
  }
}
