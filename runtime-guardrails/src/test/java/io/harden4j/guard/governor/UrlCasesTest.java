package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.guard.url.CheckedUrl;
import io.harden4j.guard.url.HostResolver;
import io.harden4j.guard.url.UrlGovernor;
import io.harden4j.guard.url.UrlRefusedException;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.Tier;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D16, E08 and what else an address can hide. Names are resolved by a table. */
@ExtendWith(HostileEvidence.class)
class UrlCasesTest {
  private static final Map<String, List<String>> NAMES = Map.of(
      "api.acme.test", List.of("93.184.216.34"),
      "inside.acme.test", List.of("10.0.0.7"),
      "both.acme.test", List.of("93.184.216.34", "127.0.0.1"),
      "six.acme.test", List.of("2606:2800:220:1:248:1893:25c8:1946"),
      "mapped.acme.test", List.of("::ffff:127.0.0.1"),
      "nat64.acme.test", List.of("64:ff9b::7f00:1"),
      "sixtofour.acme.test", List.of("2002:7f00:1::"),
      "local6.acme.test", List.of("fe80::1"),
      "unique6.acme.test", List.of("fd00::1"),
      "meta.acme.test", List.of("169.254.169.254"));

  private static final HostResolver TABLE = host -> {
    List<InetAddress> found = new ArrayList<>();
    for (String text :
        NAMES.getOrDefault(host, host.matches("[0-9.]+") ? List.of(host) : List.of())) {
      found.add(InetAddress.getByName(text));
    }
    if (found.isEmpty()) {
      throw new UnknownHostException();
    }
    return found;
  };

  private final UrlGovernor own =
      UrlGovernor.builder().below("acme.test").resolver(TABLE).build();
  private final UrlGovernor any =
      UrlGovernor.builder().anyPublicHost().http().port(8080).resolver(TABLE).build();

  private static String verdict(UrlGovernor urls, String url) {
    Guard guard =
        GovernedGuard.over(Calls.PERMIT).governor(ArgumentRole.URL, "url", urls).build();
    return Calls.verdict(guard, Calls.of(ArgumentRole.URL, "{'x':'" + url + "'}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "D16 loopback | http://127.0.0.1/",
        "D16 loopback by name without a table | http://localhost/",
        "D16 private ten | http://10.1.2.3/",
        "D16 private 172 | http://172.31.255.255/",
        "D16 private 192 | http://192.168.0.1/",
        "D16 carrier | http://100.64.0.1/",
        "D16 metadata | http://169.254.169.254/latest/meta-data/",
        "D16 any | http://0.0.0.0/",
        "D16 broadcast | http://255.255.255.255/",
        "D16 multicast | http://224.0.0.1/",
        "D16 decimal | http://2130706433/",
        "D16 octal | http://0177.0.0.1/",
        "D16 hex | http://0x7f000001/",
        "D16 hex parts | http://0x7f.0.0.1/",
        "D16 short | http://127.1/",
        "D16 leading zero | http://127.0.0.01/",
        "D16 too large | http://256.1.1.1/",
        "D16 loopback six | http://[::1]/",
        "D16 mapped | http://[::ffff:127.0.0.1]/",
        "D16 mapped hex | http://[::ffff:7f00:1]/",
        "D16 compatible | http://[::127.0.0.1]/",
        "D16 nat64 | http://[64:ff9b::7f00:1]/",
        "D16 six to four | http://[2002:7f00:0001::]/",
        "D16 teredo | http://[2001:0:7f00:1::]/",
        "D16 local six | http://[fe80::1]/",
        "D16 unique six | http://[fd12:3456::1]/",
        "D16 zone | http://[fe80::1%25eth0]/",
        "D16 documentation six | http://[2001:db8::1]/",
        "D16 name with a private address | https://inside.acme.test/",
        "D16 name with one private address among others | https://both.acme.test/",
        "D16 name with a mapped address | https://mapped.acme.test/",
        "D16 name with nat64 | https://nat64.acme.test/",
        "D16 name with six to four | https://sixtofour.acme.test/",
        "D16 name with a local address | https://local6.acme.test/",
        "D16 name with a unique address | https://unique6.acme.test/",
        "D16 name with the metadata address | https://meta.acme.test/",
        "user part | https://api.acme.test@evil.test/",
        "user part with a colon | https://api.acme.test:443@evil.test/",
        "empty user part | https://@api.acme.test/",
        "encoded host | https://api%2eacme.test/",
        "backslash | https://api.acme.test\\\\@evil.test/",
        "white space | https://api.acme.test /",
        "tab | https://api.acme\\t.test/",
        "dot of another script | https://api\u3002acme.test/",
        "letter of another script | https://\u0430pi.acme.test/",
        "trailing dot | https://api.acme.test./",
        "scheme file | file:///etc/passwd",
        "scheme data | data:text/html,x",
        "scheme javascript | javascript:alert(1)",
        "scheme gopher | gopher://api.acme.test/",
        "no scheme | //api.acme.test/",
        "relative | /x",
        "port | https://api.acme.test:22/",
        "unknown name | https://nowhere.test/",
      })
  void is_denied_even_where_any_public_host_may_be_fetched(String name, String url) {
    assertThat(verdict(any, url)).isEqualTo("D URL_NOT_PERMITTED");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "E08 host that carries data | https://s3cr3t.evil.test/",
        "suffix without a dot | https://evilacme.test/",
        "the domain itself | https://acme.test/",
        "suffix in the path | https://evil.test/.acme.test",
        "suffix in the fragment | https://evil.test#.acme.test",
        "http | http://api.acme.test/",
        "a public number | https://93.184.216.34/",
      })
  void is_denied_where_hosts_are_named(String name, String url) {
    assertThat(verdict(own, url)).isEqualTo("D URL_NOT_PERMITTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.acme.test/x?q=1#f",
        "https://API.acme.test:443/",
        "https://six.acme.test/"
      })
  void benign_twins_pass_unchanged(String url) {
    assertThat(verdict(own, url)).isEqualTo("OK {\"x\":\"" + url + "\"}");
    assertThat(verdict(any, url)).startsWith("OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://inside.acme.test/",
        "http://api.acme.test/",
        "https://evil.test/",
        "//10.0.0.7/",
        "\\\\\\\\evil.test",
        "https://api.acme.test@10.0.0.7/"
      })
  void D16_a_redirect_is_checked_like_any_address(String location) {
    CheckedUrl from = own.check("https://api.acme.test/start");

    assertThatThrownBy(() -> own.redirect(from, location)).isInstanceOf(UrlRefusedException.class);
  }

  @Test
  void D16_a_redirect_inside_of_the_permitted_hosts_is_followed() {
    CheckedUrl from = own.check("https://api.acme.test/start");

    assertThat(own.redirect(from, "/next?x=1").uri()).hasToString("https://api.acme.test/next?x=1");
  }

  @Test
  void an_inner_host_is_permitted_by_name_only() {
    UrlGovernor inner =
        UrlGovernor.builder().innerHost("inside.acme.test").resolver(TABLE).build();

    assertThat(verdict(inner, "https://inside.acme.test/")).startsWith("OK");
    assertThat(verdict(inner, "https://10.0.0.7/")).startsWith("D ");
  }

  @Test
  void no_spelling_of_a_private_address_passes() throws UnknownHostException {
    Random random = new Random(17);
    int[][] networks = {
      {10, 0, 8}, {127, 0, 8}, {172, 16, 12}, {192, 168, 16}, {169, 254, 16}, {100, 64, 10}
    };
    for (int i = 0; i < Tier.of(3_000, 30_000); i++) {
      int[] network = networks[random.nextInt(networks.length)];
      long host = (long) (random.nextDouble() * (1L << (32 - network[2])));
      long address = ((long) network[0] << 24 | (long) network[1] << 16) | host;
      String text = spelled(address, random);

      assertThat(verdict(any, "http://" + text + "/")).as(text).isEqualTo("D URL_NOT_PERMITTED");
    }
  }

  private static String spelled(long a, Random random) {
    long[] p = {a >> 24 & 255, a >> 16 & 255, a >> 8 & 255, a & 255};
    String hex = String.format("%x:%x", a >> 16, a & 0xFFFF);
    return switch (random.nextInt(9)) {
      case 0 -> String.valueOf(a);
      case 1 -> "0x" + Long.toHexString(a);
      case 2 -> "0" + Long.toOctalString(a);
      case 3 -> p[0] + "." + (a & 0xFFFFFF);
      case 4 -> String.format("0%o.0%o.0%o.0%o", p[0], p[1], p[2], p[3]);
      case 5 -> "[::ffff:" + hex + "]";
      case 6 -> "[64:ff9b::" + hex + "]";
      case 7 -> "[2002:" + hex + "::1]";
      default -> p[0] + "." + p[1] + "." + p[2] + "." + p[3];
    };
  }
}
