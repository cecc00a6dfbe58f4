-- The order database of the support desk. Amounts are whole cents; days are ISO dates.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE products (
  sku         TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  category    TEXT NOT NULL,
  price_cents INTEGER NOT NULL
);

CREATE TABLE customers (
  customer_id TEXT PRIMARY KEY,
  tenant      TEXT NOT NULL,
  name        TEXT NOT NULL,
  email       TEXT NOT NULL,
  country     TEXT NOT NULL,
  UNIQUE (tenant, email)
);

CREATE TABLE orders (
  order_id       TEXT PRIMARY KEY,
  tenant         TEXT NOT NULL,
  customer_id    TEXT NOT NULL REFERENCES customers,
  status         TEXT NOT NULL,
  ordered_on     TEXT NOT NULL,
  currency       TEXT NOT NULL,
  shipping_cents INTEGER NOT NULL,
  total_cents    INTEGER NOT NULL
);
CREATE INDEX orders_by_customer ON orders (tenant, customer_id, ordered_on);

CREATE TABLE order_items (
  order_id         TEXT NOT NULL REFERENCES orders,
  line             INTEGER NOT NULL,
  sku              TEXT NOT NULL REFERENCES products,
  quantity         INTEGER NOT NULL,
  unit_price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, line)
);

CREATE TABLE payments (
  order_id     TEXT PRIMARY KEY REFERENCES orders,
  method       TEXT NOT NULL,
  account      TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  paid_on      TEXT NOT NULL
);

CREATE TABLE shipments (
  order_id        TEXT PRIMARY KEY REFERENCES orders,
  carrier         TEXT NOT NULL,
  tracking_number TEXT NOT NULL,
  status          TEXT NOT NULL,
  dispatched_on   TEXT NOT NULL,
  promised_on     TEXT NOT NULL,
  last_scan_on    TEXT NOT NULL,
  delivered_on    TEXT
);

CREATE TABLE refunds (
  refund_no    INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id     TEXT NOT NULL REFERENCES orders,
  amount_cents INTEGER NOT NULL,
  paid_to      TEXT NOT NULL,
  iban         TEXT,
  reason       TEXT NOT NULL,
  created_on   TEXT NOT NULL
);
CREATE INDEX refunds_by_order ON refunds (order_id);

CREATE TABLE notes (
  note_no    INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id   TEXT NOT NULL REFERENCES orders,
  text       TEXT NOT NULL,
  created_on TEXT NOT NULL
);
CREATE INDEX notes_by_order ON notes (order_id);

-- Every tool call that was executed, in order. outcome: done, repeated (answered from the idempotency key), refused.
CREATE TABLE call_log (
  at              INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant          TEXT NOT NULL,
  tool            TEXT NOT NULL,
  arguments       TEXT NOT NULL,
  idempotency_key TEXT,
  outcome         TEXT NOT NULL
);

-- What a changing call answered, so that the same key gets the same answer and changes nothing again.
CREATE TABLE answered_keys (
  tenant          TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  tool            TEXT NOT NULL,
  arguments       TEXT NOT NULL,
  answer          TEXT NOT NULL,
  PRIMARY KEY (tenant, idempotency_key)
);
