package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts together what a caller needs to go on from a checkpoint. */
final class States {
  private States() {}

  static StoredState of(ThreadIndex index, Items items, Row row) throws IOException {
    boolean head = row == index.heads().get(row.branch());
    List<TaskRecord> tasks = new ArrayList<>();
    List<EffectRecord> effects = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    if (head) {
      for (TaskKey task : row.frontier()) {
        open(index.shelves().getOrDefault(task, new Shelf()), items, tasks, effects);
      }
      for (Asking q : index.questions().values()) {
        if (row.frontier().contains(q.outline().task())) {
          questions.add(items.question(q));
        }
      }
    }
    return new StoredState(items.checkpoint(row), entries(items, row), tasks, questions, effects);
  }

  private static void open(
      Shelf shelf, Items items, List<TaskRecord> tasks, List<EffectRecord> effects)
      throws IOException {
    Shelf.Ended ended = shelf.ended();
    if (ended != null) {
      tasks.add(items.task(ended));
    }
    for (Shelf.Version v : shelf.effects().values()) {
      effects.add(items.effect(v));
    }
  }

  private static Map<String, List<KeyEntry>> entries(Items items, Row row) throws IOException {
    Map<String, List<KeyEntry>> all = new HashMap<>();
    for (Map.Entry<String, Link> key : row.keys().entrySet()) {
      List<KeyEntry> chain = new ArrayList<>();
      for (Link link : key.getValue().since(null)) {
        chain.add(items.entry(link));
      }
      all.put(key.getKey(), chain);
    }
    return all;
  }
}
