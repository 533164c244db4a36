// Cases from real documents and bug reports (test/cases/README.md): the right value of each.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { putInForce } from '../../pipeline/reference/load.ts';
import { parsePegs, pegRows } from '../../pipeline/reference/peg.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { decode } from '../../schemas/decode.ts';
import { caseRecords } from '../case-records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);

/** Cases without a registry. */
const NOBODYS = new Set(['15-crypto-payouts']);

async function takeIn(name: string, flows = caseRecords(name, 'flow')): Promise<void> {
  const sites = NOBODYS.has(name) ? [] : caseRecords(name, 'site');
  await putRange(warehouse, 'site', sites, `${name}/site.ndjson`, 0);
  await putRange(warehouse, 'flow', flows, `${name}/flow.ndjson`, 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
}

const floorRow = z.object({ operation: z.string(), floor_eur: z.string().nullable() });

async function floors(): Promise<Map<string, string | null>> {
  const rows = await warehouse.query(
    'SELECT operation, floor_eur FROM revenue_floor',
    {},
    floorRow,
  );
  return new Map(rows.map(({ operation, floor_eur }) => [operation, floor_eur]));
}

describe('05: mirrors on a shared host', () => {
  const NAME = '05-mirrors-on-a-shared-host';

  test('a row for one mirror claims that mirror and not its neighbours', async () => {
    await takeIn(NAME);
    const found = await floors();
    expect(found.get('leet')).toBe('11.0000');
    expect(found.get('eztv')).toBe('20.0000');
    // Nobody registered the other mirrors: they are of the host.
    expect(found.get('proxyhost.example')).toBe('1200.0000');
  });

  test('and stays right when each mirror is registered, one after the other', async () => {
    await takeIn(NAME);
    const rows = ['eztv', 'kickass'].map((operation) => ({
      record_id: `${operation}|mirror`,
      source: 'case-file',
      site: `${operation}.proxyhost.example`,
      operation,
    }));
    await putRange(warehouse, 'site', rows, `${NAME}/later.ndjson`, 0);
    const run = await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    expect(run).toMatchObject({ scope: 'some' });
    const found = await floors();
    expect(found.get('leet')).toBe('11.0000');
    expect(found.get('eztv')).toBe('720.0000');
    expect(found.get('kickass')).toBe('500.0000');
    expect(found.has('proxyhost.example')).toBe(false);
  });
});

describe('06: names that are no domain', () => {
  const NAME = '06-names-that-are-no-domain';

  test('a channel is a property of its own, an AMP host is the site that it caches, an app needs its prefix', async () => {
    const flows = caseRecords(NAME, 'flow');
    const app = flows.find(({ flow_id: id }) => id === 'a1');
    expect(decode('flow', Buffer.from(JSON.stringify(app)))).toMatchObject({
      outcome: 'rejected',
      reason: 'app_without_prefix',
      path: '$.site',
    });
    await takeIn(
      NAME,
      flows.map((flow) => (flow === app ? { ...flow, site: 'app:com.films.gratuit' } : flow)),
    );
    const found = await floors();
    expect(found.get('films-vf')).toBe('5.0000');
    expect(found.get('cible')).toBe('100.0000');
    expect(found.get('app:com.films.gratuit')).toBe('9.0000');
    expect(found.get('t.me/cuisine')).toBe('800.0000');
    expect(found.has('ampproject.org')).toBe(false);
  });
});

describe('15: payouts in USDT', () => {
  const shown = async () => {
    const [flow] = await warehouse.query(
      `SELECT amount, currency, amount_eur, payee_name, payee_country, account, account_country,
         standing
       FROM flow_current`,
      {},
      z.record(z.string(), z.unknown()),
    );
    return flow;
  };

  test('are kept to the last digit, and valued by the rule that the office names; payee and country stay unknown', async () => {
    await takeIn('15-crypto-payouts');
    const unvalued = {
      amount: '11856.42288300',
      currency: 'USDT',
      amount_eur: null,
      payee_name: null,
      payee_country: null,
      account: '0x2222222222222222222222222222222222222222',
      account_country: null,
    };
    expect(await shown()).toMatchObject(unvalued);
    const { pegs, findings } = parsePegs(
      JSON.stringify({
        version: 'office',
        rows: [
          {
            code: 'USDT',
            currency: 'USD',
            units: '1',
            from: '2020-01-01',
            to: null,
            reason: 'redeemable at the issuer',
            approved_by: ['one person', 'another person'],
          },
        ],
      }),
    );
    expect(findings).toEqual([]);
    if (pegs === null) throw new Error('no pegs');
    const table = referenceTable('peg', pegs.version, pegRows(pegs));
    await putInForce(warehouse, table, 'loaded', clock);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
    // 1 EUR was 1.0978 USD on 2023-04-21: 11856.422883 / 1.0978, each rate cut after 10 decimals.
    expect(await shown()).toEqual({
      ...unvalued,
      amount_eur: '10800.1665',
      standing: 'counts',
    });
  });
});

describe('12: amounts in millionths', () => {
  test('doctor warns of a price that nobody ever paid', async () => {
    await takeIn('12-micro-units');
    const doubts = await warehouse.query(sqlFile('doctor/implausible.sql'), {}, z.unknown());
    expect(doubts).toEqual([
      {
        what: 'more than 200 EUR for 1 000 impressions of advertising (are the amounts in cents or millionths?)',
        records: '2',
        example: 'statement AF',
      },
    ]);
  });
});
