/** What the monitoring portal is told. Its layout is not public, so each column says whether it is confirmed. */
import { z } from 'zod';
import { defineRead, reachOf } from '../../access/index.ts';
import { itemViews, planRows } from '../items/index.ts';
import { type PortalExport, portalRows } from '../rules/index.ts';

const ROUTES = { 'inspectorate-verified': 'inspectorate-verification', 'chief-officer': 'chief-constable-sign-off', 'policing-body': null } as const;

/**
 * Own recommendations, areas for improvement and causes of concern. Lessons are a word of ours, items of others are theirs to report, and nothing under embargo is
 * exported. Evidence is named as far as its plan may be seen: an export shows nobody more than the page does. On record.
 */
export const exportForPortal = defineRead({
  name: 'portal.export',
  title: 'Export for the monitoring portal',
  allowed: 'portal.export',
  input: z.object({}),
  async answer(tx, _input, { at, who }): Promise<PortalExport> {
    const everyPlan = reachOf(who, 'plan.read') === 'partnership';
    const items = (await itemViews(tx, at)).filter((item) => item.own && item.kind !== 'lesson' && !item.report.embargoed);
    const plans = await planRows(
      tx,
      items.map((item) => item.id),
    );
    return portalRows(
      items.map((item) => ({
        report: item.report.title,
        inspectorates: item.report.inspectorates,
        number: item.number === '' ? null : item.number,
        kind: item.kind,
        level: null,
        text: item.text,
        owner: item.organisation ?? item.ownerWords,
        due: item.dueOn,
        status: item.status,
        closureRoute: item.closureRoute === null ? null : ROUTES[item.closureRoute],
        closedOn: item.closedOn,
        evidence: everyPlan || item.organisationId === who.organisationId ? (plans.get(item.id)?.evidence ?? []).map((piece) => piece.title) : [],
      })),
    );
  },
  audit: (_input, { rows }) => ({ subject: { type: 'export', id: 'monitoring-portal' }, details: { rows: rows.length } }),
});
