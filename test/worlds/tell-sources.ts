// Which one to four sources a world has, and the order in which they tell: what names other rows
// comes after them.
import type { Desk } from './desk.ts';
import type { Random } from '../../pipeline/platform/random.ts';
import type { Payer } from './course.ts';
import { tellAgent } from './sources/agent.ts';
import { tellBank } from './sources/bank.ts';
import { tellDashboard } from './sources/dashboard.ts';
import { tellLedger } from './sources/ledger.ts';
import { tellPsp, tellWithdrawals } from './sources/psp.ts';
import { tellStatement } from './sources/statement.ts';
import { addTotals } from './totals.ts';
import { shuffled } from '../shuffled.ts';

const FEWEST_FLOWS = 4;

interface Candidate {
  readonly source: string;
  readonly tell: (desk: Desk, source: string) => void;
}

/** @returns the names of the sources that told something */
export function tellSources(desk: Desk): string[] {
  const { random, course } = desk;
  const count = random.pick([1, 2, 2, 3, 3, 4]);
  const all = candidates(desk);
  const isPaymentMonth = course.broken === 'payment_month';
  const drawn = likelyFirst(random, all).filter(
    ({ source }) => !isPaymentMonth || /^(bank|psp)/.test(source),
  );
  const chosen = drawn.slice(0, course.broken === null ? count : Math.max(2, count));
  const told: Desk = { ...desk, sources: new Set(chosen.map(({ source }) => source)) };
  const ordered = all.filter((candidate) => chosen.includes(candidate));
  for (const { source, tell } of ordered) tell(told, source);
  // A source may know nothing of this course of money: then another one tells. What an agent
  // collected it leaves out, as the agent can no longer name it.
  for (const one of drawn.filter(({ source }) => !told.sources.has(source) && source !== 'desk'))
    if (desk.told.length < FEWEST_FLOWS) {
      one.tell({ ...told, sources: new Set() }, one.source);
      ordered.push(one);
    }
  const names = ordered.map(({ source }) => source);
  tellWithdrawals(
    told,
    names.filter((source) => source === 'bank' || source === 'psp'),
  );
  // A moved period would fall under a total that never held its money.
  const mayTotal = course.broken !== 'periods';
  for (const source of names) if (random.chance(0.3) && mayTotal) addTotals(desk, source);
  return names;
}

/** Those that meet others on the same money come first more often: statements, banks, agents. */
function likelyFirst(random: Random, all: readonly Candidate[]): Candidate[] {
  const hasAgent = all.some(({ source }) => source === 'desk') && random.chance(0.6);
  const likely = all.filter(
    ({ source }) =>
      (/^(stmt|bank|psp)/.test(source) && random.chance(0.5)) || (hasAgent && source === 'desk'),
  );
  return [
    ...shuffled(likely, random),
    ...shuffled(all, random).filter((one) => !likely.includes(one)),
  ];
}

/** In the order in which they tell. */
function candidates({ course, random }: Desk): Candidate[] {
  const agents = new Set(course.streams.flatMap(({ agent }) => agent ?? []));
  const networks = course.payers.filter((payer) => !agents.has(payer));
  const second = course.accounts.filter((one) => isSecond(course.accounts, one));
  const banks = course.accounts.filter(({ type }) => type === 'iban');
  const splitsBanks = second.length > 0 && random.chance(0.6);
  return [
    ...networks.flatMap((payer) => [
      { source: `stmt-${payer.domain}`, tell: by(tellStatement, payer) },
      ...(random.chance(0.3)
        ? [{ source: `export-${payer.domain}`, tell: by(tellStatement, payer) }]
        : []),
      { source: `dash-${payer.domain}`, tell: by(tellDashboard, payer) },
    ]),
    { source: 'psp', tell: tellPsp },
    { source: 'ledger', tell: tellLedger },
    ...(agents.size > 0 ? [{ source: 'desk', tell: tellAgent }] : []),
    {
      source: 'bank',
      tell: (desk, source) => {
        tellBank(desk, source, splitsBanks ? banks.filter((one) => !second.includes(one)) : banks);
      },
    },
    ...(splitsBanks
      ? [
          {
            source: 'bank-2',
            tell: (desk: Desk, source: string) => {
              tellBank(desk, source, second);
            },
          },
        ]
      : []),
  ];
}

const by =
  (tell: (desk: Desk, source: string, payer: Payer) => void, payer: Payer) =>
  (desk: Desk, source: string) => {
    tell(desk, source, payer);
  };

/** The second bank account of an operation. */
function isSecond(
  accounts: readonly { operation: string | null; type: string }[],
  one: { operation: string | null; type: string },
): boolean {
  const own = accounts.filter(
    ({ operation, type }) => operation === one.operation && type === 'iban',
  );
  return own.indexOf(one) > 0;
}
