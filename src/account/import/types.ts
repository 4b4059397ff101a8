/** What is proposed from a text, for a person to confirm. Nothing is invented: a field that was not found is null, and every finding says where and why. */
import type { DistributionCode, ItemKind, Owner, Scope, Stance } from '../rules/index.ts';

/** Certain: the text labels it. Likely: a usual form of words. Unsure: follows from something else. */
export type Sure = 'certain' | 'likely' | 'unsure';

/** Words exactly as they stand: `text` is `source.slice(start, end)`, in UTF-16 units. */
export interface Passage {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A passage, what it is read as, and why. */
export interface Found<T> extends Passage {
  readonly value: T;
  readonly sure: Sure;
  readonly because: string;
}

export interface ProposedOwner {
  readonly owner: Owner;
  /** As the text has it: `chief constables`. */
  readonly name: string;
  readonly sure: Sure;
  readonly because: string;
}

export interface ProposedDue {
  /** Civil date; null where the words give none that can be worked out. */
  readonly date: string | null;
  /** Only a month is given, and the date is its last day. */
  readonly approximate: boolean;
  readonly words: string;
  readonly because: string;
}

export interface ProposedItem extends Passage {
  readonly kind: ItemKind;
  /** The report's own, never changed. */
  readonly number: string | null;
  readonly owner: ProposedOwner | null;
  readonly due: ProposedDue | null;
  /** The earlier report whose recommendation this repeats; null where it is this report's own. */
  readonly repeats: { readonly report: string | null; readonly published: string | null } | null;
  readonly sure: Sure;
  readonly because: readonly string[];
  /** Every place where it stands, the first one included. */
  readonly occurrences: readonly Passage[];
}

/** Words about recommendations that are no item of this text: those of other reports, those for others, and how many there are said to be. */
export interface Mention extends Passage {
  readonly because: string;
}

/** The text itself says that there is none of a kind. */
export interface NoneStated extends Passage {
  readonly kind: ItemKind;
}

export type Author = 'chief-officer' | 'policing-body';

/** What a response says to one item. */
export interface ProposedAnswer extends Passage {
  readonly author: Author;
  readonly kind: ItemKind;
  readonly number: string | null;
}

/** A position taken, and to which recommendation: null is all of them. */
export interface ProposedStance extends Passage {
  readonly author: Author;
  readonly number: string | null;
  readonly stance: Stance;
  readonly sure: Sure;
  readonly because: string;
}

export interface ProposedTick extends Passage {
  /** Null where the words name no known recipient. */
  readonly step: DistributionCode | null;
  /** Null where the text marks no line, so that nothing can be told. A tick is no evidence. */
  readonly ticked: boolean | null;
}

export interface ProposedResponse {
  /** The whole section, and of it what stands before the first recommendation. */
  readonly chiefOfficer: Found<string> | null;
  readonly chiefOfficerGeneral: Found<string> | null;
  /** The section that answers the report; in a record of inspection the overall comments are apart. */
  readonly policingBody: Found<string> | null;
  readonly initialResponse: Found<string> | null;
  readonly overallComments: Found<string> | null;
  readonly answers: readonly ProposedAnswer[];
  readonly stances: readonly ProposedStance[];
  readonly distribution: readonly ProposedTick[];
}

export interface ReportFields {
  readonly title: Found<string> | null;
  /** Codes of `reference/inspection.json`. */
  readonly inspectorates: Found<readonly string[]> | null;
  readonly published: Found<string> | null;
  readonly publicationType: Found<string> | null;
  /** The words, and what they seem to mean; the value is null where that cannot be told. */
  readonly scope: Found<Scope | null> | null;
  readonly link: Found<string> | null;
  readonly localDeadline: Found<string> | null;
  readonly grade: Found<string> | null;
  /** An instant, ISO in UTC. */
  readonly embargo: Found<string> | null;
  readonly keyFindings: Found<string> | null;
  readonly summary: Found<string> | null;
  readonly description: Found<string> | null;
  /** Of a record of inspection. */
  readonly version: Found<string> | null;
  readonly force: Found<string> | null;
  readonly policingBody: Found<string> | null;
  readonly chiefOfficer: Found<string> | null;
}

export type FieldName = keyof ReportFields;
export type BlankName = FieldName | 'recommendations' | 'areas-for-improvement';

export type DocumentKind = 'report' | 'summary' | 'response' | 'record';

export interface Proposal {
  readonly kind: DocumentKind;
  /** The text that all offsets are in, unchanged. */
  readonly source: string;
  readonly fields: ReportFields;
  /** Fields and sections that the text has a place for and leaves blank. */
  readonly blank: readonly BlankName[];
  readonly findings: readonly Passage[];
  readonly items: readonly ProposedItem[];
  readonly mentions: readonly Mention[];
  readonly none: readonly NoneStated[];
  /** How many recommendations the text says the report makes; null where it does not say. */
  readonly statedRecommendations: number | null;
  /** Null where the text holds no response. */
  readonly response: ProposedResponse | null;
  /** What the person who confirms should look at. */
  readonly notes: readonly string[];
}

export interface ProposeOptions {
  /** The force that the register is kept for, as people name it: `Norfolk`. Lets a named force be told from others. */
  readonly force?: string;
}
