package io.harden4j.run;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.RunId;
import io.harden4j.effect.Effect;
import io.harden4j.effect.Retry;
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
import io.harden4j.tool.EndorsementRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One attempt of one task: the facade a node works with. */
final class TaskContext implements NodeContext {
  private final RunContext run;
  private final TaskScope scope;
  private final LiveTask task;
  private final Space space;
  private final int step;
  private final int attempt;
  private Update staged = Update.none();
  private @Nullable RandomGenerator random;
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
    this.scope = new TaskScope(run, task, journal, observation);
    this.task = task;
    this.space = space;
    this.step = step;
    this.attempt = attempt;
  }

  /** Returns the scope that this attempt's effects travel in. */
  TaskScope scope() {
    return scope;
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
    scope.join(of);
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

  synchronized HeldResults held() {
    if (held == null) {
      held = new HeldResults(scope::allow);
    }
    return held;
  }

  @Override
  public Label label() {
    return scope.label();
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
    return scope.isCancelled();
  }

  // ---- effects

  @Override
  public ChatModel chatModel(ChatModel model) {
    return new BoundChatModel(scope, model);
  }

  @Override
  public StreamingChatModel streamingChatModel(StreamingChatModel model) {
    return new BoundStreamingChatModel(scope, model);
  }

  @Override
  public EmbeddingModel embeddingModel(EmbeddingModel model) {
    return new BoundEmbeddingModel(scope, model);
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
                    () -> Retrieved.permitted(retriever.retrieve(q), q))
                .retry(run.modelRetry())
                .attribute(ObservedKeys.SOURCE, retriever.name())
                .attribute(ObservedKeys.TOP_K, (long) limit)
                .attribute(ObservedKeys.INPUT, query)
                .label(passages ->
                    passages.stream().map(Passage::label).reduce(Label.SYSTEM, Label::join))
                .outcome(
                    (span, passages) -> span.attribute(ObservedKeys.HITS, (long) passages.size())
                        .attribute(ObservedKeys.OUTPUT, PassageViews.json(passages))),
            scope);
    found.forEach(p -> texts().text(p.text(), p.label()));
    return found;
  }

  @Override
  public ToolBox tools(String... servers) {
    return new BoundToolBox(this, run.tools().select(Set.of(servers)));
  }

  @Override
  public void emit(Object event) {
    scope.checkSignal();
    scope.tell(t -> new RunEvent.Custom(t, node(), event));
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
            scope);
  }

  @Override
  public synchronized RandomGenerator random() {
    if (random == null) {
      String seed = Digests.sha256(
          run.run().value() + '\n' + run.branch() + '\n' + task.id() + '\n' + run.epoch());
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
    return run.road().perform(new CustomEffect<>(name, effect, body, scope.outerEffects()), scope);
  }

  @Override
  public <T> Labeled<T> endorse(T value, Endorsement endorsement) {
    EndorsementRequest request = new EndorsementRequest(
        run.principal(),
        run.run(),
        run.thread(),
        node(),
        endorsement,
        String.valueOf(value),
        scope.label());
    if (!run.gate().endorses(request, run.clock().instant())) {
      throw new EndorsementRefusedException(endorsement.name());
    }
    Label raised =
        new Label(endorsement.to(), scope.label().readers(), scope.label().origins());
    String record = endorsement.name() + ": " + scope.label().integrity() + " -> "
        + endorsement.to() + " because " + endorsement.reason();
    run.road()
        .perform(
            SimpleOperation.of(
                    "endorse:" + endorsement.name(),
                    ObservationKind.EFFECT,
                    Digests.sha256(record + "\n" + value),
                    JsonCodec.of(String.class),
                    () -> record)
                .attribute(ObservedKeys.REASON, record),
            scope);
    scope.allow(raised);
    return Labeled.of(value, raised);
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
    new TaskWaits(scope).sleep(time);
  }

  @Override
  public void sleepUntil(Instant end) {
    new TaskWaits(scope).sleepUntil(end);
  }

  @Override
  public <T> Optional<T> awaitEvent(String event, Class<T> type, Duration timeout) {
    Optional<T> value = new TaskWaits(scope).awaitEvent(event, type, timeout);
    value.ifPresent(v -> texts().text(String.valueOf(v), scope.label()));
    return value;
  }

  // ---- questions

  @Override
  public <T> T ask(Ask<T> question) {
    scope.checkSignal();
    T answer = answerOf(question);
    if (answer == null) {
      throw scope.suspended();
    }
    return answer;
  }

  @Override
  public List<Object> askAll(List<Ask<?>> questions) {
    scope.checkSignal();
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
      throw scope.suspended();
    }
    return answers;
  }

  private <T> @Nullable T answerOf(Ask<T> ask) {
    String binding = Digests.sha256(ask.text() + '\n' + ask.type().getName());
    TaskQuestions.Answered<T> answered =
        scope.questions().answered("ask", binding, scope.questions().occurrence(binding), ask);
    if (answered == null) {
      return null;
    }
    if (answered.question() == null) {
      recordFallback(binding, ask, answered.value().value());
    }
    scope.join(answered.value().label());
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
            scope);
  }
}
