package io.harden4j.run;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.effect.ControlSignal;
import io.harden4j.effect.ControlSignal.Kind;
import io.harden4j.effect.Effect;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.BudgetLedger;
import io.harden4j.effect.internal.Durations;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.effect.internal.TaskJournal;
import io.harden4j.graph.Ask;
import io.harden4j.graph.MissingValueException;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.ToolBox;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import io.harden4j.label.Endorsement;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of one task: the facade a node works with, and the scope its effects travel in. */
final class TaskContext implements NodeContext, EffectScope {
  private static final Logger LOG = LoggerFactory.getLogger(TaskContext.class);

  private final RunContext run;
  private final LiveTask task;
  private final TaskKey key;
  private final Space space;
  private final TaskJournal journal;
  private final int step;
  private final int attempt;
  private final Observation observation;
  private @Nullable TaskQuestions questions;
  private @Nullable IdentityHashMap<Label, Label> endorsed;
  private Label label;
  private Update staged = Update.none();
  private @Nullable RandomGenerator random;
  private volatile @Nullable ControlSignal mark;
  private @Nullable OuterEffects outerEffects;
  private final InFlight inFlight = new InFlight();
  private volatile boolean over;
  private volatile @Nullable RuntimeException storeFailure;
  private @Nullable ReadTexts texts;
  private @Nullable HeldResults held;

  TaskContext(
      RunContext run,
      LiveTask task,
      Space space,
      TaskJournal journal,
      int step,
      int attempt,
      Observation observation) {
    this.run = run;
    this.task = task;
    this.key = journal.task();
    this.space = space;
    this.journal = journal;
    this.step = step;
    this.attempt = attempt;
    this.observation = observation;
    this.label = task.control();
  }

  RunContext runContext() {
    return run;
  }

  /** Retries of model, embedding and retrieval calls: nothing of consequence is repeated. */
  Retry modelRetry() {
    return run.modelRetry();
  }

  // ---- state

  @Override
  public <T> T get(StateKey<T> k) {
    T value = space.get(k);
    read(k, value);
    return value;
  }

  @Override
  public <T> Optional<T> find(StateKey<T> k) {
    Optional<T> value = space.find(k);
    value.ifPresent(v -> read(k, v));
    return value;
  }

  private void read(StateKey<?> k, Object value) {
    Label of = space.label(k);
    join(of);
    if (run.tools().hasTools()) {
      texts().value(k, value, of);
    }
  }

  /** Most tasks neither read texts that tools could take nor ask: what keeps track of that is made when it is first needed. */
  synchronized ReadTexts texts() {
    if (texts == null) {
      texts = new ReadTexts();
    }
    return texts;
  }

  private synchronized TaskQuestions questions() {
    if (questions == null) {
      questions = new TaskQuestions(run, key, this::label);
    }
    return questions;
  }

  synchronized HeldResults held() {
    if (held == null) {
      held = new HeldResults(this::allow);
    }
    return held;
  }

  @Override
  public Label label(StateKey<?> k) {
    return space.label(k);
  }

  @Override
  public <R extends Record> R as(Class<R> type) {
    return RecordViews.read(type, space.graph(), this);
  }

  @Override
  public <I> I input(Class<I> type) {
    TaskInput input = task.input();
    if (input == null) {
      throw new MissingValueException("input of node '" + node() + "' (it was not fanned out)");
    }
    return input.read(type, run.vault());
  }

  <T> StateKey<T> declared(StateKey<T> k) {
    return space.graph().graph().declared(k);
  }

  // ---- identity

  @Override
  public String node() {
    return task.id().node();
  }

  @Override
  public String threadId() {
    return run.thread().threadId();
  }

  @Override
  public RunId run() {
    return run.run();
  }

  @Override
  public Principal principal() {
    return run.principal();
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public boolean isCancelled() {
    return over || mark != null || run.stop().signal() != null;
  }

  // ---- effects

  @Override
  public ChatModel chatModel(ChatModel model) {
    return new BoundChatModel(this, model);
  }

  @Override
  public StreamingChatModel streamingChatModel(StreamingChatModel model) {
    return new BoundStreamingChatModel(this, model);
  }

  @Override
  public EmbeddingModel embeddingModel(EmbeddingModel model) {
    return new BoundEmbeddingModel(this, model);
  }

  @Override
  public List<Passage> retrieve(Retriever retriever, String query, int limit) {
    RetrievalQuery q = new RetrievalQuery(query, limit, run.principal());
    List<Passage> found = run.road()
        .perform(
            SimpleOperation.of(
                    "retrieval:" + retriever.name(),
                    ObservationKind.RETRIEVAL,
                    Digests.sha256(limit + "\n" + query),
                    JsonCodec.listOf(Passage.class),
                    () -> List.copyOf(retriever.retrieve(q)))
                .retry(modelRetry())
                .attribute(ObservedKeys.SOURCE, retriever.name())
                .attribute(ObservedKeys.TOP_K, (long) limit)
                .attribute(ObservedKeys.INPUT, query)
                .label(passages ->
                    passages.stream().map(Passage::label).reduce(Label.SYSTEM, Label::join))
                .outcome(
                    (span, passages) -> span.attribute(ObservedKeys.HITS, (long) passages.size())
                        .attribute(ObservedKeys.OUTPUT, PassageViews.json(passages))),
            this);
    found.forEach(p -> texts().text(p.text(), p.label()));
    return found;
  }

  @Override
  public ToolBox tools(String... servers) {
    return new BoundToolBox(this, run.tools().select(Set.of(servers)));
  }

  @Override
  public void emit(Object event) {
    checkSignal();
    tell(t -> new RunEvent.Custom(t, node(), event));
  }

  @Override
  public Instant now() {
    return run.road()
        .perform(
            SimpleOperation.of(
                "clock",
                ObservationKind.EFFECT,
                "now",
                JsonCodec.of(Instant.class),
                () -> run.clock().instant()),
            this);
  }

  @Override
  public synchronized RandomGenerator random() {
    if (random == null) {
      String seed = Digests.sha256(
          run.run().value() + '\n' + key.branch() + '\n' + key.task() + '\n' + key.epoch());
      random = new java.util.SplittableRandom(Long.parseUnsignedLong(seed.substring(0, 16), 16));
    }
    return random;
  }

  @Override
  public <T> T effect(String name, Callable<T> body) {
    return effect(
        name, new Effect<>(false, Retry.NEVER, null, null), idempotencyKey -> body.call());
  }

  @Override
  public <T> T effect(String name, Effect<T> effect, Effect.Body<T> body) {
    return run.road().perform(new CustomEffect<>(name, effect, body, outerEffects()), this);
  }

  @Override
  public <T> Labeled<T> endorse(T value, Endorsement endorsement) {
    Label raised = new Label(endorsement.to(), label().readers(), label().origins());
    String record = endorsement.name() + ": " + label().integrity() + " -> " + endorsement.to()
        + " because " + endorsement.reason();
    run.road()
        .perform(
            SimpleOperation.of(
                    "endorse:" + endorsement.name(),
                    ObservationKind.EFFECT,
                    Digests.sha256(record + "\n" + value),
                    JsonCodec.of(String.class),
                    () -> record)
                .attribute(ObservedKeys.REASON, record),
            this);
    allow(raised);
    return Labeled.of(value, raised);
  }

  /** Lets the task write values under this label. */
  private synchronized void allow(Label explicit) {
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

  @Override
  public synchronized void stage(Update update) {
    staged = staged.and(update);
  }

  synchronized Update staged() {
    return staged;
  }

  // ---- waits

  @Override
  public void sleep(Duration time) {
    run.road()
        .perform(
            new Sleep("for " + time, now -> now.plusMillis(Durations.millis(time)), this::slept),
            this);
  }

  @Override
  public void sleepUntil(Instant end) {
    run.road().perform(new Sleep("until " + end, now -> end, this::slept), this);
  }

  private Instant slept(EffectKey effect, UnaryOperator<Instant> end) {
    Instant over = questions().slept(TaskQuestions.binding(effect, "timer"), end);
    if (over == null) {
      throw suspended();
    }
    return over;
  }

  @Override
  public <T> Optional<T> awaitEvent(String event, Class<T> type, Duration timeout) {
    if (event.isBlank()) {
      throw new IllegalArgumentException("an event needs a name; the sender names it, too");
    }
    AwaitEvent<T> wait = new AwaitEvent<>(
        event, type, timeout, run.mail(), (key, taker) -> arrived(event, timeout, key, taker));
    Optional<T> value = wait.value(run.road().perform(wait, this));
    value.ifPresent(v -> texts().text(String.valueOf(v), label()));
    return value;
  }

  /** Returns the event, or nothing once the time is over: an event that is there wins. */
  private Optional<Labeled<String>> arrived(
      String event, Duration timeout, EffectKey effect, String taker) {
    Optional<Labeled<String>> there = run.mail().take(run.thread(), event, taker);
    boolean over = there.isEmpty()
        && questions()
            .gaveUp(
                event,
                TaskQuestions.binding(effect, "event"),
                now -> Durations.isForEver(timeout)
                    ? null
                    : now.plusMillis(Durations.millis(timeout)));
    if (there.isEmpty() && !over) {
      throw suspended();
    }
    return there;
  }

  // ---- questions

  @Override
  public <T> T ask(Ask<T> question) {
    checkSignal();
    T answer = answerOf(question);
    if (answer == null) {
      throw suspended();
    }
    return answer;
  }

  @Override
  public List<Object> askAll(List<Ask<?>> questions) {
    checkSignal();
    List<Object> answers = new ArrayList<>();
    boolean missing = false;
    for (Ask<?> question : questions) {
      Object answer = answerOf(question);
      missing |= answer == null;
      if (answer != null) {
        answers.add(answer);
      }
    }
    if (missing) {
      throw suspended();
    }
    return answers;
  }

  private <T> @Nullable T answerOf(Ask<T> ask) {
    String binding = Digests.sha256(ask.text() + '\n' + ask.type().getName());
    TaskQuestions.Answered<T> answered =
        questions().answered("ask", binding, questions().occurrence(binding), ask);
    if (answered == null) {
      return null;
    }
    if (answered.question() == null) {
      recordFallback(binding, ask, answered.value().value());
    }
    join(answered.value().label());
    texts().text(String.valueOf(answered.value().value()), answered.value().label());
    return answered.value().value();
  }

  /** Puts on the record that nobody has answered, and what counts instead. */
  private void recordFallback(String binding, Ask<?> ask, Object fallback) {
    run.road()
        .perform(
            SimpleOperation.of(
                    "unanswered",
                    ObservationKind.EFFECT,
                    binding,
                    JsonCodec.of(String.class),
                    () -> "nobody answered '" + ask.text() + "' in time; taken: " + fallback)
                .attribute(ObservedKeys.INPUT, ask.text()),
            this);
  }

  private ControlSignal suspended() {
    return mark(new ControlSignal(Kind.SUSPENDED, "node '" + node() + "' waits for an answer"));
  }

  synchronized List<Question> asks() {
    return questions == null ? List.of() : questions.asks();
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

  // ---- scope

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

  private synchronized OuterEffects outerEffects() {
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
  public Set<String> killScopes() {
    return run.killScopes();
  }

  @Override
  public void effectEnded(String effect, String outcome, @Nullable String rule) {
    tell(t -> new RunEvent.EffectEnded(t, node(), effect, outcome, rule));
  }

  void tell(Function<String, RunEvent> event) {
    if (run.events().isListening()) {
      run.events().emit(event.apply(task.id().toString()));
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
