package io.harden4j.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much of a conversation a model sees: the system message, the last message of the user with what follows it, and as much of the rest as fits, latest first. A
 * tool call is never separated from its results; calls without all of their results are left out, because models refuse them. Where the last turn alone is larger
 * than the window, its tool calls fall out from the oldest on, never the user's message. Immutable.
 */
public final class MemoryWindow {
  /** The last 50 messages, any number of tokens. */
  public static final MemoryWindow DEFAULT = messages(50);

  private final int messages;
  private final int tokens;
  private final ToIntFunction<ChatMessage> estimate;

  private MemoryWindow(int messages, int tokens, ToIntFunction<ChatMessage> estimate) {
    if (messages < 1 || tokens < 1) {
      throw new IllegalArgumentException("a window of " + messages + " messages and " + tokens
          + " tokens shows nothing; let it hold 1 or more");
    }
    this.messages = messages;
    this.tokens = tokens;
    this.estimate = estimate;
  }

  /** Returns the window of the last {@code most} messages; the system message does not count. */
  public static MemoryWindow messages(int most) {
    return new MemoryWindow(most, Integer.MAX_VALUE, MessageSize::tokens);
  }

  /** Returns this window with a bound on tokens too, at three characters a token and four for each message. */
  public MemoryWindow tokens(int most) {
    return tokens(most, MessageSize::tokens);
  }

  /** Returns this window with a bound on tokens as {@code estimator} counts them, such as {@code estimator::estimateTokenCountInMessage}. */
  public MemoryWindow tokens(int most, ToIntFunction<ChatMessage> estimator) {
    return new MemoryWindow(messages, most, estimator);
  }

  List<ChatMessage> of(List<ChatMessage> all) {
    Turns turns = Turns.of(all);
    List<List<ChatMessage>> units = turns.units();
    Room room = new Room();
    turns.system().forEach(m -> room.tokensLeft -= estimate.applyAsInt(m));
    int user = turns.lastUser();
    if (user >= 0) {
      room.take(units.get(user));
    }
    int from = units.size();
    while (from > 0 && (from - 1 == user || room.tryTake(units.get(from - 1)))) {
      from--;
    }
    List<ChatMessage> seen = new ArrayList<>(turns.system());
    if (user >= 0 && user < from) {
      seen.addAll(units.get(user));
    }
    units.subList(from, units.size()).forEach(seen::addAll);
    return List.copyOf(seen);
  }

  /** What is left of the window. */
  private final class Room {
    private int messagesLeft = messages;
    private long tokensLeft = tokens;

    void take(List<ChatMessage> unit) {
      messagesLeft -= unit.size();
      tokensLeft -= size(unit);
    }

    boolean tryTake(List<ChatMessage> unit) {
      if (unit.size() > messagesLeft || size(unit) > tokensLeft) {
        return false;
      }
      take(unit);
      return true;
    }

    private long size(List<ChatMessage> unit) {
      return unit.stream().mapToLong(estimate::applyAsInt).sum();
    }
  }
}
