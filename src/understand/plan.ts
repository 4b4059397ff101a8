/**
 * From a board and its state to the questions to ask. Views that share an effective slice, grouping and measure share one
 * question; the view of a filtered dimension is asked without its own filter, so that the values not chosen stay in sight.
 */
import { type Clearance, type DimensionId, dimension, measure as findMeasure, type Question, type Refusal, type Slice } from '../warehouse/index.ts';
import { areaFiltersBelow, areaLevel, chosen, withMonths, without, withValues } from './slice.ts';
import type { AreaLevel, Board, BoardMeasure, BoardPlan, BoardState, PlannedView, View, ViewMeasure, ViewOption } from './types.ts';

export function boardMeasure(board: Board, id: string): BoardMeasure {
  return board.measures.find((measure) => measure.id === id) ?? board.measures[0];
}

/** The state with what contradicts itself taken out: crime types outside the measure would always give nothing. */
export function settled(board: Board, state: BoardState): BoardState {
  const { within } = boardMeasure(board, state.measure);
  let { slice } = state;
  for (const [name, allowed] of Object.entries(within)) {
    // Object.entries forgets the keys' type.
    const dimension = name as DimensionId;
    const held = chosen(slice, dimension);
    if (held.length > 0)
      slice = withValues(
        slice,
        dimension,
        held.filter((value) => allowed.includes(value)),
      );
  }
  return { ...state, slice };
}

export function planBoard(board: Board, state: BoardState, clearance: Clearance, snapshot?: string): BoardPlan {
  const level = areaLevel(state.slice);
  const measure = boardMeasure(board, state.measure);
  const questions: Question[] = [];
  const places = new Map<string, number>();
  const views = board.views.map((view): PlannedView => {
    const option = optionOf(view, state);
    const by = groupingOf(view, option, level);
    const selects = selectsOf(view, by, level);
    const question: Question = {
      ...asked(option?.measure ?? view.measure, measure, effectiveSlice(view, by, selects, state.slice, level)),
      by,
      clearance,
      ...(snapshot === undefined ? {} : { snapshot }),
    };
    const refusal = misfit(question, view);
    if (refusal !== null) return { view, question: null, refusal, by, option, selects };
    const text = JSON.stringify(question);
    const place = places.get(text) ?? questions.push(question) - 1;
    places.set(text, place);
    return { view, question: place, refusal, by, option, selects };
  });
  return { board, state, level, questions, views };
}

function optionOf(view: View, state: BoardState): ViewOption | null {
  if (view.switch === undefined) return null;
  const { name, options } = view.switch;
  return options.find((option) => option.code === state.switches[name]) ?? options[0];
}

function groupingOf(view: View, option: ViewOption | null, level: AreaLevel): readonly DimensionId[] {
  if (view.by === 'area') return [level];
  if (view.by === 'month') return ['month'];
  return option?.by ?? view.by;
}

function selectsOf(view: View, by: readonly DimensionId[], level: AreaLevel): readonly DimensionId[] {
  if (view.selects === 'months') return [];
  if (view.selects === 'area') return [level];
  return view.switch?.options.some((option) => option.by !== undefined) ? by : view.selects;
}

function effectiveSlice(view: View, by: readonly DimensionId[], selects: readonly DimensionId[], slice: Slice, level: AreaLevel): Slice {
  if (view.selects === 'months') return withMonths(slice, null, null);
  return without(slice, view.selects === 'area' ? areaFiltersBelow(level) : new Set([...by, ...selects]));
}

function asked(form: ViewMeasure, measure: BoardMeasure, slice: Slice): { measure: string; slice: Slice } {
  if (form === 'count') return { measure: measure.id, slice };
  const id = form === 'rate' ? (measure.rate ?? measure.id) : form.id;
  return { measure: id, slice: id === measure.id ? slice : narrowed(slice, measure.within) };
}

/** The slice within the measure's own filters; a filter already there is kept, as it is the narrower one. */
function narrowed(slice: Slice, within: Slice['where']): Slice {
  return { ...slice, where: { ...within, ...slice.where } };
}

/** A filter that the measure of one view cannot take must not stop the others: that view says so in its place. */
function misfit(question: Question, view: View): Refusal | null {
  const measure = findMeasure(question.measure);
  const names = [...question.by, ...Object.keys(question.slice.where)];
  const wrong = measure?.without.find((each) => names.includes(each));
  if (measure === undefined || wrong === undefined) return null;
  const title = (dimension(wrong)?.title ?? wrong).toLowerCase();
  return {
    code: 'measure-filter',
    reason: `“${measure.title}” cannot be given for a choice of ${title}: residents are not counted that way.`,
    instead: view.switch === undefined ? `Remove the filter on ${title}.` : `Show counts instead, or remove the filter on ${title}.`,
  };
}
