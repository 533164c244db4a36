// The closure of an operation holds all that its modelled money is computed from, on random worlds.
import { expect, test } from 'vitest';
import { NO_COMPARABLES } from '../../../pipeline/method/class/comparable.ts';
import { closureOf } from '../../../pipeline/method/closure.ts';
import { type Evidence, NO_EVIDENCE } from '../../../pipeline/method/evidence.ts';
import { modelledMonths } from '../../../pipeline/method/model/modelled.ts';
import { networksOf } from '../../../pipeline/method/network.ts';
import { propertyOwners } from '../../../pipeline/method/property.ts';
import type { Reference } from '../../../pipeline/method/reference.ts';
import { randomOf } from '../../../pipeline/platform/random.ts';
import { networkSchema } from '../../../schemas/network.ts';
import { siteSchema } from '../../../schemas/site.ts';
import { randomAudience, randomCard } from '../../random-records/audience-world.ts';
import { site as registered } from '../../records.ts';

const REFERENCE: Reference = {
  rates: { daily: [], monthly: [], fixed: [], pegs: [], margins: new Map(), marginOfAll: '0' },
  shares: [],
  disjoint: [],
  offshore: [],
  networkNames: [],
};
const SITES = [
  registered('row-1', { site: 'w-alpha.tv', operation: 'pair' }),
  registered('row-2', { site: 'w-beta.tv', operation: 'pair' }),
  registered('row-3', { site: 'w-delta.tv', operation: 'moved', valid_from: '2015-11-10' }),
].map((fields) => siteSchema.parse(fields));
/** Two networks of crawls are one. */
const JOINED = networkSchema.parse({
  record_id: 'net-1',
  source: 'case-file',
  network: 'adx.example',
  name: 'pop.example',
});

test('of 300 worlds it gives the figures that all records give, and drops what is not of the operation', () => {
  const random = randomOf(24);
  let [figures, dropped] = [0, 0];
  for (let world = 0; world < 300; world += 1) {
    const card = randomCard(random);
    const { panels, observations, flows } = randomAudience(random, 'w-');
    const all: Evidence = {
      ...NO_EVIDENCE,
      flows,
      panels: panels.map((record) => ({ ...record, known_at: null })),
      observations,
      sites: SITES,
      networks: [JOINED],
    };
    const monthsOf = (operation: string, evidence: Evidence) => {
      const { nameOf } = networksOf(evidence.networks, []);
      const months = modelledMonths(
        operation,
        {
          ...evidence,
          ownersOf: propertyOwners(evidence.sites),
          nameOf,
          isDocumented: () => false,
        },
        { ...card, monthly: [] },
        { alphaPpm: 50_000, comparables: NO_COMPARABLES, without: [] },
      );
      return months.map((month) => ({ ...month, card: { ...month.card, trace: null } }));
    };
    for (const operation of ['pair', 'w-gamma.tv', 'w-delta.tv', 'moved']) {
      const closure = closureOf(operation, all, REFERENCE);
      const months = monthsOf(operation, closure);
      expect(months, `world ${String(world)}`).toEqual(monthsOf(operation, all));
      figures += months.filter(({ units }) => units !== null).length;
      dropped += all.panels.length - closure.panels.length;
    }
  }
  expect(figures).toBeGreaterThan(50);
  expect(dropped).toBeGreaterThan(500);
});
