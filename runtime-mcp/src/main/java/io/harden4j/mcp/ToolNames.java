package io.harden4j.mcp;

import io.harden4j.checkpoint.Digests;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of tools: the alias that models see, and which names are refused. An alias is {@code server__tool} where that is possible. Since a server id holds
 * no {@code __} and ends without {@code _}, the first {@code __} of an alias always ends the server: two tools cannot meet in one alias.
 */
final class ToolNames {
  private static final Pattern SERVER =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9-])?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int LONGEST_ALIAS = 64;
  private static final int LONGEST_NAME = 128;
  private static final int HASH = 10;
  private static final String LOOK_ALIKES =
      "аaеeоoрpсcхxуyіiјjѕsԁdһhԛqԝwкkмmтtвbнhαaοoρpνvιiκkτtυuɡgıiⅼl";

  private ToolNames() {}

  /** Returns {@code id}. @throws IllegalArgumentException if it cannot be the first half of an alias */
  static String requireServerId(String id) {
    if (!SERVER.matcher(id).matches() || id.contains("__")) {
      throw new IllegalArgumentException(
          "server id '" + Texts.printable(id)
              + "' must be 1 to 32 characters of A-Z, a-z, 0-9, _ and -,"
              + " start with a letter or digit, not end with _ and hold no __; it becomes the first half of its tools' names");
    }
    return id;
  }

  /** Returns the name that models see: readable where the tool's own name allows it, else with a hash of that name at its end. */
  static String alias(String server, String tool) {
    String readable = server + "__" + tool;
    if (PLAIN.matcher(tool).matches() && readable.length() <= LONGEST_ALIAS) {
      return readable;
    }
    String hash = Digests.sha256(tool).substring(0, HASH);
    String safe = server + "__" + tool.replaceAll("[^A-Za-z0-9_-]", "_");
    return safe.substring(0, Math.min(safe.length(), LONGEST_ALIAS - HASH - 1)) + "_" + hash;
  }

  /** Returns why a tool may not be called that, or nothing. */
  static String problem(String name) {
    if (name.isBlank()) {
      return "its name is blank";
    }
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      return "its name is longer than " + LONGEST_NAME + " characters";
    }
    if (!name.codePoints().allMatch(Texts::isVisible)) {
      return "its name holds invisible characters";
    }
    boolean latin = name.codePoints().anyMatch(c -> script(c) == Character.UnicodeScript.LATIN);
    boolean lookAlike = name.codePoints()
        .anyMatch(c -> c > 127 && LOOK_ALIKES.indexOf(Character.toLowerCase(c)) >= 0);
    return latin && lookAlike
        ? "its name mixes Latin letters with ones of another script that look the same"
        : "";
  }

  private static Character.UnicodeScript script(int codePoint) {
    return Character.UnicodeScript.of(codePoint);
  }

  /** Returns a form in which names that look the same are equal (in the spirit of Unicode TR 39, for the letters that matter in identifiers). */
  static String skeleton(String name) {
    String folded =
        Normalizer.normalize(name, Normalizer.Form.NFKC).replace('I', 'l').toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(folded.length());
    folded.codePoints().filter(Texts::isVisible).forEach(c -> {
      int at = c > 127 ? LOOK_ALIKES.indexOf(c) : -1;
      int plain = at < 0 ? c : LOOK_ALIKES.codePointAt(at + 1);
      out.appendCodePoint(plain == '0' ? 'o' : plain == '1' ? 'l' : plain);
    });
    return out.toString();
  }
}
