package io.harden4j.hostile;

import static io.harden4j.graph.StateGraph.END;
import static io.harden4j.hostile.Arena.COUNT;
import static io.harden4j.hostile.Arena.LOG;

import io.harden4j.effect.Effect;
import io.harden4j.graph.MissingValueException;
import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes graphs of a seed: nodes 0 to n in a row, each with edges, a route, a fan-out or a jump to later ones, some with effects, some subgraphs of the same kind,
 * and perhaps a join. What a node logs depends on what it read, so that a wrong order shows.
 */
final class RandomGraph {
  private final Random random;
  private final boolean inner;
  private final StateGraph.Builder graph;
  private final Set<Integer> reached = new HashSet<>(Set.of(0));
  private final int size;

  private RandomGraph(long seed, boolean inner) {
    this.random = new Random(seed);
    this.inner = inner;
    this.size = 3 + random.nextInt(inner ? 3 : 7);
    this.graph = StateGraph.builder("random" + seed).state(LOG, COUNT);
    for (int i = 0; i < size; i++) {
      node(i, seed);
    }
    for (int i = 0; i < size; i++) {
      ways(i);
    }
    if (size > 4 && random.nextBoolean()) {
      graph
          .node("join", ctx -> Update.add(LOG, "joined"))
          .join("join", name(1), name(size - 1))
          .edge("join", END);
    }
  }

  static StateGraph of(long seed) {
    return new RandomGraph(seed, false).graph.start(name(0)).build();
  }

  private static String name(int number) {
    return "n" + number;
  }

  private void node(int i, long seed) {
    int kind = random.nextInt(6);
    if (kind == 0 && i > 0 && !inner) {
      StateGraph within =
          new RandomGraph(seed * 31 + i, true).graph.start(name(0)).build();
      graph.subgraph(name(i), within, s -> s.in(COUNT, COUNT).out(LOG, LOG));
    } else if (kind == 2 && i < size - 1) {
      jumping(i);
    } else {
      graph.node(name(i), kind == 1 ? withEffect(i) : plain(i));
    }
  }

  /** Goes to a later node, or fans out to it, instead of following its ways. */
  private void jumping(int i) {
    int target = i + 1 + random.nextInt(size - i - 1);
    int items = random.nextInt(4);
    boolean fansOut = random.nextBoolean();
    reached.add(target);
    graph.node(
        name(i),
        ctx -> {
          Update update = plain(i).run(ctx);
          return fansOut
              ? update.thenFanOut(name(target), items(items))
              : update.thenGoTo(name(target));
        },
        n -> n.goesTo(name(target)));
  }

  private static List<String> items(int number) {
    return IntStream.range(0, number).mapToObj(i -> "i" + i).toList();
  }

  private static Node withEffect(int i) {
    return ctx -> {
      int one = ctx.effect("one", Effect.idempotent(Integer.class), key -> 1);
      return Update.add(LOG, "e" + i + "@" + ctx.step() + "=" + ctx.get(COUNT))
          .and(COUNT, (long) one);
    };
  }

  private static Node plain(int i) {
    return ctx ->
        Update.add(LOG, "n" + i + item(ctx) + "/" + ctx.get(LOG).size()).and(COUNT, 1L);
  }

  private static String item(NodeContext ctx) {
    try {
      return ctx.input(String.class);
    } catch (MissingValueException notFannedOut) {
      return "";
    }
  }

  private void ways(int i) {
    int later = size - i - 1;
    if (later == 0) {
      graph.edge(name(i), END);
      return;
    }
    int one = i + 1 + random.nextInt(later);
    int two = i + 1 + random.nextInt(later);
    reached.add(one);
    switch (random.nextInt(5)) {
      case 0 -> {
        reached.add(two);
        graph.route(
            name(i), r -> r.when(s -> s.get(COUNT) % 2 == 0, name(one)).otherwise(name(two)));
      }
      case 1 -> {
        int items = random.nextInt(4);
        graph.fanOut(name(i), name(one), s -> items(items));
      }
      case 2 -> {
        reached.add(two);
        graph.edge(name(i), name(one)).edge(name(i), name(two));
      }
      default -> graph.edge(name(i), name(one));
    }
    if (reached.add(i + 1)) {
      graph.edge(name(i), name(i + 1));
    }
  }
}
