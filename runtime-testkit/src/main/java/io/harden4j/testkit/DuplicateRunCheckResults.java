package io.harden4j.testkit;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.testkit.DuplicateRunCheckReport.Finding;
import io.harden4j.testkit.DuplicateRunCheckReport.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what two runs of a task, and of a step, came to. Nothing is sealed, so equal results have equal bytes. */
final class DuplicateRunCheckResults {
  private record Planned(List<PlannedTask> frontier, List<BarrierState> barriers) {}

  private final Map<TaskId, Map<String, Object>> tasks = new HashMap<>();
  private final Map<Set<TaskId>, Map<String, Object>> steps = new HashMap<>();

  /** Compares a record with the one of the task's first run. A record without content says nothing: its content is in the commit. */
  List<Finding> compare(TaskRecord record) {
    if (record.writes().isEmpty() && record.spawned().isEmpty()) {
      return List.of();
    }
    Map<String, Object> now = new HashMap<>();
    int place = 0;
    for (KeyEntry write : record.writes()) {
      now.put(write.key() + "#" + place++, write);
    }
    now.put("what runs next", record.spawned());
    Map<String, Object> before = tasks.putIfAbsent(record.key().task(), now);
    return different(before, now, record.key().task().node());
  }

  /** Compares a commit with the one that the first runs of the same tasks wanted. */
  List<Finding> compare(StepCommit commit) {
    Map<String, Object> now = new HashMap<>();
    for (KeyEntry entry : commit.entries()) {
      now.put(entry.key() + "#" + entry.ns(), entry);
    }
    now.put(
        "what runs next",
        new Planned(commit.checkpoint().frontier(), commit.checkpoint().barriers()));
    Map<String, Object> before = steps.putIfAbsent(Set.copyOf(commit.consumed()), now);
    String nodes =
        commit.consumed().stream().map(TaskId::node).distinct().collect(Collectors.joining("+"));
    return different(before, now, nodes);
  }

  private static List<Finding> different(
      @Nullable Map<String, Object> before, Map<String, Object> now, String node) {
    if (before == null || before.equals(now)) {
      return List.of();
    }
    Set<String> names = new TreeSet<>();
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    for (String name : all) {
      if (!Objects.equals(before.get(name), now.get(name))) {
        names.add(name.contains("#") ? name.substring(0, name.lastIndexOf('#')) : name);
      }
    }
    return List.of(new Finding(Kind.DIFFERENT_UPDATE, node, String.join(", ", names)));
  }
}
