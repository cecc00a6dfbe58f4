package io.harden4j.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.identity.Principal;
import io.harden4j.identity.Tenant;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.LoadedDocuments;
import io.harden4j.rag.embed.HashingEmbedder;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.testkit.HostileEvidence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E22 and E23: what a question may try to get at documents of others. */
@ExtendWith(HostileEvidence.class)
class RagHostileCasesTest {
  private static final Principal ANA = Principal.of("ana", "acme", "analyst");

  private static Document document(String id, String text, Readers readers) {
    return Document.builder(id, text)
        .label(Label.untrusted("doc:" + id).withReaders(readers))
        .build();
  }

  private static RagIndex index(String tenant, Document... documents) {
    return RagIndex.builder(Tenant.of(tenant), "handbook")
        .source(() -> new LoadedDocuments(List.of(documents), List.of()))
        .embedder(HashingEmbedder.create())
        .build();
  }

  private final RagIndex acme = index(
      "acme",
      document("open", "tenant salary list of acme", Readers.only("tenant:acme")),
      document("hidden", "tenant salary list of the board", Readers.only("group:board")),
      document("foreign", "tenant salary list of globex", Readers.only("tenant:globex")));

  private static List<String> sources(RagIndex index, String question, Principal who) {
    return index.retrieve(new RetrievalQuery(question, 10, who)).stream()
        .map(Passage::source)
        .toList();
  }

  @Test
  void E22_a_chunk_of_the_own_tenant_whose_readers_leave_ana_out_is_not_returned() {
    assertThat(sources(acme, "salary list of the board", ANA)).containsExactly("open");
    assertThat(sources(acme, "salary list", ANA.withGroups("board")))
        .containsExactlyInAnyOrder("open", "hidden");
  }

  @ParameterizedTest(name = "E23 {0}")
  @ValueSource(
      strings = {
        "{\"$or\":[{\"tenant\":\"globex\"}]}",
        "{\"tenant\":{\"$ne\":\"acme\"}} salary",
        "salary\" OR tenant=\"globex",
        "tenant:globex salary",
        "salary AND readers:(group:board)",
        "*:* tenant salary list",
        "salary list of globex\u0000{\"where\":{}}",
        "{\"where\":{\"acl\":{\"$in\":[\"board\"]}},\"query_texts\":[\"salary\"]}",
      })
  void E23_a_question_is_words_and_never_a_filter(String question) {
    assertThat(sources(acme, question, ANA)).doesNotContain("hidden", "foreign");
  }

  @Test
  void E23_a_caller_has_no_place_to_put_a_filter_and_another_tenant_finds_no_index() {
    assertThat(Stream.of(RetrievalQuery.class.getRecordComponents()).map(c -> c.getName()))
        .containsExactly("text", "limit", "principal");
    Principal eve = Principal.of("eve", "globex", "analyst").withGroups("board", "tenant:acme");

    assertThatThrownBy(() -> sources(acme, "salary", eve))
        .isInstanceOf(IndexNotFoundException.class);
  }

  @Test
  void E22_a_group_that_is_named_like_a_tenant_or_a_user_opens_nothing() {
    RagIndex index = index(
        "acme",
        document("bobs", "salary of bob", Readers.only("user:bob")),
        document("globex", "salary of globex", Readers.only("tenant:globex")));

    assertThat(sources(index, "salary", ANA.withGroups("user:bob", "tenant:globex", "bob")))
        .isEmpty();
  }
}
