#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
//! What does a page for people show?

use decide::Setting;
use decide::page::{self, Acts, PageText};
use jiff::ZonedDateTime;
use monograph::{PageName, Region};
use terminology::Terminology;

const TODAY: &str = "2026-12-01T08:00-06:00[-06:00]";

fn setting(region: Region, at: &str) -> Setting<'static> {
    let now: ZonedDateTime = at.parse().unwrap();
    Setting {
        monograph: monograph::anakinra().unwrap(),
        terminology: Terminology::shipped(),
        region,
        now: Box::leak(Box::new(now)),
    }
}

fn read(page: PageName, region: Region) -> PageText<'static> {
    page::read(&setting(region, TODAY), page, None)
}

fn ids(page: &PageText<'_>) -> Vec<String> {
    let shown = page.statements.iter();
    shown.map(|shown| shown.statement.id().to_owned()).collect()
}

#[test]
fn every_statement_on_a_page_has_words_a_source_and_a_date() {
    for (_, name) in PageName::ALL {
        for region in [Region::Us, Region::Eu] {
            for shown in read(*name, region).statements {
                let id = shown.statement.id();
                assert!(!shown.statement.quote().is_empty(), "{id}");
                assert!(!shown.sources.is_empty(), "{id}");
                for (place, source) in &shown.sources {
                    assert!(!place.place.is_empty() && !source.date.is_empty(), "{id}");
                }
                assert!(shown.statement.regions().include(region), "{id}");
            }
        }
    }
}

#[test]
fn the_view_on_benefit_stands_beside_the_numbers_that_speak_against_it() {
    let page = read(PageName::Medicine, Region::Us);
    let mut shown = page.statements.iter();
    let benefit = shown
        .find(|s| s.statement.id() == "symptom.benefit")
        .unwrap();
    let others: Vec<&str> = benefit.conflicts.iter().map(|c| c.other.id()).collect();
    assert_eq!(others, ["us.site-reactions", "us.infection-rate"]);
    assert!(benefit.conflicts.iter().all(|c| c.acts == Acts::Other));
    let (_, source) = benefit.sources[0];
    assert_eq!(source.updated, Some("2018-04-04".parse().unwrap()));
    // The other side shows it too, from its own side.
    let mut shown = page.statements.iter();
    let numbers = shown
        .find(|s| s.statement.id() == "us.site-reactions")
        .unwrap();
    let benefit = numbers
        .conflicts
        .iter()
        .find(|c| c.other.id() == "symptom.benefit");
    assert_eq!(benefit.unwrap().acts, Acts::Shown);
}

#[test]
fn a_page_shows_what_holds_in_the_region() {
    assert!(!ids(&read(PageName::Medicine, Region::Us)).contains(&"eu.common-effects".to_owned()));
    assert!(ids(&read(PageName::Medicine, Region::Eu)).contains(&"eu.common-effects".to_owned()));
}

#[test]
fn a_report_goes_to_the_number_of_the_country_and_no_other() {
    let us = setting(Region::Us, TODAY);
    let page = page::read(&us, PageName::Reporting, None);
    assert_eq!(ids(&page), ["report.fda"]);
    assert_eq!(page.report[0].number, Some("1-800-FDA-1088"));
    assert_eq!(
        page::read(&us, PageName::Reporting, Some("US")).report[0].number,
        Some("1-800-FDA-1088")
    );
    assert_eq!(
        page::read(&us, PageName::Reporting, Some("ZZ")).report[0].number,
        None
    );
    assert!(page::read(&us, PageName::Medicine, None).report.is_empty());
    // The statement is one of the US.
    assert!(read(PageName::Reporting, Region::Eu).report.is_empty());
}

#[test]
fn a_text_past_its_review_says_so_from_the_day_after() {
    let old = |at: &str| page::old_text(&setting(Region::Us, at));
    assert_eq!(old("2028-11-23T08:00-06:00[-06:00]"), None);
    assert_eq!(old("2028-11-24T23:59-06:00[-06:00]"), None);
    let text = old("2028-11-25T00:00-06:00[-06:00]").unwrap();
    assert_eq!(text.review_by, "2028-11-24".parse().unwrap());
    assert!(text.says.contains("24 months"));
    let page = page::read(
        &setting(Region::Us, "2029-01-01T00:00-06:00[-06:00]"),
        PageName::Medicine,
        None,
    );
    assert!(page.old.is_some());
}

#[test]
fn the_medicine_page_says_how_often_what_was_seen() {
    let page = ids(&read(PageName::Medicine, Region::Us));
    for id in [
        "symptom.benefit",
        "us.ra-effects",
        "us.nomid-effects",
        "us.dira-effects",
        "us.site-reactions",
        "eu.site-reactions",
        "meta.dates",
    ] {
        assert!(page.iter().any(|on_page| on_page == id), "{id}");
    }
}
