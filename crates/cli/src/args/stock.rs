//! Packs of syringes and what happened to them, in flags.

use std::num::NonZeroU16;

use jiff::civil::Date;
use quantity::{Quantity, Temperature, Unit};

use super::pairs::Pairs;
use super::values::{moment, quantity, typed, whole};
use crate::moment::{self as moments, Moment};

/// A pack of syringes.
#[derive(Debug, Clone)]
pub(crate) struct Pack {
    pub(crate) id: String,
    pub(crate) expiry: Option<Date>,
    pub(crate) count: NonZeroU16,
    pub(crate) lot: Option<String>,
    pub(crate) leaflet: Option<monograph::Region>,
    pub(crate) received: Option<Date>,
}

/// Something that happened to a pack or to one of its syringes.
#[derive(Debug, Clone)]
pub(crate) struct PackEvent {
    pub(crate) pack: String,
    pub(crate) syringe: Option<NonZeroU16>,
    pub(crate) what: Happened,
    pub(crate) on: Option<Date>,
}

/// What happened to syringes.
#[derive(Debug, Clone)]
pub(crate) enum Happened {
    Opened,
    Frozen,
    Shaken,
    Dropped,
    InLight,
    Discarded,
    Used,
    Out {
        from: Option<Moment>,
        until: Until,
        warmest: Option<Temperature>,
    },
}

/// When a syringe went back into the refrigerator.
#[derive(Debug, Clone)]
pub(crate) enum Until {
    StillOut,
    SomeTime,
    Back(Moment),
}

/// A pack: `id=A,expiry=2026-08,count=28`.
pub(crate) fn pack(text: &str) -> Result<Pack, String> {
    const HOW: &str = "write a pack as id=A,expiry=2026-08,count=28";
    let mut pairs = Pairs::read(text, HOW)?;
    let pack = Pack {
        id: pairs.take("id").ok_or("a pack needs a name: id=A")?,
        expiry: pairs.take("expiry").map(|text| month(&text)).transpose()?,
        count: pairs
            .take("count")
            .and_then(|text| whole::<u16>(&text).and_then(NonZeroU16::new))
            .ok_or("a pack needs the number of its syringes: count=28")?,
        lot: pairs.take("lot"),
        leaflet: pairs
            .take("leaflet")
            .map(|text| leaflet(&text))
            .transpose()?,
        received: pairs
            .take("received")
            .map(|text| moments::date(&text))
            .transpose()?,
    };
    pairs.all_taken(HOW)?;
    Ok(pack)
}

/// What happened to a pack: `pack=A,what=frozen`.
pub(crate) fn event(text: &str) -> Result<PackEvent, String> {
    const HOW: &str = "write pack=A,what=frozen or pack=A,what=out,from=TIME,until=TIME";
    let mut pairs = Pairs::read(text, HOW)?;
    let pack = pairs.take("pack").ok_or("say which pack: pack=A")?;
    let syringe = pairs
        .take("syringe")
        .map(|text| {
            whole::<u16>(&text)
                .and_then(NonZeroU16::new)
                .ok_or("the syringes of a pack are counted from 1: syringe=3")
        })
        .transpose()?;
    let on = pairs
        .take("on")
        .map(|text| moments::date(&text))
        .transpose()?;
    let what = match pairs.take("what").as_deref() {
        Some("opened") => Happened::Opened,
        Some("frozen") => Happened::Frozen,
        Some("shaken") => Happened::Shaken,
        Some("dropped") => Happened::Dropped,
        Some("in-light") => Happened::InLight,
        Some("discarded") => Happened::Discarded,
        Some("used") => Happened::Used,
        Some("out") => out(&mut pairs)?,
        _ => {
            return Err(
                "say what happened: what=out, opened, frozen, shaken, dropped, in-light, used or discarded"
                    .to_owned(),
            );
        }
    };
    pairs.all_taken(HOW)?;
    Ok(PackEvent {
        pack,
        syringe,
        what,
        on,
    })
}

fn out(pairs: &mut Pairs) -> Result<Happened, String> {
    let until = match pairs.take("until").as_deref() {
        None => {
            return Err(
                "say when it went back: until=TIME, until=still or until=unknown".to_owned(),
            );
        }
        Some("still") => Until::StillOut,
        Some("unknown") => Until::SomeTime,
        Some(text) => Until::Back(moment(text)?),
    };
    Ok(Happened::Out {
        from: pairs.take("from").map(|text| moment(&text)).transpose()?,
        until,
        warmest: pairs
            .take("warmest")
            .map(|text| typed(&text, "write a temperature as warmest=28Cel"))
            .transpose()?,
    })
}

/// A part of a hundred.
pub(crate) fn percent(text: &str) -> Result<Quantity, String> {
    const HOW: &str = "write how full it is in percent: 75%";
    let quantity = quantity(text, HOW)?;
    let most = quantity::Decimal::ONE_HUNDRED;
    if quantity.unit() == Unit::Percent && quantity.value() <= most {
        Ok(quantity)
    } else {
        Err(HOW.to_owned())
    }
}

fn leaflet(text: &str) -> Result<monograph::Region, String> {
    monograph::Region::from_word(text)
        .ok_or_else(|| "the leaflet is leaflet=us or leaflet=eu".to_owned())
}

/// A month as it is printed on a box, or a day of it.
fn month(text: &str) -> Result<Date, String> {
    let day = if text.len() == 7 {
        format!("{text}-01")
    } else {
        text.to_owned()
    };
    moments::date(&day).map_err(|_| "write the month on the box as expiry=2026-08".to_owned())
}
