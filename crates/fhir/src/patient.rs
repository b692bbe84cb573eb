//! Patient: date of birth, sex, death.

use decide::{Sex, What};

use crate::context::{Context, Resource};
use crate::element::Element;
use crate::json::Node;
use crate::person::Deceased;
use crate::report::Report;
use crate::time;

/// The sex at birth of US Core. Source: HL7 US Core, extension us-core-birthsex.
const BIRTH_SEX: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";

pub(crate) fn read(
    resource: &Resource<'_>,
    context: &Context<'_>,
    deceased: &mut Deceased,
    report: &mut Report,
) {
    let element = &resource.element;
    if let Some(born) = time::at(element, "birthDate", context.zone, report) {
        report.fact(What::Born(born), None, &resource.origin);
    }
    sex(resource, report);
    if let Some(died) = died(element, context, report) {
        *deceased = died;
    }
    if element.flag("active") == Some(false) {
        report.note(
            element.path("active"),
            "this record of the person is no longer in use",
        );
    }
    if element.has("link") {
        report.unread(
            element.path("link"),
            "other records of the person are not followed",
        );
    }
}

/// The sex of a laboratory formula: the administrative gender, unless the sex at birth differs.
fn sex(resource: &Resource<'_>, report: &mut Report) {
    let element = &resource.element;
    let gender = match element.text("gender") {
        None => None,
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        Some("other" | "unknown") => {
            report.note(
                element.path("gender"),
                "the gender does not tell the sex that a laboratory formula asks for",
            );
            None
        }
        Some(other) => {
            report.unread(
                element.path("gender"),
                format!("the gender `{other}` is not known"),
            );
            None
        }
    };
    match (gender, birth_sex(element)) {
        (Some(gender), Some(birth)) if gender != birth => {
            let why = "the gender and the sex at birth differ; which one a laboratory formula needs is for a clinician to say";
            report.unread(element.path("gender"), why);
        }
        (Some(sex), _) | (None, Some(sex)) => report.fact(What::Sex(sex), None, &resource.origin),
        (None, None) => {}
    }
}

fn birth_sex(element: &Element<'_>) -> Option<Sex> {
    let extensions = element.object().list("extension").iter();
    let code = extensions
        .filter_map(Node::as_object)
        .find(|extension| extension.text("url") == Some(BIRTH_SEX))?
        .text("valueCode")?;
    match code {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        _ => None,
    }
}

fn died(element: &Element<'_>, context: &Context<'_>, report: &mut Report) -> Option<Deceased> {
    let on = time::at(element, "deceasedDateTime", context.zone, report);
    let died = match (
        element.has("deceasedDateTime"),
        element.flag("deceasedBoolean"),
    ) {
        (true, _) => Deceased::Yes(on),
        (false, Some(true)) => Deceased::Yes(None),
        (false, Some(false)) => Deceased::No,
        (false, None) => return None,
    };
    if matches!(died, Deceased::Yes(_)) {
        report.note(
            element.path("deceased[x]"),
            "the record says that the person has died",
        );
    }
    Some(died)
}
