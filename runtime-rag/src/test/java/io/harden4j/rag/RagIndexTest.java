package io.harden4j.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.DocumentSource;
import io.harden4j.rag.document.FolderSource;
import io.harden4j.rag.document.LoadProblem;
import io.harden4j.rag.document.LoadedDocuments;
import io.harden4j.rag.document.SourceUnavailableException;
import io.harden4j.rag.embed.Embedder;
import io.harden4j.rag.embed.EmbeddingException;
import io.harden4j.rag.embed.HashingEmbedder;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RagIndexTest {
  private static final Tenant ACME = Tenant.of("acme");
  private static final Principal ANA = Principal.of("ana", "acme");

  @TempDir
  Path folder;

  @Test
  void finds_passages_with_source_span_hash_and_label() throws Exception {
    String text = "# Returns\n\nA parcel may be returned within 30 days.\n";
    Files.writeString(folder.resolve("returns.md"), text);
    Files.writeString(folder.resolve("delivery.md"), "# Delivery\n\nParcels leave at noon.\n");
    RagIndex index = RagIndex.builder(ACME, "handbook")
        .source(FolderSource.builder(folder).name("shop").build())
        .embedder(HashingEmbedder.create())
        .build();

    Passage passage = ask(index, "How many days to return something?", 1).get(0);

    assertThat(passage.source()).isEqualTo("shop/returns.md");
    assertThat(passage.title()).isEqualTo("Returns");
    assertThat(passage.text())
        .isEqualTo(text.substring(passage.start(), passage.end()))
        .contains("30 days");
    assertThat(passage.sha256()).isEqualTo(sha256(passage.text()));
    assertThat(passage.label()).isEqualTo(Label.untrusted("doc:shop/returns.md"));
    assertThat(passage.metadata()).containsEntry("document.source", "shop");
    assertThat(passage.score()).isPositive();
  }

  @Test
  void another_tenant_gets_the_answer_of_an_index_that_does_not_exist() {
    RagIndex index = index(Document.builder("a", "secret of acme").build());

    assertThatThrownBy(
            () -> index.retrieve(new RetrievalQuery("secret", 5, Principal.of("ana", "globex"))))
        .isInstanceOfSatisfying(
            IndexNotFoundException.class, e -> assertThat(e.tenant()).isEqualTo("globex"))
        .hasMessageContaining("tenant 'globex' has no index 'handbook'")
        .hasMessageNotContaining("acme");
  }

  @Test
  void returns_only_what_the_label_lets_the_principal_read() {
    RagIndex index = index(
        withReaders("everyone", Readers.EVERYONE),
        withReaders("tenant", Readers.only("tenant:acme")),
        withReaders("ana", Readers.only("user:ana")),
        withReaders("finance", Readers.only("group:finance")),
        withReaders("foreign", Readers.only("tenant:globex", "user:bob")),
        withReaders("nobody", Readers.only()));

    assertThat(ask(index, "salary", 10))
        .extracting(Passage::source)
        .containsExactlyInAnyOrder("everyone", "tenant", "ana");
    assertThat(index.retrieve(
            new RetrievalQuery("salary", 10, Principal.of("eve", "acme").withGroups("finance"))))
        .extracting(Passage::source)
        .containsExactlyInAnyOrder("everyone", "tenant", "finance");
  }

  @Test
  void what_may_not_be_read_takes_no_place_from_what_may() {
    List<Document> documents = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> documents.add(withReaders("hidden" + i, Readers.only())));
    documents.add(withReaders("visible", Readers.EVERYONE));
    RagIndex index = index(documents.toArray(Document[]::new));

    assertThat(ask(index, "salary", 1)).extracting(Passage::source).containsExactly("visible");
  }

  @Test
  void one_document_cannot_fill_the_answer() {
    String planted = IntStream.range(0, 20)
        .mapToObj(i -> "## Refund " + i + "\n\nRefund refund refund to account " + i)
        .reduce("", (a, b) -> a + "\n\n" + b);
    RagIndex index = index(
        Document.builder("planted", planted).build(),
        Document.builder("honest", "A refund is paid to the account the money came from.")
            .build());

    List<Passage> passages = ask(index, "refund", 6);

    assertThat(passages).filteredOn(p -> p.source().equals("planted")).hasSize(3);
    assertThat(passages).extracting(Passage::source).contains("honest");
  }

  @Test
  void equal_texts_come_once() {
    RagIndex index = index(
        Document.builder("a", "Refunds take  a week.").build(),
        Document.builder("b", "refunds take a\nWEEK.").build(),
        Document.builder("c", "Refunds take a month.").build());

    assertThat(ask(index, "refunds week", 10))
        .extracting(Passage::source)
        .containsExactly("a", "c");
  }

  @Test
  void works_by_words_alone_without_an_embedder() {
    RagIndex index = RagIndex.builder(ACME, "handbook")
        .source(source(
            Document.builder("a", "refund").build(),
            Document.builder("b", "delivery").build()))
        .build();

    assertThat(ask(index, "refunds", 5)).extracting(Passage::source).containsExactly("a");
    assertThat(ask(index, "nothing of the kind", 5)).isEmpty();
    assertThat(index.report().embedder()).isEmpty();
  }

  @Test
  void an_empty_source_is_an_empty_index() {
    RagIndex index = index();

    assertThat(ask(index, "refund", 5)).isEmpty();
    assertThat(index.report().documents()).isZero();
  }

  @Test
  void reports_what_was_left_out() throws IOException {
    Files.write(folder.resolve("bad.md"), new byte[] {(byte) 0xFF});
    Files.writeString(folder.resolve("long.md"), "## A\n\nx\n\n".repeat(50));
    Files.writeString(folder.resolve("good.md"), "refund");

    IngestReport report = RagIndex.builder(ACME, "handbook")
        .source(FolderSource.of(folder))
        .maxChunksPerDocument(10)
        .build()
        .report();

    assertThat(report.complete()).isFalse();
    assertThat(report.documents()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(LoadProblem::kind)
        .containsExactly(LoadProblem.Kind.ENCODING, LoadProblem.Kind.TOO_LARGE);
  }

  @Test
  void a_refresh_sees_changes_and_embeds_only_those() throws IOException {
    Files.writeString(folder.resolve("a.md"), "refund");
    Files.writeString(folder.resolve("b.md"), "delivery");
    RagIndex index = RagIndex.builder(ACME, "handbook")
        .source(FolderSource.builder(folder).name("shop").build())
        .embedder(HashingEmbedder.create())
        .build();
    String kept = ask(index, "refund", 1).get(0).id();

    Files.writeString(folder.resolve("b.md"), "warranty");
    Files.writeString(folder.resolve("c.md"), "invoice");
    IngestReport report = index.refresh();

    assertThat(report.chunks()).isEqualTo(3);
    assertThat(report.embedded()).isEqualTo(2);
    assertThat(ask(index, "refund", 1).get(0).id()).isEqualTo(kept);
    assertThat(ask(index, "warranty", 1).get(0).source()).isEqualTo("shop/b.md");
    assertThat(ask(index, "delivery", 5)).noneMatch(p -> p.text().contains("delivery"));
  }

  @Test
  void a_refresh_that_fails_leaves_the_index_as_it_was() throws IOException {
    Path shop = Files.createDirectory(folder.resolve("shop"));
    Files.writeString(shop.resolve("a.md"), "refund");
    RagIndex index =
        RagIndex.builder(ACME, "handbook").source(FolderSource.of(shop)).build();
    Files.delete(shop.resolve("a.md"));
    Files.delete(shop);

    assertThatThrownBy(index::refresh).isInstanceOf(SourceUnavailableException.class);

    assertThat(ask(index, "refund", 1)).hasSize(1);
  }

  @Test
  void two_documents_with_one_id_are_refused() {
    Document document = Document.builder("a", "x").build();

    assertThatThrownBy(() -> RagIndex.builder(ACME, "i")
            .source(source(document))
            .source(source(document))
            .build())
        .isInstanceOfSatisfying(
            DuplicateDocumentException.class, e -> assertThat(e.documentId()).isEqualTo("a"))
        .hasMessageContaining("name(...)");
  }

  @Test
  void an_embedder_that_breaks_its_promise_is_refused() {
    Embedder broken = new Embedder() {
      @Override
      public String id() {
        return "broken";
      }

      @Override
      public int dimension() {
        return 3;
      }

      @Override
      public List<float[]> embed(List<String> texts) {
        return List.of(new float[2]);
      }
    };

    assertThatThrownBy(() -> RagIndex.builder(ACME, "i")
            .source(source(Document.builder("a", "x").build()))
            .embedder(broken)
            .build())
        .isInstanceOfSatisfying(
            EmbeddingException.class, e -> assertThat(e.embedder()).isEqualTo("broken"));
  }

  @Test
  void a_question_of_any_length_is_answered() {
    RagIndex index = index(Document.builder("a", "refund").build());

    assertThat(ask(index, "refund ".repeat(100_000), 1)).hasSize(1);
    assertThat(ask(index, "refund", Integer.MAX_VALUE)).hasSize(1);
  }

  @Test
  void refuses_an_index_without_name_or_source() {
    assertThatThrownBy(() -> RagIndex.builder(ACME, " ").build()).hasMessageContaining("no name");
    assertThatThrownBy(() -> RagIndex.builder(ACME, "i").build()).hasMessageContaining("source(");
  }

  @Test
  void a_declared_folder_yields_trusted_passages() throws IOException {
    Files.writeString(folder.resolve("a.md"), "refund");
    RagIndex index = RagIndex.builder(ACME, "handbook")
        .source(FolderSource.builder(folder).name("shop").trusted().build())
        .build();

    assertThat(ask(index, "refund", 1))
        .extracting(p -> p.label().integrity())
        .containsExactly(Integrity.TRUSTED_TOOL);
  }

  private static List<Passage> ask(RagIndex index, String question, int limit) {
    return index.retrieve(new RetrievalQuery(question, limit, ANA));
  }

  private static RagIndex index(Document... documents) {
    return RagIndex.builder(ACME, "handbook")
        .source(source(documents))
        .embedder(HashingEmbedder.create())
        .build();
  }

  private static DocumentSource source(Document... documents) {
    return () -> new LoadedDocuments(List.of(documents), List.of());
  }

  private static Document withReaders(String id, Readers readers) {
    return Document.builder(id, "The salary of " + id)
        .label(Label.untrusted("doc:" + id).withReaders(readers))
        .build();
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}
