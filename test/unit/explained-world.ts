// A world for explanations: a statement and the bank report one network, a mirror has a part of its
// money, an agent passes on what another network paid, one source reports a refund, and a deduction
// names nothing. All of it is in EUR; the month is 2022-03.
import { type Comparables, NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { type Explained, explained } from '../../pipeline/explain/explained.ts';
import {
  type Explanation,
  type Surroundings,
  explanationOf,
} from '../../pipeline/explain/explanation.ts';
import {
  between,
  evidenceOf,
  flow,
  inMonth,
  referenceOf,
  reversal,
  site,
} from '../method/flow-records.ts';

const paidOn = (value_date: string) => ({ value_date });
const bank = { source: 'bank', period_start: null, period_end: null };

export const FLOWS = [
  flow('s1', { ...inMonth('2022-02'), ...paidOn('2022-03-15'), amount: '350' }),
  flow('s2', { ...inMonth('2022-03'), ...paidOn('2022-04-15'), amount: '400' }),
  flow('s3', {
    ...inMonth('2022-03'),
    ...paidOn('2022-04-15'),
    amount: '60',
    site: 'films-miroir.tv',
    document_place: 'line 3',
  }),
  flow('s4', { ...between('2022-03-22', '2022-04-10'), ...paidOn('2022-04-20'), amount: '100' }),
  reversal('s5', null, { ...inMonth('2022-03'), ...paidOn('2022-04-15'), amount: '20' }),
  flow('b1', { ...bank, ...paidOn('2022-04-15'), amount: '460' }),
  reversal('b2', 'b1', { ...bank, ...paidOn('2022-05-30'), amount: '120' }),
  flow('n1', {
    ...inMonth('2022-03'),
    ...paidOn('2022-04-01'),
    amount: '300',
    network: 'video.example',
  }),
  flow('a1', {
    ...inMonth('2022-03'),
    ...paidOn('2022-04-08'),
    source: 'agent',
    amount: '240',
    network: 'video.example',
    upstream: [{ source: 'statement', flow_id: 'n1' }],
  }),
  flow('owed', { ...inMonth('2022-03'), amount: '33', status: 'accrued' }),
];

export const WORLD = evidenceOf(FLOWS, {
  sites: [site('films.tv', 'films'), site('films-miroir.tv', 'films')],
});

const REFERENCES = { documented: referenceOf(), model: { card: [], monthly: [], primary: [] } };
const NOTHING_ELSE: Surroundings = {
  threshold: null,
  seen: [],
  policies: [],
  observed: [],
  classMonths: [],
};

export function explainedIn(
  evidence: Evidence,
  month = '2022-03',
  comparables: Comparables = NO_COMPARABLES,
): Explained {
  const found = explained({
    operation: 'films',
    month,
    evidence,
    references: REFERENCES,
    alphaPpm: 50_000,
    comparables,
  });
  if (found === null) throw new Error(`there is no ${month}`);
  return found;
}

export function explanationIn(
  evidence: Evidence,
  month?: string,
  { comparables, ...more }: Partial<Surroundings & { comparables: Comparables }> = {},
): Explanation {
  return explanationOf(explainedIn(evidence, month, comparables), { ...NOTHING_ELSE, ...more });
}
