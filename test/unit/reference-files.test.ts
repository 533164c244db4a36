// What the lists and pegs of an office must hold before they are loaded. Each fault is reported
// with its row and field.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LIST_NAMES, readList } from '../../pipeline/reference/lists.ts';
import { parsePegs, pegRows } from '../../pipeline/reference/peg.ts';
import { flattened } from './flattened.ts';

const list = (name: string, ...rows: object[]) =>
  flattened(readList(JSON.stringify({ list: name, version: 'office-1', rows })).findings);

const LISTING = {
  list: 'FR_ETNC',
  iso2: 'PA',
  from: '2016-04-08',
  to: null,
  source: 'order of 8 April 2016',
  grade: 'read',
};
const CENTRE = {
  iso2: 'PA',
  from: '2004-01-01',
  to: null,
  reason: 'bearer shares',
  grade: 'analyst',
};
const NAME = {
  network: 'popads.net',
  name: 'Tomksoft S.A.',
  is_conduit: null,
  from: '2026-11-30',
  reason: 'runs it',
  source: 'register',
};

describe('a list', () => {
  test.each([
    'jurisdictions',
    'offshore-centres',
    'network-names',
    'disjoint-sources',
    'audience-policy',
  ])('%s.json that ships can be loaded as it is', (name) => {
    const {
      list: found,
      table,
      findings,
    } = readList(readFileSync(`reference/${name}.json`, 'utf8'));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([found, table === null]).toEqual([name.replaceAll('-', '_'), false]);
  });

  test('says which it is; a list that is not known, or no JSON, is told the names', () => {
    const names = `error file list which list is it? Give the key "list" one of ${LIST_NAMES.join(', ')}`;
    expect(flattened(readList('{"version":"1","rows":[]}').findings)).toEqual([names]);
    expect(list('sanctions')).toEqual([names]);
    expect(flattened(readList('list;country\n').findings)).toEqual([names]);
  });

  test('without a row is loaded with a warning', () => {
    expect(list('jurisdictions')).toEqual([
      'warning file rows the list has no row: once it is loaded, nothing is on it',
    ]);
  });

  test('of jurisdictions is refused with the row and the field that are wrong', () => {
    expect(list('jurisdictions', LISTING, { ...LISTING, list: 'FATF_GREY' })).toEqual([]);
    expect(list('jurisdictions', { ...LISTING, iso2: 'XX' })).toEqual([
      'error row 1 (XX) iso2 unknown_country',
    ]);
    expect(list('jurisdictions', LISTING, { ...LISTING, list: 'X', to: '2016-04-08' })).toEqual([
      'error row 2 (PA) to 2016-04-08 is not after from, 2016-04-08',
    ]);
    expect(list('jurisdictions', LISTING, { ...LISTING, to: '2020-01-01' })).toEqual([
      'error row 2 (PA) from row 1 (PA) already says this: leave one of them out',
    ]);
    expect(list('jurisdictions', { ...LISTING, until: null })[0]).toContain('error row 1 (PA) ');
    const sourceless = { ...LISTING, source: undefined };
    expect(list('jurisdictions', sourceless)[0]).toContain('error row 1 (PA) source');
  });

  test('of offshore centres needs a reason, and one row for a place and day', () => {
    expect(list('offshore_centres', CENTRE)).toEqual([]);
    expect(list('offshore_centres', { ...CENTRE, reason: '' })).toEqual([
      'error row 1 (PA) reason empty_text',
    ]);
    expect(list('offshore_centres', CENTRE, CENTRE)[0]).toContain('already says this');
  });

  test('of network names gives each row a name, or says that the network is a conduit', () => {
    expect(list('network_names', NAME, { ...NAME, name: null, is_conduit: true })).toEqual([]);
    expect(list('network_names', { ...NAME, name: null })).toEqual([
      'error row 1 (popads.net) name give another name of the network, or is_conduit true',
    ]);
    expect(list('network_names', { ...NAME, name: 'popads.net' })[0]).toContain(
      'the name is that of the network',
    );
    // A list cannot say that a name is no conduit: any list or record that says it is one decides.
    expect(list('network_names', { ...NAME, is_conduit: false })[0]).toContain('is_conduit');
    expect(list('network_names', NAME, NAME)[0]).toContain('already says this');
  });
});

const PEG = {
  code: 'USDT',
  currency: 'USD',
  units: '1',
  from: '2015-01-01',
  to: null,
  reason: 'redeemable at par',
  approved_by: ['A. Martin', 'B. Durand'],
};

describe('a file of pegs', () => {
  const pegs = (...rows: object[]) =>
    flattened(parsePegs(JSON.stringify({ version: 'office-1', rows })).findings);

  test('has an asset or a currency in units of a currency', () => {
    expect(pegs(PEG, { ...PEG, code: 'XOF', currency: 'EUR', units: '0.0015244902' })).toEqual([]);
    const { pegs: parsed } = parsePegs(JSON.stringify({ version: 'office-1', rows: [PEG] }));
    expect(parsed === null ? [] : pegRows(parsed)).toMatchObject([
      { code: 'USDT', valid_to: '2200-12-31', status: 'approved' },
    ]);
  });

  test('is a draft until two names have approved it', () => {
    expect(pegs({ ...PEG, approved_by: ['A. Martin', 'a martin'] })).toEqual([
      'note row 1 (USDT) approved_by draft: it counts nowhere until two different names have approved it',
    ]);
  });

  test.each<[string, object, string]>([
    ['a strange code', { code: 'TETHER' }, 'code "TETHER" is neither'],
    ['the euro', { code: 'EUR' }, 'code the euro has no rate'],
    ['an asset as currency', { currency: 'BTC1' }, 'currency invalid_currency'],
    ['itself', { code: 'USD' }, 'currency USD in units of itself'],
    ['no units', { units: '0.000' }, 'units units are above 0'],
    ['many units', { units: '1000000.1' }, 'units at most 1000000 units'],
    ['a number', { units: 1 }, 'units '],
    ['an end before the begin', { to: '2014-12-31' }, 'to 2014-12-31 is before from'],
    ['no reason', { reason: '' }, 'reason empty_text'],
    ['another field', { note: 'x' }, 'note'],
  ])('with %s is refused', (_, change, fault) => {
    const [first] = pegs({ ...PEG, ...change });
    expect(first).toMatch(/^error row 1 /);
    expect(first).toContain(fault);
  });
});
