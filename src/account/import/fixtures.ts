/** Fictional texts in the shapes that inspection reports, summaries, responses and records of inspection have. Bodies and findings are invented. */

export const REPORT = `

UNDER EMBARGO UNTIL 00.01 ON TUESDAY 4 JULY 2023



An inspection of how forces deal with knives near schools

Contents

Summary	1
Introduction	2
1. How forces work with schools	3
Recommendation 9 and what became of it	4

UNDER EMBARGO

Annex A – Terms of reference 7

Summary

We found that some patrols weren’t planned with [head teachers](#). As a result, we have recommended that the Home Office should publish guidance.

UNDER EMBARGO

Other patrols were.

Introduction

His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS) inspected eight forces.

1. How forces work with schools

Recommendation 1

By 30 September 2024, the Home Office should publish guidance on patrols near schools.

UNDER EMBARGO

Recommendation 2 was discussed with those whom we inspected.

Recommendation 2

By 30 September 2024, chief constables should make sure their officers:

- know the schools of their area; and
- can use [the “safe route” form](#).

Our 2020 report made the following recommendation: “Immediately, police forces should appoint a lead for schools.”

As a result, we repeat the recommendation made in the *Safe ways to school* report.

“By June 2022, all police forces should ensure that journeys to school are recorded.”

[Safe ways to school](#), HMICFRS, May 2021

Area for improvement 1

The force should record which schools it has visited.

Cause of concern

The constabulary must act on reports of knives on school buses.

July 2023 | © HMICFRS 2023
`;

export const SUMMARY = `|

An Inspection of Knives near Schools – His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (July 2023)

Summary:

Access to the inspection.

Description:

The inspection included eight forces.

  1. How forces work with schools.
  2. How forces work with councils.

Overall the inspection found:

  • Some patrols weren’t planned.
  • Others were.`;

export const RESPONSE = `
Varrowshire Police and Crime Commissioner (PCC) response to inspections of Varrowshire Constabulary published by His Majesty's Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)

Section 55 of the Police Act 1996 requires local policing bodies to respond to recommendations in inspectors reports within 56 days.

Inspection Title:	HMICFRS – An inspection of how forces deal with knives near schools
Published On:	4 July 2023
Publication Types:	Research and Thematic inspection
Police Forces:	All local forces in England and Wales
Link to Report:	https://inspectorate.example/publications/kni
	ves-near-schools/

KEY FINDINGS:

The inspection examined:

- how forces work with schools
- how forces work with councils

Recommendations:

There were two recommendations made by HMICFRS in their report; one of these was directed to chief constables, using the numbering of the report itself:

Recommendation 2

By 30 September 2024, Chief Constables should make sure their officers know the schools of their area.

CHIEF CONSTABLE RESPONSE TO REPORT AND ANY RECOMMENDATIONS:

The report provides two recommendations. The first recommendation is for the Home Office to progress.

Varrowshire Constabulary accepts all recommendations that are for it.

Recommendation 2

By 30 September 2024, Chief Constables should make sure their officers know the schools of their area.

Every school has been visited. We do not accept this recommendation as far as nurseries go.

PCC RESPONSE TO REPORT AND ANY RECOMMENDATIONS:

I welcome the report.

For Office Use Only:

- ✓ Response forwarded to HMICFRS Section 55 Responses
- ✓ Response forwarded to Chief Constable
- Response forwarded to Police and Crime Panel
- ✓ Response published on the OPCC website
- ✓ Copy to the Secretary of State
- ✓ Filed`;

export const LESSONS = `
Varrowshire's Police and Crime Commissioner (PCC) response to inspections

Inspection Title:

Children who carry knives: working together

Published on:

20 November 2024

Publication Types:

Joint targeted area inspections

Police Forces:

All local forces in England and Wales

Link to Report:

[Children who carry knives - GOV.UK](#)

Section 55 Response Deadline:

15 January 2025

Key Findings

Between May 2023 and May 2024, Ofsted, the Care Quality Commission (CQC), His Majesty's Inspectorate of Constabulary and Fire & Rescue Services and HMI Probation carried out a joint targeted area inspection in six areas.

Recommendations

There are no recommendations made.

Areas For Improvement

There are no areas for improvement made.

PCC response to report and any Recommendations/Areas For Improvement

It is a pity that no recommendations have been made.

With specific regard to policing, the report identifies the following lessons learned:

1. Timely referrals. No routine process when
children come into custody.
2. Referrals do not always say why.
3. Often a lack of management oversight.

I will raise these lessons learned with the Chief Constable.

For Office Use Only:

- Response forwarded to the Chief Constable.
- Response submitted to the HMI-CFRS monitoring portal.`;

export const RECORD = `PCC and CC Force Inspection response record

Version:

Force	Ostermoor
Police and Crime Commissioner	Ada Quill
Chief Constable	Ben Marrow
Title of inspection	An inspection of how forces deal with knives near schools
Inspectorate	 <p>His Majesty's Inspectorate of Constabulary and Fire & Rescue Services</p>
Summary of inspection	<p>In 2018 a strategy was published.</p> <p>This inspection looks at:</p> <ol style="list-style-type: none"> 1. How forces work with schools
Grade	
Recommendations	<p>Recommendation 2 By 30 September 2024, chief constables should make sure their officers know the schools of their area.</p> <p>Recommendation 3 By 31 October 2024, chief constables should count <b>all</b> patrols.</p>
Areas for improvement	

Police Crime and Commissioner's initial response

Serious violence is a priority.

Chief Constable's response

Ostermoor Police partly accept recommendation 2. <script>alert(1)</script> is text.

Police Crime and Commissioner's overall comments

Recommendation 3 of this report is understood.`;
