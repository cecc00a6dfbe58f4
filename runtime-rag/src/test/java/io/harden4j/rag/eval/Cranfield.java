package io.harden4j.rag.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The Cranfield collection: 1,400 abstracts, 225 questions, judgements of four grades.
 *
 * @param texts abstracts by position
 * @param questions questions by position
 * @param gains for each question the gain of an abstract by its position: 4 for the best grade, 1 for the last
 */
record Cranfield(List<String> texts, List<String> questions, List<Map<Integer, Integer>> gains) {
  private static final int WORST_GRADE_PLUS_ONE = 5;

  /** Looks in {@code HARDEN4J_DATA}, then in {@code ../shared/data} of this folder and of those above it. */
  static Optional<Path> folder() {
    String declared = System.getenv("HARDEN4J_DATA");
    Stream<Path> candidates = declared != null
        ? Stream.of(Path.of(declared))
        : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
            .map(p -> p.resolve("../shared/data"));
    return candidates
        .map(p -> p.resolve("cranfield"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  static Cranfield read(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    for (JsonNode doc : json(folder, "cran_docs.json")) {
      positions.put(doc.get("id").asText(), texts.size());
      texts.add(doc.get("body").asText());
    }
    List<String> questions = new ArrayList<>();
    json(folder, "cran_queries.json").forEach(q -> questions.add(q.get("query").asText()));
    List<Map<Integer, Integer>> gains = new ArrayList<>();
    questions.forEach(q -> gains.add(new HashMap<>()));
    for (JsonNode judgement : json(folder, "cran_qrels.json")) {
      int gain = WORST_GRADE_PLUS_ONE - judgement.get("position").asInt();
      Integer position = positions.get(judgement.get("id").asText());
      if (position != null) {
        gains.get(judgement.get("query_num").asInt() - 1).put(position, gain);
      }
    }
    return new Cranfield(texts, questions, gains);
  }

  /** Returns the mean nDCG@10 over all questions; {@code search} ranks positions of abstracts. */
  double ndcg10(Function<String, List<Integer>> search) {
    double sum = 0;
    for (int q = 0; q < questions.size(); q++) {
      sum += Ndcg.at(10, search.apply(questions.get(q)), gains.get(q));
    }
    return sum / questions.size();
  }

  private static JsonNode json(Path folder, String file) throws IOException {
    return JsonMapper.builder().build().readTree(folder.resolve(file).toFile());
  }
}
