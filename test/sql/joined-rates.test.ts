// Tables of exchange rates by day are joined: each keeps its days, of two that differ the lower
// counts, and tables and pegs of other currencies are next to the ECB's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Joined,
  joinLoadedRates,
  withdrawDailyTable,
} from '../../pipeline/reference/daily-tables.ts';
import { dailyTablesIn } from '../../pipeline/reference/in-force.ts';
import { loadReference, putInForce, readReference } from '../../pipeline/reference/load.ts';
import { parseDailyRates } from '../../pipeline/reference/parse-daily-rates.ts';
import { parsePegs, pegRows } from '../../pipeline/reference/peg.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { sqlTime } from '../../pipeline/platform/clock.ts';
import { flow } from '../records.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { examine, of, text } from './examined.ts';
import { explanationIn } from './explanation-in.ts';
import { worthIn } from './worth.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
const worth = worthIn(warehouse);

/** @param csv as a person would load it */
function join(label: string, csv: string, source: string | null = null): Promise<Joined> {
  const { rates, findings } = parseDailyRates(csv, source);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return joinLoadedRates(warehouse, { label, rates }, clock);
}

async function peg(...rows: Record<string, unknown>[]): Promise<void> {
  const plain = { from: '2010-01-01', to: null, reason: 'test', approved_by: ['A. M.', 'B. D.'] };
  const { pegs, findings } = parsePegs(
    JSON.stringify({ version: 'test', rows: rows.map((row) => ({ ...plain, ...row })) }),
  );
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  await putInForce(
    warehouse,
    referenceTable('peg', 'test', pegRows(pegs ?? { version: '', rows: [] })),
    'loaded',
    clock,
  );
}

const on = (currency: string, ...days: string[]) => days.map((value) => ({ currency, value }));

describe('the table of the ECB that ships', () => {
  test('gives a rate for each day since 1999, and none before', async () => {
    // 1 / 1.1789, 1 / 1.1172 of Friday 30 October 2026 for 4 days more, then no monthly average.
    const days = ['1998-12-31', '1999-01-04', '2026-10-30', '2026-11-03', '2026-11-04'];
    expect(await worth(on('USD', ...days))).toEqual([
      '',
      '848248.3671',
      '895094.8800',
      '895094.8800',
      '',
    ]);
  });

  test('is joined once, whatever starts again', async () => {
    expect(await loadReference(warehouse, readReference(), clock)).toBe(false);
  });
});

describe('a table that is loaded later', () => {
  test('adds its days and takes none away, though it is shorter', async () => {
    const joined = await join('short', 'Date,USD,\n2026-11-04,1.1200,\n2026-10-30,1.1172,\n');
    expect(joined).toMatchObject({ added: 1, changed: 0, same: 1, days_before: 7126 });
    expect(await worth(on('USD', '2026-11-04', '2016-03-24', '1999-01-04'))).toEqual([
      '892857.1428',
      '896539.3580',
      '848248.3671',
    ]);
  });

  test('that holds nothing new changes nothing', async () => {
    const joined = await join('short-again', 'Date, USD, \n04 November 2026, 1.1200, \n');
    expect(joined).toMatchObject({ version: null, added: 0, changed: 0, same: 1 });
  });

  test('that differs on a day leaves both rates: the lower counts, and the doctor names the day', async () => {
    const agree = of(await examine(warehouse, clock), 'exchange rates');
    expect(agree).toMatchObject([{ state: 'ok' }]);
    // On one day more euros for a dollar than the ECB had, on the other less.
    const { version, ...counts } = await join(
      'typed',
      'Date,USD,\n2016-03-24,1.0000,\n2016-03-23,1.2000,\n',
    );
    expect(counts).toMatchObject({ added: 0, changed: 2, same: 0 });
    expect(await worth(on('USD', '2016-03-24', '2016-03-23'))).toEqual([
      '896539.3580',
      '833333.3333',
    ]);
    const [differ] = of(await examine(warehouse, clock), 'exchange rates');
    expect(differ).toMatchObject({
      state: 'warning',
      what: text.stringContaining(
        'tables differ on 2 days, by up to 11.5 %, ' +
          'such as USD 2016-03-24 (ecb 0.896539358, ecb 1); USD 2016-03-23 (ecb 0.8333333333',
      ),
    });
    await withdrawDailyTable(warehouse, { version: version ?? '', reason: 'typed wrongly' }, clock);
    expect(await worth(on('USD', '2016-03-23'))).toEqual(['895175.0067']);
    expect(of(await examine(warehouse, clock), 'exchange rates')).toEqual(agree);
    await expect(
      withdrawDailyTable(warehouse, { version: version ?? '', reason: 'again' }, clock),
    ).rejects.toThrow('No table of daily rates');
  });

  test('at the same moment as another is not lost: the next start joins both', async () => {
    const stale = await dailyTablesIn(warehouse);
    await join('one', 'Date,USD,\n2026-12-01,1.1000,\n');
    // Another program that had not seen it writes what it saw, and a table of its own.
    await warehouse.insertObjects('reference_version', [
      {
        name: 'fx_daily',
        version: 'joined-elsewhere',
        loaded_at: sqlTime(clock()),
        origin: 'loaded',
        parts: [...stale.parts, 'elsewhere'],
      },
    ]);
    expect(await worth(on('USD', '2026-12-01'))).toEqual(['']);
    expect(await loadReference(warehouse, readReference(), clock)).toBe(true);
    expect(await worth(on('USD', '2026-12-01'))).toEqual(['909090.9090']);
  });
});

describe('currencies that the ECB does not have', () => {
  const friday = '2016-04-01';
  beforeAll(async () => {
    // 1 / 1.1432 = 0.8747375787 EUR for a dollar on 1 April 2016.
    await join('emirates', `day,code,usd_per_unit\n${friday},AED,0.2723\n`, 'central-bank-ae');
    await join(
      'kuwait',
      `"day","code","source","eur_per_unit"\n"${friday}","KWD","bank-one","2.90"\n"${friday}","KWD","bank-two","2.895"\n`,
    );
  });

  test('are read from tables in EUR and in USD, at most 4 days back, each with its source', async () => {
    // 0.2723 x 0.8747375787 = 0.238191042...; Monday has the rate of Friday, with its dollar.
    expect(await worth(on('AED', friday, '2016-04-04', '2016-04-06'))).toEqual([
      '238191.0426',
      '238191.0426',
      '',
    ]);
    expect(await worth(on('KWD', friday, '2016-04-05', '2016-03-31'))).toEqual([
      '2895000.0000',
      '2895000.0000',
      '',
    ]);
  });

  test('a peg gives a rate on its days, by the day or by the month, if two names approved it', async () => {
    await peg(
      { code: 'BHD', currency: 'USD', units: '2.65957', from: '2003-12-20', to: '2016-04-01' },
      { code: 'XOF', currency: 'EUR', units: '0.0015244902' },
      { code: 'OMR', currency: 'USD', units: '2.6008', approved_by: ['A. M.'] },
    );
    // 2.65957 x 0.8747375787, then none, as after its last day.
    expect(await worth(on('BHD', friday, '2016-04-02', '2003-12-19'))).toEqual([
      '2326425.8221',
      '',
      '',
    ]);
    expect(await worth(on('XOF', friday, '1999-01-04', '2026-10-30'))).toEqual([
      '1524.4902',
      '',
      '1524.4902',
    ]);
    expect(await worth(on('OMR', friday))).toEqual(['']);
  });

  test('of a table and a peg on one day the lower counts', async () => {
    await peg({ code: 'AED', currency: 'USD', units: '0.2722' });
    expect(await worth(on('AED', friday, '2016-04-07'))).toEqual(['238103.5689', '239528.3350']);
    await peg({ code: 'AED', currency: 'USD', units: '0.2724' });
    expect(await worth(on('AED', friday))).toEqual(['238191.0426']);
  });

  test('a unit that would be worth more than a million EUR has no rate', async () => {
    await peg({ code: 'BHD', currency: 'KWD', units: '400000' });
    expect(await worth(on('BHD', friday))).toEqual(['']);
    // Of two banks: 2.90 and 2.895 EUR for a dinar.
    await peg({ code: 'BHD', currency: 'KWD', units: '344000' });
    expect(await worth(on('BHD', friday))).toEqual(['995880000000.0000']);
  });

  test('an explanation names the table, the source and the peg of each rate', async () => {
    await peg(
      { code: 'XOF', currency: 'EUR', units: '0.0015244902' },
      { code: 'AED', currency: 'USD', units: '0.2722' },
      // A currency that has a rate from a table in USD, and one that has it from a peg alone.
      { code: 'QAR', currency: 'AED', units: '1' },
      { code: 'SAR', currency: 'XOF', units: '1' },
      { code: 'USDT', currency: 'USD', units: '1', from: '2023-04-21', to: '2023-04-21' },
    );
    const paid = (id: string, currency: string, value: string) =>
      flow(id, { site: 'explained.tv', currency, value_date: value });
    await putRecords(
      warehouse,
      'flow',
      [
        paid('a', 'AED', friday),
        paid('b', 'KWD', '2016-04-02'),
        paid('c', 'XOF', '2026-10-30'),
        paid('d', 'OMR', friday),
        paid('e', 'USD', '2026-12-03'),
        paid('f', 'QAR', friday),
        paid('g', 'SAR', friday),
        paid('h', 'USDT', '2023-04-21'),
      ],
      'explained.ndjson',
    );
    const { exchange_rates: rates } = await explanationIn(warehouse, 'explained.tv', '2015-11');
    const shown = rates.map((row) => [
      row.flow_id,
      row.rate_table,
      row.rate_source,
      row.period,
      row.eur_per_unit,
      row.holds,
    ]);
    expect(shown.sort()).toEqual([
      ['a', 'peg', '1 AED = 0.2722 USD', friday, '0.2381035689', 1],
      ['b', 'daily', 'bank-two', friday, '2.895', 1],
      ['c', 'peg', '1 XOF = 0.0015244902 EUR', '2026-10-30', '0.0015244902', 1],
      ['d', 'no_exchange_rate', '', '', null, 0],
      ['e', 'daily', 'ecb', '2026-12-01', '0.909090909', 1],
      // 0.2723 dollars: a peg is in units of what tables say, not of other pegs.
      ['f', 'peg', '1 QAR = 1 AED', friday, '0.2381910426', 1],
      ['g', 'no_exchange_rate', '', '', null, 0],
      // 1 / 1.0978.
      ['h', 'peg', '1 USDT = 1 USD', '2023-04-21', '0.9109127345', 1],
    ]);
  });
});

test('a whole number of euros is known again, and ten times as much is another rate', async () => {
  const ten = 'Date,KWD,\n1998-12-30,0.1,\n';
  expect(await join('ten', ten)).toMatchObject({ added: 1, changed: 0, same: 0 });
  expect(await join('ten-again', ten)).toMatchObject({ version: null, same: 1 });
  expect(await join('hundred', 'Date,KWD,\n1998-12-30,0.01,\n')).toMatchObject({ changed: 1 });
});
