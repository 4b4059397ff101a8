/** The filters of the list of reports, and what they can be. Pure. */
import { inspectorateShort, type InspectionView } from '../../../account/inspections/index.ts';
import { type Option, options } from '../shared.ts';

export interface ReportFilter {
  readonly inspectorate: string;
  readonly year: string;
  readonly scope: string;
  readonly state: string;
}

const SCOPE_WORDS = { one: 'One force', several: 'Several forces', all: 'All forces' } as const;
const STATES = {
  open: 'Response to publish',
  overdue: 'Response overdue',
  responded: 'Response published',
  none: 'No response needed',
  embargoed: 'Under embargo',
} as const;

export const scopeWords = (scope: keyof typeof SCOPE_WORDS): string => SCOPE_WORDS[scope];

export const parseReportFilter = (query: URLSearchParams): ReportFilter => ({
  inspectorate: query.get('inspectorate') ?? '',
  year: query.get('year') ?? '',
  scope: query.get('scope') ?? '',
  state: query.get('state') ?? '',
});

export function stateOf(report: InspectionView): keyof typeof STATES {
  if (report.embargoed) return 'embargoed';
  if (report.deadline === null) return 'none';
  if (report.respondedOn !== null) return 'responded';
  return report.deadline.state === 'overdue' ? 'overdue' : 'open';
}

/** A filter that names what is not there finds nothing: it is no error. */
export const matchingReports = (reports: readonly InspectionView[], filter: ReportFilter): InspectionView[] =>
  reports
    .filter((each) => filter.inspectorate === '' || each.inspectorates.includes(filter.inspectorate))
    .filter((each) => filter.year === '' || each.publishedOn.startsWith(filter.year))
    .filter((each) => filter.scope === '' || each.scope === filter.scope)
    .filter((each) => filter.state === '' || stateOf(each) === filter.state || (filter.state === 'open' && stateOf(each) === 'overdue'));

export interface ReportFilterView {
  readonly inspectorates: readonly Option[];
  readonly years: readonly Option[];
  readonly scopes: readonly Option[];
  readonly states: readonly Option[];
}

export function filterView(reports: readonly InspectionView[], filter: ReportFilter): ReportFilterView {
  const bodies = [...new Set(reports.flatMap((each) => each.inspectorates))].sort();
  const years = [...new Set(reports.map((each) => each.publishedOn.slice(0, 4)))].sort().reverse();
  const all = (entries: readonly (readonly [string, string])[], chosen: string): Option[] => options([['', 'All'], ...entries], chosen);
  return {
    inspectorates: all(
      bodies.map((code) => [code, inspectorateShort(code)] as const),
      filter.inspectorate,
    ),
    years: all(
      years.map((year) => [year, year] as const),
      filter.year,
    ),
    scopes: all(Object.entries(SCOPE_WORDS), filter.scope),
    states: all(Object.entries(STATES), filter.state),
  };
}
