/** Forms of a sharing agreement: its sections while it is a draft, and what is done to it afterwards. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type Agreement,
  draftAgreement,
  editAgreement,
  endAgreement,
  KINDS,
  LAWFUL_BASES,
  partyOptions,
  POWERS,
  readAgreement,
  renewAgreement,
  resumeAgreement,
  reviewAgreement,
  signAgreement,
  SPECIAL_BASES,
  suspendAgreement,
} from '../../../access/agreements/index.ts';
import type { AnyAction } from '../../../register/index.ts';
import { datasetTitle } from '../../catalogue/datasets.ts';
import type { WebContext } from '../../context.ts';
import { type FormBody, text, texts } from '../../forms/body.ts';
import { formPage } from '../../forms/form-page.ts';
import { patterns, urls } from '../../urls.ts';
import { dateFields, dateOf, dateOrNull, dateValues } from '../dates.ts';
import { type Field, fieldsForm } from '../fields.ts';

const VIEW = 'partnership/form.njk';
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

interface Section {
  readonly pattern: string;
  readonly title: string;
  readonly intro?: readonly string[];
  readonly fields: (agreement: Agreement, request: FastifyRequest) => Promise<readonly Field[]> | readonly Field[];
  readonly values: (agreement: Agreement) => FormBody;
  readonly input: (body: FormBody) => object;
  readonly dates?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

interface Done {
  readonly id: string;
}

interface StepPage {
  readonly title: string;
  readonly intro?: readonly string[];
  readonly warning?: string;
  readonly fields: readonly Field[];
  readonly button: string;
  readonly buttonKind?: 'warning';
  readonly values?: FormBody;
}

export function registerAgreementForms(app: FastifyInstance, context: WebContext): void {
  const load = async (request: FastifyRequest): Promise<Agreement> => (await context.acts().read(readAgreement, { id: idOf(request) }, request.who)).agreement;
  const around = (agreement: Agreement) => ({
    caption: `${agreement.reference}: ${agreement.title}`,
    cancel: urls.agreement(agreement.id),
    breadcrumbs: [
      { text: 'Sharing agreements', href: urls.agreements() },
      { text: agreement.reference, href: urls.agreement(agreement.id) },
    ],
    version: agreement.version,
  });

  formPage<Done>(app, context, {
    pattern: patterns.agreementNew,
    access: 'agreement.edit',
    view: VIEW,
    load: () =>
      fieldsForm({
        title: 'Draft a sharing agreement',
        intro: ['Begin with its name. You fill in the rest section by section, in any order, and record it as signed when everything is there.'],
        fields: [
          { kind: 'text', name: 'reference', label: 'Reference', hint: 'As your organisations file it, such as ISA 2026/04', width: 20 },
          { kind: 'text', name: 'title', label: 'Title', hint: 'What is shared with whom, in a few words' },
        ],
        button: 'Save and go on',
        cancel: urls.agreements(),
        breadcrumbs: [{ text: 'Sharing agreements', href: urls.agreements() }],
        values: {},
      }),
    action: draftAgreement,
    input: (body) => ({ reference: text(body, 'reference'), title: text(body, 'title') }),
    next: ({ id }) => ({ href: urls.agreement(id), done: 'The draft is saved. Fill in its sections.' }),
  });

  for (const section of sections(context)) {
    formPage<Done>(app, context, {
      pattern: section.pattern,
      access: 'agreement.edit',
      view: VIEW,
      load: async (request) => {
        const agreement = await load(request);
        return fieldsForm({
          title: section.title,
          ...(section.intro === undefined ? {} : { intro: section.intro }),
          fields: await section.fields(agreement, request),
          button: 'Save',
          labels: section.labels,
          values: section.values(agreement),
          ...around(agreement),
        });
      },
      action: editAgreement,
      input: (body, request, version) => ({ id: idOf(request), version, ...section.input(body) }),
      fields: dateFields(...(section.dates ?? [])),
      next: ({ id }) => ({ href: urls.agreement(id), done: `${section.title}: saved.` }),
    });
  }

  /** A form about one agreement that is not a section of a draft. */
  const step = (
    pattern: string,
    action: AnyAction,
    page: (agreement: Agreement) => StepPage,
    input: (body: FormBody) => object,
    done: string,
    dates: readonly string[] = [],
  ): void =>
    formPage<Done>(app, context, {
      pattern,
      access: 'agreement.edit',
      view: VIEW,
      load: async (request) => {
        const agreement = await load(request);
        return fieldsForm({ values: {}, ...page(agreement), ...around(agreement) });
      },
      action,
      input: (body, request, version) => ({ id: idOf(request), version, ...input(body) }),
      fields: dateFields(...dates),
      next: ({ id }) => ({ href: urls.agreement(id), done }),
    });

  const reason: Field = { kind: 'lines', name: 'reason', label: 'Why', hint: 'The parties and the log will read it. No names of people', rows: 4 };

  step(
    patterns.agreementSign,
    signAgreement,
    () => ({
      title: 'Record as signed',
      intro: [
        'Record this when every party has signed. It is then live from the day that it starts, its feeds are let in, and it can no longer be changed: to change it, renew it.',
        'What it rests on is checked once more. Section 16 of the 2022 Act alone does not carry patient information, or personal information from a health or social care authority.',
      ],
      fields: [{ kind: 'date', name: 'signedOn', label: 'When did the last party sign?', hint: 'For example, 27 3 2026' }],
      button: 'Record as signed',
    }),
    (body) => ({ signedOn: dateOf(body, 'signedOn', 'The day that it was signed') }),
    'The agreement is recorded as signed.',
    ['signedOn'],
  );
  step(
    patterns.agreementReview,
    reviewAgreement,
    (agreement) => ({
      title: 'Record a review',
      intro: ['Record this when the parties have looked at it again: is it still needed, is it still right, is what it says what is done?'],
      fields: [{ kind: 'date', name: 'reviewOn', label: 'When is it to be reviewed next?', hint: 'Before it ends' }],
      button: 'Record the review',
      values: dateValues('reviewOn', agreement.endsOn),
    }),
    (body) => ({ reviewOn: dateOf(body, 'reviewOn', 'The next review') }),
    'The review is recorded.',
    ['reviewOn'],
  );
  step(
    patterns.agreementSuspend,
    suspendAgreement,
    (agreement) => ({
      title: 'Suspend the agreement',
      ...(agreement.feeds.length > 0 ? { warning: 'Its feeds stop at once: no delivery of them is let in, and nobody sees exact counts under it.' } : {}),
      fields: [reason],
      button: 'Suspend',
      buttonKind: 'warning',
    }),
    (body) => ({ reason: text(body, 'reason') }),
    'The agreement is suspended.',
  );
  step(
    patterns.agreementResume,
    resumeAgreement,
    (agreement) => ({ title: 'Resume the agreement', intro: [`It was suspended because: ${agreement.suspendedReason ?? ''}`], fields: [], button: 'Resume' }),
    () => ({}),
    'The agreement is live again.',
  );
  step(
    patterns.agreementEnd,
    endAgreement,
    (agreement) => ({
      title: agreement.state === 'draft' ? 'Withdraw the draft' : 'End the agreement',
      warning:
        agreement.state === 'draft'
          ? 'A withdrawn draft stays on the register and cannot be changed.'
          : 'It ends today, its feeds stop at once, and it cannot be taken up again.',
      fields: [reason],
      button: agreement.state === 'draft' ? 'Withdraw' : 'End the agreement',
      buttonKind: 'warning',
    }),
    (body) => ({ reason: text(body, 'reason') }),
    'The agreement has ended.',
  );
  step(
    patterns.agreementRenew,
    renewAgreement,
    () => ({
      title: 'Renew the agreement',
      intro: [
        'A new draft is made with everything that this one states but its dates. Change what has changed, and record it as signed. This one goes on to its own end.',
      ],
      fields: [{ kind: 'text', name: 'reference', label: 'Reference of the new agreement', width: 20 }],
      button: 'Make the new draft',
    }),
    (body) => ({ reference: text(body, 'reference') }),
    'This is the new draft. Enter its dates, and check that the rest still holds.',
  );
}

const lines = (body: FormBody, field: string): string[] =>
  text(body, field)
    .split('\n')
    .map((line) => line.replace(/^[-•*]\s*/, '').trim())
    .filter((line) => line !== '');

function sections(context: WebContext): Section[] {
  return [
    {
      pattern: patterns.agreementAbout,
      title: 'About the agreement',
      fields: () => [
        { kind: 'text', name: 'reference', label: 'Reference', width: 20 },
        { kind: 'text', name: 'title', label: 'Title' },
        {
          kind: 'lines',
          name: 'purpose',
          label: 'Purpose',
          hint: 'What the data are shared for, narrowly enough that somebody could say what lies outside it',
        },
        { kind: 'date', name: 'startsOn', label: 'When does it start?', hint: 'For example, 1 4 2026' },
        { kind: 'date', name: 'endsOn', label: 'What is its last day?' },
        { kind: 'date', name: 'reviewOn', label: 'When must it be reviewed by?', hint: 'Information governance is reminded six weeks before' },
      ],
      values: (agreement) => ({
        reference: agreement.reference,
        title: agreement.title,
        purpose: agreement.purpose,
        ...dateValues('startsOn', agreement.startsOn),
        ...dateValues('endsOn', agreement.endsOn),
        ...dateValues('reviewOn', agreement.reviewOn),
      }),
      input: (body) => ({
        reference: text(body, 'reference'),
        title: text(body, 'title'),
        purpose: text(body, 'purpose'),
        startsOn: dateOrNull(body, 'startsOn', 'The day that it starts'),
        endsOn: dateOrNull(body, 'endsOn', 'Its last day'),
        reviewOn: dateOrNull(body, 'reviewOn', 'The day that it is reviewed by'),
      }),
      dates: ['startsOn', 'endsOn', 'reviewOn'],
      labels: { reference: 'Reference', title: 'Title', purpose: 'Purpose', startsOn: 'Starts', endsOn: 'Last day', reviewOn: 'Reviewed by' },
    },
    {
      pattern: patterns.agreementParties,
      title: 'Parties',
      intro: ['Choose what each organisation does under this agreement. Leave the others as they are.'],
      fields: async (agreement, request) => {
        const options = await context.acts().read(partyOptions, {}, request.who);
        const all = [
          ...options,
          ...agreement.parties
            .filter((party) => !options.some((option) => option.id === party.organisationId))
            .map((party) => ({ id: party.organisationId, name: party.name })),
        ];
        return all.map(
          (option): Field => ({
            kind: 'select',
            name: `party-${option.id}`,
            label: option.name,
            options: [
              { value: '', text: 'No party' },
              { value: 'supplies', text: 'Supplies data' },
              { value: 'receives', text: 'Receives data' },
              { value: 'both', text: 'Supplies and receives' },
            ],
          }),
        );
      },
      values: (agreement) => Object.fromEntries(agreement.parties.map((party) => [`party-${party.organisationId}`, party.part])),
      input: (body) => ({
        parties: Object.keys(body)
          .filter((name) => name.startsWith('party-') && text(body, name) !== '')
          .map((name) => ({ organisationId: name.slice('party-'.length), part: text(body, name) })),
      }),
      labels: {},
    },
    {
      pattern: patterns.agreementData,
      title: 'What is shared',
      fields: () => [
        {
          kind: 'checkboxes',
          name: 'kinds',
          label: 'Kinds of data',
          hint: 'Choose all that apply',
          options: KINDS.map((kind) => ({ value: kind.id, text: kind.title, hint: kind.hint })),
        },
        {
          kind: 'lines',
          name: 'items',
          label: 'Items',
          hint: 'One a line, as the file has them: month, ward, age band. What is not listed is not shared',
          rows: 8,
        },
        { kind: 'text', name: 'frequency', label: 'How often', hint: 'Such as: every month, within ten working days of its end' },
        { kind: 'lines', name: 'format', label: 'How', hint: 'The format, and the way that it is sent', rows: 3 },
      ],
      values: (agreement) => ({ kinds: agreement.kinds, items: agreement.items.join('\n'), frequency: agreement.frequency, format: agreement.format }),
      input: (body) => ({ kinds: texts(body, 'kinds'), items: lines(body, 'items'), frequency: text(body, 'frequency'), format: text(body, 'format') }),
      labels: { kinds: 'Kinds of data', frequency: 'How often', format: 'How' },
    },
    {
      pattern: patterns.agreementLaw,
      title: 'What it rests on',
      intro: ['A power lets an organisation share; a lawful basis lets it process. Data about people need both. This page is no legal advice.'],
      fields: () => [
        {
          kind: 'checkboxes',
          name: 'powers',
          label: 'Powers relied on',
          options: POWERS.map((power) => ({
            value: power.id,
            text: power.title,
            hint: `${power.limits.join(' ')}${power.confirmed ? '' : ' Not confirmed here: check it before relying on it.'}`,
          })),
        },
        { kind: 'lines', name: 'powerDetail', label: 'More about the power', hint: 'Needed for common law, consent and any power that is not listed', rows: 3 },
        {
          kind: 'checkboxes',
          name: 'lawfulBases',
          label: 'Lawful bases',
          hint: 'Of each party: police often Part 3, the others the UK GDPR',
          options: LAWFUL_BASES.map((basis) => ({ value: basis.id, text: basis.title })),
        },
        {
          kind: 'lines',
          name: 'crossing',
          label: 'Between law enforcement (Part 3) and UK GDPR',
          hint: 'Where data pass from one to the other: who becomes a controller, for what purpose, on what basis',
          rows: 4,
        },
        {
          kind: 'select',
          name: 'specialBasis',
          label: 'Condition for special category data or data about offences',
          options: [{ value: '', text: 'None needed' }, ...SPECIAL_BASES.map((basis) => ({ value: basis.id, text: basis.title }))],
        },
        {
          kind: 'lines',
          name: 'compellingReason',
          label: 'Why children’s data must be shared',
          hint: 'The compelling reason, and how it serves the best interests of the children',
          rows: 4,
        },
      ],
      values: ({ powers, powerDetail, lawfulBases, crossing, specialBasis, compellingReason }) => ({
        powers,
        powerDetail,
        lawfulBases,
        crossing,
        specialBasis,
        compellingReason,
      }),
      input: (body) => ({
        powers: texts(body, 'powers'),
        powerDetail: text(body, 'powerDetail'),
        lawfulBases: texts(body, 'lawfulBases'),
        crossing: text(body, 'crossing'),
        specialBasis: text(body, 'specialBasis'),
        compellingReason: text(body, 'compellingReason'),
      }),
      labels: { powerDetail: 'More about the power', crossing: 'Between Part 3 and UK GDPR', compellingReason: 'Why children’s data' },
    },
    {
      pattern: patterns.agreementKeeping,
      title: 'Keeping and protecting',
      fields: () => [
        {
          kind: 'text',
          name: 'retentionMonths',
          label: 'How many months are the data kept?',
          hint: 'By the receiver, after it got them',
          width: 4,
          numeric: true,
        },
        {
          kind: 'text',
          name: 'dpiaReference',
          label: 'Reference of the data protection impact assessment',
          hint: 'Needed for special category data and for data about children',
        },
        { kind: 'lines', name: 'quality', label: 'Quality', hint: 'How mistakes are found and put right on both sides', rows: 3 },
        {
          kind: 'lines',
          name: 'security',
          label: 'Security',
          hint: 'How the data are sent and held, who can open them, and what happens after a loss',
          rows: 3,
        },
        { kind: 'lines', name: 'rights', label: 'Rights of the people it is about', hint: 'How they are told, and who answers when they ask', rows: 3 },
      ],
      values: (agreement) => ({
        retentionMonths: agreement.retentionMonths === null ? '' : String(agreement.retentionMonths),
        dpiaReference: agreement.dpiaReference,
        quality: agreement.quality,
        security: agreement.security,
        rights: agreement.rights,
      }),
      input: (body) => ({
        retentionMonths: text(body, 'retentionMonths') === '' ? null : Number(text(body, 'retentionMonths')),
        dpiaReference: text(body, 'dpiaReference'),
        quality: text(body, 'quality'),
        security: text(body, 'security'),
        rights: text(body, 'rights'),
      }),
      labels: { retentionMonths: 'Months', dpiaReference: 'Impact assessment', quality: 'Quality', security: 'Security', rights: 'Rights' },
    },
    {
      pattern: patterns.agreementFeeds,
      title: 'Feeds',
      intro: [
        'A feed is one dataset from one source. Once the agreement is signed, deliveries of its feeds are let in only while it is live, and its receivers’ analysts may see exact counts of them.',
      ],
      fields: (agreement) => {
        const known = feedsKnown(context, agreement);
        return [
          ...(known.length > 0
            ? [
                {
                  kind: 'checkboxes' as const,
                  name: 'feeds',
                  label: 'Feeds',
                  options: known.map(({ dataset, source }) => ({ value: `${dataset} ${source}`, text: `${datasetTitle(dataset)} from ${source}` })),
                },
              ]
            : []),
          {
            kind: 'lines',
            name: 'others',
            label: 'Other feeds',
            hint: 'One a line: the dataset’s id in the catalogue, a space, and the source, such as: street varrowshire',
            rows: 3,
          },
        ];
      },
      values: (agreement) => ({ feeds: agreement.feeds.map(({ dataset, source }) => `${dataset} ${source}`) }),
      input: (body) => ({
        feeds: [...texts(body, 'feeds'), ...lines(body, 'others')].map((line) => {
          const [dataset = '', source = ''] = line.toLowerCase().split(/[\s,:]+/);
          return { dataset, source };
        }),
      }),
      labels: {},
    },
  ];
}

/** Feeds that have delivered, and those that it names. */
function feedsKnown(context: WebContext, agreement: Agreement): { dataset: string; source: string }[] {
  const manifest = context.warehouse.manifest();
  const files = manifest.snapshots.find((snapshot) => snapshot.id === manifest.current)?.files ?? {};
  const delivered = Object.values(files)
    .filter((file) => file.dataset !== 'frame')
    .flatMap((file) => Object.keys(file.coverage).map((source) => ({ dataset: file.dataset, source })));
  const all = new Map([...delivered, ...agreement.feeds].map((feed) => [`${feed.dataset} ${feed.source}`, feed]));
  return [...all.values()].sort((a, b) => a.dataset.localeCompare(b.dataset) || a.source.localeCompare(b.source));
}
