//! The elements that FHIR R4 gives to the resources that are read, and the shape of each.
//!
//! Source: the resource definitions of FHIR R4, 4.0.1.

use crate::schema::Shape::{Flag, Many, Number, One, Text, Texts, Unread};
use crate::schema::Type;

/// The elements of a resource that is read; `None` for one that is not.
pub(crate) fn of(resource: &str) -> Option<&'static Type> {
    Some(match resource {
        "Patient" => PATIENT,
        "Condition" => CONDITION,
        "AllergyIntolerance" => ALLERGY,
        "Medication" => MEDICATION,
        "MedicationRequest" => REQUEST,
        "MedicationStatement" => STATEMENT,
        "MedicationAdministration" => ADMINISTRATION,
        "MedicationDispense" => DISPENSE,
        "Immunization" => IMMUNIZATION,
        "ImmunizationRecommendation" => RECOMMENDATION,
        "Observation" => OBSERVATION,
        "Encounter" => ENCOUNTER,
        _ => return None,
    })
}

/// Elements of every resource.
pub(crate) const RESOURCE: &Type = &[
    ("resourceType", Text),
    ("meta", One(META)),
    ("implicitRules", Text),
    ("language", Text),
    ("text", Unread),
    ("contained", Unread),
];

const META: &Type = &[
    ("versionId", Text),
    ("lastUpdated", Text),
    ("source", Unread),
    ("profile", Unread),
    ("security", Unread),
    ("tag", Unread),
];

const CODEABLE: &Type = &[("coding", Many(CODING)), ("text", Text)];

const CODING: &Type = &[
    ("system", Text),
    ("version", Unread),
    ("code", Text),
    ("display", Text),
    ("userSelected", Unread),
];

const REFERENCE: &Type = &[
    ("reference", Text),
    ("type", Unread),
    ("identifier", Unread),
    ("display", Text),
];

const PERIOD: &Type = &[("start", Text), ("end", Text)];

const QUANTITY: &Type = &[
    ("value", Number),
    ("comparator", Text),
    ("unit", Text),
    ("system", Text),
    ("code", Text),
];

const PATIENT: &Type = &[
    ("identifier", Unread),
    ("active", Flag),
    ("name", Unread),
    ("telecom", Unread),
    ("gender", Text),
    ("birthDate", Text),
    ("deceasedBoolean", Flag),
    ("deceasedDateTime", Text),
    ("address", Unread),
    ("maritalStatus", Unread),
    ("multipleBirthBoolean", Unread),
    ("multipleBirthInteger", Unread),
    ("photo", Unread),
    ("contact", Unread),
    ("communication", Unread),
    ("generalPractitioner", Unread),
    ("managingOrganization", Unread),
    ("link", Unread),
];

const CONDITION: &Type = &[
    ("identifier", Unread),
    ("clinicalStatus", One(CODEABLE)),
    ("verificationStatus", One(CODEABLE)),
    ("category", Unread),
    ("severity", Unread),
    ("code", One(CODEABLE)),
    ("bodySite", Unread),
    ("subject", One(REFERENCE)),
    ("encounter", One(REFERENCE)),
    ("onsetDateTime", Text),
    ("onsetAge", Unread),
    ("onsetPeriod", One(PERIOD)),
    ("onsetRange", Unread),
    ("onsetString", Text),
    ("abatementDateTime", Text),
    ("abatementAge", Unread),
    ("abatementPeriod", One(PERIOD)),
    ("abatementRange", Unread),
    ("abatementString", Text),
    ("recordedDate", Text),
    ("recorder", Unread),
    ("asserter", Unread),
    ("stage", Unread),
    ("evidence", Unread),
    ("note", Unread),
];

const ALLERGY: &Type = &[
    ("identifier", Unread),
    ("clinicalStatus", One(CODEABLE)),
    ("verificationStatus", One(CODEABLE)),
    ("type", Text),
    ("category", Unread),
    ("criticality", Unread),
    ("code", One(CODEABLE)),
    ("patient", One(REFERENCE)),
    ("encounter", One(REFERENCE)),
    ("onsetDateTime", Text),
    ("onsetAge", Unread),
    ("onsetPeriod", One(PERIOD)),
    ("onsetRange", Unread),
    ("onsetString", Text),
    ("recordedDate", Text),
    ("recorder", Unread),
    ("asserter", Unread),
    ("lastOccurrence", Text),
    ("note", Unread),
    ("reaction", Many(REACTION)),
];

const REACTION: &Type = &[
    ("substance", One(CODEABLE)),
    ("manifestation", Unread),
    ("description", Unread),
    ("onset", Unread),
    ("severity", Unread),
    ("exposureRoute", Unread),
    ("note", Unread),
];

const MEDICATION: &Type = &[
    ("identifier", Unread),
    ("code", One(CODEABLE)),
    ("status", Text),
    ("manufacturer", Unread),
    ("form", Unread),
    ("amount", Unread),
    ("ingredient", Many(INGREDIENT)),
    ("batch", One(BATCH)),
];

const INGREDIENT: &Type = &[
    ("itemCodeableConcept", One(CODEABLE)),
    ("itemReference", One(REFERENCE)),
    ("isActive", Flag),
    ("strength", Unread),
];

const BATCH: &Type = &[("lotNumber", Text), ("expirationDate", Unread)];

const REQUEST: &Type = &[
    ("identifier", Unread),
    ("status", Text),
    ("statusReason", One(CODEABLE)),
    ("intent", Text),
    ("category", Unread),
    ("priority", Unread),
    ("doNotPerform", Flag),
    ("reportedBoolean", Unread),
    ("reportedReference", Unread),
    ("medicationCodeableConcept", One(CODEABLE)),
    ("medicationReference", One(REFERENCE)),
    ("subject", One(REFERENCE)),
    ("encounter", One(REFERENCE)),
    ("supportingInformation", Unread),
    ("authoredOn", Text),
    ("requester", One(REFERENCE)),
    ("performer", Unread),
    ("performerType", Unread),
    ("recorder", Unread),
    ("reasonCode", Many(CODEABLE)),
    ("reasonReference", Many(REFERENCE)),
    ("instantiatesCanonical", Unread),
    ("instantiatesUri", Unread),
    ("basedOn", Unread),
    ("groupIdentifier", Unread),
    ("courseOfTherapyType", Unread),
    ("insurance", Unread),
    ("note", Unread),
    ("dosageInstruction", Many(DOSAGE)),
    ("dispenseRequest", Unread),
    ("substitution", Unread),
    ("priorPrescription", Unread),
    ("detectedIssue", Unread),
    ("eventHistory", Unread),
];

const STATEMENT: &Type = &[
    ("identifier", Unread),
    ("basedOn", Unread),
    ("partOf", Unread),
    ("status", Text),
    ("statusReason", Many(CODEABLE)),
    ("category", Unread),
    ("medicationCodeableConcept", One(CODEABLE)),
    ("medicationReference", One(REFERENCE)),
    ("subject", One(REFERENCE)),
    ("context", One(REFERENCE)),
    ("effectiveDateTime", Text),
    ("effectivePeriod", One(PERIOD)),
    ("dateAsserted", Text),
    ("informationSource", Unread),
    ("derivedFrom", Unread),
    ("reasonCode", Many(CODEABLE)),
    ("reasonReference", Many(REFERENCE)),
    ("note", Unread),
    ("dosage", Unread),
];

const ADMINISTRATION: &Type = &[
    ("identifier", Unread),
    ("instantiates", Unread),
    ("partOf", Unread),
    ("status", Text),
    ("statusReason", Many(CODEABLE)),
    ("category", Unread),
    ("medicationCodeableConcept", One(CODEABLE)),
    ("medicationReference", One(REFERENCE)),
    ("subject", One(REFERENCE)),
    ("context", One(REFERENCE)),
    ("supportingInformation", Unread),
    ("effectiveDateTime", Text),
    ("effectivePeriod", One(PERIOD)),
    ("performer", Unread),
    ("reasonCode", Unread),
    ("reasonReference", Unread),
    ("request", Unread),
    ("device", Unread),
    ("note", Unread),
    ("dosage", One(GIVEN)),
    ("eventHistory", Unread),
];

const GIVEN: &Type = &[
    ("text", Text),
    ("site", One(CODEABLE)),
    ("route", One(CODEABLE)),
    ("method", Unread),
    ("dose", One(QUANTITY)),
    ("rateRatio", Unread),
    ("rateQuantity", Unread),
];

const DISPENSE: &Type = &[
    ("identifier", Unread),
    ("partOf", Unread),
    ("status", Text),
    ("statusReasonCodeableConcept", One(CODEABLE)),
    ("statusReasonReference", Unread),
    ("category", Unread),
    ("medicationCodeableConcept", One(CODEABLE)),
    ("medicationReference", One(REFERENCE)),
    ("subject", One(REFERENCE)),
    ("context", One(REFERENCE)),
    ("supportingInformation", Unread),
    ("performer", Unread),
    ("location", Unread),
    ("authorizingPrescription", Unread),
    ("type", Unread),
    ("quantity", Unread),
    ("daysSupply", Unread),
    ("whenPrepared", Text),
    ("whenHandedOver", Text),
    ("destination", Unread),
    ("receiver", Unread),
    ("note", Unread),
    ("dosageInstruction", Unread),
    ("substitution", Unread),
    ("detectedIssue", Unread),
    ("eventHistory", Unread),
];

const DOSAGE: &Type = &[
    ("sequence", Unread),
    ("text", Text),
    ("additionalInstruction", Many(CODEABLE)),
    ("patientInstruction", Text),
    ("timing", One(TIMING)),
    ("asNeededBoolean", Flag),
    ("asNeededCodeableConcept", One(CODEABLE)),
    ("site", One(CODEABLE)),
    ("route", One(CODEABLE)),
    ("method", Unread),
    ("doseAndRate", Many(DOSE)),
    ("maxDosePerPeriod", Unread),
    ("maxDosePerAdministration", Unread),
    ("maxDosePerLifetime", Unread),
];

const DOSE: &Type = &[
    ("type", Unread),
    ("doseRange", Unread),
    ("doseQuantity", One(QUANTITY)),
    ("rateRatio", Unread),
    ("rateRange", Unread),
    ("rateQuantity", Unread),
];

const TIMING: &Type = &[
    ("event", Unread),
    ("repeat", One(REPEAT)),
    ("code", One(CODEABLE)),
];

const REPEAT: &Type = &[
    ("boundsDuration", Unread),
    ("boundsRange", Unread),
    ("boundsPeriod", One(PERIOD)),
    ("count", Unread),
    ("countMax", Unread),
    ("duration", Unread),
    ("durationMax", Unread),
    ("durationUnit", Unread),
    ("frequency", Number),
    ("frequencyMax", Unread),
    ("period", Number),
    ("periodMax", Unread),
    ("periodUnit", Text),
    ("dayOfWeek", Unread),
    ("timeOfDay", Texts),
    ("when", Unread),
    ("offset", Unread),
];

const IMMUNIZATION: &Type = &[
    ("identifier", Unread),
    ("status", Text),
    ("statusReason", One(CODEABLE)),
    ("vaccineCode", One(CODEABLE)),
    ("patient", One(REFERENCE)),
    ("encounter", One(REFERENCE)),
    ("occurrenceDateTime", Text),
    ("occurrenceString", Text),
    ("recorded", Text),
    ("primarySource", Unread),
    ("reportOrigin", Unread),
    ("location", Unread),
    ("manufacturer", Unread),
    ("lotNumber", Unread),
    ("expirationDate", Unread),
    ("site", Unread),
    ("route", Unread),
    ("doseQuantity", Unread),
    ("performer", Unread),
    ("note", Unread),
    ("reasonCode", Unread),
    ("reasonReference", Unread),
    ("isSubpotent", Unread),
    ("subpotentReason", Unread),
    ("education", Unread),
    ("programEligibility", Unread),
    ("fundingSource", Unread),
    ("reaction", Unread),
    ("protocolApplied", Unread),
];

const RECOMMENDATION: &Type = &[
    ("identifier", Unread),
    ("patient", One(REFERENCE)),
    ("date", Text),
    ("authority", Unread),
    ("recommendation", Many(RECOMMENDED)),
];

const RECOMMENDED: &Type = &[
    ("vaccineCode", Many(CODEABLE)),
    ("targetDisease", One(CODEABLE)),
    ("contraindicatedVaccineCode", Many(CODEABLE)),
    ("forecastStatus", One(CODEABLE)),
    ("forecastReason", Unread),
    ("dateCriterion", Many(CRITERION)),
    ("description", Unread),
    ("series", Unread),
    ("doseNumberPositiveInt", Unread),
    ("doseNumberString", Unread),
    ("seriesDosesPositiveInt", Unread),
    ("seriesDosesString", Unread),
    ("supportingImmunization", Unread),
    ("supportingPatientInformation", Unread),
];

const CRITERION: &Type = &[("code", One(CODEABLE)), ("value", Text)];

const OBSERVATION: &Type = &[
    ("identifier", Unread),
    ("basedOn", Unread),
    ("partOf", Unread),
    ("status", Text),
    ("category", Unread),
    ("code", One(CODEABLE)),
    ("subject", One(REFERENCE)),
    ("focus", Unread),
    ("encounter", One(REFERENCE)),
    ("effectiveDateTime", Text),
    ("effectivePeriod", One(PERIOD)),
    ("effectiveTiming", Unread),
    ("effectiveInstant", Text),
    ("issued", Text),
    ("performer", Unread),
    ("valueQuantity", One(QUANTITY)),
    ("valueCodeableConcept", One(CODEABLE)),
    ("valueString", Text),
    ("valueBoolean", Flag),
    ("valueInteger", Number),
    ("valueRange", Unread),
    ("valueRatio", Unread),
    ("valueSampledData", Unread),
    ("valueTime", Unread),
    ("valueDateTime", Unread),
    ("valuePeriod", Unread),
    ("dataAbsentReason", One(CODEABLE)),
    ("interpretation", Many(CODEABLE)),
    ("note", Unread),
    ("bodySite", Unread),
    ("method", Unread),
    ("specimen", Unread),
    ("device", Unread),
    ("referenceRange", Unread),
    ("hasMember", Unread),
    ("derivedFrom", Unread),
    ("component", Many(COMPONENT)),
];

const COMPONENT: &Type = &[
    ("code", One(CODEABLE)),
    ("valueQuantity", One(QUANTITY)),
    ("valueCodeableConcept", One(CODEABLE)),
    ("valueString", Text),
    ("valueBoolean", Flag),
    ("valueInteger", Number),
    ("valueRange", Unread),
    ("valueRatio", Unread),
    ("valueSampledData", Unread),
    ("valueTime", Unread),
    ("valueDateTime", Unread),
    ("valuePeriod", Unread),
    ("dataAbsentReason", One(CODEABLE)),
    ("interpretation", Many(CODEABLE)),
    ("referenceRange", Unread),
];

const ENCOUNTER: &Type = &[
    ("identifier", Unread),
    ("status", Text),
    ("statusHistory", Unread),
    ("class", Unread),
    ("classHistory", Unread),
    ("type", Unread),
    ("serviceType", Unread),
    ("priority", Unread),
    ("subject", One(REFERENCE)),
    ("episodeOfCare", Unread),
    ("basedOn", Unread),
    ("participant", Unread),
    ("appointment", Unread),
    ("period", One(PERIOD)),
    ("length", Unread),
    ("reasonCode", Unread),
    ("reasonReference", Unread),
    ("diagnosis", Unread),
    ("account", Unread),
    ("hospitalization", Unread),
    ("location", Unread),
    ("serviceProvider", Unread),
    ("partOf", Unread),
];
