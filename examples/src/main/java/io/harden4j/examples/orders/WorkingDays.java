package io.harden4j.examples.orders;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Counts Monday to Friday, as the handbook does; public holidays are left out for simplicity. */
final class WorkingDays {
  private WorkingDays() {}

  /** Returns the day that comes {@code days} working days after {@code start}; {@code days} is 0 or more. */
  static LocalDate after(LocalDate start, int days) {
    LocalDate day = start;
    for (int counted = 0; counted < days; ) {
      day = day.plusDays(1);
      counted += isWorkingDay(day) ? 1 : 0;
    }
    return day;
  }

  /** Counts the working days after {@code from} up to and including {@code to}; 0 if {@code to} is not later. */
  static int between(LocalDate from, LocalDate to) {
    return (int) from.plusDays(1)
        .datesUntil(to.isAfter(from) ? to.plusDays(1) : from.plusDays(1))
        .filter(WorkingDays::isWorkingDay)
        .count();
  }

  private static boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }
}
