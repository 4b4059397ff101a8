import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { KINDS, LAWFUL_BASES, POWERS, SPECIAL_BASES } from './reference.ts';
import { agreementRefusals, S16 } from './refusals.ts';
import { agreementState, type Dates, isInForce, stoppedBy } from './state.ts';
import type { Party, Terms } from './types.ts';

const good: Terms = {
  purpose: 'To know where knives are carried',
  powers: ['cda-1998-s115'],
  powerDetail: '',
  lawfulBases: ['gdpr-6-1-e'],
  specialBasis: '',
  crossing: '',
  kinds: ['personal'],
  items: ['Month', 'Ward'],
  frequency: 'Every month',
  retentionMonths: 24,
  dpiaReference: '',
  compellingReason: '',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  reviewOn: '2026-09-30',
};
const party = (type: string, part: Party['part']): Party => ({ organisationId: `${type} ${part}`, name: `Varrow ${type}`, type, part });
const police = party('police', 'supplies');
const hub = party('hub', 'receives');
const codes = (terms: Partial<Terms>, parties: readonly Party[] = [police, hub]): string[] =>
  agreementRefusals({ ...good, ...terms }, parties).map((refusal) => refusal.code);

describe('what an agreement must state before it is signed', () => {
  test('a whole agreement is not refused', () => assert.deepEqual(codes({}), []));

  test('section 16 alone does not carry what a health body supplies, whatever kind is ticked', () => {
    for (const type of ['integrated-care-board', 'local-health-board', 'hospital', 'public-health']) {
      assert.deepEqual(codes({ powers: [S16], kinds: ['anonymous'] }, [party(type, 'supplies'), hub]), ['s16-health'], type);
      assert.deepEqual(codes({ powers: [S16, 'common-law'], powerDetail: 'Public interest' }, [party(type, 'both'), hub]), [], type);
      assert.deepEqual(codes({ powers: [S16] }, [police, party(type, 'receives')]), [], 'a health body may receive under it');
    }
  });

  test('section 16 alone does not carry patient information, whoever supplies it', () => {
    const patient = { kinds: ['patient'], specialBasis: 'gdpr-9-2-h', dpiaReference: 'DPIA 4' };
    assert.deepEqual(codes({ ...patient, powers: [S16] }), ['s16-patient']);
    assert.deepEqual(codes({ ...patient, powers: ['cda-1998-s115'] }), []);
  });

  test('section 16 alone does not carry personal information from a social care authority, and does carry what is anonymous', () => {
    const council = party('local-authority', 'supplies');
    assert.deepEqual(codes({ powers: [S16] }, [council, hub]), ['s16-social-care']);
    assert.deepEqual(codes({ powers: [S16], kinds: ['anonymous'], lawfulBases: ['none-anonymous'] }, [council, hub]), []);
    assert.deepEqual(codes({ powers: [S16] }), []);
  });

  test('children need a compelling reason and an assessment, special categories a condition and an assessment', () => {
    assert.deepEqual(codes({ kinds: ['personal', 'children'] }), ['no-compelling-reason', 'no-dpia']);
    assert.deepEqual(codes({ kinds: ['special-category'] }), ['no-special-basis', 'no-dpia']);
    assert.deepEqual(codes({ kinds: ['social-care'] }), ['no-special-basis', 'no-dpia']);
    assert.deepEqual(codes({ kinds: ['criminal-offence'] }), ['no-special-basis']);
    assert.deepEqual(codes({ kinds: ['personal'], lawfulBases: [] }), ['no-lawful-basis']);
    assert.deepEqual(codes({ kinds: ['personal'], lawfulBases: ['none-anonymous'] }), ['no-lawful-basis']);
  });

  test('the crossing from law enforcement to the UK GDPR is recorded', () => {
    assert.deepEqual(codes({ lawfulBases: ['dpa-part-3'] }), ['no-crossing'], 'the hub is no competent authority');
    assert.deepEqual(codes({ lawfulBases: ['dpa-part-3'] }, [police, party('probation', 'receives')]), []);
    assert.deepEqual(codes({ lawfulBases: ['dpa-part-3', 'gdpr-6-1-e'] }, [police, party('probation', 'receives')]), ['no-crossing']);
    assert.deepEqual(codes({ lawfulBases: ['dpa-part-3'], crossing: 'The hub becomes a controller' }), []);
  });

  test('somebody supplies and somebody else receives', () => {
    assert.deepEqual(codes({}, [police]), ['no-receiver', 'one-party']);
    assert.deepEqual(codes({}, [hub]), ['no-supplier', 'one-party']);
    assert.deepEqual(codes({}, [{ ...police, part: 'both' }]), ['one-party']);
  });

  test('every field that the code asks for is asked for, and dates stand in order', () => {
    const bare: Terms = {
      ...good,
      purpose: '',
      powers: [],
      kinds: [],
      items: [],
      frequency: '',
      retentionMonths: null,
      startsOn: null,
      endsOn: null,
      reviewOn: null,
    };
    assert.deepEqual(
      agreementRefusals(bare, [police, hub]).map((refusal) => refusal.field),
      ['purpose', 'startsOn', 'endsOn', 'reviewOn', 'kinds', 'items', 'frequency', 'powers', 'retentionMonths'],
    );
    assert.deepEqual(codes({ endsOn: '2025-12-31', reviewOn: '2025-12-31' }), ['ends-before-start']);
    assert.deepEqual(codes({ reviewOn: '2027-01-01' }), ['review-after-end']);
    for (const power of ['consent', 'common-law', 'other']) assert.deepEqual(codes({ powers: [power] }), ['power-detail'], power);
  });

  test('another power never makes an agreement worse, and no power makes it whole by taking one away', () => {
    const some = fc.record({
      powers: fc.subarray(
        POWERS.map((power) => power.id),
        { minLength: 1 },
      ),
      kinds: fc.subarray(
        KINDS.map((kind) => kind.id),
        { minLength: 1 },
      ),
      lawfulBases: fc.subarray(LAWFUL_BASES.map((basis) => basis.id)),
      specialBasis: fc.constantFrom('', ...SPECIAL_BASES.map((basis) => basis.id)),
    });
    const types = fc.array(fc.constantFrom('police', 'hospital', 'local-authority', 'hub', 'probation'), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(some, types, fc.constantFrom('cda-1998-s115', 'ca-2004-s11'), (terms, list, power) => {
        const parties = list.map((type, at) => ({ ...party(type, at === 0 ? 'supplies' : 'receives'), organisationId: String(at) }));
        const found = codes({ ...terms, powerDetail: 'Said' }, parties);
        const more = codes({ ...terms, powerDetail: 'Said', powers: [...new Set([...terms.powers, power])] }, parties);
        assert.ok(more.every((code) => found.includes(code)));
        assert.ok(!more.some((code) => code.startsWith('s16-')));
      }),
    );
  });
});

describe('where an agreement stands', () => {
  const dates: Dates = { startsOn: '2026-01-01', endsOn: '2026-12-31', reviewOn: '2026-09-30', signedOn: '2025-12-01', suspendedOn: null, endedOn: null };

  test('its first and last days belong to it', () => {
    const on = (day: string) => agreementState(dates, day);
    assert.equal(on('2025-12-31'), 'not-started');
    assert.equal(on('2026-01-01'), 'live');
    assert.equal(on('2026-09-30'), 'live');
    assert.equal(on('2026-10-01'), 'review-overdue');
    assert.equal(on('2026-12-31'), 'review-overdue');
    assert.equal(on('2027-01-01'), 'expired');
  });

  test('unsigned is a draft, and nobody can suspend or end it into life', () => {
    assert.equal(agreementState({ ...dates, signedOn: null }, '2026-05-01'), 'draft');
    assert.equal(agreementState({ ...dates, suspendedOn: '2026-02-01' }, '2026-05-01'), 'suspended');
    assert.equal(agreementState({ ...dates, suspendedOn: '2026-02-01' }, '2027-05-01'), 'expired');
    assert.equal(agreementState({ ...dates, endedOn: '2026-04-30' }, '2026-05-01'), 'ended');
  });

  test('data flow exactly when nothing can be said against it', () => {
    const day = fc.constantFrom(null, '2026-01-01', '2026-03-01', '2026-06-30', '2026-12-31');
    fc.assert(
      fc.property(
        fc.record({ startsOn: day, endsOn: day, reviewOn: day, signedOn: day, suspendedOn: day, endedOn: day }),
        fc.constantFrom('2026-02-01', '2026-07-01'),
        (some, today) => {
          assert.equal(isInForce(agreementState(some, today)), stoppedBy(some, today) === null);
        },
      ),
    );
  });
});

test('the list of powers says of each where it is from and whether it was confirmed', () => {
  for (const power of POWERS) assert.ok(power.source !== '' && power.limits.length > 0 && typeof power.confirmed === 'boolean', power.id);
  assert.deepEqual(
    POWERS.filter((power) => power.confirmed).map((power) => power.id),
    ['pcsc-2022-s16'],
  );
  for (const list of [POWERS, LAWFUL_BASES, SPECIAL_BASES, KINDS]) assert.equal(new Set(list.map((each) => each.id)).size, list.length);
});
