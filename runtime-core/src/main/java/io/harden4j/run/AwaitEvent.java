package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.internal.Admission;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.Operation;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wait for an event: its result is the event's JSON, or nothing if the time was over first. */
final class AwaitEvent<T> implements Operation<String> {
  private static final JsonCodec<String> CODEC = JsonCodec.of(String.class);
  private static final Logger LOG = LoggerFactory.getLogger(AwaitEvent.class);
  private static final String NONE = "";

  /** Returns the event once it is there or its time is over, or suspends. */
  interface Waiting {
    Optional<Labeled<String>> event(EffectKey key, String taker);
  }

  private final String event;
  private final Duration timeout;
  private final JsonCodec<T> codec;
  private final Waiting waiting;
  private final Mail mail;
  private @Nullable EffectKey key;
  private Label label = Label.SYSTEM;
  private boolean took;

  AwaitEvent(String event, Class<T> type, Duration timeout, Mail mail, Waiting waiting) {
    this.event = event;
    this.timeout = timeout;
    this.codec = JsonCodec.of(type);
    this.mail = mail;
    this.waiting = waiting;
  }

  @Override
  public String name() {
    return "event:" + event;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.EFFECT;
  }

  @Override
  public String digest() {
    return Digests.sha256(event + '\n' + timeout);
  }

  @Override
  public StateCodec<String> codec() {
    return CODEC;
  }

  @Override
  public Admission<String> admit(EffectKey named, EffectScope scope, Observation span) {
    key = named;
    return Admission.open();
  }

  @Override
  public String call(Attempt attempt) {
    EffectKey own = java.util.Objects.requireNonNull(key);
    Optional<Labeled<String>> found = waiting.event(own, taker(own));
    found.ifPresent(f -> {
      label = f.label();
      took = true;
      decoded(f.value());
    });
    return found.map(Labeled::value).orElse(NONE);
  }

  /** Names the call over all crashes: what it took before its effect was recorded, it takes again. */
  private static String taker(EffectKey key) {
    return Digests.sha256(key.task().branch()
        + '\n'
        + key.task().task()
        + '\n'
        + key.task().epoch()
        + '\n'
        + key.name()
        + '\n'
        + key.digest()
        + '\n'
        + key.occurrence());
  }

  @Override
  public Label label(String result, EffectScope scope) {
    return label;
  }

  /** The effect is recorded, so the event is not needed any more. */
  @Override
  public void ended(String outcome, String reason) {
    EffectKey own = key;
    if (own != null && took && outcome.equals("done")) {
      try {
        mail.forget(own.task().thread(), taker(own));
      } catch (AgentRuntimeException e) {
        LOG.warn(
            "a received event stays in the mail of thread '{}'; it does no harm there",
            own.task().thread().threadId(),
            e);
      }
    }
  }

  /** Reads a result. */
  Optional<T> value(String result) {
    return result.equals(NONE) ? Optional.empty() : Optional.of(decoded(result));
  }

  private T decoded(String json) {
    return codec.decode(json.getBytes(StandardCharsets.UTF_8), codec.schema());
  }
}
