/**
 * Figures as evidence, asked of the warehouse: once when they are cited, and again on each new snapshot. The register keeps what they said; a job asks, and
 * writes as the service. What moved, refuses or fails stops counting until a person has looked.
 */
import { z } from 'zod';
import { defineAction, defineRead, openTask } from '../../access/index.ts';
import { HeadwaterError } from '../../errors.ts';
import { type Acting, changeKept, SERVICE, type Tx } from '../../register/index.ts';
import { ask, type Figure, questionOfAddress, type Warehouse } from '../../warehouse/index.ts';
import { recordId } from '../fields.ts';
import { compareFigures, type HeldFigure, heldFigure, holdFigure, MOST_CELLS, wholeOf } from './cells.ts';
import { settleTasks } from './evidence.ts';

const figuresHeld = defineRead({
  name: 'evidence.figures',
  title: 'See the figures that are cited',
  allowed: 'service.run',
  input: z.object({ id: z.uuid().optional() }),
  answer: (tx, { id }) =>
    tx
      .selectFrom('evidence')
      .select(['id', 'figureAddress', 'figureCells', 'checkedSnapshot', 'checkState'])
      .where('kind', '=', 'figure')
      .where('withdrawnOn', 'is', null)
      .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
      .orderBy('createdAt')
      .execute(),
});

const recordCheck = defineAction({
  name: 'evidence.check',
  title: 'Record what a cited figure answers now',
  allowed: 'service.run',
  input: z.object({
    id: recordId,
    snapshot: z.string(),
    state: z.enum(['same', 'changed', 'failed', 'refused']),
    words: z.string().max(2000),
    figure: heldFigure.nullable(),
    /** Set on the first answer: the permanent address, which names its snapshot. */
    address: z.string().nullable(),
  }),
  async effect(tx, { id, snapshot, state, words, figure, address }, setting) {
    const piece = await tx
      .selectFrom('evidence as e')
      .leftJoin('milestone as m', 'm.id', 'e.milestoneId')
      .select(['e.version', 'e.title', 'e.itemId', 'e.organisationId', 'm.measure'])
      .where('e.id', '=', id)
      .executeTakeFirstOrThrow();
    const first = address !== null && figure !== null;
    const changed = await changeKept(
      tx,
      'evidence',
      id,
      piece.version,
      {
        checkState: state,
        checkNote: words,
        checkedAt: setting.at,
        checkedSnapshot: snapshot,
        checkCells: first || state !== 'changed' || figure === null ? null : JSON.stringify(figure),
        ...(first
          ? {
              figureAddress: address,
              figureSnapshot: figure.snapshot,
              figureCells: JSON.stringify(figure),
              value: piece.measure === null ? null : wholeOf(figure),
            }
          : {}),
      },
      setting,
    );
    await settleTasks(tx, id, setting.at);
    if (state !== 'same') await askToLook(tx, { id, ...piece }, snapshot, setting.at);
    return { id, ...changed };
  },
  audit: ({ snapshot, state }, { id, version, fields }) => ({ subject: { type: 'evidence', id, version }, details: { changed: fields, snapshot, state } }),
});

const askToLook = (tx: Tx, piece: { id: string; title: string; itemId: string; organisationId: string }, snapshot: string, at: Date): Promise<void> =>
  openTask(
    tx,
    {
      kind: 'evidence',
      key: `evidence:${piece.id}:${snapshot}`,
      title: `Look again at the figure “${piece.title}”: it does not say what it said when it was cited`,
      href: `/account/recommendations/${piece.itemId}`,
      subjectType: 'evidence',
      subjectId: piece.id,
      organisationId: piece.organisationId,
      dueOn: null,
    },
    at,
  );

/** Actions and reads of the service itself. */
export const figureActions = [recordCheck];
export const figureReads = [figuresHeld];

/**
 * Asks for a figure before it is cited, so that whoever cites it hears at once why it cannot be.
 * @throws HeadwaterError for what is no address, what does not answer, and what refuses
 */
export async function figureOfAddress(warehouse: Warehouse, address: string): Promise<Figure> {
  const figure = await ask(warehouse, questionOfAddress(address));
  if (figure.refusal !== null)
    throw new HeadwaterError('refused', 'figure-refused', `The figure refuses: ${figure.refusal.reason}`, { advice: figure.refusal.instead });
  if (figure.cells.length > MOST_CELLS) {
    throw new HeadwaterError('refused', 'figure-too-many', `The figure has ${figure.cells.length} values, which nobody can look at`, {
      advice: `Cite one of at most ${MOST_CELLS}: group by less, or choose a shorter period.`,
    });
  }
  return figure;
}

export interface Rechecked {
  readonly asked: number;
  readonly same: number;
  readonly changed: number;
  readonly failed: number;
  readonly refused: number;
}

/**
 * Asks each cited figure again of the current snapshot, where that has not been done yet, and records what came. For a job after each delivery; a second run
 * asks nothing.
 * @param only one piece of evidence, that has just been cited
 */
export async function recheckFigures(acting: Acting, warehouse: Warehouse, only?: string): Promise<Rechecked> {
  const current = warehouse.manifest().current;
  const held = await acting.read(figuresHeld, only === undefined ? {} : { id: only }, SERVICE);
  const counts = { asked: 0, same: 0, changed: 0, failed: 0, refused: 0 };
  if (current === null) return counts;
  const record = async (id: string, check: Omit<z.input<typeof recordCheck.input>, 'id'>): Promise<void> => {
    await acting.act(recordCheck, { id, ...check }, SERVICE);
    counts.asked += 1;
    counts[check.state] += 1;
  };
  for (const piece of held) {
    const address = piece.figureAddress ?? '';
    let cited = heldFigure.safeParse(piece.figureCells).data ?? null;
    let checked = piece.checkedSnapshot;
    if (cited === null) {
      if (checked === current) continue;
      const first = await answerOf(warehouse, address, false);
      if (first.figure === null) {
        await record(piece.id, { snapshot: current, state: first.state, words: first.words, figure: null, address: null });
        continue;
      }
      await record(piece.id, { snapshot: first.figure.snapshot, state: 'same', words: first.words, figure: first.figure, address: first.address });
      cited = first.figure;
      checked = first.figure.snapshot;
    }
    if (checked === current) continue;
    const now = await answerOf(warehouse, address, true);
    if (now.figure === null) {
      await record(piece.id, { snapshot: current, state: now.state, words: now.words, figure: null, address: null });
      continue;
    }
    const { same, words } = compareFigures(cited, now.figure);
    await record(piece.id, { snapshot: current, state: same ? 'same' : 'changed', words, figure: now.figure, address: null });
  }
  return counts;
}

type Answer =
  | { readonly figure: HeldFigure; readonly words: string; readonly address: string }
  | { readonly figure: null; readonly state: 'failed' | 'refused'; readonly words: string };

/** @param newest of the current snapshot, whatever the address names */
async function answerOf(warehouse: Warehouse, address: string, newest: boolean): Promise<Answer> {
  try {
    const { snapshot, ...question } = questionOfAddress(address);
    const figure = await ask(warehouse, newest || snapshot === undefined ? question : { ...question, snapshot });
    if (figure.refusal !== null) return { figure: null, state: 'refused', words: `The figure refuses now: ${figure.refusal.reason}` };
    return { figure: holdFigure(figure), words: `As cited, from snapshot ${figure.snapshot.id}.`, address: figure.address };
  } catch (error) {
    // A fault of ours is the log's, and stops the round; what was written for the user is what there is to say.
    if (!(error instanceof HeadwaterError) || error.kind === 'fault') throw error;
    return { figure: null, state: 'failed', words: `The figure could not be worked out again: ${error.message}` };
  }
}
