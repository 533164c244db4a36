// The columns that intake derives from the fields of a record (pipeline/ingest/row.ts).
import { expect, test } from 'vitest';
import { z } from 'zod';
import { recordColumns, recordRow } from '../../pipeline/ingest/row.ts';
import { decode } from '../../schemas/decode.ts';
import type { Kind } from '../../schemas/record.ts';
import { type Fields, flow, lineOf, observation, slot } from '../records.ts';

/** The row of a record, by column. */
function rowOf(kind: Kind, record: Fields): Record<string, unknown> {
  const decoded = decode(kind, lineOf(record));
  if (decoded.outcome === 'rejected') throw new Error(`${decoded.reason} ${decoded.path}`);
  const values = z.array(z.unknown()).parse(JSON.parse(recordRow(decoded, 'now')));
  return Object.fromEntries(recordColumns(kind).map((column, index) => [column, values[index]]));
}

test('a flow has its property with the names above it, and keys of what it names', () => {
  expect(
    rowOf(
      'flow',
      flow('f', {
        site: null,
        site_shares: [
          { site: 'http://M.One.tv/', share: '0.5' },
          { site: 'two.tv', share: '0.25' },
        ],
        network: 'www.PopAds.net',
        publisher_account: 'Pub-1 ',
        payer_account: 'mt84 malt 0110 0001 2345 mtlc ast0 01s',
        payee: { account: 'VG96 VPVG **** **** **** 8901', bic: 'NOTPROVIDED' },
      }),
    ),
  ).toMatchObject({
    property: '',
    ancestors: [],
    share_properties: ['m.one.tv', 'two.tv'],
    share_ancestors: [['one.tv'], []],
    network: 'www.PopAds.net',
    network_key: 'popads',
    publisher_account_key: 'Pub-1',
    payer_account_key: 'MT84MALT011000012345MTLCAST001S',
    payee_account_key: 'VG96VPVG************8901',
    account_country: 'VG',
    account_country_from: 'iban',
  });
});

test('each field of a flow is in the column of its name', () => {
  const full = flow('f', {
    revision: 3,
    site: 'one.tv',
    statement_date: '2015-12-31',
    impressions: 12,
    clicks: 3,
    settles: ['a', 'b'],
    payer_account: 'payer',
    payee: {
      name: 'Name',
      country: 'CY',
      account: 'account',
      account_type: 'psp',
      bic: 'BANKCYNI',
      bank_country: 'LU',
    },
    withheld: [{ kind: 'tax', amount: '1.5' }],
    document_sha256: 'a'.repeat(64),
    document_place: 'line 1',
    void: true,
  });
  const row = rowOf('flow', full);
  const { payee, void: isVoid, ...fields } = full;
  expect(row).toMatchObject({ ...fields, is_void: isVoid });
  for (const [field, value] of Object.entries(z.record(z.string(), z.unknown()).parse(payee)))
    expect(row[`payee_${field}`], field).toBe(value);
});

test('what a record does not say is empty, and never a guess', () => {
  expect(
    rowOf('flow', {
      flow_id: 'f',
      source: 's',
      amount: '1',
      currency: 'EUR',
      status: 'paid',
      value_date: '2015-11-02',
    }),
  ).toMatchObject({
    network: null,
    network_key: '',
    site: null,
    property: '',
    payee_account: null,
    payee_account_key: '',
    account_country: '',
    account_country_from: '',
    reverses_flow_id: '',
    period_start: null,
    service_start: '2015-11-02',
    service_end: '2015-11-02',
  });
});

test('a word that stands for an unknown account is nobody’s account', () => {
  for (const account of ['NOTPROVIDED', 'notprovided', ' UNKNOWN ', 'NOTAVAIL'])
    expect(rowOf('flow', flow('f', { payee: { account } })), account).toMatchObject({
      payee_account: account.trim(),
      payee_account_key: '',
      account_country: '',
    });
});

test('a reference without a source is of the own one', () => {
  expect(
    rowOf(
      'flow',
      flow('f', {
        status: 'reversed',
        reverses: { flow_id: 'a' },
        upstream: [{ flow_id: 'b' }, { source: 'bank', flow_id: 'c' }],
      }),
    ),
  ).toMatchObject({
    reverses_source: 'statement',
    reverses_flow_id: 'a',
    upstream: [
      { source: 'statement', flow_id: 'b' },
      { source: 'bank', flow_id: 'c' },
    ],
  });
});

test('a crawl has no null where the engine takes none', () => {
  const seen = { ...slot('pop.example'), publisher_account: null, format: null, per_page: null };
  expect(rowOf('observation', observation('o', [seen]))).toMatchObject({
    slots: [{ network: 'pop.example', publisher_account: '', format: '', per_page: null }],
  });
});
