package io.harden4j.rag;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.LoadedDocuments;
import io.harden4j.rag.embed.HashingEmbedder;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RagIndexConcurrencyTest {
  private static final RetrievalQuery QUERY =
      new RetrievalQuery("refund", 50, Principal.of("ana", "acme"));

  @Test
  void a_retrieval_never_mixes_two_states_of_the_index() throws Exception {
    AtomicInteger generation = new AtomicInteger();
    RagIndex index = RagIndex.builder(Tenant.of("acme"), "handbook")
        .source(() -> generationOf(generation.getAndIncrement()))
        .embedder(HashingEmbedder.create())
        .build();
    ExecutorService readers = Executors.newFixedThreadPool(3);
    List<Future<?>> running = new ArrayList<>();
    for (int reader = 0; reader < 3; reader++) {
      running.add(
          readers.submit(() -> IntStream.range(0, 200).forEach(i -> assertOneGeneration(index))));
    }

    IntStream.range(0, 50).forEach(i -> index.refresh());

    for (Future<?> reader : running) {
      reader.get(30, TimeUnit.SECONDS);
    }
    readers.shutdown();
    assertThat(generation.get()).isEqualTo(51);
  }

  private static void assertOneGeneration(RagIndex index) {
    List<Passage> passages = index.retrieve(QUERY);
    assertThat(passages).hasSize(10);
    assertThat(passages.stream()
            .map(p -> p.text().substring(0, p.text().indexOf(" number")))
            .distinct())
        .hasSize(1);
  }

  private static LoadedDocuments generationOf(int generation) {
    List<Document> documents = IntStream.range(0, 10)
        .mapToObj(i -> Document.builder("doc" + i, "refund generation" + generation + " number" + i)
            .build())
        .toList();
    return new LoadedDocuments(documents, List.of());
  }
}
