import crossfilter from 'crossfilter2';
import { VIEWS, readColumns, runPeer } from './columns.mjs';

await runPeer({
  name: 'crossfilter2',
  // Rows are their own numbers, looked up in typed arrays: ten million objects would not fit.
  load(dir) {
    const columns = readColumns(dir);
    const rows = Array.from({ length: columns.force.length }, (_, i) => i);
    const filters = crossfilter(rows);
    const reader = (name) => (name === 'crime_type_outcome' ? (row) => columns.crime_type[row] * 256 + columns.outcome[row] : (row) => columns[name][row]);
    const dimension = (name) => filters.dimension(reader(name));
    // The filters stand on dimensions of their own: a view's group does not heed a filter on its own dimension.
    return {
      groups: Object.fromEntries(VIEWS.map((view) => [view, dimension(view).group()])),
      on: { force: dimension('force'), month: dimension('month'), crimeType: dimension('crime_type') },
    };
  },
  board({ groups, on }, filter) {
    for (const each of Object.values(on)) each.filterAll();
    if (filter) {
      on.force.filterExact(filter.force);
      on.month.filterRange([filter.from, filter.to + 1]);
      const wanted = new Set(filter.crimeTypes);
      on.crimeType.filterFunction((type) => wanted.has(type));
    }
    return Object.fromEntries(VIEWS.map((view) => [view, new Map(groups[view].all().map(({ key, value }) => [key, value]))]));
  },
});
