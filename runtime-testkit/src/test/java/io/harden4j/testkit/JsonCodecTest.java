package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.harden4j.checkpoint.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal values give equal bytes, in every process. */
class JsonCodecTest {
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Cat.class, name = "cat"),
    @JsonSubTypes.Type(value = Dog.class, name = "dog")
  })
  interface Animal {}

  record Cat(String name) implements Animal {}

  record Dog(String name) implements Animal {}

  record Zoo(
      Set<String> names, Set<Integer> ages, Set<Animal> animals, LinkedHashSet<String> queue) {}

  private static final JsonCodec<Zoo> CODEC = JsonCodec.of(Zoo.class);

  @Test
  void sets_are_written_sorted_unless_they_have_an_order() {
    Zoo zoo = new Zoo(
        Set.of("e", "d", "c", "b", "a"),
        Set.of(5, 4, 30, 2, 1),
        Set.of(new Dog("b"), new Cat("b"), new Cat("a")),
        new LinkedHashSet<>(List.of("z", "y")));

    byte[] bytes = CODEC.encode(zoo);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo("{\"ages\":[1,2,30,4,5],"
            + "\"animals\":[{\"@type\":\"cat\",\"name\":\"a\"},{\"@type\":\"cat\",\"name\":\"b\"},"
            + "{\"@type\":\"dog\",\"name\":\"b\"}],"
            + "\"names\":[\"a\",\"b\",\"c\",\"d\",\"e\"],\"queue\":[\"z\",\"y\"]}");
    assertThat(CODEC.decode(bytes, 1)).isEqualTo(zoo);
  }
}
