package io.harden4j.mcp.auth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said when it refused a request (RFC 6750, RFC 9728).
 *
 * @param status     401 or 403
 * @param parameters parameters of its {@code WWW-Authenticate: Bearer} header, names in lower case; copied
 */
public record Challenge(int status, Map<String, String> parameters) {
  private static final int LONGEST = 4096;
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]{1,60})\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))");

  /** Copies the map. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** Reads a header; one that is none of the Bearer scheme or too long has no parameters. */
  public static Challenge of(int status, Optional<String> header) {
    Map<String, String> found = new LinkedHashMap<>();
    header
        .filter(h -> h.length() <= LONGEST && h.toLowerCase(Locale.ROOT).startsWith("bearer"))
        .ifPresent(h -> {
          Matcher matcher = PARAMETER.matcher(h.substring("bearer".length()));
          while (matcher.find()) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            found.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
          }
        });
    return new Challenge(status, found);
  }

  /** Returns a parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
