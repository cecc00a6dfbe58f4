package io.harden4j.label;

import java.util.function.Function;

/**
 * A value together with its label. Immutable if the value is.
 *
 * @param value the value
 * @param label where it comes from and who may see it
 * @param <T>   type of the value
 */
public record Labeled<T>(T value, Label label) {
  /** Returns a value with its label. */
  public static <T> Labeled<T> of(T value, Label label) {
    return new Labeled<>(value, label);
  }

  /** Returns what {@code f} makes of the value, under the same label. */
  public <R> Labeled<R> map(Function<? super T, ? extends R> f) {
    return new Labeled<>(f.apply(value), label);
  }
}
