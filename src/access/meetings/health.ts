/** What meetings add to the partnership's health: late panels, decisions on money without quorum, partners who take little part. */
import { plusDays } from '../days.ts';
import type { Finding, HealthSource } from '../health.ts';
import { lowIn, type Participation, participationOf, WINDOW_DAYS } from './participation.ts';
import { loadPanels, type PanelRow } from './reads.ts';

export const meetingHealth: HealthSource = {
  subject: 'meetings',
  title: 'Meetings and decisions',
  clear: 'Every panel met in time, decisions on money were quorate, and every partner takes part.',
  async findings(tx, today) {
    const panels = await loadPanels(tx, today);
    const decisions = await tx
      .selectFrom('decision as d')
      .innerJoin('meeting as m', 'm.id', 'd.meetingId')
      .innerJoin('panel as p', 'p.id', 'm.panelId')
      .select(['d.meetingId', 'm.onDay', 'p.name as panel', 'd.present', 'd.needed', 'd.missingSeats'])
      .where('d.kind', '=', 'funding')
      .where('d.quorate', '=', false)
      .where('m.onDay', '>=', plusDays(today, -WINDOW_DAYS))
      .orderBy('m.onDay', 'desc')
      .execute();
    return meetingFindings(panels, decisions, await participationOf(tx, today));
  },
};

interface Unquorate {
  readonly meetingId: string;
  readonly onDay: string;
  readonly panel: string;
  readonly present: number;
  readonly needed: number;
  readonly missingSeats: readonly string[];
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const inWords = (day: string): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** Pure. */
export function meetingFindings(panels: readonly PanelRow[], unquorate: readonly Unquorate[], partners: readonly Participation[]): Finding[] {
  const late = panels
    .filter((panel) => panel.closedOn === null)
    .flatMap((panel): Finding[] => {
      const link = { page: 'panel' as const, id: panel.id };
      const { state, dueBy, weeksSince } = panel.standing;
      if (state === 'overdue')
        return [{ severity: 'gap', text: `${panel.name} has not met for ${weeksSince} weeks`, advice: `It was to meet by ${inWords(dueBy ?? '')}`, link }];
      if (state === 'late-plan')
        return [{ severity: 'soon', text: `The next meeting of ${panel.name} is planned too late`, advice: `It is to meet by ${inWords(dueBy ?? '')}`, link }];
      if (state === 'never') return [{ severity: 'gap', text: `${panel.name} has not met yet, and no meeting is planned`, link }];
      return [];
    });
  const money = unquorate.map(
    (each): Finding => ({
      severity: 'gap',
      text: `A decision on money of ${each.panel} on ${inWords(each.onDay)} was taken without quorum`,
      advice: `${each.present} of the ${each.needed} needed were there${each.missingSeats.length > 0 ? `, and a seat that the rule names was missing` : ''}. Take it again at a meeting that is quorate`,
      link: { page: 'meeting', id: each.meetingId },
    }),
  );
  const partner = partners.flatMap((each): Finding[] => {
    const low = lowIn(each);
    return low.length === 0
      ? []
      : [
          {
            severity: 'note',
            text: `${each.organisation} takes little part: ${low.join('; ').toLowerCase()}`,
            like: { many: 'partners take little part', name: `${each.organisation}: ${low.join('; ').toLowerCase()}` },
            organisationId: each.organisationId,
            link: { page: 'participation' },
          },
        ];
  });
  return [...late, ...money, ...partner];
}
