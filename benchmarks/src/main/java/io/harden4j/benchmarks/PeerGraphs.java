package io.harden4j.benchmarks;

import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Map;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.checkpoint.MemorySaver;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.bsc.langgraph4j.state.AgentState;

/** The same graphs for LangGraph4j. */
final class PeerGraphs {
  static final Map<String, Object> INPUT = Map.of("question", "Where is my parcel?");

  private final boolean best;

  /** @param best false for its defaults; true to leave out the copy of the state that it makes by Java serialization for each output */
  PeerGraphs(boolean best) {
    this.best = best;
  }

  private StateGraph<AgentState> graph() {
    return best ? new StateGraph<>(new SharedState()) : new StateGraph<>(AgentState::new);
  }

  /** Ten nodes in a row that do nothing; with {@code recorded} on a new saver in memory. */
  CompiledGraph<AgentState> chain(boolean recorded) {
    try {
      StateGraph<AgentState> graph = graph();
      graph.addEdge(StateGraph.START, Workloads.node(0));
      for (int i = 0; i < Workloads.CHAIN; i++) {
        graph.addNode(Workloads.node(i), node_async(state -> Map.of()));
        graph.addEdge(
            Workloads.node(i), i + 1 < Workloads.CHAIN ? Workloads.node(i + 1) : StateGraph.END);
      }
      return graph.compile(config(recorded));
    } catch (GraphStateException e) {
      throw new IllegalStateException("LangGraph4j refuses the chain", e);
    }
  }

  /** One node, then branches that wait in parallel, then one node, on a new saver in memory. */
  CompiledGraph<AgentState> branches() {
    try {
      StateGraph<AgentState> graph = graph();
      graph.addNode("split", node_async(state -> Map.of()));
      graph.addNode("join", node_async(state -> Map.of()));
      graph.addEdge(StateGraph.START, "split");
      graph.addEdge("join", StateGraph.END);
      for (int i = 0; i < Workloads.BRANCHES; i++) {
        graph.addNode(Workloads.node(i), node_async(state -> {
          Thread.sleep(Workloads.BRANCH_MILLIS);
          return Map.of();
        }));
        graph.addEdge("split", Workloads.node(i));
        graph.addEdge(Workloads.node(i), "join");
      }
      return graph.compile(config(true));
    } catch (GraphStateException e) {
      throw new IllegalStateException("LangGraph4j refuses the branches", e);
    }
  }

  private static CompileConfig config(boolean recorded) {
    CompileConfig.Builder config = CompileConfig.builder();
    if (recorded) {
      config.checkpointSaver(new MemorySaver()).releaseThread(false);
    }
    return config.build();
  }

  /** Hands the state on without a copy. Nothing is written with it: the saver keeps objects. */
  private static final class SharedState extends StateSerializer<AgentState> {
    SharedState() {
      super(AgentState::new);
    }

    @Override
    public AgentState cloneObject(AgentState state) {
      return state;
    }

    @Override
    public void writeData(Map<String, Object> data, ObjectOutput out) {
      throw new UnsupportedOperationException("this serializer is for state in memory only");
    }

    @Override
    public Map<String, Object> readData(ObjectInput in) {
      throw new UnsupportedOperationException("this serializer is for state in memory only");
    }
  }
}
