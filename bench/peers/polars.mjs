import { join } from 'node:path';
import pl from 'nodejs-polars';
import { VIEWS, runPeer } from './columns.mjs';

await runPeer({
  name: 'Polars',
  load: (dir) => pl.readParquet(join(dir, 'street.parquet')),
  // One filter for all views, as Headwater has.
  board(frame, filter) {
    const kept = filter
      ? frame.filter(
          pl
            .col('force')
            .eq(filter.force)
            .and(pl.col('month').gtEq(filter.from))
            .and(pl.col('month').ltEq(filter.to))
            .and(pl.col('crime_type').isIn(filter.crimeTypes)),
        )
      : frame;
    return Object.fromEntries(
      VIEWS.map((view) => {
        const pair = view === 'crime_type_outcome';
        const counted = kept.groupBy(...(pair ? ['crime_type', 'outcome'] : [view])).agg(pl.len().alias('n'));
        const second = pair ? counted.getColumn('outcome').toArray() : null;
        const values = counted
          .getColumn(pair ? 'crime_type' : view)
          .toArray()
          .map((value, i) => (second ? Number(value) * 256 + Number(second[i]) : value));
        const counts = counted.getColumn('n').toArray();
        return [view, new Map(values.map((value, i) => [Number(value), Number(counts[i])]))];
      }),
    );
  },
});
