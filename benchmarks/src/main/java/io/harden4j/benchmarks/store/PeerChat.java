package io.harden4j.benchmarks.store;

import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.checkpoint.MemorySaver;
import org.bsc.langgraph4j.state.AgentState;
import org.bsc.langgraph4j.state.Channels;

/** The same chat in LangGraph4j. Its savers keep the whole state with each checkpoint; here it is serialized as Java does. */
final class PeerChat {
  private PeerChat() {}

  static double bytesPerTurn(int turns, int messageBytes) {
    MemorySaver saver = new MemorySaver();
    RunnableConfig thread = RunnableConfig.builder().threadId("chat").build();
    try {
      CompiledGraph<AgentState> graph = new StateGraph<>(
              Map.of("messages", Channels.<String>appender(ArrayList::new)), AgentState::new)
          .addNode("reply", node_async(state -> Map.of()))
          .addEdge(StateGraph.START, "reply")
          .addEdge("reply", StateGraph.END)
          .compile(CompileConfig.builder()
              .checkpointSaver(saver)
              .releaseThread(false)
              .build());
      Random random = new Random(turns);
      for (int turn = 0; turn < turns; turn++) {
        graph.invoke(Map.of("messages", Chat.text(random, messageBytes)), thread);
      }
    } catch (GraphStateException e) {
      throw new IllegalStateException("LangGraph4j refuses the chat", e);
    }
    long bytes = 0;
    for (Checkpoint checkpoint : saver.list(thread)) {
      bytes += size(checkpoint.getState());
    }
    return bytes / (double) turns;
  }

  private static long size(Map<String, Object> state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new HashMap<>(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
