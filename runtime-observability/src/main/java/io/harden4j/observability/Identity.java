package io.harden4j.observability;

import io.harden4j.observe.ObservedRun;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * What every span of a segment says first: session, user, run, graph. First, because an SDK that reaches its attribute limit drops the last ones set; and on
 * every span, because Langfuse filters observations one by one.
 */
final class Identity {
  private Identity() {}

  static Attributes of(ObservedRun run, Profile profile) {
    AttributesBuilder all = Attributes.builder()
        .put(Names.SESSION, run.thread().threadId())
        .put(Names.USER, run.principal().id());
    if (profile == Profile.LANGFUSE) {
      all.put(Names.LF_TRACE_NAME, run.graph().name());
    }
    return all.put(Names.CONVERSATION, run.thread().threadId())
        .put(Names.RUN, run.run().value())
        .put(Names.GRAPH, run.graph().name())
        .put(Names.SEGMENT, (long) run.segment())
        .put(Names.TENANT, run.thread().tenant())
        .build();
  }

  /** What only the root says, about the trace. */
  static Attributes ofRoot(ObservedRun run, Profile profile) {
    AttributesBuilder all = Attributes.builder()
        .put(Names.AGENT_VERSION, Integer.toString(run.graph().version()));
    if (profile == Profile.LANGFUSE) {
      all.put(Names.LF_TRACE_TENANT, run.thread().tenant())
          .put(Names.LF_TRACE_VERSION, (long) run.graph().version());
    }
    return all.build();
  }
}
