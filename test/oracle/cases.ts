// Building blocks of the hand-computed cases: one plain flow, one plain registration, and short
// answers.

import { PLAIN_FLOW, PLAIN_SITE } from '../records.ts';
import { documented, type OracleFlow, type OracleSite, type OracleWorld } from './documented.ts';

const PLAIN: OracleFlow = {
  ...PLAIN_FLOW,
  flow_id: 'f-1',
  source: 'bank',
  network: 'adx.example',
  site: 'a.tv',
  site_shares: null,
  statement_date: null,
  amount: '300',
  impressions: null,
  clicks: null,
  reverses: null,
  upstream_flow_id: null,
  upstream_source: null,
  payee: null,
  document_sha256: null,
};

/**
 * 300 EUR net, paid for November 2015 (30 days: 10 EUR a day) to a.tv; with the fields that differ.
 */
export function flow(differing: Partial<OracleFlow> = {}): OracleFlow {
  return { ...PLAIN, ...differing };
}

/** A reversal of f-1, by default with the fields of the plain flow. */
export function reversal(differing: Partial<OracleFlow> = {}): OracleFlow {
  return flow({ flow_id: 'r-1', status: 'reversed', reverses: 'f-1', ...differing });
}

/** a.tv belongs to op from 2013 on; with the fields that differ. */
export function registration(differing: Partial<OracleSite> = {}): OracleSite {
  return { ...PLAIN_SITE, record_id: 'reg-1', site: 'a.tv', valid_to: null, ...differing };
}

/** Per USD: EUR 0.8 in November 2015, 0.9 in December; GBP 0.65 in December only. */
export function world(
  flows: readonly OracleFlow[],
  differing: Partial<OracleWorld> = {},
): OracleWorld {
  const fx = [
    { month: '2015-11', currency: 'EUR', units_per_usd: '0.8' },
    { month: '2015-12', currency: 'EUR', units_per_usd: '0.9' },
    { month: '2015-12', currency: 'GBP', units_per_usd: '0.65' },
  ];
  return { flows, sites: [registration()], fx, shares: [], disjoint: [], ...differing };
}

/** ['op 2015-11 advertising 300.0000'] */
export function lines(of: OracleWorld, options = { withoutEvenSpread: false }): string[] {
  return documented(of, options).lines.map(
    (row) => `${row.operation} ${row.month} ${row.line} ${row.documented_eur}`,
  );
}

/** ['op 2015-11 documented 300.0000 apportioned 0.0000 accrued 0.0000'] */
export function months(of: OracleWorld, options = { withoutEvenSpread: false }): string[] {
  return documented(of, options).months.map(
    (row) =>
      `${row.operation} ${row.month} documented ${row.documented_eur} apportioned ${row.apportioned_eur} accrued ${row.accrued_eur}`,
  );
}

/** ['bank f-1 nobody unattributed 300.0000'] */
export function excluded(of: OracleWorld): string[] {
  const { excluded: rows } = documented(of, { withoutEvenSpread: false });
  return rows.map(
    (row) =>
      `${row.source} ${row.flow_id} ${row.operation ?? 'nobody'} ${row.reason} ${row.amount}`,
  );
}
