// The part of a paper about modelled money: from audiences to what counts, and the likely range.
import type { Row } from '../text/row.ts';
import { columnLabel } from './columns.ts';
import type { Derivation } from './derivation.ts';
import { COLUMNS } from './paper-columns.ts';
import type { Block } from './render.ts';
import { sectionsIn, some, traced } from './section.ts';
import type { Words } from './words.ts';

/**
 * From audiences to modelled money: L3, L2, the reference class, which of them counts, and the rows
 * of the rate card behind it.
 */
export function modelOf(
  { model, model_shown: shownModel, audience, rates }: Derivation,
  words: Words,
): Block[] {
  const made = sectionsIn(words);
  const { choice, slots, crawls, reference_class: cases, factors, unquantified } = shownModel;
  const rate = (row: Row) => ({
    ...row,
    network: row['network'] === '' ? words.anyNetwork : row['network'],
  });
  // A network without a rate of its own has that of any network: shown once.
  const isAny = (row: Row) =>
    factors.some(
      (any) =>
        any['network'] === '' &&
        ['factor', 'country', 'rate_id'].every((name) => any[name] === row[name]),
    );
  const own = factors.filter((row) => row['network'] === '' || !isAny(row));
  const choices = choice.map((row) => ({
    ...row,
    choice: row['choice'] === 'primary' ? words.primaryPanel : words.leastPanel,
  }));
  return [
    ...made(words.model, words.modelRule, model, COLUMNS.model),
    ...some(slots, made(words.slots, words.slotRule, slots, COLUMNS.slots)),
    ...some(crawls, made(words.crawls, null, crawls.map(traced), COLUMNS.crawls)),
    ...some(cases, made(words.referenceClass, words.classRule, cases, COLUMNS.referenceClass)),
    ...some(choice, made(words.choice, words.choiceRule, choices, COLUMNS.choice)),
    ...(factors.length > 0
      ? made(words.rates, null, own.map(rate), COLUMNS.factors)
      : some(audience, made(words.rates, null, rates, COLUMNS.rates))),
    ...some(
      unquantified,
      made(words.unquantified, words.unquantifiedRule, unquantified, COLUMNS.unquantified),
    ),
  ];
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
