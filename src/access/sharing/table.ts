/**
 * What of a record leaves its organisation, to whom, and why (requirement R060). A field that is not here is shared with nobody else: who adds one to a read says
 * here who may have it, or the compiler misses it in the answer. Pure.
 */

/** `own`: the organisation whose record it is. `partnership`: everybody with a role that may see the record. */
export type Audience = 'own' | 'partnership' | 'public';

export const AUDIENCES: Readonly<Record<Audience, string>> = { own: 'Own organisation', partnership: 'The partnership', public: 'The public' };

interface Field<A extends Audience = Audience> {
  readonly label: string;
  readonly to: A;
  readonly why: string;
}

const fields = <const L extends Readonly<Record<string, string>>, const A extends Audience>(
  to: A,
  why: string,
  labels: L,
): { readonly [K in keyof L]: Field<A> } =>
  // Every key of `labels`, with the same keys.
  Object.fromEntries(Object.entries(labels).map(([key, label]) => [key, { label, to, why }])) as { [K in keyof L]: Field<A> };

const WHO_WROTE = fields('own', 'Who wrote a record is for its organisation, and for the audit log', {
  createdBy: 'Who wrote it',
  updatedBy: 'Who changed it last',
});

const REFERENCE = { id: 'Reference', version: 'Version' };

export const SHARING = {
  meetingAction: {
    title: 'Action of a meeting',
    fields: {
      ...fields('partnership', 'Whoever sat at the meeting must see what was agreed, who does it and by when', {
        ...REFERENCE,
        meetingId: 'Meeting',
        panel: 'Panel',
        onDay: 'Day of the meeting',
        organisationId: 'Reference of who does it',
        organisation: 'Who does it',
        text: 'What is to be done',
        dueOn: 'Due date',
        doneOn: 'Day it was done',
        withheld: 'That its words are withheld, and why',
      }),
      ...WHO_WROTE,
    },
  },
  decision: {
    title: 'Decision of a meeting',
    fields: {
      ...fields('partnership', 'A decision binds every partner, so every partner sees it and whether it was quorate', {
        ...REFERENCE,
        meetingId: 'Meeting',
        kind: 'What it is about',
        text: 'What was decided',
        quorate: 'Whether it was quorate',
        present: 'Voting members there',
        needed: 'Voting members needed',
        missingSeats: 'Seats that were missing',
      }),
      ...WHO_WROTE,
    },
  },
  milestone: {
    title: 'Milestone of a plan',
    fields: {
      ...fields('partnership', 'Those who answer for a plan must see what is to be reached and whether it is', {
        ...REFERENCE,
        itemId: 'Recommendation',
        title: 'What is to be reached',
        dueOn: 'Due date',
        organisationId: 'Reference of who reaches it',
        organisation: 'Who reaches it',
        measure: 'Measure',
        target: 'Target',
        reachedOn: 'Day it was reached',
        withdrawnOn: 'Day it was withdrawn',
        withdrawnReason: 'Why it was withdrawn',
        withheld: 'That its words are withheld, and why',
      }),
      ...WHO_WROTE,
    },
  },
  evidence: {
    title: 'Evidence of a plan',
    fields: {
      ...fields('partnership', 'Those who answer for a plan must see what shows that it is reached, and whose evidence it is', {
        ...REFERENCE,
        milestoneId: 'Milestone',
        kind: 'Document or figure',
        title: 'What it shows',
        organisationId: 'Reference of whose it is',
        organisation: 'Whose it is',
        addedBy: 'Who added it',
        addedAt: 'When it was added',
        value: 'Value',
        document: 'The document',
        figure: 'The figure',
        withdrawnOn: 'Day it was withdrawn',
        withdrawnReason: 'Why it was withdrawn',
        withheld: 'That its title and document are withheld, and why',
      }),
      ...WHO_WROTE,
    },
  },
  contactPoint: {
    title: 'Point of contact',
    fields: {
      ...fields('partnership', 'Partners must be able to ask the right person, or their deputy', {
        ...REFERENCE,
        organisationId: 'Organisation',
        toOn: 'Last day',
        deputyName: 'Deputy',
        deputyPost: 'Deputy’s post',
        deputyEmail: 'Deputy’s email',
        deputyPhone: 'Deputy’s telephone',
      }),
      ...fields('own', 'Partners need who is the contact now, and not since when', { fromOn: 'First day' }),
      ...WHO_WROTE,
    },
  },
  person: {
    title: 'Person in the directory',
    fields: {
      ...fields('partnership', 'Only of somebody who is a point of contact: what is needed to reach them at work', {
        name: 'Name',
        post: 'Post',
        email: 'Work email',
        phone: 'Work telephone',
      }),
      ...fields('own', 'Access is a matter of the person, their organisation and the administrator', {
        status: 'Whether their access is live',
        roles: 'Roles',
      }),
      ...WHO_WROTE,
    },
  },
  agreement: {
    title: 'Sharing agreement',
    fields: {
      ...fields('partnership', 'Whoever shares or receives data must know on what terms, and whether they still hold', {
        ...REFERENCE,
        reference: 'Number of the agreement',
        title: 'Title',
        state: 'State',
        purpose: 'Purpose',
        powers: 'Powers',
        powerDetail: 'Powers in detail',
        lawfulBases: 'Lawful bases',
        specialBasis: 'Basis for special category data',
        crossing: 'Crossing from one part of the law to another',
        kinds: 'Kinds of data',
        items: 'Items of data',
        frequency: 'How often',
        format: 'Format',
        retentionMonths: 'How long it is kept',
        quality: 'Quality',
        security: 'Security',
        rights: 'Rights of people',
        dpiaReference: 'Reference of the impact assessment',
        compellingReason: 'Compelling reason',
        startsOn: 'Start',
        endsOn: 'End',
        reviewOn: 'Review',
        signedOn: 'Day it was signed',
        suspendedOn: 'Day it was suspended',
        suspendedReason: 'Why it was suspended',
        endedOn: 'Day it was ended',
        endedReason: 'Why it was ended',
        renewsId: 'Agreement that it renews',
        parties: 'Parties',
        feeds: 'Feeds',
      }),
      ...WHO_WROTE,
    },
  },
  inspectionItem: {
    title: 'Recommendation or other item of an inspection',
    fields: {
      ...fields('public', 'The report is published, and the public is told how each recommendation stands', {
        number: 'Number',
        kind: 'Kind',
        text: 'What the report says',
        dueOn: 'Due date',
        status: 'Status',
        statusWords: 'Status in words',
      }),
      ...fields('partnership', 'Partners plan together from what inspectors ask of each of them', {
        ...REFERENCE,
        inspectionId: 'Reference of the report',
        report: 'Report',
        name: 'Name',
        owner: 'Kind of owner',
        ownerWords: 'Owner in words',
        ownerName: 'Owner’s name',
        organisationId: 'Reference of who answers for it',
        organisation: 'Who answers for it',
        own: 'Whether it is answered here',
        dueNote: 'Note on the due date',
        themes: 'Themes',
        measures: 'Measures',
        repeatsId: 'Earlier item that it repeats',
        closedOn: 'Day it was closed',
        closureRoute: 'How it was closed',
        closureNote: 'Note on its closing',
        colour: 'Colour of its status',
        daysLeft: 'Days left',
      }),
      ...WHO_WROTE,
    },
  },
} as const satisfies Record<string, { readonly title: string; readonly fields: Readonly<Record<string, Field>> }>;

export type SharedType = keyof typeof SHARING;

// The keys of an object that is written here.
export const sharedTypes = Object.keys(SHARING) as readonly SharedType[];

/** Names of the fields that partners get. */
export type PartnerField<T extends SharedType> = {
  [K in keyof (typeof SHARING)[T]['fields']]: (typeof SHARING)[T]['fields'][K] extends Field<'partnership' | 'public'> ? K : never;
}[keyof (typeof SHARING)[T]['fields']];
