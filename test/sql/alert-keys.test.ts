// What a payment is new in: keys in their comparable form, and none of what is unknown. Money of
// which only days of payment, or no network, are known is alerted too, and is added up once.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import type { Kind } from '../../schemas/record.ts';
import { type Fields, event, flow, site } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { anyRow } from './figures.ts';
import { computeFloors } from './compute-floors.ts';

const RULES = rulesSchema.parse({});
const SOURCES = ['statement', 'bank', 'ledger'];

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
let offset = 0;

beforeEach(async () => {
  await empty();
  // Each source has covered the network, and money without one, since long before.
  await arrive(
    'flow',
    ...SOURCES.flatMap((source) =>
      ['net.example', null].map((network) =>
        flow(`cover-${source}-${network ?? ''}`, {
          source,
          network,
          site: 'cover.tv',
          value_date: '2014-02-01',
        }),
      ),
    ),
  );
});

async function arrive(kind: Kind, ...records: Fields[]): Promise<void> {
  await putRange(warehouse, kind, records, `${kind}.ndjson`, offset);
  offset += records.length;
}

const alertRow = z.object({
  kind: z.string(),
  level: z.string(),
  operation: z.string(),
  amount_eur: z.string(),
});

/** Alerts in force of all operations but the covering one, after the records of a kind are in. */
async function after(kind: Kind, ...records: Fields[]): Promise<string[]> {
  await arrive(kind, ...records);
  await computeFloors(warehouse, clock);
  await evaluateAlerts(warehouse, { clock, rules: RULES });
  const rows = await warehouse.query(
    `SELECT kind, level, operation, amount_eur FROM alert_current
     WHERE operation != 'cover.tv' AND status NOT IN ('retracted', 'superseded')
     ORDER BY operation, first_value_date, level`,
    {},
    alertRow,
  );
  return rows.map((row) => `${row.kind} ${row.level} ${row.operation} ${row.amount_eur}`);
}

async function explained(): Promise<{ en: string; fr: string }> {
  const [row] = await warehouse.query(
    `SELECT explanation AS en, explanation_fr AS fr FROM alert_current
     WHERE operation != 'cover.tv' AND status NOT IN ('retracted', 'superseded')
     ORDER BY first_value_date DESC LIMIT 1`,
    {},
    z.object({ en: z.string(), fr: z.string() }),
  );
  return row ?? { en: '', fr: '' };
}

/** A month without a period: only the day on which it was paid is known. */
const BY_DAY = { period_start: null, period_end: null };
const UNKNOWN = { network: null, publisher_account: null, payee: null };
const payee = (change: Fields) => ({
  name: 'A',
  country: 'FR',
  account: 'x',
  account_type: 'other',
  ...change,
});

describe('what is unknown', () => {
  test('opens nothing, and its money counts for what is known', async () => {
    expect(await after('flow', flow('u', UNKNOWN))).toEqual([]);
    // The name is known, and nothing else.
    expect(
      await after('flow', flow('named', { ...UNKNOWN, payee: { name: 'B' }, amount: '300' })),
    ).toEqual(['NEW_PAYEE payee one.tv 300.0000']);
    const { en, fr } = await explained();
    expect(en).toContain(
      'on 30 December 2015 an unknown network paid EUR 300.00 to “B”, ' +
        'account not known (country not known).',
    );
    expect(en).toContain('EUR 300.00 to an unknown account (country not known).');
    expect(fr).toContain(
      'le 30 décembre 2015, une régie inconnue a payé 300,00\u202fEUR à «\u202fB\u202f», ' +
        'compte inconnu (pays inconnu).',
    );
    expect(fr).toContain('300,00\u202fEUR sur un compte inconnu (pays inconnu).');
    const keys = await warehouse.query(
      "SELECT DISTINCT level FROM alert_baseline WHERE operation = 'one.tv' AND key = ''",
      {},
      anyRow,
    );
    expect(keys).toEqual([]);
  });

  test('is no publisher account without its network, and no account of a known country', async () => {
    expect(
      await after(
        'flow',
        flow('p', {
          ...UNKNOWN,
          publisher_account: 'pub-9',
          payee: payee({ account: null, name: null }),
        }),
      ),
    ).toEqual(['NEW_COUNTRY account_country one.tv 100.0000']);
  });
});

describe('one thing in two spellings', () => {
  test('is one network, one publisher account, one payee, one account', async () => {
    const first = await after('flow', flow('one', { payee: payee({ account: 'a@mail.example' }) }));
    expect(first).toEqual(['FIRST network one.tv 100.0000']);
    const other = flow('two', {
      network: 'www.NET.example',
      publisher_account: '\u200bpub-1',
      payee: payee({ name: '\u200fＡ ', account: 'A@Mail.Example', account_type: 'psp' }),
    });
    expect(await after('flow', other)).toEqual(['FIRST network one.tv 200.0000']);
    expect((await explained()).en).toContain('the network “net.example” is new');
  });

  test('is one account of an enforcement event', async () => {
    const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const paid = flow('one', { amount: '20', payee: payee({ account: wallet }) });
    // Too little for an alert, but soon after the event.
    expect(await after('flow', paid)).toEqual([]);
    const listed = event('e', { account: wallet.toLowerCase() }, { date: '2015-12-01' });
    expect(await after('event', listed)).toEqual(['FIRST network one.tv 20.0000']);
    expect(await after('event', { ...listed, revision: 2, void: true })).toEqual([]);
  });
});

describe('a payment of which only the day is known', () => {
  test('is alerted on that day, and its reversal takes it back', async () => {
    const paid = flow('day', { ...BY_DAY, amount: '400' });
    expect(await after('flow', paid)).toEqual(['FIRST network one.tv 400.0000']);
    const back = flow('back', {
      ...BY_DAY,
      source: 'bank',
      status: 'reversed',
      reverses: { source: 'statement', flow_id: 'day' },
      amount: '100',
    });
    expect(await after('flow', back)).toEqual(['FIRST network one.tv 300.0000']);
    const rest = { ...back, flow_id: 'rest', amount: '300', value_date: null };
    expect(await after('flow', rest)).toEqual([]);
  });

  test('is not added to what its source tells of months', async () => {
    const months = ['10', '11'].map((month) =>
      flow(month, { period_start: `2015-${month}-01`, period_end: `2015-${month}-28` }),
    );
    const paid = flow('both', { ...BY_DAY, amount: '150', value_date: '2015-12-31' });
    expect(await after('flow', ...months, paid)).toEqual(['FIRST network one.tv 200.0000']);
    const { en, fr } = await explained();
    expect(en).toContain(
      '1 more flow, of EUR 150.00, may be the same money in another report; it is not added.',
    );
    expect(fr).toContain(
      '1 autre mouvement, de 150,00\u202fEUR, est peut-être le même argent dans une autre pièce\u202f; ' +
        'il n’est pas additionné.',
    );
    // What the source takes back is taken off, whichever of the two counts.
    const back = { status: 'reversed', reverses: null };
    expect(await after('flow', flow('back', { ...BY_DAY, ...back, amount: '50' }))).toEqual([
      'FIRST network one.tv 150.0000',
    ]);
    expect(
      await after('flow', flow('more', { ...BY_DAY, amount: '500', value_date: '2015-12-31' })),
    ).toEqual(['FIRST network one.tv 600.0000']);
  });

  test('is a day of the reversal only where it has one', async () => {
    const lost = flow('lost', {
      ...BY_DAY,
      status: 'reversed',
      network: 'new.example',
      value_date: null,
      reverses: { flow_id: 'unheard-of' },
    });
    // Or the source would cover the network since 1900, and the payment would be new in it.
    expect(await after('flow', lost, flow('new', { network: 'new.example' }))).toEqual([]);
    const covered = await warehouse.query(
      "SELECT first_day FROM alert_coverage WHERE network_key = 'new'",
      {},
      anyRow,
    );
    expect(covered).toEqual([{ first_day: '2015-12-30' }]);
  });
});

describe('a payment by an unknown network', () => {
  test('is not added to what a known network paid', async () => {
    const known = flow('known', { source: 'bank', amount: '400' });
    const other = { ...UNKNOWN, ...BY_DAY, payee: payee({ name: null }) };
    expect(await after('flow', known, flow('same', { ...other, amount: '400' }))).toEqual([
      'FIRST network one.tv 400.0000',
    ]);
    const account = async () => {
      const rows = await warehouse.query(
        `SELECT amount_eur, reason FROM alert_baseline
         WHERE operation = 'one.tv' AND level = 'account'`,
        {},
        anyRow,
      );
      return rows.map((row) => row['amount_eur']);
    };
    expect(await account()).toEqual(['400.0000']);
    // The larger of the two (M-ORIGIN), less what was taken back on the unknown network.
    await after('flow', flow('more', { ...other, amount: '100' }));
    expect(await account()).toEqual(['500.0000']);
    const back = { status: 'reversed', reverses: null };
    await after('flow', flow('back', { ...other, ...back, amount: '50' }));
    expect(await account()).toEqual(['450.0000']);
  });
});

describe('records that change others', () => {
  test('a void flow, and one that names several flows as the steps before it, end what those gave', async () => {
    const first = flow('a', { site: 'agent.tv' });
    const steps = [first, flow('b', { site: 'agent.tv', amount: '110' })];
    expect(await after('flow', ...steps)).toEqual(['FIRST network agent.tv 210.0000']);
    expect(await after('flow', { ...first, revision: 2, void: true })).toEqual([
      'FIRST network agent.tv 110.0000',
    ]);
    expect(await after('flow', { ...first, revision: 3 })).toEqual([
      'FIRST network agent.tv 210.0000',
    ]);
    const next = flow('next', {
      source: 'bank',
      upstream: ['a', 'b'].map((id) => ({ source: 'statement', flow_id: id })),
    });
    expect(await after('flow', next)).toEqual(['FIRST network one.tv 100.0000']);
    expect(await after('flow', { ...next, revision: 2, void: true })).toEqual([
      'FIRST network agent.tv 210.0000',
    ]);
  });

  test('a registry row covers what lies below its site, until a longer one does', async () => {
    expect(await after('flow', flow('m', { site: 'm.films.tv' }))).toEqual([
      'FIRST network films.tv 100.0000',
    ]);
    const row = site('films', { site: 'films.tv', operation: 'films' });
    expect(await after('site', row)).toEqual(['FIRST network films 100.0000']);
    const mirror = site('mirror', { site: 'm.films.tv', operation: 'mirrors' });
    expect(await after('site', mirror)).toEqual(['FIRST network mirrors 100.0000']);
    expect(await after('site', { ...mirror, revision: 2, void: true })).toEqual([
      'FIRST network films 100.0000',
    ]);
    const shared = flow('s', {
      site: null,
      site_shares: [{ site: 'x.films.tv', share: '1' }],
    });
    expect(await after('flow', shared)).toEqual(['FIRST network films 200.0000']);
    expect(await after('site', { ...row, revision: 2, operation: 'cinema' })).toEqual([
      'FIRST network cinema 200.0000',
    ]);
    const seized = event('e', { site: 'm.films.tv' }, { date: '2015-12-29' });
    await after('event', seized);
    expect((await explained()).en).toContain('1 day after the seizure of 29 December 2015');
  });
});

describe('a flag', () => {
  const flags = async () => {
    const rows = await warehouse.query(
      'SELECT rule, flow_id, subject, country FROM offshore_flag ORDER BY flow_id',
      {},
      anyRow,
    );
    return rows.map(({ flow_id: id, subject, country }) =>
      [id, subject, country].map(String).join(' '),
    );
  };

  test('judges a known country only, and every payment that counts, whatever else is unknown', async () => {
    const inVg = { payee: payee({ account: 'VG96VPVG0000012345678901' }) };
    await arrive(
      'flow',
      flow('day', { ...BY_DAY, ...inVg }),
      flow('no-network', { ...inVg, network: null }),
      flow('no-account', { payee: payee({ country: 'VG', account: null }) }),
      flow('no-country', { payee: payee({ country: null }) }),
      flow('no-payee', { payee: null }),
      flow('agent', { ...BY_DAY, ...inVg, amount: '90' }),
      flow('step', { upstream: [{ flow_id: 'agent' }] }),
      flow('never', { ...inVg, void: true }),
    );
    await computeFloors(warehouse, clock);
    expect(await flags()).toEqual([
      'day VG96VPVG0000012345678901 VG',
      'no-account  VG',
      'no-network VG96VPVG0000012345678901 VG',
    ]);
  });
});
