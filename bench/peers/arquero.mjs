import * as aq from 'arquero';
import { VIEWS, readColumns, runPeer } from './columns.mjs';

await runPeer({
  name: 'arquero',
  load: (dir) => aq.table(readColumns(dir)),
  board(table, filter) {
    const kept = filter
      ? table
          .params({ force: filter.force, from: filter.from, to: filter.to, a: filter.crimeTypes[0], b: filter.crimeTypes[1], c: filter.crimeTypes[2] })
          .filter(
            (d, $) => d.force === $.force && d.month >= $.from && d.month <= $.to && (d.crime_type === $.a || d.crime_type === $.b || d.crime_type === $.c),
          )
      : table;
    return Object.fromEntries(
      VIEWS.map((view) => {
        const pair = view === 'crime_type_outcome';
        const counted = kept.groupby(...(pair ? ['crime_type', 'outcome'] : [view])).count();
        const second = pair ? counted.array('outcome') : null;
        const values = Array.from(counted.array(pair ? 'crime_type' : view), (value, i) => (second ? value * 256 + second[i] : value));
        const counts = counted.array('count');
        return [view, new Map(values.map((value, i) => [value, counts[i]]))];
      }),
    );
  },
});
