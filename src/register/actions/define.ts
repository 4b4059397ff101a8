/**
 * What may be done to the register and asked of it. Every change is an action and every look at the register is a read: a name, an input
 * that a schema parses, the permission that decides, and one function in one transaction. The page, the API and the command call the same ones,
 * through {@link ./acting.ts}, which parses, decides, runs and writes the audit event; so none of these can be forgotten.
 */
import type { z } from 'zod';
import type { Tx } from '../database.ts';
import type { Reach, Who } from '../who.ts';

/** Whose a record is, for the permission's reach; `published` is for everybody. */
export interface Subject {
  readonly organisationId?: string | null;
  readonly personId?: string | null;
  readonly published?: boolean;
}

/** What the audit event says. Ids and field names, no personal data: the log outlives the record. */
export interface AuditWords {
  readonly subject?: { readonly type: string; readonly id: string; readonly version?: number };
  readonly agreementId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Setting {
  readonly who: Who;
  /** How far this person's permission reaches. Row scope in the query: `within` of src/access. */
  readonly reach: Reach;
  /** The instant of the deed. */
  readonly at: Date;
}

interface Common<Name extends string, Key extends string, I extends z.ZodType> {
  /** Noun, then verb: `response.approve`. Also its address in the API. */
  readonly name: Name;
  /** In the user's words: “Approve a response”. */
  readonly title: string;
  readonly input: I;
  /** Key of the policy table. */
  readonly allowed: Key;
  /** Loads whose the record is; undefined where there is none. Left out where the input names no record. */
  readonly subject?: (tx: Tx, input: z.output<I>, setting: Setting) => Promise<Subject | undefined>;
}

export interface Action<I extends z.ZodType = z.ZodType, R = unknown, Key extends string = string> extends Common<string, Key, I> {
  readonly kind: 'action';
  /** Its answer holds a secret, so it is kept nowhere: sent twice, it is done twice. */
  readonly secret?: boolean;
  /** Makes the change. Throw HeadwaterError to refuse; everything is undone. The result is kept for a repeated request, so it is plain JSON. */
  readonly effect: (tx: Tx, input: z.output<I>, setting: Setting) => Promise<R>;
  readonly audit: (input: z.output<I>, result: R) => AuditWords;
}

export interface Read<I extends z.ZodType = z.ZodType, R = unknown, Key extends string = string> extends Common<string, Key, I> {
  readonly kind: 'read';
  readonly answer: (tx: Tx, input: z.output<I>, setting: Setting) => Promise<R>;
  /**
   * That the answer may be a few seconds old for whoever has not just changed something: `everybody` where it is the same for all of one reach, `colleagues`
   * where it depends on the organisation and roles too. Never on the person, and never for one record that a form edits.
   */
  readonly shared?: 'everybody' | 'colleagues';
  /**
   * Of a shared one: what actions on these records (`milestone` for `milestone.add`) never change, so that who did one of them may still get an answer of
   * before it. tests/register/unmoved.test.ts holds it against the tables.
   */
  readonly unmovedBy?: readonly string[];
  /** Of a shared answer, what this person gets: for a part of it that some of those who may ask may not see. The answer itself stays as it is. */
  readonly narrow?: (result: NoInfer<R>, who: Who) => NoInfer<R>;
  /** Given for what must be known to have been seen: a person's record, an export. Undefined result: nothing to record this time. */
  readonly audit?: (input: z.output<I>, result: R) => AuditWords | undefined;
}

/** `Key` is narrowed to the policy table's keys by src/access. */
export const makeDefine = <Key extends string>() => ({
  defineAction: <I extends z.ZodType, R>(definition: Omit<Action<I, R, Key>, 'kind'>): Action<I, R, Key> => Object.freeze({ kind: 'action', ...definition }),
  defineRead: <I extends z.ZodType, R>(definition: Omit<Read<I, R, Key>, 'kind'>): Read<I, R, Key> => Object.freeze({ kind: 'read', ...definition }),
});
