package io.harden4j.guard;

import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts the hostile cases that the tests of a class settle: each test whose name begins with the id of a case, A01 to G8. Every class that is extended with it
 * leaves its counts in {@code target/hostile}; all of them together are {@code target/evidence/hostile.json}.
 */
public final class HostileEvidence implements AfterTestExecutionCallback, AfterAllCallback {
  private static final Pattern CASE = Pattern.compile("[A-G][0-9]{1,2}[ _].*");
  private static final Pattern BENIGN =
      Pattern.compile("(?i).*(-> (ALLOW|OK)\\b|benign|is_allowed|is allowed).*");

  private long cases;
  private long wrong;
  private long benignBlocked;
  private final TreeSet<String> ids = new TreeSet<>();

  @Override
  public synchronized void afterTestExecution(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String shown = context.getDisplayName();
    String name = CASE.matcher(shown).matches() ? shown : method;
    if (!CASE.matcher(name).matches()) {
      return;
    }
    boolean failed = context.getExecutionException().isPresent();
    boolean benign = BENIGN.matcher(method + " " + shown).matches();
    cases++;
    ids.add(name.split("[ _]", 2)[0]);
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
      throw new UncheckedIOException(e);
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
      counts.load(Files.newBufferedReader(file));
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
        .ran(sums[0])
        .write();
  }
}
