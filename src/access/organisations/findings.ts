/** What the register of organisations lacks, for the partnership's health. */
import type { Finding, HealthSource } from '../health.ts';
import { type AreaCoverage, coverageOf } from './coverage.ts';

/** A gap for each duty holder that an area lacks. Pure. */
export const coverageFindings = (areas: readonly AreaCoverage[]): Finding[] =>
  areas.flatMap(({ area, missing }) =>
    missing.map(
      (title): Finding => ({
        severity: 'gap',
        text: `${area}: no ${title.charAt(0).toLowerCase()}${title.slice(1)} on the register`,
        advice:
          'Specified authorities must collaborate and plan for each area (section 8 of the 2022 Act). Add the organisation, or add this area to one that serves it.',
        like: { many: `areas have no ${title.charAt(0).toLowerCase()}${title.slice(1)} on the register`, name: area },
        link: { page: 'coverage' },
      }),
    ),
  );

export const coverageSource: HealthSource = {
  subject: 'duty-holders',
  title: 'Duty holders',
  clear: 'Every area has each kind of specified authority.',
  findings: async (tx) =>
    coverageFindings(
      coverageOf(
        await tx
          .selectFrom('organisation')
          .select(['id', 'name', 'type', 'area'])
          .where('closedOn', 'is', null)
          .where('outside', '=', false)
          .orderBy('name')
          .execute(),
      ),
    ),
};
