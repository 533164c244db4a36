// The part of a paper about modelled money: from audiences to what counts, and the likely range.
import { columnLabel } from './columns.ts';
import type { Derivation } from './derivation.ts';
import { COLUMNS } from './paper-columns.ts';
import type { Block } from './render.ts';
import { sectionsIn, some, withTrace } from './section.ts';
import type { Words } from './words.ts';

/** From audiences to modelled money: L3, L2, which of them counts, and rows of the rate card. */
export function modelOf(derivation: Derivation, words: Words): Block[] {
  const { card, slots, crawls, panels, factors, unquantified } = derivation;
  const made = sectionsIn(words);
  const anyNetwork = (row: { network: string }) => ({
    ...row,
    network: row.network === '' ? words.anyNetwork : row.network,
  });
  const choices = panels.map((row) => ({
    ...row,
    choice:
      row.choice === 'primary'
        ? words.primaryPanel
        : row.choice === 'least'
          ? words.leastPanel
          : '',
  }));
  return [
    ...made(words.model, words.modelRule, card, COLUMNS.card),
    ...some(slots, made(words.slots, words.slotRule, slots, COLUMNS.slots)),
    ...some(crawls, made(words.crawls, null, crawls.map(withTrace), COLUMNS.crawls)),
    ...some(panels, made(words.choice, words.choiceRule, choices, COLUMNS.panels)),
    ...some(factors, made(words.rates, null, factors.map(anyNetwork), COLUMNS.factors)),
    ...some(
      unquantified,
      made(words.unquantified, words.unquantifiedRule, unquantified, COLUMNS.unquantified),
    ),
  ];
}

/** For context, as the likely range below it. */
export function observedOf({ observed_rates: observed }: Derivation, words: Words): Block[] {
  const rows = observed.map((row) => ({
    ...row,
    network: row.network === '' ? words.anyNetwork : row.network,
    low: row.low ?? words.unknown,
    high: row.high ?? words.unknown,
  }));
  return some(
    rows,
    sectionsIn(words)(words.observed, words.observedRule, rows, COLUMNS.observedRates),
  );
}

/** For context: after what a floor is made of, and never in its head. */
export function rangeOf({ likely_range: range }: Derivation, words: Words): Block[] {
  if (range === null) return [];
  const { panel, is_contradicted: isContradicted, unknown_factors: unknown, ...ends } = range;
  const row = {
    panel,
    ...Object.fromEntries(Object.entries(ends).map(([name, end]) => [name, end ?? words.unknown])),
  };
  const names = unknown.map((name) => columnLabel(name, words.language)).join(', ');
  return [
    ...sectionsIn(words)(
      words.likely,
      words.likelyRule,
      [row],
      ['panel', 'likely_low_eur', 'likely_high_eur', 'ceiling_eur'],
    ),
    ...(unknown.length === 0 ? [] : [{ kind: 'text' as const, text: words.unknownHighs(names) }]),
    ...(isContradicted ? [{ kind: 'strong' as const, text: words.contradicted }] : []),
  ];
}
