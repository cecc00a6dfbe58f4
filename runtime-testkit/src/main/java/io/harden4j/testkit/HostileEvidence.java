package io.harden4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts the hostile cases that the tests of a class settle: each test whose name, displayed or of the method, begins with the ids of cases, A01 to G8, such
 * as {@code C09_a_lone_surrogate_is_refused} or {@code E04, E05: an image}. A failed one is a wrong verdict; a failed benign twin ({@code -> ALLOW},
 * {@code benign}, {@code is allowed}) is an honest call that was blocked as well.
 *
 * <p>Every class that is extended with it leaves its counts in {@code target/hostile}; all of a module together are {@code target/evidence/hostile.json}.
 */
public final class HostileEvidence implements AfterTestExecutionCallback, AfterAllCallback {
  private static final Pattern ID =
      Pattern.compile("\\G([A-G][0-9]{1,2})(?=[_ ,:]|$)(?:_and_|, | and )?");
  private static final Pattern BENIGN =
      Pattern.compile("(?i).*(-> (ALLOW|OK)\\b|benign|is_allowed|is allowed).*");

  private long cases;
  private long wrong;
  private long benignBlocked;
  private final TreeSet<String> ids = new TreeSet<>();

  /** Returns the ids of cases at the beginning of a test's name; empty if there are none. */
  static List<String> idsOf(String name) {
    List<String> found = new ArrayList<>();
    for (Matcher id = ID.matcher(name); id.find(); ) {
      found.add(id.group(1));
    }
    return found;
  }

  @Override
  public synchronized void afterTestExecution(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String shown = context.getDisplayName();
    TreeSet<String> named = new TreeSet<>(idsOf(shown));
    named.addAll(idsOf(method));
    if (named.isEmpty()) {
      return;
    }
    boolean failed = context.getExecutionException().isPresent();
    boolean benign = BENIGN.matcher(method + " " + shown).matches();
    cases++;
    ids.addAll(named);
    wrong += failed ? 1 : 0;
    benignBlocked += failed && benign ? 1 : 0;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try {
      Path folder = Path.of(System.getProperty("basedir", ""), "target", "hostile");
      Files.createDirectories(folder);
      String name = context.getRequiredTestClass().getName().toLowerCase(Locale.ROOT);
      Files.writeString(
          folder.resolve(name + ".properties"),
          "cases=" + cases + "\nwrong=" + wrong + "\nbenignBlocked=" + benignBlocked + "\nids="
              + String.join(" ", ids) + "\n");
      write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the counts of hostile cases", e);
    }
  }

  private static void write(Path folder) throws IOException {
    long[] sums = new long[3];
    TreeSet<String> ids = new TreeSet<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".properties")).toList();
    }
    for (Path file : files) {
      Properties counts = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        counts.load(reader);
      }
      sums[0] += Long.parseLong(counts.getProperty("cases"));
      sums[1] += Long.parseLong(counts.getProperty("wrong"));
      sums[2] += Long.parseLong(counts.getProperty("benignBlocked"));
      ids.addAll(List.of(counts.getProperty("ids", "").split(" ", -1)));
    }
    ids.remove("");
    Evidence.of("hostile")
        .put("cases", sums[0])
        .put("ids", ids.size())
        .put("wrongVerdicts", sums[1])
        .put("benignBlocked", sums[2])
        .put("idsRun", String.join(" ", ids))
        .ran(sums[0])
        .write();
  }
}
