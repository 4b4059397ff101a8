/** One item as its page shows it: what it is, how it stands and why, its plan and its evidence, and what may be done to it. Pure. */
import { can, reachOf } from '../../../access/index.ts';
import type { OneItem } from '../../../account/items/index.ts';
import { measureLabel } from '../../../account/items/index.ts';
import { type EvidenceView, figuresFor, type MilestoneView, type PlanView } from '../../../account/plan/index.ts';
import type { Who } from '../../../register/index.ts';
import { urls } from '../../urls.ts';
import { bytes, day, moment, shortDay } from '../../words.ts';
import { ownSharing } from '../../partnership/sharing/view.ts';
import { statusTag, type Tag } from '../shared.ts';

export const ROUTE_WORDS = {
  'inspectorate-verified': 'Verified by the inspectorate',
  'chief-officer': 'Signed off by the chief officer',
  'policing-body': 'Signed off by the policing body',
} as const;

const STEP_TAGS: Readonly<Record<string, Tag>> = {
  done: { text: 'Reached', tag: 'govuk-tag--green' },
  'no-evidence': { text: 'No evidence', tag: 'govuk-tag--orange' },
  'needs-checking': { text: 'Needs checking', tag: 'govuk-tag--orange' },
  overdue: { text: 'Overdue', tag: 'govuk-tag--red' },
  started: { text: 'Under way', tag: 'govuk-tag--blue' },
  'not-started': { text: 'Not started', tag: 'govuk-tag--grey' },
};

const MEASURE_TAGS: Readonly<Record<string, Tag>> = {
  achieved: { text: 'Achieved', tag: 'govuk-tag--green' },
  'not-achieved': { text: 'Not achieved', tag: 'govuk-tag--red' },
  'not-measured': { text: 'Not measured', tag: 'govuk-tag--grey' },
  'no-target': { text: 'No target', tag: 'govuk-tag--grey' },
  'no-evidence': { text: 'No evidence', tag: 'govuk-tag--orange' },
  'needs-checking': { text: 'Needs checking', tag: 'govuk-tag--orange' },
};

export interface Looking {
  readonly who: Who;
  /** The organisation that filed the report. */
  readonly filer: string;
  /** Code of the own force. */
  readonly force: string;
}

export function itemPage(item: OneItem, plan: PlanView | null, { who, filer, force }: Looking) {
  const tracker = item.organisationId ?? filer;
  const mine = who.organisationId !== null && who.organisationId === tracker;
  const may = {
    edit: can(who, 'inspection.edit') && who.organisationId === filer,
    plan: can(who, 'plan.edit') && mine && item.closedOn === null,
    evidence: can(who, 'evidence.add') && mine && item.closedOn === null,
    close: can(who, 'item.close') && (mine || who.organisationId === filer),
  };
  return {
    item,
    tag: statusTag(item),
    facts: facts(item),
    may,
    plan:
      plan === null
        ? null
        : {
            ...plan,
            measures: plan.measures.map((measure) => ({ ...measure, tag: MEASURE_TAGS[measure.state] })),
            milestones: plan.milestones.filter((each) => each.withdrawnOn === null).map((each) => step(item.id, each, plan, who, may)),
            loose: plan.evidence
              .filter((piece) => piece.milestoneId === null && piece.withdrawnOn === null)
              .map((piece) => proof(item.id, piece, who, may.evidence)),
            withdrawn: [
              ...plan.milestones
                .filter((each) => each.withdrawnOn !== null)
                .map((each) => ({ title: each.title, on: each.withdrawnOn, reason: each.withdrawnReason })),
              ...plan.evidence
                .filter((each) => each.withdrawnOn !== null)
                .map((each) => ({ title: each.title, on: each.withdrawnOn, reason: each.withdrawnReason })),
            ],
            theirs: !plan.whole && reachOf(who, 'plan.read') === 'organisation',
          },
    offers: may.evidence
      ? figuresFor(`${item.text} ${item.themes.join(' ')}`, force).map((offer) => ({ title: offer.title, href: urls.figure(offer.measure, offer.query) }))
      : [],
  };
}

function facts(item: OneItem) {
  const owner = item.organisation === null ? item.ownerWords : item.organisation;
  return [
    {
      key: 'Owner',
      text:
        item.own && item.organisation !== null && item.owner !== 'own-force' && item.owner !== 'policing-body'
          ? `${item.ownerWords}; ${owner} answers for it here`
          : owner,
    },
    {
      key: 'Due',
      text: item.dueOn === null ? (item.dueNote ?? 'The report gives no date') : `${day(item.dueOn)}${item.dueNote === null ? '' : ` (${item.dueNote})`}`,
    },
    ...(item.themes.length > 0 ? [{ key: 'Themes', text: item.themes.join(', ') }] : []),
    ...(item.closedOn === null || item.closureRoute === null
      ? []
      : [{ key: 'Closed', text: `${day(item.closedOn)}. ${ROUTE_WORDS[item.closureRoute]}. ${item.closureNote ?? ''}` }]),
    ...(item.closedOn === null && item.closureNote !== null ? [{ key: 'Reopened', text: item.closureNote }] : []),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface May {
  readonly plan: boolean;
  readonly evidence: boolean;
}

function step(itemId: string, milestone: MilestoneView, plan: PlanView, who: Who, may: May) {
  const own = who.organisationId === milestone.organisationId;
  const mayPlan = may.plan || (own && can(who, 'plan.edit'));
  const mayAdd = may.evidence || (own && can(who, 'evidence.add'));
  const page = (...parts: string[]): string => urls.recommendationPage(itemId, 'milestones', milestone.id, ...parts);
  const query = `?milestone=${milestone.id}`;
  const sharing = ownSharing(milestone, who.organisationId, can(who, 'sharing.restrict'));
  return {
    id: milestone.id,
    title: milestone.title,
    othersSee: sharing.notice,
    tag: STEP_TAGS[milestone.standing?.state ?? 'not-started'],
    because: capital(milestone.standing?.because.replace(`${milestone.title}: `, '') ?? ''),
    dueOn: milestone.dueOn,
    organisation: milestone.organisation,
    measure:
      milestone.measure === null ? null : `${measureLabel(milestone.measure)}; target ${milestone.target ?? 'not set'}${milestone.target === null ? '' : '%'}`,
    evidence: plan.evidence
      .filter((piece) => piece.milestoneId === milestone.id && piece.withdrawnOn === null)
      .map((piece) => proof(itemId, piece, who, mayAdd)),
    links: [
      ...(mayAdd
        ? [
            { text: 'Add a document', href: `${urls.recommendationPage(itemId, 'evidence', 'document')}${query}` },
            { text: 'Cite a figure', href: `${urls.recommendationPage(itemId, 'evidence', 'figure')}${query}` },
          ]
        : []),
      ...(mayPlan
        ? [
            ...(milestone.measure === null ? [{ text: 'Say whether it is reached', href: page('reached') }] : []),
            { text: 'Change', href: page('edit') },
            { text: 'Withdraw', href: page('withdraw') },
          ]
        : []),
      ...(sharing.link === null ? [] : [{ text: sharing.link.text, href: urls.sharingPage('milestone', milestone.id, sharing.link.page) }]),
    ],
  };
}

function proof(itemId: string, piece: EvidenceView, who: Who, may: boolean) {
  const { figure, document } = piece;
  const sharing = ownSharing(piece, who.organisationId, can(who, 'sharing.restrict'));
  const doubt = figure !== null && figure.state !== 'same';
  const page = (name: string): string => urls.recommendationPage(itemId, 'evidence', piece.id, name);
  return {
    title: piece.title,
    othersSee: sharing.notice,
    by: `${piece.addedBy ?? piece.organisation}, ${shortDay(piece.addedAt.toISOString())}`,
    value: piece.value,
    document: document === null ? null : { name: document.name, size: bytes(document.bytes), href: urls.document(document.id) },
    figure:
      figure === null
        ? null
        : {
            href: figure.address.replace(/^https?:\/\/[^/]+/, ''),
            words: figure.cited === null ? '' : `${figure.cited.title}, ${figure.cited.words}`,
            total: figure.total,
            totalNow: figure.totalNow,
            snapshot: figure.snapshot,
            note: figure.note,
            checked: figure.checkedAt === null ? null : moment(figure.checkedAt.toISOString()),
          },
    doubt,
    tag: !doubt
      ? null
      : figure.state === 'changed'
        ? { text: 'Has changed', tag: 'govuk-tag--orange' }
        : figure.state === 'refused'
          ? { text: 'Refuses now', tag: 'govuk-tag--red' }
          : figure.state === 'failed'
            ? { text: 'Gives no answer', tag: 'govuk-tag--red' }
            : { text: 'Not asked yet', tag: 'govuk-tag--grey' },
    links: [
      ...(may && figure?.state === 'changed' ? [{ text: 'Look at it and confirm', href: page('confirm') }] : []),
      ...(may ? [{ text: 'Withdraw', href: page('withdraw') }] : []),
      ...(sharing.link === null ? [] : [{ text: sharing.link.text, href: urls.sharingPage('evidence', piece.id, sharing.link.page) }]),
    ],
  };
}
