/**
 * Why an agreement cannot be signed as it is. Each refusal names the field of the form that mends it and the rule that it rests on. Pure.
 * Sources: Police, Crime, Sentencing and Courts Act 2022 section 16(4); the Information Commissioner's Data sharing code; Data Protection Act 2018.
 */
import { KINDS, LAWFUL_BASES, POWERS } from './reference.ts';
import { type Party, receives, supplies, type Terms } from './types.ts';

export interface Refusal {
  readonly code: string;
  /** Section of the form that mends it. */
  readonly section: 'about' | 'parties' | 'data' | 'law' | 'keeping';
  /** Field of the form. */
  readonly field: keyof Terms | 'parties';
  readonly words: string;
}

export const S16 = 'pcsc-2022-s16';

/** Organisation types that hold patient information. */
const HEALTH: ReadonlySet<string> = new Set(['integrated-care-board', 'local-health-board', 'hospital', 'public-health']);
/** Organisation types that are a social care authority: their personal information is outside section 16. */
const SOCIAL_CARE: ReadonlySet<string> = new Set(['local-authority']);
/**
 * Organisation types that process under Part 3 (competent authorities: Data Protection Act 2018, Schedule 7). Kept short: for any other, the
 * crossing is asked for, which does no harm where there is none.
 */
const COMPETENT: ReadonlySet<string> = new Set(['police', 'probation', 'prison', 'youth-custody']);

export const isHealth = (party: Pick<Party, 'type'>): boolean => HEALTH.has(party.type);
export const isSocialCare = (party: Pick<Party, 'type'>): boolean => SOCIAL_CARE.has(party.type);

export function agreementRefusals(terms: Terms, parties: readonly Party[]): Refusal[] {
  return [...complete(terms, parties), ...sectionSixteen(terms, parties), ...people(terms), ...regimes(terms, parties)];
}

const has = (terms: Terms, ...kinds: readonly string[]): boolean => terms.kinds.some((kind) => kinds.includes(kind));
const isPersonal = (terms: Terms): boolean => terms.kinds.some((id) => KINDS.find((kind) => kind.id === id)?.personal ?? true);
const regimeOf = (terms: Terms) => new Set(terms.lawfulBases.map((id) => LAWFUL_BASES.find((basis) => basis.id === id)?.regime ?? 'gdpr'));

const refuse = (code: string, section: Refusal['section'], field: Refusal['field'], words: string): Refusal => ({ code, section, field, words });

/** What the code has every agreement state. */
function complete(terms: Terms, parties: readonly Party[]): Refusal[] {
  const found: Refusal[] = [];
  const need = (holds: boolean, code: string, section: Refusal['section'], field: Refusal['field'], words: string): void => {
    if (!holds) found.push(refuse(code, section, field, words));
  };
  need(terms.purpose !== '', 'no-purpose', 'about', 'purpose', 'Say what the data are shared for');
  need(terms.startsOn !== null, 'no-start', 'about', 'startsOn', 'Enter the day that it starts');
  need(terms.endsOn !== null, 'no-end', 'about', 'endsOn', 'Enter its last day');
  need(terms.reviewOn !== null, 'no-review', 'about', 'reviewOn', 'Enter the day that it is reviewed by');
  if (terms.startsOn !== null && terms.endsOn !== null)
    need(terms.endsOn >= terms.startsOn, 'ends-before-start', 'about', 'endsOn', 'Its last day must not be before it starts');
  if (terms.reviewOn !== null && terms.endsOn !== null)
    need(terms.reviewOn <= terms.endsOn, 'review-after-end', 'about', 'reviewOn', 'It must be reviewed before it ends');
  need(parties.some(supplies), 'no-supplier', 'parties', 'parties', 'Choose at least one organisation that supplies data');
  need(parties.some(receives), 'no-receiver', 'parties', 'parties', 'Choose at least one organisation that receives data');
  need(new Set(parties.map((party) => party.organisationId)).size > 1, 'one-party', 'parties', 'parties', 'An agreement is between two organisations or more');
  need(terms.kinds.length > 0, 'no-kinds', 'data', 'kinds', 'Choose the kinds of data');
  need(terms.items.length > 0, 'no-items', 'data', 'items', 'List what is shared, item by item');
  need(terms.frequency !== '', 'no-frequency', 'data', 'frequency', 'Say how often it is shared');
  need(terms.powers.length > 0, 'no-power', 'law', 'powers', 'Choose the power that the sharing rests on');
  need(terms.retentionMonths !== null, 'no-retention', 'keeping', 'retentionMonths', 'Say how many months the data are kept');
  const vague = POWERS.filter((power) => power.needsDetail === true && terms.powers.includes(power.id));
  need(
    vague.length === 0 || terms.powerDetail !== '',
    'power-detail',
    'law',
    'powerDetail',
    `Say more about: ${vague.map((power) => power.short.toLowerCase()).join(', ')}`,
  );
  return found;
}

/** Section 16 permits; it does not authorise patient information, or personal information from a health or social care authority (section 16(4)). */
function sectionSixteen(terms: Terms, parties: readonly Party[]): Refusal[] {
  const alone = terms.powers.length > 0 && terms.powers.every((power) => power === S16);
  if (!alone) return [];
  const suppliers = parties.filter(supplies);
  const health = suppliers.filter(isHealth);
  const care = suppliers.filter(isSocialCare);
  const found: Refusal[] = [];
  if (has(terms, 'patient'))
    found.push(
      refuse(
        's16-patient',
        'law',
        'powers',
        'Section 16 does not authorise patient information. Rest it on another power as well, or leave patient information out',
      ),
    );
  if (health.length > 0)
    found.push(
      refuse(
        's16-health',
        'law',
        'powers',
        `Section 16 alone does not authorise what ${names(health)} would supply: it leaves out patient information and personal information from a health authority. Name another power`,
      ),
    );
  if (isPersonal(terms) && (care.length > 0 || has(terms, 'social-care')))
    found.push(
      refuse(
        's16-social-care',
        'law',
        'powers',
        `Section 16 alone does not authorise personal information from a social care authority${care.length > 0 ? ` (${names(care)})` : ''}. Name another power`,
      ),
    );
  return found;
}

/** What data about people need. */
function people(terms: Terms): Refusal[] {
  if (!isPersonal(terms)) return [];
  const found: Refusal[] = [];
  const regimes = regimeOf(terms);
  if (!regimes.has('gdpr') && !regimes.has('part-3')) found.push(refuse('no-lawful-basis', 'law', 'lawfulBases', 'Data about people need a lawful basis'));
  // Patient and social care information say something about health or care, so they are special category whether it was ticked or not.
  const special = has(terms, 'special-category', 'patient', 'social-care');
  const offences = has(terms, 'criminal-offence') && regimes.has('gdpr');
  if ((special || offences) && terms.specialBasis === '')
    found.push(
      refuse(
        'no-special-basis',
        'law',
        'specialBasis',
        special ? 'Special category data need a condition of their own' : 'Data about offences need a condition under the UK GDPR (Article 10)',
      ),
    );
  if (has(terms, 'children') && terms.compellingReason === '')
    found.push(refuse('no-compelling-reason', 'law', 'compellingReason', 'Say why children’s data must be shared, and how it serves their best interests'));
  if ((special || has(terms, 'children')) && terms.dpiaReference === '')
    found.push(refuse('no-dpia', 'keeping', 'dpiaReference', 'Enter the reference of the data protection impact assessment'));
  return found;
}

/** Police work under Part 3 of the Data Protection Act 2018, the others under the UK GDPR: the crossing is recorded. */
function regimes(terms: Terms, parties: readonly Party[]): Refusal[] {
  if (!isPersonal(terms) || terms.crossing !== '') return [];
  const regimes = regimeOf(terms);
  const others = parties.filter((party) => !COMPETENT.has(party.type));
  const crosses = regimes.has('part-3') && (regimes.has('gdpr') || others.length > 0);
  return crosses
    ? [
        refuse(
          'no-crossing',
          'law',
          'crossing',
          'Say how the data pass between Part 3 (law enforcement) and the UK GDPR: who becomes a controller, for what purpose, on what basis',
        ),
      ]
    : [];
}

const names = (parties: readonly Party[]): string => parties.map((party) => party.name).join(', ');
