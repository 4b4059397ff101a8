/**
 * The pair of figures that a policing body looks at in public, volume and correctness of outcome 22, as far as there are figures to show. Volume is a
 * protected figure of the published data; correctness needs an audit of cases, and none is held, which is said instead of a number.
 */
import { askMany, describeData, type Question, type Warehouse } from '../../warehouse/index.ts';
import { figureView } from '../figure/view.ts';
import { unitAfter } from '../figure/finding.ts';
import { latestYear } from '../home/headlines.ts';
import { moment, span } from '../words.ts';

export interface PublicFigure {
  readonly title: string;
  readonly finding: string;
  readonly basis: string;
  readonly href: string;
}

export async function outcomeFigures(warehouse: Warehouse, origin: string): Promise<readonly PublicFigure[]> {
  const state = await describeData(warehouse);
  const street = state.datasets.find((dataset) => dataset.dataset === 'street');
  if (street === undefined) return [];
  const year = latestYear(street.from, street.to);
  const question: Question = { measure: 'recorded-offences', by: [], slice: { ...year, where: { 'outcome-group': ['diversion'] } }, clearance: 'public' };
  const [figure] = await askMany(warehouse, [question]);
  if (figure === undefined) return [];
  const view = figureView(figure, { origin });
  const finding = figure.refusal
    ? figure.refusal.reason
    : `${view.total.text}${unitAfter(figure)}${view.total.reason === null ? '' : ` (${view.total.reason})`}`;
  return [
    {
      title: 'Volume: offences closed as “further action is not in the public interest”, the likely outcome 22',
      finding,
      basis: `Recorded offences by latest outcome, ${span(year.from, year.to)}. As at ${moment(figure.asAt)}. Published outcome names are not Home Office outcome numbers: this mapping is not confirmed. ${figure.protection.text}`,
      href: figure.address,
    },
  ];
}
