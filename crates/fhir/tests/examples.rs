//! The four people of `examples/`: every fact of each, as a snapshot to be read by eye.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{example, shown, try_read};

#[test]
fn adult_ra_on_etanercept() {
    let reading = try_read(&example("adult-ra-on-etanercept")).unwrap();
    insta::assert_snapshot!(shown(&reading));
}

#[test]
fn child_nomid() {
    let reading = try_read(&example("child-nomid")).unwrap();
    insta::assert_snapshot!(shown(&reading));
}

#[test]
fn older_kidney_live_vaccine() {
    let reading = try_read(&example("older-kidney-live-vaccine")).unwrap();
    insta::assert_snapshot!(shown(&reading));
}

#[test]
fn plain_unknown() {
    let reading = try_read(&example("plain-unknown")).unwrap();
    insta::assert_snapshot!(shown(&reading));
}
