package io.harden4j.guard.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.guard.path.PathGovernor;
import io.harden4j.identity.Principal;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.Tier;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group B of the hostile cases: paths. */
@ExtendWith(HostileEvidence.class)
class PathCasesTest {
  private static Guard guard(PathGovernor paths) {
    return GovernedGuard.over(Calls.PERMIT)
        .governor(ArgumentRole.PATH, "path", paths)
        .build();
  }

  private final Guard guard = guard(PathGovernor.under("/data/{tenant}"));

  private String verdict(String json) {
    return Calls.verdict(guard, Calls.of(ArgumentRole.PATH, json));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "B01 up and out | /data/acme/../globex/x",
        "B01 up and in again | /data/acme/x/../y",
        "B02 prefix without a separator | /data/acme-evil/x",
        "B04 backslashes | ..\\\\..\\\\etc\\\\passwd",
        "B04 mixed | /data/acme\\\\..\\\\..\\\\etc",
        "B04 drive | C:\\\\x",
        "B04 drive and slash | C:/x",
        "B04 share | \\\\\\\\host\\\\share",
        "B04 share by slashes | //host/share",
        "B04 device | /data/acme/CON",
        "B04 device with an ending | /data/acme/nul.txt",
        "B04 stream | /data/acme/x.txt::$DATA",
        "B04 dot at the end | /data/acme/x.",
        "B04 dots | /data/acme/... /x",
        "B05 encoded | %2e%2e%2fglobex",
        "B05 encoded twice | /data/acme/%252e%252e/globex",
        "B05 encoded slash | /data/acme/..%2fglobex",
        "B06 two dots of full width | /data/acme/\uff0e\uff0e/globex",
        "B06 slash of another script | /data/acme\u2215..\u2215globex",
        "B06 one dot leader | /data/acme/\u2025/globex",
        "B06 hidden | /data/acme/.\u200b./globex",
        "B06 right to left | /data/acme/x\u202etxt.exe",
        "B06 not composed | /data/acme/u\u0308",
        "B07 home | ~/x",
        "B07 relative | report.txt",
        "B07 pattern | /data/acme/*",
        "B07 control | /data/acme/x\\ny",
        "B07 zero | /data/acme/x\\u0000.txt",
        "B08 process | /proc/self/environ",
        "B08 endless | /dev/zero",
        "B09 scheme | file:///data/acme/x",
        "B13 empty | ",
        "B14 other case | /DATA/ACME/../..",
        "B14 other case, no dots | /DATA/ACME/x",
      })
  void is_denied(String name, String path) {
    String json = "{'x':'" + (path == null ? "" : path) + "'}";

    assertThat(verdict(json)).isEqualTo("D PATH_NOT_PERMITTED");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "B12 benign twin | /data/acme/report 2026.txt | /data/acme/report 2026.txt",
        "B12 the root | /data/acme | /data/acme",
        "B12 umlaut | /data/acme/M\u00fcller.txt | /data/acme/M\u00fcller.txt",
        "B12 hidden file of Unix | /data/acme/.config | /data/acme/.config",
        "B12 double slash | /data/acme//a/./b/ | /data/acme/a/b",
      })
  void is_allowed_in_one_form(String name, String path, String effective) {
    assertThat(verdict("{'x':'" + path + "'}")).isEqualTo("OK {\"x\":\"" + effective + "\"}");
  }

  @Test
  void B10_every_path_argument_is_checked() {
    assertThat(verdict("{'x':'/data/acme/a','y':'/data/acme/../b'}")).startsWith("D ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'paths':['/data/acme/ok','../../x']}",
        "{'paths':[['/etc/passwd']]}",
        "{'paths':{'a':'/etc/x'}}",
        "{'paths':{'/etc/x':1}}",
        "{'x':7}",
        "{'x':null}",
        "{'x':true}"
      })
  void B11_every_element_is_checked_and_has_to_be_a_text(String json) {
    assertThat(verdict(json)).startsWith("D ");
  }

  @Test
  void B14_a_server_without_case_is_compared_without_case() {
    Guard any = guard(PathGovernor.under("/data/acme").ignoringCase());

    assertThat(Calls.verdict(any, Calls.of(ArgumentRole.PATH, "{'x':'/DATA/Acme/x'}")))
        .startsWith("OK");
    assertThat(Calls.verdict(any, Calls.of(ArgumentRole.PATH, "{'x':'/DATA/ACME-evil/x'}")))
        .startsWith("D ");
  }

  @Test
  void B03_a_link_out_of_the_root_is_denied_where_the_file_system_is_shared(@TempDir Path temp)
      throws IOException {
    Path real = temp.toRealPath();
    assumeTrue(real.toString().startsWith("/"), "the file system has no POSIX paths");
    Path root = Files.createDirectories(real.resolve("acme"));
    Files.writeString(root.resolve("own.txt"), "x");
    Files.createSymbolicLink(root.resolve("link"), Files.createDirectories(real.resolve("globex")));
    Files.createSymbolicLink(root.resolve("inner"), Files.createDirectories(root.resolve("sub")));
    Guard shared = guard(PathGovernor.under(root.toString()).sharedFileSystem());

    assertThat(Calls.verdict(shared, Calls.of(ArgumentRole.PATH, "{'x':'" + root + "/link/x'}")))
        .startsWith("D ");
    assertThat(Calls.verdict(shared, Calls.of(ArgumentRole.PATH, "{'x':'" + root + "/link'}")))
        .startsWith("D ");
    assertThat(Calls.verdict(shared, Calls.of(ArgumentRole.PATH, "{'x':'" + root + "/inner/new'}")))
        .startsWith("OK");
    assertThat(Calls.verdict(shared, Calls.of(ArgumentRole.PATH, "{'x':'" + root + "/own.txt'}")))
        .startsWith("OK");
    assertThat(Calls.verdict(shared, Calls.of(ArgumentRole.PATH, "{'x':'" + root + "/not/yet'}")))
        .startsWith("OK");
  }

  @Test
  void a_relative_path_is_put_below_its_directory() {
    Guard based = guard(PathGovernor.under("/data/acme").relativeTo("/data/acme/in"));

    assertThat(Calls.verdict(based, Calls.of(ArgumentRole.PATH, "{'x':'a/b.txt'}")))
        .isEqualTo("OK {\"x\":\"/data/acme/in/a/b.txt\"}");
    assertThat(Calls.verdict(based, Calls.of(ArgumentRole.PATH, "{'x':'../../x'}")))
        .startsWith("D ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", ".", "../globex", "a b"})
  void a_tenant_whose_id_is_no_name_of_a_directory_has_no_root(String tenant) {
    var request = Calls.of(
        Principal.of("ana", tenant, "x"),
        "r",
        ArgumentRole.PATH,
        "{'x':'/data/a/x'}",
        Instant.EPOCH);

    assertThat(Calls.verdict(guard, request)).startsWith("D ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "data", "/proc", "/dev/", "/data/../etc"})
  void a_root_that_holds_everything_is_no_root(String root) {
    assertThatThrownBy(() -> PathGovernor.under(root)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatever_is_allowed_is_beneath_the_root_for_the_file_system_too() {
    Random random = new Random(3);
    List<String> parts = List.of(
        "..",
        ".",
        "a",
        "acme",
        "/",
        "//",
        "data",
        "globex",
        " ",
        "x.",
        "%2e",
        "\\\\",
        "\u2215",
        "\uff0e",
        "~",
        "C:",
        "acme-evil");
    int allowed = 0;
    for (int i = 0; i < Tier.of(5_000, 50_000); i++) {
      StringBuilder path = new StringBuilder(random.nextBoolean() ? "/data/acme" : "");
      for (int n = random.nextInt(6); n >= 0; n--) {
        path.append(random.nextInt(3) > 0 ? "/" : "")
            .append(parts.get(random.nextInt(parts.size())));
      }
      String verdict = verdict("{'x':'" + path + "'}");
      if (verdict.startsWith("OK")) {
        allowed++;
        String effective = verdict.substring(9, verdict.length() - 2);
        assertThat(Path.of(effective).normalize().toString()).isEqualTo(effective);
        assertThat(Path.of(effective).startsWith("/data/acme")).as(effective).isTrue();
      }
    }
    assertThat(allowed).isGreaterThan(50);
  }
}
