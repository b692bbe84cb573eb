//! The `posology` command.

fn main() {}
