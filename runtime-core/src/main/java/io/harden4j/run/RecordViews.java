package io.harden4j.run;

import io.harden4j.graph.StateKey;
import io.harden4j.graph.StateView;
import io.harden4j.graph.UndeclaredKeyException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads state as a record: each component is the key of its name. */
final class RecordViews {
  private RecordViews() {}

  static <R extends Record> R read(Class<R> type, CompiledGraph graph, StateView view) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      StateKey<?> key = graph.graph().key(components[i].getName());
      if (key == null) {
        throw new UndeclaredKeyException(
            components[i].getName(),
            graph.graph().name(),
            graph.graph().keys().stream().map(StateKey::name).toList());
      }
      values[i] = types[i] == Optional.class ? view.find(key) : view.get(key);
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "record " + type.getName()
              + " cannot be made from state; make it and its constructor accessible",
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "record " + type.getName() + " refused the state: " + e.getCause(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "record " + type.getName() + " does not fit the types of the state keys it names", e);
    }
  }
}
