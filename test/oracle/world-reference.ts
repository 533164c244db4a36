// The reference side of a random world: registry, rates, contractual shares, declarations of
// disjoint sources.

import { eachDay } from './calendar.ts';
import type { OracleSite, OracleWorld } from './documented.ts';
import type { Random } from '../../pipeline/platform/random.ts';
import { shuffled } from '../shuffled.ts';
import { MONTHS, OPERATIONS, SITES, SOURCES, someDay } from './world-words.ts';

type Stay = Pick<OracleSite, 'operation' | 'valid_from' | 'valid_to'>;

export function randomRegistry(random: Random): OracleSite[] {
  let number = 0;
  return SITES.flatMap((site) =>
    stays(random).flatMap((stay) => {
      number += 1;
      const source = random.pick(['case-file', 'case-file', 'registrar']);
      // The same record_id under two sources is two records.
      const record_id = `reg-${String(random.chance(0.3) && source === 'registrar' ? number - 1 : number)}`;
      const row = { record_id, revision: 2, source, site, operator_country: 'FR', ...stay };
      return registryHistory(random, row);
    }),
  );
}

/**
 * Where one site belongs, and when: nowhere, always, moving in mid-month, with a gap, twice at
 * once.
 */
function stays(random: Random): Stay[] {
  const [one, two = one] = shuffled(OPERATIONS, random);
  const operation = one ?? 'op-amber';
  const other = two ?? 'op-birch';
  const always = { operation, valid_from: '2013-01-01', valid_to: null };
  switch (random.below(9)) {
    case 0:
      return [];
    case 1:
      return [
        { operation, valid_from: '2013-01-01', valid_to: '2016-01-14' },
        { operation: other, valid_from: '2016-01-15', valid_to: null },
      ];
    case 2:
      return [
        { operation, valid_from: '2013-01-01', valid_to: '2015-12-20' },
        {
          operation: random.pick([operation, other]),
          valid_from: '2016-01-06',
          valid_to: random.pick([null, '2016-02-28', '2016-02-29']),
        },
      ];
    case 3:
      return [
        always,
        {
          operation: other,
          valid_from: '2015-12-24',
          valid_to: random.pick([null, '2015-12-24', '2016-01-31']),
        },
      ];
    case 4:
      return [always, { operation, valid_from: '2015-12-01', valid_to: '2016-02-10' }];
    case 5: {
      const [first = '2015-12-05', last = '2016-02-05'] = [someDay(random), someDay(random)].sort();
      return [{ operation, valid_from: first, valid_to: last }];
    }
    default:
      return [always];
  }
}

function registryHistory(random: Random, row: OracleSite): OracleSite[] {
  const rows = [row];
  const operation = random.pick(OPERATIONS);
  if (random.chance(0.15)) rows.push({ ...row, operation, revision: 1 });
  if (random.chance(0.08)) rows.push({ ...row, operation, revision: 3, valid_from: '2014-12-10' });
  // Disputed, though place and time agree.
  if (random.chance(0.07)) rows.push({ ...row, operator_country: 'BE' });
  if (random.chance(0.2)) rows.push(row);
  return rows;
}

/**
 * Rates by day with weekends, holidays, single currencies not published, and holes longer than what
 * is bridged; often no table at all.
 */
export function randomDaily(random: Random): NonNullable<OracleWorld['daily']> {
  if (random.chance(0.15)) return [];
  const hole = someDay(random);
  const last = random.pick(['2016-05-31', '2016-02-10']);
  const currencies = ['USD', 'GBP', 'JPY', 'LTL', 'HRK'].filter(() => random.chance(0.8));
  return eachDay('2015-11-03', last).flatMap((day, index) => {
    if (index % 7 > 4 || random.chance(0.08) || (day >= hole && day < `${hole.slice(0, 8)}31`))
      return [];
    const published = currencies.filter(() => !random.chance(0.06));
    return published.map((currency) => ({
      day,
      currency,
      units_per_eur: `${String(1 + random.below(3))}.${String(1000 + random.below(8999))}`,
    }));
  });
}

export function randomFixed(random: Random): NonNullable<OracleWorld['fixed']> {
  const rows = [
    {
      currency: 'LTL',
      from: random.pick(['2015-01-01', '2016-01-01', '2016-02-15']),
      units_per_eur: '3.45280',
    },
    { currency: 'HRK', from: random.pick(['2016-01-20', '2016-03-01']), units_per_eur: '7.53450' },
  ];
  return rows.filter(() => random.chance(0.75));
}

export function randomFx(random: Random): OracleWorld['fx'] {
  const cents = (low: number, spread: number, digits: number) => {
    const text = String(low + random.below(spread)).padStart(digits + 1, '0');
    return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  };
  return MONTHS.flatMap((month) => {
    const rows = [
      { month, currency: 'EUR', units_per_usd: cents(7_000, 3_000, 4) },
      { month, currency: 'GBP', units_per_usd: cents(5_500, 2_000, 4) },
      { month, currency: 'JPY', units_per_usd: cents(1_000_000, 300_000, 4) },
    ];
    return rows.filter(({ currency }) => !random.chance(currency === 'EUR' ? 0.1 : 0.2));
  });
}

/**
 * Shares that change in mid-month, overlap, end, or hold for one line only; the last network never
 * has any.
 */
export function randomShares(random: Random): OracleWorld['shares'] {
  const low = () => random.pick(['0.7', '0.70', '0.65', '0.333333', '1', '0.5']);
  const rows: OracleWorld['shares'][number][] = [];
  for (const network of ['adx.example', 'pop.example']) {
    for (const line of ['advertising', 'file_host', 'donation']) {
      if (random.chance(0.3)) continue;
      const change = random.pick(['2015-12-15', '2016-01-10', '2016-02-29']);
      rows.push({
        network,
        line,
        from: '2014-01-01',
        to: random.pick([change, change, null]),
        low: low(),
      });
      if (random.chance(0.6)) rows.push({ network, line, from: change, to: null, low: low() });
      if (random.chance(0.25))
        rows.push({ network, line, from: '2015-12-28', to: '2016-01-03', low: low() });
    }
  }
  return shuffled(rows, random);
}

export function randomDisjoint(random: Random): OracleWorld['disjoint'] {
  const rows: OracleWorld['disjoint'][number][] = [];
  const network = () => random.pick([null, 'adx.example', 'adx.example', 'pop.example']);
  const [one = 'bank-records', two = 'seized-ledger'] = shuffled(SOURCES, random);
  if (random.chance(0.45)) rows.push({ network: network(), sources: [one, two] });
  // A source that reports nothing: first by name it names the group, last by name it only links two
  // others.
  const silent = random.pick(['an-archive', 'z-archive']);
  if (random.chance(0.2))
    rows.push({ network: network(), sources: [random.pick(SOURCES), silent] });
  if (random.chance(0.2))
    rows.push({ network: network(), sources: [silent, random.pick(SOURCES)] });
  return rows;
}
