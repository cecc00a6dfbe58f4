package io.harden4j.guard.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds numbers that prove by their check digits what they are: payment cards, IBANs, and identity numbers of Germany, Spain, France, Italy, the Netherlands and
 * Poland. Where a tenth of all numbers would pass the check, a word that names the kind has to stand before it. Stateless.
 */
final class PersonalData implements PiiRecognizer {
  private static final int CONTEXT = 40;

  /** One kind: where it could be, what proves it, and what has to stand before it, or empty. */
  private record Kind(String name, Pattern shape, Predicate<String> proof, Pattern context) {}

  private static final Pattern ANY = Pattern.compile("");
  private static final String EDGE = "(?<![\\p{L}\\p{N}])";
  private static final String END = "(?![\\p{L}\\p{N}])";

  private static final List<Kind> KINDS = List.of(
      kind("card", "[0-9](?:[ -]?[0-9]){12,18}", CheckDigits::card, ""),
      kind("iban", "[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,27}", CheckDigits::iban, ""),
      kind("es-dni", "[0-9XYZxyz][0-9]{7}-?[A-Za-z]", CheckDigits::dni, ""),
      kind(
          "it-codice-fiscale",
          "[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]",
          CheckDigits::codiceFiscale,
          ""),
      kind(
          "fr-nir",
          "[1-478] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
          CheckDigits::nir,
          ""),
      kind("pl-pesel", "[0-9]{11}", CheckDigits::pesel, "pesel"),
      kind(
          "de-steuer-id",
          "[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
          CheckDigits::steuerId,
          "steuer|tax|idnr|tin"),
      kind("nl-bsn", "[0-9]{9}", CheckDigits::bsn, "bsn|burgerservice|sofi"));

  private static Kind kind(String name, String shape, Predicate<String> proof, String context) {
    return new Kind(
        name,
        Pattern.compile(EDGE + shape + END),
        proof,
        context.isEmpty() ? ANY : Pattern.compile(context));
  }

  @Override
  public List<Span> find(String text) {
    List<Span> found = new ArrayList<>();
    for (Kind kind : KINDS) {
      Matcher matcher = kind.shape().matcher(text);
      int from = 0;
      while (matcher.find(from)) {
        int end = proven(kind, text, matcher.start(), matcher.end());
        if (end > 0) {
          found.add(new Span(kind.name(), matcher.start(), end));
        }
        from = end > 0 ? end : matcher.start() + 1;
      }
    }
    return found;
  }

  /** Returns where the number ends: a shape may have taken words or digits behind it along. */
  private static int proven(Kind kind, String text, int start, int longest) {
    String before = text.substring(Math.max(0, start - CONTEXT), start).toLowerCase(Locale.ROOT);
    if (!kind.context().matcher(before).find()) {
      return -1;
    }
    String bare = bare(text, start, longest);
    int length = bare.length();
    for (int end = longest; end > start + 8; end--) {
      boolean isPart = isPart(text.charAt(end - 1));
      boolean edge = end == longest || !Character.isLetterOrDigit(text.charAt(end));
      if (edge && isPart && fits(kind, bare.substring(0, length))) {
        return end;
      }
      length -= isPart ? 1 : 0;
    }
    return -1;
  }

  /** The shapes know letters, digits, spaces and hyphens. Without a regular expression: a text can be all starts of numbers. */
  private static String bare(String text, int start, int end) {
    StringBuilder bare = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      if (isPart(text.charAt(i))) {
        bare.append(Character.toUpperCase(text.charAt(i)));
      }
    }
    return bare.toString();
  }

  private static boolean isPart(char c) {
    return c != ' ' && c != '-';
  }

  private static boolean fits(Kind kind, String bare) {
    int n = bare.length();
    boolean length = switch (kind.name()) {
      case "card" -> n >= 13 && n <= 19;
      case "iban" -> n >= 15;
      case "es-dni", "nl-bsn" -> n == 9;
      case "it-codice-fiscale" -> n == 16;
      case "fr-nir" -> n == 15;
      default -> n == 11;
    };
    return length && kind.proof().test(bare);
  }
}
