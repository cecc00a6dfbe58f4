package io.harden4j.checkpoint.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** The least that a pool does: keeps connections that were closed. For child JVMs, which should start quickly. */
final class KeptConnections {
  private final DataSource source;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  KeptConnections(DataSource source) {
    this.source = source;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (p, method, args) ->
            method.getName().equals("getConnection") ? kept() : call(source, method, args));
  }

  private Connection kept() throws SQLException {
    Connection there = idle.poll();
    Connection c = there == null ? source.getConnection() : there;
    return proxy(Connection.class, (p, method, args) -> {
      if (method.getName().equals("close")) {
        idle.push(c);
        return null;
      }
      return call(c, method, args);
    });
  }

  static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(
        KeptConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static Object call(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
