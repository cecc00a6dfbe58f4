package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ForwardingCheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingCheckpointStoreTest extends CheckpointStoreContract {
  private final CheckpointStore memory = new InMemoryCheckpointStore(clock());

  @Override
  protected CheckpointStore open() {
    return new Handing(memory);
  }

  @Override
  protected String evidenceSuffix() {
    return "-forwarding";
  }

  private static final class Handing extends ForwardingCheckpointStore {
    Handing(CheckpointStore store) {
      super(store);
    }
  }

  @Test
  void no_method_of_a_store_is_left_to_its_default() {
    List<String> left = Arrays.stream(Handing.class.getMethods())
        .filter(method -> method.getDeclaringClass().equals(CheckpointStore.class))
        .map(Method::getName)
        .toList();

    assertThat(left).isEmpty();
  }
}
