/** What a recommendation's owner has decided: section 55(5B) asks for action taken or proposed, or why there is none. */
export type ResponsePosition = 'accepted' | 'partly-accepted' | 'not-accepted';

/** What an inspection asks for. A lesson is drawn from a report without being one of its recommendations. */
export type ResponseItemKind = 'recommendation' | 'cause-of-concern' | 'area-for-improvement' | 'lesson';

/** One item of the report and what is said about it. Texts are plain, with blank lines between paragraphs and "- " or "1. " before items of lists. */
export interface ResponseItem {
  /** The report's own number ("3", "2a"); never counted again. */
  readonly number: string;
  readonly kind: ResponseItemKind;
  /** The report's own words. */
  readonly text: string;
  readonly position: ResponsePosition | null;
  /** The chief officer on this item. */
  readonly chiefText: string | null;
  /** The local policing body on this item. */
  readonly bodyText: string | null;
  /** The action taken or proposed. */
  readonly action: string | null;
  /** Why no action is taken. */
  readonly reason: string | null;
}

/** An item that somebody else has to act on: tracked, and not answered. */
export interface OthersItem {
  readonly number: string;
  readonly kind: ResponseItemKind;
  readonly text: string;
  /** "Home Office". */
  readonly owner: string;
}

/** Somebody to whom the response goes. `on` is an ISO date. */
export interface DistributionTick {
  readonly label: string;
  readonly done: boolean;
  readonly on: string | null;
}

/**
 * All that a response under section 55 of the Police Act 1996 says, whatever its layout. Dates are ISO dates; null is "not entered" and is shown as empty. The titles
 * are those of the place (Police and Crime Commissioner or Police, Fire and Crime Commissioner or Mayor; Chief Constable or Commissioner).
 */
export interface ResponseDocumentData {
  readonly version: string | null;
  readonly policingBody: { readonly organisation: string; readonly title: string; readonly shortTitle: string; readonly holderName: string | null };
  readonly force: {
    readonly name: string;
    readonly area: string;
    readonly chiefTitle: string;
    readonly chiefShortTitle: string;
    readonly chiefName: string | null;
  };
  readonly report: {
    readonly title: string;
    readonly inspectorates: readonly string[];
    readonly publishedOn: string;
    readonly publicationTypes: readonly string[];
    /** Which forces, in words: "All local forces in England and Wales". */
    readonly scope: string;
    /** `words` is null where the address itself is shown. */
    readonly link: { readonly address: string; readonly words: string | null } | null;
    readonly grade: string | null;
    /** The report's key findings, or a summary of it. */
    readonly summary: string;
    /** What is said before the recommendations: how many there are, and whose. */
    readonly recommendationsNote: string | null;
  };
  /** Publication + 55 days: the period begins with the day of publication. */
  readonly statutoryLastDay: string;
  readonly localDeadline: string | null;
  readonly recommendations: readonly ResponseItem[];
  readonly areasForImprovement: readonly ResponseItem[];
  readonly ownedByOthers: readonly OthersItem[];
  /** By when the chief officer was invited to comment (section 55(4)), and when the comments came. */
  readonly chiefInvitedBy: string | null;
  readonly chiefReceivedOn: string | null;
  readonly chiefGeneralResponse: string | null;
  /** What the local policing body replies to the chief officer's comments (section 55(5A)). */
  readonly replyToChief?: string | null;
  readonly bodyInitialResponse: string | null;
  readonly bodyOverallComments: string | null;
  /** What the local policing body thinks of the report, kept apart from what the report says. */
  readonly opinion: string | null;
  readonly distribution: readonly DistributionTick[];
  /** The date of the document, or null while it is a draft. */
  readonly date: string | null;
  readonly marking: 'OFFICIAL' | 'OFFICIAL-SENSITIVE' | null;
}
