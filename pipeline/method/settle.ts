// M-SETTLE. A payment may say which earnings it pays: accrued lines, and deductions from them. It
// is replaced by these lines, each paid with the dates and the payee of the payment, so that every
// month gets what it earned: a payment of 85 for months of 20, 25, 30 and 10 gives 20, 25, 30, 10.
//
// Deductions come first: each from the line that it names, else from the lines in order. What is
// left of each line, in order of period end, period start and flow_id, is paid until the payment is
// used up. The rest of the payment is a payment-dated flow of its own. Only lines of the source,
// currency and account of the payment count. A payment that is superseded or in dispute settles
// nothing. Several payments of one line take it in order of value date and flow_id.
import { least } from './amount.ts';
import { type Entries, type Entry, paidFlows } from './entry.ts';
import { type DatedFlow, type Flow, isDated, isPaymentDay, oneDay } from './flow.ts';
import { groupBy, inOrder } from './order.ts';

export interface Settlement {
  /**
   * What replaces each payment that settles, by its name. In the order in which what names the
   * payment acts on it: its rest, then its lines, the last one first.
   */
  readonly replaced: ReadonlyMap<string, readonly DatedFlow[]>;
  /** What was paid of each line, by its name, the last payment first. */
  readonly paidOf: ReadonlyMap<string, readonly DatedFlow[]>;
  /** Deductions that are used up. They have no other effect. */
  readonly deductions: ReadonlySet<string>;
}

/**
 * Names of paid flows that payments settle. They count through these payments only, also where
 * the payment itself does not count.
 */
export function settledLines(entries: Entries): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { contents } of entries.values())
    for (const payment of contents)
      for (const line of linesOf(payment, entries)) lines.add(line.name);
  return lines;
}

/** What a payment settles, as far as it is known: lines and deductions. */
function linesOf(payment: Flow, entries: Entries): Flow[] {
  return payment.settles.flatMap((name) => {
    const entry = entries.get(name);
    const flow = entry === undefined ? null : contentOf(entry);
    const isLine = flow?.currency === payment.currency && flow.account === payment.account;
    return flow !== null && isLine ? [flow] : [];
  });
}

const contentOf = ({ contents, isDisputed }: Entry) => (isDisputed ? null : contents[0]);

/** A line, and how much of it is still to be paid. */
interface Line {
  readonly flow: DatedFlow;
  left: bigint;
}

/** @param stands whether a payment counts: it is no twin, no total and not superseded */
export function settlementOf(entries: Entries, stands: (name: string) => boolean): Settlement {
  const known = new Map<string, Line>();
  const deductions = new Set<string>();
  const replaced = new Map<string, DatedFlow[]>();
  const payments = paidFlows(entries)
    .filter(({ name, settles }) => settles.length > 0 && stands(name))
    .sort(
      inOrder(
        ({ valueDay }) => valueDay ?? Infinity,
        ({ flowId }) => flowId,
      ),
    );
  for (const payment of payments) {
    const named = linesOf(payment, entries);
    const lines = inSettlementOrder(named).map((flow) => {
      const line = known.get(flow.name) ?? { flow, left: flow.amount };
      known.set(flow.name, line);
      return line;
    });
    for (const deduction of named) {
      if (deduction.status !== 'reversed' || deductions.has(deduction.name)) continue;
      deductions.add(deduction.name);
      deduct(deduction, lines);
    }
    replaced.set(payment.name, piecesOf(payment, lines));
  }
  const pieces = [...replaced.values()].reverse().flat();
  const paidOf = groupBy(
    pieces.filter((piece) => piece.payment !== null),
    ({ name }) => name,
  );
  return { replaced, paidOf, deductions };
}

/** The lines among the flows that a payment names. */
function inSettlementOrder(named: readonly Flow[]): DatedFlow[] {
  return named
    .filter(({ status }) => status !== 'reversed')
    .filter(isDated)
    .sort(
      inOrder(
        ({ days }) => days.last,
        ({ days }) => days.first,
        ({ flowId }) => flowId,
      ),
    );
}

/** Takes a deduction from the line that it names, then from the lines in order. */
function deduct(deduction: Flow, lines: readonly Line[]): void {
  const target = lines.filter(({ flow }) => flow.name === deduction.reverses?.name);
  let amount = deduction.amount;
  for (const line of [...target, ...lines]) {
    const taken = least(amount, line.left);
    line.left -= taken;
    amount -= taken;
    if (amount === 0n) break;
  }
}

/** What the payment pays of each line, and its rest; the rest first, then the last line. */
function piecesOf(payment: DatedFlow, lines: readonly Line[]): DatedFlow[] {
  let amount = payment.amount;
  const pieces: DatedFlow[] = [];
  for (const line of lines) {
    const paid = least(amount, line.left);
    if (paid === 0n) continue;
    line.left -= paid;
    amount -= paid;
    pieces.unshift(pieceOf(line.flow, payment, paid));
  }
  return amount === 0n && pieces.length > 0 ? pieces : [restOf(payment, amount), ...pieces];
}

/** A payment without a date of its own has the last day of its period. */
function restOf(payment: DatedFlow, amount: bigint): DatedFlow {
  const days = oneDay(payment.valueDay ?? payment.statementDay ?? payment.days.last);
  return { ...payment, amount, days, isPaymentDated: true };
}

/** A line as far as it was paid. What arrived is on the basis of the payment. */
function pieceOf(line: DatedFlow, payment: DatedFlow, amount: bigint): DatedFlow {
  const { valueDay, statementDay, payee, payeeCountry, payer, basis, name } = payment;
  const isPaymentDated = isPaymentDay(line.days, valueDay, statementDay);
  const paid = { valueDay, statementDay, isPaymentDated, payee, payeeCountry, payer, basis };
  return { ...line, ...paid, status: 'paid', amount, payment: name };
}
