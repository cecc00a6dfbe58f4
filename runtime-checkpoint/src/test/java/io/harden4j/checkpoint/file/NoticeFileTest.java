package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.QuestionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeFileTest {
  private static final int MOST = 600;

  @TempDir
  Path directory;

  private Path file;
  private NoticeFile notices;

  @BeforeEach
  void open() {
    file = directory.resolve("notices");
    notices = reopened();
  }

  private NoticeFile reopened() {
    FileMutex mutex =
        new FileMutex(directory.resolve("lock"), FileMutex.Level.INNER, Duration.ofSeconds(10));
    return new NoticeFile(file, mutex, MOST);
  }

  private static QuestionId id(int i) {
    return new QuestionId("tenant \n é/\0", "question " + i);
  }

  @Test
  void a_reader_hears_everything_though_old_notes_are_dropped_between() throws IOException {
    FileNotices reader = FileNotices.open(notices);
    List<Optional<QuestionId>> expected = new ArrayList<>();
    List<Optional<QuestionId>> heard = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      reopened().add(i % 5 == 4 ? null : id(i));
      expected.add(i % 5 == 4 ? Optional.empty() : Optional.of(id(i)));
      if (i % 3 == 2) {
        heard.addAll(reader.next());
      }
    }

    assertThat(heard).isEqualTo(expected);
    assertThat(Files.size(file)).isLessThanOrEqualTo(MOST);
  }

  @Test
  void a_reader_that_was_too_slow_is_told_that_there_may_be_more() throws IOException {
    FileNotices reader = FileNotices.open(notices);
    for (int i = 0; i < 60; i++) {
      notices.add(id(i));
    }

    List<Optional<QuestionId>> heard = reader.next();

    assertThat(heard.get(0)).isEmpty();
    assertThat(heard.get(heard.size() - 1)).contains(id(59));
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void a_note_that_a_killed_writer_left_unfinished_stops_nobody() throws IOException {
    notices.add(id(1));
    FileNotices reader = FileNotices.open(notices);
    Files.writeString(file, "dGVuY", StandardOpenOption.APPEND);
    assertThat(reader.next()).as("no whole line yet").isEmpty();

    notices.add(id(2));
    notices.add(id(3));

    assertThat(reader.next()).containsExactly(Optional.empty(), Optional.of(id(3)));
  }

  @Test
  void a_file_that_is_damaged_or_gone_begins_anew() throws IOException {
    notices.add(id(1));
    FileNotices reader = FileNotices.open(notices);
    for (String damaged : List.of("", "x", "harden4j-notices-1 something that is no number\n")) {
      Files.writeString(file, damaged);
      reader.next();
      notices.add(id(2));
      assertThat(reader.next()).as("after '%s'", damaged).contains(Optional.of(id(2)));
    }
    Files.delete(file);
    assertThat(reader.next()).containsExactly(Optional.empty());
    notices.add(id(3));

    assertThat(reader.next()).contains(Optional.of(id(3)));
  }
}
