/** Where a query stands. Pure. */
export type QueryState = 'open' | 'overdue' | 'answered' | 'closed';

interface Dates {
  readonly dueOn: string;
  readonly answeredOn: string | null;
  readonly closedOn: string | null;
}

/** `today` is `YYYY-MM-DD`. The last day belongs to it: due today is not overdue. */
export function queryState({ dueOn, answeredOn, closedOn }: Dates, today: string): QueryState {
  if (closedOn !== null) return 'closed';
  if (answeredOn !== null) return 'answered';
  return dueOn < today ? 'overdue' : 'open';
}
