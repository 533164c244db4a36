// Draws the true course of money of a world: streams, then payments and what was taken back of
// them.
import type { Random } from '../../pipeline/platform/random.ts';
import type { Assumption } from './assumption.ts';
import type { Accrual, Course, PaidLine, Payment, Stream, TakeBack } from './course.ts';
import { workingDay } from './day.ts';
import { drawStreams, type PlannedStream, type Rhythm } from './draw-streams.ts';
import { ratesOf } from './rates.ts';

/** Days after the end of service in which most money is paid. */
const SLOWEST_PAYMENT = 75;
const DAYS_OF_RATES = 620;

export function drawCourse(random: Random, broken: Assumption | null): Course {
  const { operations, payers, accounts, planned, firstDay } = drawStreams(random, broken);
  const payments = planned.flatMap((one, index) =>
    paymentsOf({ random, broken, prefix: `${String(index)}-` }, one),
  );
  const used = new Set(planned.map(({ stream }) => stream.currency));
  const rates = ratesOf(random, used, firstDay - 40, firstDay + DAYS_OF_RATES);
  return {
    broken,
    operations,
    payers,
    accounts,
    streams: planned.map(({ stream }) => stream),
    payments,
    rates,
    firstDay,
  };
}

interface Drawing {
  readonly random: Random;
  readonly broken: Assumption | null;
  /** Makes the ids of payments unique. */
  readonly prefix: string;
}

interface Bill {
  readonly lines: readonly PaidLine[];
  readonly deductions: readonly PaidLine[];
}

function paymentsOf(drawing: Drawing, { stream, rhythm }: PlannedStream): Payment[] {
  const bills = rhythm === 'settled' ? settled(drawing.random, stream) : eachAlone(stream);
  return bills.map((bill, index) => payment(drawing, stream, rhythm, bill, index));
}

const eachAlone = ({ accruals }: Stream): Bill[] =>
  accruals.map((accrual) => ({ lines: [{ accrual, cents: accrual.cents }], deductions: [] }));

/** Payments of several months. A balance may be carried over to the next, or be deducted from. */
function settled(random: Random, { accruals }: Stream): Bill[] {
  const bills: Bill[] = [];
  let open: Accrual[] = [];
  let carried: PaidLine[] = [];
  for (const [index, accrual] of accruals.entries()) {
    open.push(accrual);
    const isLast = index === accruals.length - 1;
    if (!isLast && random.chance(0.55)) continue;
    const lines = [...carried, ...open.map((one) => ({ accrual: one, cents: one.cents }))];
    const { bill, rest } = billOf(random, lines, !isLast);
    bills.push(bill);
    carried = rest;
    open = [];
  }
  return bills;
}

function billOf(
  random: Random,
  lines: readonly PaidLine[],
  mayCarry: boolean,
): { bill: Bill; rest: PaidLine[] } {
  const [last, ...earlier] = [...lines].reverse();
  if (last === undefined) throw new Error('A payment needs a line.');
  const kept = earlier.reverse();
  if (mayCarry && random.chance(0.35)) {
    const paid = last.cents / 2n;
    const rest = [{ ...last, cents: last.cents - paid }];
    return { bill: { lines: [...kept, { ...last, cents: paid }], deductions: [] }, rest };
  }
  if (random.chance(0.35)) {
    const off = last.cents / BigInt(2 + random.below(8));
    const deductions = [{ ...last, cents: off }];
    return {
      bill: { lines: [...kept, { ...last, cents: last.cents - off }], deductions },
      rest: [],
    };
  }
  return { bill: { lines, deductions: [] }, rest: [] };
}

function payment(
  drawing: Drawing,
  stream: Stream,
  rhythm: Rhythm,
  bill: Bill,
  index: number,
): Payment {
  const { random } = drawing;
  const id = `${drawing.prefix}${String(index)}`;
  const cents = bill.lines.reduce((sum, line) => sum + line.cents, 0n);
  const end = Math.max(...bill.lines.map(({ accrual }) => accrual.last));
  const delay = rhythm === 'equal_prices' ? 0 : 8 + random.below(SLOWEST_PAYMENT - 8);
  const isForeign = stream.currency !== 'EUR';
  const paidOn = isForeign ? workingDay(end + delay) : end + delay;
  const mayBeSplit = !isForeign && rhythm === 'monthly' && stream.agent === null;
  const isPending = stream.agent !== null && random.chance(0.15);
  const hasTakeBacks = !isPending && random.chance(takeBackChance(drawing.broken));
  return {
    id,
    stream,
    lines: bill.lines,
    deductions: bill.deductions,
    cents,
    instalments:
      mayBeSplit && random.chance(0.15)
        ? [
            { day: paidOn, cents: cents / 3n },
            { day: paidOn + 1 + random.below(8), cents: cents - cents / 3n },
          ]
        : [{ day: paidOn, cents }],
    paidOn,
    network: networkPayment(random, stream, cents, paidOn),
    isPending,
    takeBacks: hasTakeBacks ? takeBacks(random, id, cents, paidOn, isForeign) : [],
  };
}

const takeBackChance = (broken: Assumption | null) =>
  broken === 'take_backs_told' || broken === 'one_take_back' || broken === 'unplaced' ? 0.7 : 0.3;

/** An agent keeps up to half of what it collects. */
function networkPayment(
  random: Random,
  { agent, currency }: Stream,
  cents: bigint,
  paidOn: number,
) {
  if (agent === null) return { cents, paidOn };
  const fee = random.pick([0, 0, 5, 15, 50]);
  const before = paidOn - random.below(10);
  return {
    cents: (cents * 100n) / BigInt(100 - fee) + (fee === 0 ? 0n : 1n),
    paidOn: currency === 'EUR' ? before : paidOn,
  };
}

function takeBacks(
  random: Random,
  payment: string,
  cents: bigint,
  paidOn: number,
  isForeign: boolean,
): TakeBack[] {
  const made: TakeBack[] = [];
  const add = (part: bigint, isUndone: boolean) => {
    const day = paidOn + random.pick([0, 3, 9, 20, 28, 45, 60]);
    made.push({
      id: `${payment}-${String(made.length)}`,
      cents: part,
      day: isForeign ? workingDay(day) : day,
      isUndone,
    });
  };
  const kind = random.below(10);
  if (kind < 5) add(cents, kind === 0);
  else if (kind < 8) add(cents / BigInt(2 + random.below(4)), kind === 5);
  else {
    // Two refunds of one amount.
    add(cents / 3n, false);
    add(cents / 3n, false);
  }
  return made;
}
