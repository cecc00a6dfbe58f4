package io.harden4j.rag;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.LoadedDocuments;
import io.harden4j.rag.embed.Embedder;
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
import java.util.concurrent.atomic.AtomicReference;
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

  @Test
  void a_refresh_in_the_middle_of_a_retrieval_does_not_show() {
    AtomicInteger generation = new AtomicInteger(1);
    AtomicReference<Runnable> whileEmbedding = new AtomicReference<>(() -> {});
    RagIndex index = RagIndex.builder(Tenant.of("acme"), "handbook")
        .source(() -> generationOf(generation.get()))
        .embedder(new InterruptedEmbedder(whileEmbedding))
        .maxPerDocument(1)
        .build();
    whileEmbedding.set(() -> {
      generation.set(2);
      index.refresh();
    });

    List<Passage> during = index.retrieve(QUERY);
    List<Passage> after = index.retrieve(QUERY);

    assertThat(during).hasSize(40).allSatisfy(p -> assertThat(p.title()).isEqualTo("1"));
    assertThat(after).hasSize(10).allSatisfy(p -> assertThat(p.title()).isEqualTo("2"));
  }

  /** Runs something between the two rankings of a retrieval. */
  private record InterruptedEmbedder(AtomicReference<Runnable> whileEmbedding) implements Embedder {
    @Override
    public String id() {
      return "interrupted";
    }

    @Override
    public int dimension() {
      return 8;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return HashingEmbedder.of(8).embed(texts);
    }

    @Override
    public float[] embedQuery(String question) {
      whileEmbedding.get().run();
      return Embedder.super.embedQuery(question);
    }
  }

  private static void assertOneGeneration(RagIndex index) {
    List<Passage> passages = index.retrieve(QUERY);
    List<String> generations = passages.stream().map(Passage::title).distinct().toList();
    assertThat(generations).hasSize(1);
    assertThat(passages).hasSize(sizeOf(Integer.parseInt(generations.get(0))));
  }

  private static int sizeOf(int generation) {
    return generation % 2 == 0 ? 10 : 40;
  }

  private static LoadedDocuments generationOf(int generation) {
    List<Document> documents = IntStream.range(0, sizeOf(generation))
        .mapToObj(i -> Document.builder("doc" + i, "# " + generation + "\n\nrefund number " + i)
            .build())
        .toList();
    return new LoadedDocuments(documents, List.of());
  }
}
