package io.harden4j.run;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;
import io.harden4j.effect.internal.BudgetLedger;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.TaskJournal;
import io.harden4j.graph.Ask;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scope that the effects of one attempt travel in: its label, its sticky signal, its questions, what is under way. Thread-safe: a node may call effects
 * from threads of its own.
 */
final class TaskScope implements EffectScope {
  private static final Logger LOG = LoggerFactory.getLogger(TaskScope.class);

  private final RunContext run;
  private final TaskId task;
  private final TaskJournal journal;
  private final Observation observation;
  private final InFlight inFlight = new InFlight();
  private @Nullable TaskQuestions questions;
  private @Nullable IdentityHashMap<Label, Label> endorsed;
  private @Nullable OuterEffects outerEffects;
  private Label label;
  private volatile @Nullable ControlSignal mark;
  private volatile boolean over;
  private volatile @Nullable RuntimeException storeFailure;

  TaskScope(RunContext run, LiveTask task, TaskJournal journal, Observation observation) {
    this.run = run;
    this.task = task.id();
    this.journal = journal;
    this.observation = observation;
    this.label = task.control();
  }

  RunContext run() {
    return run;
  }

  String node() {
    return task.node();
  }

  boolean isCancelled() {
    return over || mark != null || run.stop().signal() != null;
  }

  // ---- questions

  synchronized TaskQuestions questions() {
    if (questions == null) {
      questions = new TaskQuestions(run, journal.task(), this::label);
    }
    return questions;
  }

  synchronized List<Question> asks() {
    return questions == null ? List.of() : questions.asks();
  }

  /** Marks the attempt as one that waits, and returns the signal to throw. */
  ControlSignal suspended() {
    return mark(new ControlSignal(Kind.SUSPENDED, "node '" + node() + "' waits for an answer"));
  }

  @Override
  public Approval approval(
      EffectKey effect,
      String kind,
      String binding,
      String text,
      String audience,
      @Nullable Duration expiresIn) {
    Ask<Boolean> open = Ask.of(text, Boolean.class).to(audience);
    Ask<Boolean> ask = expiresIn == null ? open : open.expiresIn(expiresIn);
    TaskQuestions.Answered<Boolean> answered =
        questions().answered(kind, TaskQuestions.binding(effect, binding), 0, ask);
    if (answered == null) {
      throw suspended();
    }
    Question asked = Objects.requireNonNull(answered.question());
    return new Approval(asked.id(), answered.value().value(), String.valueOf(asked.answeredBy()));
  }

  @Override
  public Settlement settlement(EffectKey effect, int tries, String text) {
    TaskQuestions.Answered<io.harden4j.run.Settlement> answered = questions()
        .answered(
            TaskQuestions.OUTCOME,
            TaskQuestions.outcome(effect, tries),
            0,
            Ask.of(text, io.harden4j.run.Settlement.class));
    if (answered == null) {
      throw suspended();
    }
    io.harden4j.run.Settlement settled = answered.value().value();
    return new Settlement(settled.happened(), Optional.ofNullable(settled.resultJson()));
  }

  // ---- label

  /** Lets the task write values under this label. */
  synchronized void allow(Label explicit) {
    if (endorsed == null) {
      endorsed = new IdentityHashMap<>();
    }
    endorsed.put(explicit, explicit);
  }

  /** Returns the label a write gets: that of a recorded endorsement, else what the task has read. */
  synchronized Label labelOf(Update.Write write) {
    Label explicit = write.label();
    if (explicit == null) {
      return label;
    }
    if (endorsed == null || !endorsed.containsKey(explicit)) {
      throw new IllegalArgumentException(
          "the write to '" + write.key()
              + "' claims a label that was not endorsed in this task; pass what ctx.endorse(...) returned");
    }
    return explicit;
  }

  // ---- signals and effects under way

  @Override
  public void storeFailed(RuntimeException error) {
    if (storeFailure == null) {
      storeFailure = error;
    }
  }

  /** Returns what the store failed with, or null. */
  @Nullable
  RuntimeException storeFailure() {
    return storeFailure;
  }

  @Override
  public void checkSignal() {
    RuntimeException broken = storeFailure;
    if (broken != null) {
      throw broken;
    }
    ControlSignal own = mark;
    if (own != null) {
      throw own;
    }
    ControlSignal stop = run.stop().signal();
    if (stop != null) {
      throw mark(stop);
    }
    if (over) {
      throw new ControlSignal(
          Kind.CANCELLED,
          "this attempt of node '" + node() + "' has ended; its late calls are refused");
    }
  }

  @Override
  public synchronized ControlSignal mark(ControlSignal signal) {
    ControlSignal first = mark;
    if (first != null) {
      return first;
    }
    mark = signal;
    return signal;
  }

  @Nullable
  ControlSignal signal() {
    return mark;
  }

  @Override
  public void enter() {
    checkSignal();
    inFlight.enter();
  }

  @Override
  public void leave() {
    inFlight.leave();
  }

  /**
   * Ends the attempt: whatever it still calls is refused. Effects that other threads of the node began are waited for, so that their outcomes are
   * recorded, unless the run is being stopped.
   */
  void end(long patienceMillis) {
    over = true;
    int left = inFlight.await(patienceMillis, run.stop());
    if (left > 0) {
      LOG.warn(
          "node '{}' ended while {} of its effects were running in other threads; a human may be asked for their outcome",
          node(),
          left);
    }
  }

  @Override
  public Observation observation() {
    return observation;
  }

  synchronized OuterEffects outerEffects() {
    if (outerEffects == null) {
      outerEffects = new OuterEffects();
    }
    return outerEffects;
  }

  @Override
  public synchronized String recordedName(String name) {
    return outerEffects == null ? name : outerEffects.recordedName(name);
  }

  @Override
  public TaskJournal journal() {
    return journal;
  }

  @Override
  public BudgetLedger budget() {
    return run.ledger();
  }

  @Override
  public PayloadVault vault() {
    return run.vault();
  }

  @Override
  public synchronized Label label() {
    return label;
  }

  @Override
  public synchronized void join(Label other) {
    label = label.join(other);
  }

  @Override
  public Principal principal() {
    return run.principal();
  }

  @Override
  public Set<String> killScopes() {
    return run.killScopes();
  }

  @Override
  public void effectEnded(String effect, String outcome, @Nullable String rule) {
    tell(t -> new RunEvent.EffectEnded(t, node(), effect, outcome, rule));
  }

  void tell(Function<String, RunEvent> event) {
    if (run.events().isListening()) {
      run.events().emit(event.apply(task.toString()));
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean isDurable() {
    return run.durable();
  }
}
