"""Constructed answers of registries: the shape of real ones, with invented facts."""

from __future__ import annotations

from typing import Any

# Constructed from the element names of converted samples; the raw XML itself was not at hand.
ISRCTN = """<?xml version="1.0" encoding="UTF-8"?>
<allTrials totalCount="2" xmlns="http://www.67bricks.com/isrctn">
 <fullTrial><trial><isrctn>00000001</isrctn></trial></fullTrial>
 <fullTrial><trial lastUpdated="2026-02-03T10:00:00.000Z" version="3"><isrctn>12345678</isrctn>
  <trialDescription><title>An invented
    trial</title><scientificTitle>A long title</scientificTitle></trialDescription>
  <externalRefs><eudraCTNumber>Nil known</eudraCTNumber><clinicalTrialsGovNumber>NCT01234567</clinicalTrialsGovNumber>
   <secondaryNumbers><secondaryNumber>2012-004260-22</secondaryNumber><secondaryNumber>Nil known</secondaryNumber>
   </secondaryNumbers></externalRefs>
  <trialDesign><primaryStudyDesign>Interventional</primaryStudyDesign>
   <secondaryStudyDesign>Randomised controlled trial</secondaryStudyDesign>
   <overallEndDate>2027-12-31T00:00:00.000Z</overallEndDate></trialDesign>
  <participants><recruitmentCountries><country>England</country><country>United Kingdom</country></recruitmentCountries>
   <targetEnrolment>40</targetEnrolment><totalFinalEnrolment>{final}</totalFinalEnrolment>
   <recruitmentStart>2025-01-10T00:00:00.000Z</recruitmentStart>
   <recruitmentEnd>2026-06-30T00:00:00.000Z</recruitmentEnd>
   <recruitmentStatusOverride>{override}</recruitmentStatusOverride></participants>
  <interventions><intervention><phase>{phase}</phase><drugNames>Invented cells</drugNames></intervention>
  </interventions>
 </trial></fullTrial>
</allTrials>"""

# Constructed in the shape of the register's text download.
EUCTR = """This file contains full details on each clinical trial selected for download.

Summary
EudraCT Number: 2020-001234-12
Sponsor's Protocol Code Number: INV-1
National Competent Authority: Sweden - MPA
Clinical Trial Type: EEA CTA
Trial Status: {status}
Date on which this record was first entered in the EudraCT database: 2023-01-17
Link: https://www.clinicaltrialsregister.eu/ctr-search/trial/2020-001234-12/SE/

A. Protocol Information
A.1 Member State Concerned: Sweden - MPA
A.2 EudraCT number: 2020-001234-12
A.3 Full title of the trial: A phase 1/2 trial of an
invented product
A.3 Full title of the trial (es): Un ensayo inventado
A.3.1 Title of the trial for lay people, in easily understood, i.e. non-technical, language: {title}
A.5.2 US NCT (ClinicalTrials.gov registry) number: NCT01234567

B. Sponsor Information
Sponsor 1
B.1.1 Name of Sponsor: Invented Sponsor AB
B.1.3.4\tCountry: Sweden
D.3.1 Product name: Invented cells
E.7.1 Human pharmacology (Phase I): Yes
E.7.1.1 First administration to humans: Yes
E.7.2 Therapeutic exploratory (Phase II): Yes
E.7.3 Therapeutic confirmatory (Phase III): No
E.7.4 Therapeutic use (Phase IV): No
E.8.1.1 Randomised: Yes
E.8.1.2 Open: No
E.8.1.4 Double blind: Yes
E.8.5 The trial involves multiple Member States: Yes
F.4.1 In the member state: 2
F.4.2.2 In the whole clinical trial: {whole}
P. End of Trial
P. End of Trial Status: Ongoing
"""

# Constructed in the shape of the portal's export.
ICTRP = """<?xml version='1.0' encoding='UTF-8' ?>
<Trials_downloaded_from_ICTRP>
  <Trial><Export_date>11/09/2026 16:01:13</Export_date><TrialID>JPRN-jRCT2031230001
    </TrialID><Public_title>An invented trial of iPSC-derived cells   </Public_title>
    <Scientific_title></Scientific_title><Primary_sponsor>Invented University
    </Primary_sponsor><web_address>https://jrct.mhlw.go.jp/en-latest-detail/jRCT2031230001
    </web_address><Intervention>Invented cells&lt;br&gt;once</Intervention>
    <Secondary_ID>NCT01234567;EUCTR2019-001698-10-NL;U1111-1296-5487
    </Secondary_ID></Trial>
  <Trial><TrialID>EUCTR2021-000037-14-ES
    </TrialID><Public_title>One study</Public_title></Trial>
  <Trial><TrialID>EUCTR2021-000037-14-3RD
    </TrialID><Public_title>The same study elsewhere</Public_title></Trial>
  <Trial><TrialID>CTIS2023-507385-11-00
    </TrialID></Trial>
</Trials_downloaded_from_ICTRP>"""


def ctis_trial(**more: Any) -> dict[str, Any]:
    """Constructed in the shape of the portal's answer to /retrieve."""
    details = {
        "clinicalTrialIdentifiers": {
            "fullTitle": "A long title of an invented trial",
            "publicTitle": "An invented trial",
            "secondaryIdentifyingNumbers": {
                "nctNumber": {"number": "NCT01234567"},
                "additionalRegistries": [{"number": "jRCT2031230001", "otherRegistryName": "jRCT"}, {"number": "7,8"}],
            },
        },
        "trialInformation": {
            "trialCategory": {"trialPhase": "4"},
            "trialDuration": {"estimatedEndDate": "2027-02-01", "estimatedGlobalEndDate": "2028-03-01"},
        },
    }
    part = {
        "rowSubjectCount": 19,
        "rowCountriesInfo": [{"isoAlpha2Code": "US"}],
        "trialDetails": details,
        "products": [{"productName": "Invented cells", "productDictionaryInfo": {"activeSubstanceName": "INVENTED"}}],
        "sponsors": [{"primary": True, "organisation": {"name": "Invented Sponsor AB"}}],
    }
    return {
        "ctNumber": "2023-512345-12-00",
        "ctStatus": "a text that nobody has seen",
        "ctPublicStatusCode": 4,
        "startDateEU": "28/04/2024",
        "publishDate": "2025-08-20T03:46:14.147548867",
        "authorizedApplication": {
            "authorizedPartI": part,
            "authorizedPartsII": [{"recruitmentSubjectCount": 6}, {"recruitmentSubjectCount": 3}],
            "memberStatesConcerned": [{"mscName": "Sweden"}, {"mscName": "Greece"}],
            "eudraCt": {"isTransitioned": True, "eudraCtCode": "2019-001234-12"},
        },
        "events": {"trialEvents": [{"events": [{"notificationType": "START_OF_TRIAL", "date": "2024-04-28"}]}]},
        **more,
    }
