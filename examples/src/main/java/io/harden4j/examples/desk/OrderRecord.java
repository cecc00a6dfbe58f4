package io.harden4j.examples.desk;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the order database says about one order.
 *
 * @param orderId number that the question names
 * @param found   whether this shop has it
 * @param order   the order; a text with the reason where it was not found
 * @param parcel  status of its parcel, or an empty object
 */
record OrderRecord(String orderId, boolean found, JsonNode order, JsonNode parcel) {}
