/** Charts as text: pure functions from rows to SVG and HTML. See docs/adr/0004-charts.md. */
export { type Bar, type BarGroup, barChart } from './bars.ts';
export { type BarCluster, type GroupedBar, groupChart, type Series } from './groups.ts';
export { type HeatAxis, type HeatCell, heatChart, shadeLegend } from './heat.ts';
export { intervalChart, type Point, type Reference } from './intervals.ts';
export { shadeClasses, shadeOf } from './scale.ts';
export { esc, linkTo, markAttributes, type Mark, patterns } from './svg.ts';
export { type TrendMonth, trendChart, type TrendWords } from './trend.ts';
