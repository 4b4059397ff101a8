/** What the register of agreements adds to the partnership's health. */
import { plusDays } from '../days.ts';
import type { Finding, HealthSource } from '../health.ts';
import { type Agreement, loadAgreements } from './load.ts';
import { REMIND_DAYS } from './remind.ts';
import { agreementRefusals } from './refusals.ts';

export const agreementHealth: HealthSource = {
  subject: 'agreements',
  title: 'Sharing agreements',
  clear: 'Every sharing agreement that feeds data is live, and none is due for review or ends soon.',
  findings: async (tx, today) => agreementFindings(await loadAgreements(tx, today), today),
};

/** Pure. An agreement that another has taken over from is not missed. */
export function agreementFindings(agreements: readonly Agreement[], today: string): Finding[] {
  const replaced = new Set(agreements.flatMap((each) => (each.signedOn !== null && each.renewsId !== null ? [each.renewsId] : [])));
  const until = plusDays(today, REMIND_DAYS);
  return agreements
    .filter((each) => !replaced.has(each.id))
    .flatMap((each): Finding[] => {
      const link = { page: 'agreement' as const, id: each.id };
      const stops = each.feeds.length > 0 ? 'Its feeds have stopped: nothing of them is let in' : 'Nothing is to be shared under it';
      if (each.state === 'expired')
        return [{ severity: 'gap', text: `Sharing agreement ${each.reference} has expired`, advice: `${stops}. Renew it, or end it`, link }];
      if (each.state === 'suspended')
        return [{ severity: 'gap', text: `Sharing agreement ${each.reference} is suspended`, advice: `${stops}. Resume it, or end it`, link }];
      if (each.state === 'review-overdue')
        return [
          {
            severity: 'gap',
            text: `The review of sharing agreement ${each.reference} is overdue`,
            advice: 'Data still flow under it. Review it, and record that you did',
            link,
          },
        ];
      if (each.state === 'live' && each.endsOn !== null && each.endsOn <= until)
        return [
          { severity: 'soon', text: `Sharing agreement ${each.reference} ends soon`, advice: 'After its last day its feeds stop. Renew it in time', link },
        ];
      if (each.state === 'live' && each.reviewOn !== null && each.reviewOn <= until)
        return [{ severity: 'soon', text: `Sharing agreement ${each.reference} is due for review`, link }];
      if (each.state === 'draft' && each.startsOn !== null && each.startsOn <= today)
        return [
          {
            severity: 'note',
            text: `Sharing agreement ${each.reference} should have started, and is a draft`,
            advice: agreementRefusals(each, each.parties)[0]?.words ?? 'It is complete: record who signed it',
            link,
          },
        ];
      return [];
    });
}
