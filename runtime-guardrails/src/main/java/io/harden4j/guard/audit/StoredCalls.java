package io.harden4j.guard.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.label.Labeled;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The calls that the journal of a store still has: those of the tasks at the head of each thread. */
final class StoredCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOOL = "tool:";
  private static final String CHARTER = "\u0001run";

  /** Hands out the bytes behind label and cipher as text. */
  private record Text(String name, int schema) implements StateCodec<String> {
    @Override
    public byte[] encode(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes, int schemaOfBytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final CheckpointStore store;
  private final String tenant;
  private final PayloadVault vault;
  private final List<RecordedCall> calls = new ArrayList<>();
  private long unreadable;

  StoredCalls(CheckpointStore store, String tenant, PayloadCipher cipher) {
    this.store = store;
    this.tenant = tenant;
    this.vault = new PayloadVault(cipher);
  }

  RecordedCalls read() {
    CheckpointQuery query = CheckpointQuery.heads(tenant);
    Page<CheckpointInfo> page = store.list(query);
    while (true) {
      page.items().forEach(head -> store.get(head.ref()).ifPresent(this::add));
      String next = page.next();
      if (next == null) {
        return new RecordedCalls(calls, unreadable);
      }
      page = store.list(query.page(next, CheckpointQuery.DEFAULT_LIMIT));
    }
  }

  private void add(StoredState state) {
    List<EffectRecord> sent = state.effects().stream()
        .filter(e -> e.key().name().startsWith(TOOL) && e.request() != null)
        .toList();
    if (sent.isEmpty()) {
      return;
    }
    try {
      Principal who = principal(state);
      List<Labeled<String>> texts = texts(state);
      sent.forEach(effect -> add(state, effect, who, texts));
    } catch (AgentRuntimeException | JsonProcessingException e) {
      unreadable += sent.size();
    }
  }

  private void add(
      StoredState state, EffectRecord effect, Principal who, List<Labeled<String>> texts) {
    try {
      Labeled<String> intent = open(
          new PayloadAddress.EffectRequest(effect.key()), Optional.ofNullable(effect.request()));
      String request = JSON.readTree(intent.value()).path("request").asText();
      String tool = effect.key().name().substring(TOOL.length());
      Entry<String, String> name = TrailCalls.split(tool);
      calls.add(new RecordedCall(
          state.checkpoint().ref().thread().threadId() + " of run "
              + state.checkpoint().run().value() + " call " + (calls.size() + 1),
          new GuardRequest(
              who,
              state.checkpoint().run(),
              state.checkpoint().ref().thread(),
              effect.key().task().task().node(),
              new ToolCall(
                  new ToolRef(name.getKey(), name.getValue(), ""),
                  CanonicalArguments.parse(request.substring(tool.length() + 1))),
              ToolDeclaration.of(
                  Sink.READ_EGRESS), // the least that is journalled; the policy says more
              intent.label(),
              Map.of(),
              texts,
              state.checkpoint().at()),
          "ALLOW",
          "the journal has it as " + effect.state()));
    } catch (AgentRuntimeException | JsonProcessingException | IllegalArgumentException e) {
      unreadable++;
    }
  }

  private Labeled<String> open(PayloadAddress address, Optional<Payload> payload) {
    Payload sealed = payload.orElseThrow(
        () -> new IllegalArgumentException("the record has no request; it was never sent"));
    return vault.open(address, new Text(sealed.codec(), sealed.schema()), sealed);
  }

  /** Whom the run acts for: what it was started with is kept beside the state. */
  private Principal principal(StoredState state) throws JsonProcessingException {
    List<KeyEntry> kept = state.entries().getOrDefault(CHARTER, List.of());
    if (kept.isEmpty()) {
      return Principal.of("unknown", tenant);
    }
    JsonNode charter = JSON.readTree(value(state, kept.get(kept.size() - 1)).value());
    Map<String, String> attributes = new HashMap<>();
    charter
        .path("attributes")
        .properties()
        .forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
    return new Principal(
        charter.path("principal").asText(),
        new Tenant(tenant),
        texts(charter.path("roles")),
        texts(charter.path("groups")),
        attributes);
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** All the state and all results of the head's tasks: at least what the task had read. */
  private List<Labeled<String>> texts(StoredState state) throws JsonProcessingException {
    List<Labeled<String>> texts = new ArrayList<>();
    for (List<KeyEntry> chain : state.entries().values()) {
      for (KeyEntry entry : chain) {
        if (!entry.key().equals(CHARTER)) {
          texts.add(plain(value(state, entry)));
        }
      }
    }
    for (EffectRecord effect : state.effects()) {
      if (effect.key().name().startsWith(TOOL) && effect.result() != null) {
        Labeled<String> result = open(
            new PayloadAddress.EffectResult(effect.key()), Optional.ofNullable(effect.result()));
        texts.add(Labeled.of(JSON.readTree(result.value()).path("text").asText(), result.label()));
      }
    }
    return texts;
  }

  private Labeled<String> value(StoredState state, KeyEntry entry) {
    PayloadAddress address = new PayloadAddress.Key(
        state.checkpoint().ref().thread(),
        PayloadAddress.ANY_BRANCH,
        entry.ns(),
        entry.key(),
        entry.version());
    return open(address, Optional.of(entry.data()));
  }

  /** A text is stored as a JSON string; anything else is read as its JSON. */
  private static Labeled<String> plain(Labeled<String> stored) {
    try {
      JsonNode node = JSON.readTree(stored.value());
      return node.isTextual() ? Labeled.of(node.textValue(), stored.label()) : stored;
    } catch (JsonProcessingException noJson) {
      return stored;
    }
  }
}
