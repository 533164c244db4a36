// Which take-back takes how much of which flow (M-GONE). All together take as much as they can. A
// take-back takes from its flows in order. Where others have used them up, these take from other
// flows of theirs instead. An order alone does not do: a refund may be looked for in a copy and in
// what an agent paid on, and use up the copy, which is all that a supersession can take from.
import { least } from './amount.ts';
import type { Holding } from './holding.ts';
import { leftOf } from './reversal.ts';
import type { KnownTakeBack } from './takeback.ts';

/** What one take-back took from one flow, in 1e-10 EUR. */
export interface Taken {
  readonly takeBack: KnownTakeBack;
  readonly holding: Holding;
  readonly eur: bigint;
}

/** The flows that a take-back may take from, in order. Most flows are soon used up: skip first. */
type FlowsOf = (
  takeBack: KnownTakeBack,
  isSkipped: (holding: Holding) => boolean,
) => Iterable<Holding>;

/** One take-back takes from a flow what it gives up of the flow of the step before. */
interface Step {
  readonly takeBack: KnownTakeBack;
  readonly holding: Holding;
  /** Null: the take-back is the one that still needs money. */
  readonly before: Step | null;
}

export class Taking {
  readonly #flowsOf: FlowsOf;
  readonly #rest = new Map<Holding, bigint>();
  readonly #taken = new Map<Holding, Map<KnownTakeBack, bigint>>();
  /** Flows from which no exchange leads to money that is left. None ever will. */
  readonly #exhausted = new Set<Holding>();

  constructor(flowsOf: FlowsOf) {
    this.#flowsOf = flowsOf;
  }

  /** @param eur null: without a rate, all that is left. @returns what it did not find */
  take(takeBack: KnownTakeBack, eur: bigint | null): bigint | null {
    let left = eur;
    const isUsedUp = (holding: Holding) => this.#restOf(holding) <= 0n;
    for (const holding of this.#flowsOf(takeBack, isUsedUp)) {
      const amount = left === null ? this.#restOf(holding) : least(left, this.#restOf(holding));
      this.#move(takeBack, holding, amount);
      if (left !== null) left -= amount;
      if (left === 0n) return left;
    }
    while (left !== null && left > 0n) {
      const exchanged = this.#exchange(takeBack, left);
      if (exchanged === 0n) break;
      left -= exchanged;
    }
    return left;
  }

  all(): Taken[] {
    return [...this.#taken].flatMap(([holding, by]) =>
      [...by].flatMap(([takeBack, eur]) => (eur > 0n ? [{ takeBack, holding, eur }] : [])),
    );
  }

  #restOf(holding: Holding): bigint {
    const known = this.#rest.get(holding);
    if (known !== undefined) return known;
    const rest = leftOf(holding);
    this.#rest.set(holding, rest);
    return rest;
  }

  /** @param amount below 0: given back */
  #move(takeBack: KnownTakeBack, holding: Holding, amount: bigint): void {
    this.#rest.set(holding, this.#restOf(holding) - amount);
    const by = this.#taken.get(holding) ?? new Map<KnownTakeBack, bigint>();
    this.#taken.set(holding, by.set(takeBack, (by.get(takeBack) ?? 0n) + amount));
  }

  /** @returns how much it took: 0 where no exchange leads to money that is left */
  #exchange(takeBack: KnownTakeBack, eur: bigint): bigint {
    const end = this.#wayToMoney(takeBack);
    if (end === null) return 0n;
    let amount = least(eur, this.#restOf(end.holding));
    for (let step = end; step.before !== null; step = step.before)
      amount = least(amount, this.#takenBy(step.takeBack, step.before.holding));
    for (let step: Step | null = end; step !== null; step = step.before) {
      this.#move(step.takeBack, step.holding, amount);
      if (step.before !== null) this.#move(step.takeBack, step.before.holding, -amount);
    }
    return amount;
  }

  #takenBy(takeBack: KnownTakeBack, holding: Holding): bigint {
    return this.#taken.get(holding)?.get(takeBack) ?? 0n;
  }

  /** One without a rate gives nothing up: it needs all of its flows. */
  #takersOf(holding: Holding): KnownTakeBack[] {
    const by = [...(this.#taken.get(holding) ?? [])];
    return by.flatMap(([other, eur]) => (eur > 0n && other.eur !== null ? [other] : []));
  }

  /** The shortest way; null: there is none. */
  #wayToMoney(from: KnownTakeBack): Step | null {
    const seen = new Set<Holding>();
    const asked = new Set([from]);
    const next: { takeBack: KnownTakeBack; before: Step | null }[] = [
      { takeBack: from, before: null },
    ];
    const isSkipped = (holding: Holding) => seen.has(holding) || this.#exhausted.has(holding);
    for (const { takeBack, before } of next)
      for (const holding of this.#flowsOf(takeBack, isSkipped)) {
        seen.add(holding);
        const step = { takeBack, holding, before };
        if (this.#restOf(holding) > 0n) return step;
        const others = this.#takersOf(holding).filter((other) => !asked.has(other));
        for (const other of others) asked.add(other);
        next.push(...others.map((other) => ({ takeBack: other, before: step })));
      }
    for (const holding of seen) this.#exhausted.add(holding);
    return null;
  }
}
