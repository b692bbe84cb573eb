//! What holds for everyone.
