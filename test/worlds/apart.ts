// Renames what a world names, so that many worlds fit into one warehouse and share nothing.
import type { Evidence } from '../../pipeline/method/evidence.ts';
import type { Reference } from '../../pipeline/method/reference.ts';

/** @param prefix letters and digits */
export function apart(evidence: Evidence, prefix: string): Evidence {
  const name = (text: string | null) => (text === null ? null : `${prefix}${text}`);
  const known = (text: string) => `${prefix}${text}`;
  const site = (text: string | null) =>
    text === null ? null : text.replace(/([\w-]+\.[\w-]+)(?=$|\/)/, `${prefix}$1`);
  return {
    flows: evidence.flows.map((flow) => ({
      ...flow,
      source: known(flow.source),
      network: name(flow.network),
      publisher_account: name(flow.publisher_account),
      payer_account: name(flow.payer_account),
      site: site(flow.site),
      site_shares:
        flow.site_shares?.map((share) => ({ ...share, site: String(site(share.site)) })) ?? null,
      payee: flow.payee === null ? null : { ...flow.payee, account: name(flow.payee.account) },
      reverses:
        flow.reverses === null ? null : { ...flow.reverses, source: name(flow.reverses.source) },
      upstream: flow.upstream.map((one) => ({ ...one, source: name(one.source) })),
    })),
    sites: evidence.sites.map((row) => ({
      ...row,
      source: known(row.source),
      site: String(site(row.site)),
      operation: name(row.operation),
    })),
    accounts: evidence.accounts.map((row) => ({
      ...row,
      source: known(row.source),
      network: name(row.network),
      account: known(row.account),
      operation: known(row.operation),
    })),
    networks: evidence.networks.map((row) => ({
      ...row,
      source: known(row.source),
      network: known(row.network),
      name: name(row.name),
    })),
    refused: evidence.refused.map((one) => ({
      ...one,
      source: known(one.source),
      network: name(one.network),
      site: site(one.site),
      publisher_account: name(one.publisher_account),
    })),
    panels: evidence.panels.map((row) => ({
      ...row,
      source: known(row.source),
      site: String(site(row.site)),
    })),
    observations: evidence.observations.map((row) => ({
      ...row,
      source: known(row.source),
      site: String(site(row.site)),
      slots: row.slots.map((slot) => ({ ...slot, network: known(slot.network) })),
    })),
  };
}

/** The reference data of a world that was renamed, without its rates. */
export function referenceApart(
  { shares, disjoint, networkNames, offshore }: Reference,
  prefix: string,
): Omit<Reference, 'rates'> {
  return {
    shares: shares.map((row) => ({ ...row, network: `${prefix}${row.network}` })),
    disjoint: disjoint.map(({ network, sources }) => ({
      network: network === null ? null : `${prefix}${network}`,
      sources: sources.map((source) => `${prefix}${source}`),
    })),
    offshore,
    networkNames: networkNames.map((row) => ({
      ...row,
      network: `${prefix}${row.network}`,
      name: row.name === null ? null : `${prefix}${row.name}`,
    })),
  };
}
