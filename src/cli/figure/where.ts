/** The shell's way to write a slice, made into the query string that all of Headwater shares. Pure. */
import { HeadwaterError } from '../../errors.ts';

/**
 * `--where force=norfolk|essex,month=2018-10..2019-02` with `--from` and `--to`, as the parameters that `parseSlice` reads.
 * A comma joins conditions that must all hold, a bar values of which any may. `month=A..B` and `month=A` are a period.
 *
 * @throws HeadwaterError `cli-where` for a condition without `=` or without a value, and for two periods
 */
export function whereParams(conditions: readonly string[], from?: string, to?: string): URLSearchParams {
  const params = new URLSearchParams();
  const period = (first: string, last: string): void => {
    if (params.has('from') || params.has('to')) throw bad('There are two periods.', 'Give the months once: --from and --to, or month=2018-10..2019-02.');
    if (first) params.append('from', first);
    if (last) params.append('to', last);
  };
  if (from !== undefined || to !== undefined) period(from ?? '', to ?? '');
  for (const condition of conditions.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    if (condition === '') continue;
    const equals = condition.indexOf('=');
    const name = condition.slice(0, equals).trim();
    const values = condition
      .slice(equals + 1)
      .split('|')
      .map((value) => value.trim())
      .filter((value) => value !== '');
    if (equals < 1 || values.length === 0)
      throw bad(`“${condition}” is not a condition.`, 'Write DIMENSION=VALUE, such as force=norfolk; more values with a bar: force=norfolk|essex.');
    const range = /^(.*)\.\.(.*)$/.exec(values[0] ?? '');
    if (name === 'month' && values.length === 1) period(range?.[1] ?? values[0] ?? '', range?.[2] ?? values[0] ?? '');
    else if (name === 'month') throw bad('Months are a period here, not a list.', 'Write the first and the last: month=2018-10..2019-02.');
    else for (const value of values) params.append(name, value);
  }
  return params;
}

function bad(message: string, advice: string): HeadwaterError {
  return new HeadwaterError('bad-input', 'cli-where', message, { advice });
}
