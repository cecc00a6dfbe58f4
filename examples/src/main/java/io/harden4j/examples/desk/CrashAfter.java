package io.harden4j.examples.desk;

import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;

/** Crashes the process once a node's step is committed: the power cut of this example. */
final class CrashAfter implements Observer {
  private final String node;
  private final Runnable crash;
  private volatile boolean done;

  CrashAfter(String node, Runnable crash) {
    this.node = node;
    this.crash = crash;
  }

  @Override
  public Observation start(ObservedRun run) {
    return new Watch(ObservationKind.RUN, "");
  }

  private final class Watch implements Observation {
    private final ObservationKind kind;
    private final String name;
    private volatile boolean succeeded;

    Watch(ObservationKind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    @Override
    public Observation child(ObservationKind childKind, String childName) {
      return new Watch(childKind, childName);
    }

    @Override
    public Observation attribute(String key, Object value) {
      succeeded |= key.equals(ObservedKeys.OUTCOME) && value.equals("succeeded");
      return this;
    }

    @Override
    public Observation error(Throwable error) {
      return this;
    }

    @Override
    public void end() {
      if (kind == ObservationKind.NODE && name.equals(node) && succeeded) {
        done = true;
      }
      if (kind == ObservationKind.CHECKPOINT && done) {
        crash.run();
      }
    }

    @Override
    public String traceparent() {
      return "";
    }
  }
}
