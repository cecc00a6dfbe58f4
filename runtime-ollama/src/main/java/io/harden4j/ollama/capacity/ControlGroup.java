package io.harden4j.ollama.capacity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The memory limit of this process's control group and what the group uses; both empty where there is no limit. */
record ControlGroup(OptionalLong limit, OptionalLong used) {
  private static final String MOUNT = "sys/fs/cgroup";

  /** Reads version 2, then version 1, in the process's own group and at the mount point (as seen inside a container). */
  static ControlGroup read(Path root) {
    ControlGroup tightest = new ControlGroup(OptionalLong.empty(), OptionalLong.empty());
    for (String line : SmallFiles.lines(root.resolve("proc/self/cgroup"))) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[0].equals("0") && fields[1].isEmpty()) {
        tightest =
            tightest(tightest, root.resolve(MOUNT), fields[2], "memory.max", "memory.current");
      } else if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains("memory")) {
        Path mount = root.resolve(MOUNT).resolve("memory");
        tightest =
            tightest(tightest, mount, fields[2], "memory.limit_in_bytes", "memory.usage_in_bytes");
      }
    }
    return tightest;
  }

  private static ControlGroup tightest(
      ControlGroup known, Path mount, String group, String limit, String used) {
    ControlGroup result = known;
    for (Path folder : upTo(mount, group)) {
      OptionalLong found = SmallFiles.number(folder.resolve(limit));
      boolean tighter = found.isPresent()
          && (result.limit().isEmpty() || found.getAsLong() < result.limit().getAsLong());
      if (tighter) {
        result = new ControlGroup(found, SmallFiles.number(folder.resolve(used)));
      }
    }
    return result;
  }

  /** The group's folder and every one above it: a limit of a parent binds its children. */
  private static List<Path> upTo(Path mount, String group) {
    List<Path> folders = new ArrayList<>();
    Path folder = mount.resolve(group.replaceFirst("^/+", "")).normalize();
    while (folder != null && folder.startsWith(mount)) {
      folders.add(folder);
      folder = folder.getParent();
    }
    if (folders.isEmpty()) {
      folders.add(mount);
    }
    return folders;
  }
}
