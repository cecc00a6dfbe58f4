package io.harden4j.mcp;

import io.harden4j.mcp.McpException.Delivery;
import org.jspecify.annotations.Nullable;

/** What HTTP answers other than success mean for the request and for the session. */
final class HttpRefusals {
  private static final int SHOWN = 300;

  private HttpRefusals() {}

  /**
   * Returns the exception that says that the server forgot the session, or null if it is something else. Servers say so by 404, as the protocol wants, or by
   * 400 without an answer of the protocol.
   */
  static @Nullable McpSessionExpiredException lostSession(
      String server, int status, boolean hadSession, @Nullable McpException asAnswer) {
    boolean lost = hadSession && (status == 404 || (status == 400 && asAnswer == null));
    return lost ? new McpSessionExpiredException(server, status) : null;
  }

  /** Returns the exception for a status that says nothing more. */
  static McpHttpStatusException of(String server, int status, byte[] body) {
    String text =
        Texts.printable(Texts.ofBytes(body, Math.min(body.length, SHOWN))).strip();
    Delivery delivery = status == 429 ? Delivery.NOT_SENT : Delivery.ANSWERED;
    return new McpHttpStatusException(
        server,
        status / 100 == 5 ? Delivery.UNKNOWN : delivery,
        status,
        "answered with HTTP " + status + (text.isEmpty() ? "" : ": " + text) + hint(status));
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 ->
        ". Give the server a TokenProvider whose token it accepts, or check what that token may do";
      case 301, 302, 303, 307, 308 ->
        ". Redirects are not followed, for the sake of the credentials: configure the address it leads to";
      default -> "";
    };
  }
}
