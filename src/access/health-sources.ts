/** Every source of findings, in the order of the page. A module adds its own here. */
import { z } from 'zod';
import { agreementHealth } from './agreements/health.ts';
import { meetingHealth } from './meetings/health.ts';
import { productHealth } from './products/health.ts';
import { civilDay } from './civil-day.ts';
import { defineRead } from './define.ts';
import { can } from './policy.ts';
import { contactSource } from './contacts/findings.ts';
import { bySeverity, type Finding, type HealthSource } from './health.ts';
import { coverageSource } from './organisations/findings.ts';
import { dependenceSource } from './people/dependence.ts';
import { postSource } from './posts/index.ts';
import { seatSource } from './seats/findings.ts';
import { termsSource } from './terms/receipts.ts';

export const healthSources: readonly HealthSource[] = [
  seatSource,
  coverageSource,
  contactSource,
  dependenceSource,
  postSource,
  termsSource,

  agreementHealth,
  meetingHealth,
  productHealth,
];

export interface HealthSubject {
  readonly subject: string;
  readonly title: string;
  readonly clear: string;
  readonly findings: readonly Finding[];
}

/** What every source finds today, by subject. */
export const partnershipHealth = defineRead({
  name: 'partnership.health',
  title: 'See the partnership’s health',
  allowed: 'partnership.read',
  shared: 'everybody',
  unmovedBy: ['inspection', 'item', 'milestone', 'evidence', 'response', 'chief-comment'],
  input: z.object({}),
  async answer(tx, _input, { at }): Promise<HealthSubject[]> {
    const today = civilDay(at);
    const subjects: HealthSubject[] = [];
    // One after another: they share a connection.
    for (const { subject, title, clear, findings } of healthSources) {
      subjects.push({ subject, title, clear, findings: [...(await findings(tx, today))].sort(bySeverity) });
    }
    return subjects;
  },
  // The findings about agreements name them, and not everybody who sees the partnership's health may see its agreements.
  narrow: (subjects, who) => (can(who, 'agreement.read') ? subjects : subjects.filter((each) => each.subject !== agreementHealth.subject)),
});
