// Property 1: order, batches, repeats and redelivery change nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence, FlowRecord } from '../../../pipeline/method/evidence.ts';
import { type Floors, floorsOf } from '../../../pipeline/method/floors-of.ts';
import { randomOf } from '../../../pipeline/platform/random.ts';
import { shuffled } from '../../shuffled.ts';
import { OPERATIONS, arbitraryEvidence } from '../arbitrary-evidence.ts';
import { ownedMonths } from '../owned-months.ts';
import { smallReference } from '../small-reference.ts';
import { PATIENCE_MS, WORLDS } from './worlds.ts';

/** The same content in another spelling, as another export may have it. */
function respelt(flow: FlowRecord): FlowRecord {
  const { amount, network, site } = flow;
  return {
    ...flow,
    amount: amount.includes('.') ? `${amount}0` : `${amount}.0`,
    network: network?.endsWith('.net') === true ? `https://WWW.${network}/` : network,
    site: site === null ? null : `http://${site}/`,
    upstream: flow.upstream.toReversed(),
    settles: flow.settles.toReversed(),
  };
}

/** All records in another order, some of them again, some of these spelt in another way. */
function redelivered(evidence: Evidence, seed: number): Evidence {
  const random = randomOf(seed);
  const again = <Item>(items: readonly Item[]) => items.filter(() => random.chance(0.3));
  const repeated = <Item>(items: readonly Item[]) => shuffled([...items, ...again(items)], random);
  return {
    ...evidence,
    flows: shuffled(
      [...evidence.flows, ...again(evidence.flows), ...again(evidence.flows).map(respelt)],
      random,
    ),
    sites: repeated(evidence.sites),
    accounts: repeated(evidence.accounts),
    networks: repeated(evidence.networks),
    refused: repeated(evidence.refused),
    panels: repeated(evidence.panels),
    observations: repeated(evidence.observations),
  };
}

const sorted = (texts: readonly string[]) => texts.toSorted();

/** All that is said of an operation, without the order in which the trace lists it. */
function told({ months, documented, leftOut }: Floors) {
  const sideOf = ({ total, gone, unplaced, groups }: Floors['documented']['chosen']) => ({
    total,
    gone: sorted(
      gone.map(
        ({ takeBack, holding, eur }) =>
          `${takeBack.kind} ${takeBack.flow.name} ${holding.flow.name} ${String(eur)}`,
      ),
    ),
    unplaced: sorted(
      unplaced.map(
        ({ takeBack, month, line, eur }) =>
          `${takeBack?.flow.name ?? ''} ${String(month)} ${line} ${String(eur)}`,
      ),
    ),
    counting: sorted(
      groups
        .flatMap(({ counting }) => [...counting])
        .map(({ flow, parts }) => {
          const left = parts.map((part) => String(part.left));
          return `${flow.name} ${flow.payment ?? ''} ${left.join(' ')}`;
        }),
    ),
  });
  return {
    months: months.map((month) => ({ ...month, documentedLines: sortedLines(month) })),
    chosen: sideOf(documented.chosen),
    other: sideOf(documented.other),
    owners: sorted([...ownedMonths(documented)].map((owned) => owned.join(' '))),
    leftOut: sorted(leftOut.map(({ flow, reason }) => `${flow.name} ${reason}`)),
  };
}

const sortedLines = ({ documentedLines }: Floors['months'][number]) =>
  sorted([...documentedLines].map(([line, eur]) => `${line} ${String(eur)}`));

test(
  'order, batches, repeats and redelivery change nothing',
  () => {
    fc.assert(
      fc.property(arbitraryEvidence, fc.nat(), (evidence, seed) => {
        const others = redelivered(evidence, seed);
        for (const operation of OPERATIONS) {
          const floors = told(floorsOf(operation, evidence, smallReference));
          expect(told(floorsOf(operation, others, smallReference))).toEqual(floors);
        }
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);
