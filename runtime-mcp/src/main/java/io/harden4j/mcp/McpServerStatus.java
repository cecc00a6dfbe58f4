package io.harden4j.mcp;

import java.util.List;

/**
 * How a server is doing. A snapshot.
 *
 * @param server          its id
 * @param state           where the connection stands
 * @param reason          why it is down or what the last listing failed with; empty if all is well
 * @param protocolVersion agreed at the last handshake; empty before the first
 * @param softwareName    name and version the server gives itself; untrusted; empty before the first handshake
 * @param starts          how often it was started
 * @param withheld        tools that are declared or listed but not issued, and why; as of the last listing
 * @param traffic         what it sent that nobody waited for
 */
public record McpServerStatus(
    String server,
    ConnectionState state,
    String reason,
    String protocolVersion,
    String softwareName,
    long starts,
    List<WithheldTool> withheld,
    Traffic traffic) {
  /** Copies the list. */
  public McpServerStatus {
    withheld = List.copyOf(withheld);
  }

  /**
   * A tool that is not issued.
   *
   * @param name   its name as the server or the declaration has it; untrusted
   * @param reason why
   */
  public record WithheldTool(String name, String reason) {}

  /**
   * Counts over all starts of a server.
   *
   * @param unreadable           messages that are not JSON-RPC, skipped
   * @param oversized            messages over the limit, read past
   * @param lateAnswers          answers that came after their request was given up, or a second time
   * @param unknownIds           answers to requests that were never made
   * @param refusedRequests      requests of the server that this client does not serve (sampling, elicitation, roots)
   * @param ignoredNotifications notifications without a use here, such as progress and log lines
   */
  public record Traffic(
      long unreadable,
      long oversized,
      long lateAnswers,
      long unknownIds,
      long refusedRequests,
      long ignoredNotifications) {}
}
