package io.harden4j.examples.orders;

/** Somebody with an account at one of the two shops; {@code country} is an ISO 3166 code of two letters. */
record Customer(String customerId, Shop shop, String name, String email, String country) {}
