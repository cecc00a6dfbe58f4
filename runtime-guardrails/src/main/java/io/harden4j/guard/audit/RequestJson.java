package io.harden4j.guard.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.ResultShape;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Writes and reads requests: everything a guard decides on. Texts are written apart, by hash, so that each stands in a file once. */
final class RequestJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RequestJson() {}

  static ObjectNode write(GuardRequest request, UnaryOperator<String> keep) {
    ObjectNode node = JSON.createObjectNode();
    Principal who = request.principal();
    ObjectNode principal = node.putObject("principal").put("id", who.id());
    principal.put("tenant", who.tenant().id());
    texts(principal.putArray("roles"), who.roles());
    texts(principal.putArray("groups"), who.groups());
    ObjectNode attributes = principal.putObject("attributes");
    new TreeMap<>(who.attributes()).forEach(attributes::put);
    node.put("run", request.run().value())
        .put("thread", request.thread().threadId())
        .put("threadTenant", request.thread().tenant())
        .put("node", request.node());
    ToolRef tool = request.call().tool();
    node.put("server", tool.server()).put("tool", tool.name()).put("pin", tool.pin());
    node.put("arguments", request.call().arguments().json());
    node.put("sink", request.declaration().sink().name());
    ObjectNode roles = node.putObject("roles");
    new TreeMap<>(request.declaration().roles()).forEach((n, role) -> roles.put(n, role.name()));
    ResultShape shape = request.declaration().shape();
    texts(node.putArray("named"), shape.named());
    texts(node.putArray("vouched"), shape.vouched());
    node.set("control", label(request.control()));
    ObjectNode labels = node.putObject("labels");
    new TreeMap<>(request.arguments()).forEach((at, label) -> labels.set(at, label(label)));
    ArrayNode sources = node.putArray("sources");
    for (Labeled<String> source : request.sources()) {
      ObjectNode one = sources.addObject().put("text", keep.apply(source.value()));
      one.set("label", label(source.label()));
    }
    return node.put("at", request.at().toString());
  }

  static GuardRequest read(JsonNode node, Map<String, String> texts) {
    JsonNode who = node.path("principal");
    Map<String, String> attributes = new HashMap<>();
    who.path("attributes")
        .properties()
        .forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
    Principal principal = new Principal(
        who.path("id").asText(),
        new Tenant(who.path("tenant").asText()),
        set(who.path("roles")),
        set(who.path("groups")),
        attributes);
    Map<String, Label> labels = new HashMap<>();
    node.path("labels").properties().forEach(e -> labels.put(e.getKey(), label(e.getValue())));
    List<Labeled<String>> sources = new ArrayList<>();
    for (JsonNode source : node.path("sources")) {
      String text = texts.get(source.path("text").asText());
      if (text == null) {
        throw new IllegalStateException("a text that the call was decided on is not in the file");
      }
      sources.add(Labeled.of(text, label(source.path("label"))));
    }
    return new GuardRequest(
        principal,
        new RunId(node.path("run").asText()),
        new ThreadKey(node.path("threadTenant").asText(), node.path("thread").asText()),
        node.path("node").asText(),
        new ToolCall(
            new ToolRef(
                node.path("server").asText(),
                node.path("tool").asText(),
                node.path("pin").asText()),
            CanonicalArguments.parse(node.path("arguments").asText())),
        declaration(node),
        label(node.path("control")),
        labels,
        sources,
        Instant.parse(node.path("at").asText()));
  }

  private static ToolDeclaration declaration(JsonNode node) {
    ToolDeclaration declaration =
        ToolDeclaration.of(Sink.valueOf(node.path("sink").asText()));
    for (Map.Entry<String, JsonNode> role : node.path("roles").properties()) {
      declaration = declaration.argument(
          role.getKey(), ArgumentRole.valueOf(role.getValue().asText()));
    }
    Set<String> vouched = set(node.path("vouched"));
    return vouched.isEmpty() ? declaration : declaration.records(set(node.path("named")), vouched);
  }

  private static ObjectNode label(Label label) {
    ObjectNode node = JSON.createObjectNode().put("integrity", label.integrity().name());
    if (!label.readers().everyone()) {
      texts(node.putArray("readers"), label.readers().ids());
    }
    texts(node.putArray("origins"), label.origins());
    return node;
  }

  private static Label label(JsonNode node) {
    Readers readers =
        node.has("readers") ? new Readers(false, set(node.path("readers"))) : Readers.EVERYONE;
    return new Label(
        Integrity.valueOf(node.path("integrity").asText()), readers, set(node.path("origins")));
  }

  private static void texts(ArrayNode array, Set<String> texts) {
    new TreeSet<>(texts).forEach(array::add);
  }

  private static Set<String> set(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
