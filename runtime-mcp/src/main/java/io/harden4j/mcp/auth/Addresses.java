package io.harden4j.mcp.auth;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Tells private addresses from public ones, so that a name somebody else wrote cannot lead into the local network (server-side request forgery). */
public final class Addresses {
  private Addresses() {}

  /**
   * Checks every address that a URL's host has now. The platform caches look-ups, so the connection that follows goes to one of them.
   *
   * @throws PrivateAddressException if one of them is private
   * @throws UnknownHostException if the host has none
   */
  public static void requirePublic(URI url) throws UnknownHostException {
    String host = url.getHost();
    if (host == null) {
      throw new UnknownHostException("no host in the address");
    }
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (isPrivate(address)) {
        throw new PrivateAddressException(host);
      }
    }
  }

  /** Says whether an address is of this machine, a local network, a carrier's inner network, or no single host. */
  public static boolean isPrivate(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] b = address.getAddress();
    if (address instanceof Inet4Address) {
      int first = b[0] & 0xff;
      int second = b[1] & 0xff;
      boolean carrier = first == 100 && second >= 64 && second < 128; // RFC 6598
      boolean benchmark = first == 198 && (second == 18 || second == 19); // RFC 2544
      return carrier || benchmark || first == 0 || first >= 240;
    }
    // fc00::/7 (RFC 4193); 64:ff9b::/96 and 2002::/16 carry an IPv4 address that is not looked at
    boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
    boolean carriesV4 = (b[0] == 0 && b[1] == 0x64) || ((b[0] & 0xff) == 0x20 && b[1] == 0x02);
    return address instanceof Inet6Address && (uniqueLocal || carriesV4);
  }
}
