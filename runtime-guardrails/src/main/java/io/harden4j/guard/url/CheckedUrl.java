package io.harden4j.guard.url;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * An address that may be fetched. A client that connects to one of the addresses, and not to the name again, cannot be sent elsewhere by a name server that
 * changed its mind.
 *
 * @param uri       the address
 * @param addresses what its host resolved to, all of them checked
 */
public record CheckedUrl(URI uri, List<InetAddress> addresses) {
  /** Copies the list. */
  public CheckedUrl {
    addresses = List.copyOf(addresses);
  }
}
