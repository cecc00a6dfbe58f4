package io.harden4j.guard.path;

import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.LeafCheck;
import io.harden4j.guard.governor.LeafCheck.Refused;
import io.harden4j.guard.governor.PlainText;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.tool.GuardRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only paths inside of roots, in one form: absolute, with {@code /}, without {@code .} and {@code ..}. Whatever another program could read
 * differently is refused, not repaired: {@code ..} (its meaning depends on links), backslashes, drives, {@code %}, schemes, {@code ~}, hidden characters,
 * names that Windows changes.
 *
 * <p>The tool's server opens the file, later. Links are followed here only with {@link #sharedFileSystem()}, and even then a link can be put there between
 * the check and the opening; what closes that is a server that opens below a root, or a mount without foreign writers.
 *
 * <p><b>Thread safety.</b> Immutable; safe for concurrent use.
 */
public final class PathGovernor implements Governor {
  private static final int LONGEST = 1_024;
  private static final String TENANT = "{tenant}";
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
  private static final Pattern DEVICE = Pattern.compile(
      "(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\\$|conout\\$)(\\..*)?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> NEVER = Set.of("", "/proc", "/dev", "/sys");

  private final List<String> roots;
  private final @Nullable String base;
  private final boolean ignoreCase;
  private final boolean shared;

  private PathGovernor(
      List<String> roots, @Nullable String base, boolean ignoreCase, boolean shared) {
    this.roots = List.copyOf(roots);
    this.base = base;
    this.ignoreCase = ignoreCase;
    this.shared = shared;
  }

  /** Permits what is at or beneath absolute directories; {@code {tenant}} in one stands for the tenant's id, which must then be a plain name. */
  public static PathGovernor under(String... roots) {
    List<String> checked = new ArrayList<>();
    for (String root : roots) {
      String clean = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
      if (!root.startsWith("/") || NEVER.contains(clean) || root.contains("..")) {
        throw new IllegalArgumentException("'" + root
            + "' is no root; name an absolute directory below /, such as /data/{tenant}");
      }
      checked.add(clean);
    }
    return new PathGovernor(checked, null, false, false);
  }

  /** Lets a path be relative to this directory, which is put before it. Without it a relative path is refused: only the server knows where it is. */
  public PathGovernor relativeTo(String directory) {
    return new PathGovernor(roots, directory, ignoreCase, shared);
  }

  /** Compares the roots without case, for servers whose file system does. */
  public PathGovernor ignoringCase() {
    return new PathGovernor(roots, base, true, shared);
  }

  /** Also follows the links of this machine, which has to see the files as the server does. */
  public PathGovernor sharedFileSystem() {
    return new PathGovernor(roots, base, ignoreCase, true);
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    String tenant = request.principal().tenant().id();
    return LeafCheck.all(
        request,
        pointers,
        "path",
        "This path is not available here. Use a plain path inside of the permitted folder.",
        leaf -> {
          String path = LeafCheck.text(leaf, "PATH");
          String clean = check(path, tenant);
          return clean.equals(path) ? Optional.empty() : Optional.of(clean);
        });
  }

  private String check(String path, String tenant) throws Refused {
    characters(path);
    String absolute = path;
    if (!path.startsWith("/")) {
      if (base == null) {
        throw refused("is relative, and only the server knows to what");
      }
      absolute = filled(base, tenant) + "/" + path;
    }
    String clean = normal(absolute);
    for (String root : roots) {
      if (isUnder(clean, filled(root, tenant))
          && (!shared || isReallyUnder(clean, filled(root, tenant)))) {
        return clean;
      }
    }
    throw refused("is not inside of a permitted root");
  }

  private static void characters(String path) throws Refused {
    if (path.isEmpty() || path.length() > LONGEST) {
      throw refused("is empty or longer than " + LONGEST + " characters");
    }
    if (PlainText.firstHidden(path) >= 0 || !Normalizer.isNormalized(path, Normalizer.Form.NFKC)) {
      throw refused("holds characters that are hidden or have another common form");
    }
    if (path.startsWith("//")
        || path.startsWith("~")
        || path.chars().anyMatch(c -> "\\%:*?\"<>|".indexOf(c) >= 0)) {
      throw refused("holds a drive, scheme, share, home, pattern or encoding");
    }
    if (path.chars()
        .anyMatch(c -> c != ' ' && (Character.isWhitespace(c) || Character.isSpaceChar(c)))) {
      throw refused("holds white space other than a plain space");
    }
  }

  private static String normal(String path) throws Refused {
    StringBuilder clean = new StringBuilder();
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (segment.equals("..")) {
        throw refused("goes up with '..'");
      }
      if (segment.endsWith(".")
          || segment.endsWith(" ")
          || segment.startsWith(" ")
          || DEVICE.matcher(segment).matches()) {
        throw refused("has a part that some systems read as another name");
      }
      clean.append('/').append(segment);
    }
    return clean.length() == 0 ? "/" : clean.toString();
  }

  private boolean isUnder(String path, String root) {
    String a = ignoreCase ? path.toLowerCase(Locale.ROOT) : path;
    String b = ignoreCase ? root.toLowerCase(Locale.ROOT) : root;
    return a.equals(b) || a.startsWith(b + "/");
  }

  /** Follows the links of what exists; what does not exist yet is no link. */
  private static boolean isReallyUnder(String path, String root) throws Refused {
    try {
      Path existing = Path.of(path);
      while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
        existing = existing.getParent();
      }
      return existing != null
          && existing.toRealPath().resolve("x").startsWith(Path.of(root).toRealPath());
    } catch (IOException e) {
      throw refused("cannot be followed on this machine");
    }
  }

  private static String filled(String root, String tenant) throws Refused {
    if (!root.contains(TENANT)) {
      return root;
    }
    if (!SEGMENT.matcher(tenant).matches()) {
      throw refused("cannot be placed: the tenant's id is no plain name of a directory");
    }
    return root.replace(TENANT, tenant);
  }

  private static Refused refused(String reason) {
    return new Refused("PATH_NOT_PERMITTED", reason);
  }

  @Override
  public String toString() {
    return "PathGovernor " + roots + " base " + base + (ignoreCase ? " ignoring case" : "")
        + (shared ? " following links" : "");
  }
}
