//! Flat cases: one request with its policies as a JSON object, one decision as a JSON object.
