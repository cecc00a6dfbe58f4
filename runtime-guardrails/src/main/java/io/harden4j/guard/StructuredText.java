package io.harden4j.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Reads the text of a result that is one JSON or YAML document. Two readers must not see two things in it, so a key that stands twice, an anchor or a tag is none. */
final class StructuredText {
  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 32;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
          .loaderOptions(bounded())
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StructuredText() {}

  private static LoaderOptions bounded() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LONGEST);
    return options;
  }

  static Optional<JsonNode> parse(String text) {
    String start = text.stripLeading();
    boolean json = start.startsWith("{") || start.startsWith("[");
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      if (!json && hasReferences(text)) {
        return Optional.empty();
      }
      return Optional.ofNullable((json ? JSON : YAML).readTree(text))
          .filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException | RuntimeException | StackOverflowError notADocument) {
      return Optional.empty();
    }
  }

  private static boolean hasReferences(String text) {
    for (Event event : new Yaml(bounded()).parse(new StringReader(text))) {
      boolean anchored = event instanceof NodeEvent node && node.getAnchor() != null;
      boolean tagged = (event instanceof ScalarEvent scalar && scalar.getTag() != null)
          || (event instanceof CollectionStartEvent start && start.getTag() != null);
      if (anchored || tagged) {
        return true;
      }
    }
    return false;
  }
}
