package io.harden4j.mcp;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the words by which a form asks for a secret. A look at words: a server that asks in riddles gets through, and a human sees who asks. */
final class SecretWords {
  private static final Pattern WORDS = Pattern.compile(
      "pass ?(?:word|phrase|wd|code|key)|\\bpwd\\b|\\bpass\\b|secret|\\btokens?\\b|api ?key|access ?key|private ?key|credential|\\bcv[vc]2?\\b|\\bpin\\b"
          + "|card ?(?:number|no\\b)|(?:credit|debit) ?card|\\botp\\b|one ?time (?:code|password)|\\b[2m]fa\\b|(?:seed|recovery|backup) (?:phrase|code|key)"
          + "|(?:verification|security|login) code|social security|\\bssn\\b|passwort|kennwort|mot de passe|contrase.a");

  private SecretWords() {}

  /** Says whether a text, such as {@code clientSecret} or "Your PIN, please", names a secret. */
  static boolean in(String text) {
    String words = Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("\\p{Cf}", "")
        .replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ");
    return WORDS.matcher(words).find();
  }
}
