package io.harden4j.guard.url;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Tells addresses of the public internet from all others, by the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates). IPv6 forms
 * that carry an IPv4 address inside count as that address, or not at all.
 */
final class PublicAddress {
  /** Network and length of its prefix. */
  private static final String[] NOT_PUBLIC = {
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4"
  };

  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return (address instanceof Inet4Address || bytes.length == 4)
        ? isPublic4(bytes)
        : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] address) {
    long value = number(address);
    for (String network : NOT_PUBLIC) {
      int slash = network.indexOf('/');
      int length = Integer.parseInt(network.substring(slash + 1));
      long mask = (0xFFFFFFFFL << (32 - length)) & 0xFFFFFFFFL;
      if ((value & mask) == number(network.substring(0, slash))) {
        return false;
      }
    }
    return true;
  }

  /** Only 2000::/3 is given out to the internet; within it are ranges that carry IPv4 or are for documents and tests. */
  private static boolean isPublic6(byte[] a) {
    boolean mapped = zeros(a, 0, 10) && a[10] == -1 && a[11] == -1;
    boolean nat64 = starts(a, 0x00, 0x64, 0xff, 0x9b) && zeros(a, 4, 12);
    if (mapped || nat64) {
      return isPublic4(Arrays.copyOfRange(a, 12, 16));
    }
    if (starts(a, 0x20, 0x02)) {
      return isPublic4(Arrays.copyOfRange(a, 2, 6));
    }
    boolean global = (a[0] & 0xE0) == 0x20;
    boolean special = starts(a, 0x20, 0x01, 0x0d, 0xb8)
        || (starts(a, 0x20, 0x01) && (a[2] & 0xFE) == 0)
        || (starts(a, 0x3f, 0xff) && (a[2] & 0xF0) == 0);
    return global && !special;
  }

  private static boolean starts(byte[] address, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((address[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean zeros(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] address) {
    long value = 0;
    for (byte b : address) {
      value = (value << 8) | (b & 0xFF);
    }
    return value;
  }

  private static long number(String dotted) {
    long value = 0;
    for (String part : dotted.split("\\.", -1)) {
      value = (value << 8) | Long.parseLong(part);
    }
    return value;
  }
}
