// Who tells of what was taken back. Each take-back is told by somebody in a way that shows whose
// it is. Two take-backs of one amount within days of each other are told by the same sources, or
// by one (`one_take_back`).
import type { Payment } from './course.ts';
import type { Desk, Told } from './desk.ts';
import {
  isAttributable,
  type Known,
  mayBeUnnamed,
  putUnnamed,
  tellAcross,
  tellNamed,
  tellOfAccrued,
  tellUnnamed,
} from './reversal.ts';

export function tellTakeBacks(desk: Desk): void {
  const known = desk.course.payments.flatMap((payment) => {
    const flows = flowsOf(desk, payment);
    return payment.takeBacks.map((takeBack) => ({ payment, takeBack, flows }));
  });
  const told = known.filter(({ flows }) => flows.size > 0);
  const together = desk.course.broken === null ? tellTogether(desk, told) : [];
  for (const cluster of clusters(told.filter((one) => !together.includes(one))))
    tellCluster(desk, cluster);
}

/**
 * One row for what was taken back of several payments, such as the invalid traffic of a quarter.
 */
function tellTogether(desk: Desk, known: readonly Known[]): Known[] {
  const own = known.flatMap((one) => {
    const [flows] = one.flows.values();
    const [flow] = flows ?? [];
    return flow?.fields.currency === 'EUR' && mayBeUnnamed(desk, one, flow) ? [{ one, flow }] : [];
  });
  const [first, ...others] = own;
  const second = others.find(
    ({ one, flow }) =>
      one.payment !== first?.one.payment &&
      one.payment.stream === first?.one.payment.stream &&
      flow.fields.source === first.flow.fields.source,
  );
  if (first === undefined || second === undefined || desk.random.chance(0.6)) return [];
  desk.happenings.add('take_back_of_several_payments');
  const amount =
    first.flow.scale(first.one.payment, first.one.takeBack.cents, true) +
    second.flow.scale(second.one.payment, second.one.takeBack.cents, true);
  putUnnamed(desk, second.one.takeBack, second.flow, amount);
  return [first.one, second.one];
}

/** Of each source that tells of the payment, its rows, if they show whose it is. */
function flowsOf(desk: Desk, payment: Payment): Map<string, Told[]> {
  const flows = new Map<string, Told[]>();
  for (const one of desk.told) {
    const tells = one.level !== 'withdrawal' && one.tells.some((each) => each.payment === payment);
    const { source } = one.fields;
    if (tells) flows.set(source, [...(flows.get(source) ?? []), one]);
  }
  return new Map([...flows].filter(([, rows]) => rows.every((row) => isAttributable(desk, row))));
}

/**
 * Days of difference up to which two equal take-backs could be taken for one, with some reserve.
 */
const CONFUSABLE = 24;

/** Take-backs of one amount and currency that follow each other within days. */
function clusters(known: readonly Known[]): Known[][] {
  const made: Known[][] = [];
  const ordered = [...known].sort((a, b) => a.takeBack.day - b.takeBack.day);
  for (const one of ordered) {
    const cluster = made.find((members) =>
      members.some(
        ({ payment, takeBack }) =>
          payment.stream.currency === one.payment.stream.currency &&
          takeBack.cents === one.takeBack.cents &&
          one.takeBack.day - takeBack.day <= CONFUSABLE,
      ),
    );
    if (cluster === undefined) made.push([one]);
    else cluster.push(one);
  }
  return made;
}

function tellCluster(desk: Desk, cluster: readonly Known[]): void {
  const { random, course, happenings } = desk;
  if (course.broken === 'take_backs_told') return;
  const [first, ...others] = cluster;
  if (first === undefined) return;
  const everywhere = [...first.flows.keys()].filter((source) =>
    others.every(({ flows }) => flows.has(source)),
  );
  if (others.length > 0) happenings.add('equal_take_backs');
  if (course.broken === 'one_take_back' && others.length > 0) {
    for (const [index, one] of cluster.entries()) {
      const sources = [...one.flows.keys()];
      const source = sources[index % sources.length];
      if (source !== undefined) tellNamed(desk, one, source, false);
    }
    return;
  }
  const some = everywhere.filter(() => random.chance(0.5));
  const tellers = some.length > 0 ? some : everywhere.slice(0, 1);
  if (tellers.length === 0) {
    // One source tells all: its own rows, and those of others.
    const teller = [...first.flows.keys()][0];
    for (const one of cluster) if (teller !== undefined) tellSomehow(desk, one, teller);
    return;
  }
  if (tellers.length > 1) happenings.add('take_back_told_twice');
  if (tellers.length < first.flows.size) happenings.add('take_back_known_to_one');
  for (const source of tellers) for (const one of cluster) tellSomehow(desk, one, source);
}

function tellSomehow(desk: Desk, known: Known, source: string): void {
  const { random, happenings, course } = desk;
  const { payment, takeBack, flows } = known;
  const [own] = flows.get(source) ?? [];
  if (own === undefined) {
    tellAcross(desk, known, source);
    return;
  }
  const isPlain = !takeBack.isUndone && payment.stream.sale === null;
  const isUnnamed = random.chance(0.25) || course.broken === 'unplaced';
  if (isUnnamed && mayBeUnnamed(desk, known, own)) {
    tellUnnamed(desk, known, own);
    return;
  }
  if (isPlain && random.chance(0.3) && tellOfAccrued(desk, known, source)) return;
  if (random.chance(0.1) && flows.size > 1 && !takeBack.isUndone) {
    happenings.add('take_back_names_another_source');
    tellAcross(desk, known, source);
    return;
  }
  tellNamed(desk, known, source, random.chance(0.08));
}
