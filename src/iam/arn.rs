//! ARNs and their six parts.
