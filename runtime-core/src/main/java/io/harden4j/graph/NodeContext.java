package io.harden4j.graph;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.harden4j.checkpoint.RunId;
import io.harden4j.effect.Effect;
import io.harden4j.identity.Principal;
import io.harden4j.label.Endorsement;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Everything a node has: the state it sees, and effects on the one road. Valid during one attempt of one task.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use by threads the node itself waits for.
 *
 * <p><b>Control signals.</b> Any effect may throw a {@link io.harden4j.effect.ControlSignal}; do not catch it.
 */
public interface NodeContext extends StateView {
  /** Returns the node's name. */
  String node();

  /** Returns the thread's id. */
  String threadId();

  /** Returns the run. */
  RunId run();

  /** Returns who the run acts for. */
  Principal principal();

  /** Returns the number of the super-step that will commit this task, 1 first. */
  int step();

  /** Returns which attempt of the task this is, 1 first. */
  int attempt();

  /** Returns the item this task was fanned out for. @throws MissingValueException if the task was not fanned out */
  <I> I input(Class<I> type);

  /** Returns the join of the labels of everything this task has read so far, and of what chose it. */
  Label label();

  /** Starts a chat with a model on the road. */
  default Chat chat(ChatModel model) {
    return new Chat(chatModel(model), this);
  }

  /** Returns a LangChain4j model whose calls go along the road. It refuses requests with tools that the gate did not issue. */
  ChatModel chatModel(ChatModel model);

  /** Returns a LangChain4j streaming model on the road. Token events carry the attempt; a replay emits one chunk. */
  StreamingChatModel streamingChatModel(StreamingChatModel model);

  /** Returns a LangChain4j embedding model on the road. */
  EmbeddingModel embeddingModel(EmbeddingModel model);

  /** Retrieves up to {@value io.harden4j.retrieval.RetrievalQuery#DEFAULT_LIMIT} passages. Their labels join the node's. */
  default List<Passage> retrieve(Retriever retriever, String query) {
    return retrieve(retriever, query, RetrievalQuery.DEFAULT_LIMIT);
  }

  /** Retrieves passages. Their labels join the node's. */
  List<Passage> retrieve(Retriever retriever, String query, int limit);

  /** Returns the tools of these servers, or all tools of the runtime if none is named. */
  ToolBox tools(String... servers);

  /** Asks a human and returns the answer. The run suspends until it is there; then the node runs again from its first line and gets it here. */
  default <T> T ask(String question, Class<T> type) {
    return ask(Ask.of(question, type));
  }

  /** Asks a human and returns the answer. */
  <T> T ask(Ask<T> question);

  /** Asks several questions at once, each answered by its own id in any order, and returns the answers in the order of the questions. */
  List<Object> askAll(List<Ask<?>> questions);

  /**
   * Waits for a while. The run suspends at once, in any mode that records; when the time is over a {@code RunWorker} or a resume goes on, the node runs again
   * from its first line and comes through here. The end is fixed when the node first comes here and survives crashes, stops and resumes.
   *
   * @param time zero or less does not wait
   */
  void sleep(Duration time);

  /** Waits until an instant, as {@link #sleep} does; one that is past does not wait. */
  void sleepUntil(Instant end);

  /** Waits for an event for ever. See {@link #awaitEvent(String, Class, Duration)}. */
  default <T> T awaitEvent(String name, Class<T> type) {
    return awaitEvent(name, type, Duration.ofSeconds(Long.MAX_VALUE))
        .orElseThrow(() -> new IllegalStateException("an event without an end has ended"));
  }

  /**
   * Waits for an event that {@code runtime.signal} sends to this thread. One that was sent before, and that no task has received, is received at once. The
   * run suspends meanwhile, as for {@link #sleep}. Each event is received by one call, in the order they were sent; the value carries the sender's label.
   *
   * @param name    name of the event; not blank
   * @param type    type the value is read as; a record, enum, number, text or boolean
   * @param timeout how long at most, counted from when the node first comes here
   * @return the value, or empty if the time was over first
   */
  <T> Optional<T> awaitEvent(String name, Class<T> type, Duration timeout);

  /** Tells listeners something. Not recorded; told again if the task runs again. */
  void emit(Object event);

  /** Returns the time, the same at each replay. */
  Instant now();

  /** Returns random numbers, the same at each replay of this task. */
  RandomGenerator random();

  /**
   * Runs code with a consequence, recorded. If the process dies in the middle a human is asked for the outcome: it is executed at most once. Effects of one
   * name are told apart by their order, so threads of one node give theirs different names. What the code itself calls is recorded as well; ask humans
   * before it, not in it.
   */
  <T> T effect(String name, Callable<T> body);

  /** Runs code with a consequence, recorded, under what {@code effect} declares. */
  <T> T effect(String name, Effect<T> effect, Effect.Body<T> body);

  /**
   * Trusts a closed-type value more than its sources, on the record. Write it with {@link Update#andEndorsed}. A guard may name what it endorses; else an
   * {@code EndorsementRefusedException} is thrown.
   */
  <T> Labeled<T> endorse(T value, Endorsement endorsement);

  /** Adds to the update that the node will return: for libraries that write state beside the node's own code, such as memory. */
  void stage(Update update);

  /** Builds something bound to this task. */
  default <B> B use(Bindable<B> bindable) {
    return bindable.bind(this);
  }

  /** Says whether the run was cancelled; long computations ask now and then. */
  boolean isCancelled();
}
