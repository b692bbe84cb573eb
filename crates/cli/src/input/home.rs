//! Places on the body, and syringes at home.

use std::sync::Arc;

use decide::{Cell, Handled, Handling, Item, Outing, Package, Return, Site, SkinSeen, What, When};
use quantity::Quantity;
use terminology::Kind;

use super::Facts;
use crate::args::stock::{Happened, Pack, PackEvent, Until};
use crate::args::values;
use crate::failure::Failure;
use crate::moment::Moment;
use crate::wire::fact::SKIN;

impl Facts<'_> {
    /// A place on the body that was used.
    pub(crate) fn used(&mut self, used: &values::Used) -> Result<(), Failure> {
        let site = self.site("--used <PLACE@TIME>", &used.place)?;
        self.injection(None, Some(site), &used.at, "--used")
    }

    /// How the skin of a place is.
    pub(crate) fn skin(&mut self, told: &values::SkinTold) -> Result<(), Failure> {
        const FLAG: &str = "--skin <PLACE=STATE>";
        let site = self.site(FLAG, &told.place)?;
        let skin = values::one_of(&told.state, SKIN)
            .map_err(|why| Failure::of_flag(FLAG, &told.state, why))?;
        let on = self.past(told.on.unwrap_or(self.today()), FLAG)?;
        self.add(
            What::Skin(SkinSeen { site, skin }),
            Some(When::Day(on)),
            "--skin",
        );
        Ok(())
    }

    /// A place, with the cell of its grid after a slash: `thigh-left` or `thigh-left/2.1`.
    pub(crate) fn site(&self, flag: &str, text: &str) -> Result<Site, Failure> {
        let (area, cell) = match text.split_once('/') {
            None => (text, None),
            Some((area, cell)) => {
                let cell = cell
                    .split_once('.')
                    .and_then(|(row, column)| {
                        Some(Cell {
                            row: row.parse().ok()?,
                            column: column.parse().ok()?,
                        })
                    })
                    .ok_or_else(|| {
                        Failure::of_flag(
                            flag,
                            text,
                            "write the row and the column of a cell as thigh-left/2.1",
                        )
                    })?;
                (area, Some(cell))
            }
        };
        let area = self.concept(flag, area, &[Kind::Place])?;
        Ok(Site { area, cell })
    }

    /// A pack at home.
    pub(crate) fn pack(&mut self, pack: &Pack) -> Result<(), Failure> {
        let received = pack
            .received
            .map(|on| self.past(on, "--pack"))
            .transpose()?;
        let package = Package {
            id: Arc::from(pack.id.as_str()),
            lot: pack.lot.as_deref().map(Arc::from),
            expiry: pack.expiry,
            count: pack.count,
            leaflet: pack.leaflet,
        };
        self.add(What::Package(package), received.map(When::Day), "--pack");
        Ok(())
    }

    /// Something that happened to a pack.
    pub(crate) fn event(&mut self, event: &PackEvent, packs: &[Pack]) -> Result<(), Failure> {
        const FLAG: &str = "--event <EVENT>";
        let Some(pack) = packs.iter().find(|pack| pack.id == event.pack) else {
            return Err(Failure::of_flag(FLAG, &event.pack, "no --pack has this id"));
        };
        if event.syringe.is_some_and(|n| n > pack.count) {
            return Err(Failure::of_flag(
                FLAG,
                &event.pack,
                format!("this pack held {} syringes", pack.count),
            ));
        }
        let how = match &event.what {
            Happened::Opened => Handling::Opened,
            Happened::Frozen => Handling::Frozen,
            Happened::Shaken => Handling::Shaken,
            Happened::Dropped => Handling::Dropped,
            Happened::InLight => Handling::InLight,
            Happened::Discarded => Handling::Discarded,
            Happened::Used => Handling::Used,
            Happened::Out {
                from,
                until,
                warmest,
            } => Handling::Out(self.outing(from.as_ref(), until, *warmest)?),
        };
        let when = event
            .on
            .map(|on| self.past(on, FLAG))
            .transpose()?
            .map(When::Day);
        let item = Item {
            package: Arc::from(event.pack.as_str()),
            syringe: event.syringe,
        };
        self.add(What::Handled(Handled { item, how }), when, "--event");
        Ok(())
    }

    fn outing(
        &self,
        from: Option<&Moment>,
        until: &Until,
        warmest: Option<quantity::Temperature>,
    ) -> Result<Outing, Failure> {
        let zone = self.context.at.time_zone();
        let read = |moment: &Moment| {
            moment
                .in_zone(zone)
                .map_err(|why| Failure::new(format!("invalid value for '--event': {why}")))
        };
        let from = from.map(read).transpose()?;
        let until = match until {
            Until::StillOut => Return::StillOut,
            Until::SomeTime => Return::SomeTime,
            Until::Back(moment) => Return::Back(read(moment)?),
        };
        if let (Some(from), Return::Back(back)) = (&from, &until)
            && back < from
        {
            return Err(Failure::of_flag(
                "--event <EVENT>",
                &back.to_string(),
                "it went back before it came out",
            ));
        }
        Ok(Outing {
            from,
            until,
            warmest,
        })
    }

    /// How full the sharps container is.
    pub(crate) fn sharps(&mut self, fill: Quantity) {
        let today = self.today();
        self.add(What::SharpsFill(fill), Some(When::Day(today)), "--sharps");
    }
}
