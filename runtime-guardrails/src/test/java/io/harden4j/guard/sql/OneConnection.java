package io.harden4j.guard.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source of one connection, which stays open: opening one for each of thousands of queries would take most of the time. */
final class OneConnection {
  private OneConnection() {}

  static DataSource of(Connection connection) {
    Connection open = (Connection) Proxy.newProxyInstance(
        OneConnection.class.getClassLoader(),
        new Class<?>[] {Connection.class},
        (p, method, args) -> {
          if (method.getName().equals("close")) {
            return null;
          }
          try {
            return method.invoke(connection, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    return (DataSource) Proxy.newProxyInstance(
        OneConnection.class.getClassLoader(),
        new Class<?>[] {DataSource.class},
        (p, method, args) -> open);
  }
}
