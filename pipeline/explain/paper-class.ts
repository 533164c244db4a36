// The parts of a paper about comparable operations (M-CLASS), and about totals of several months.
import { monthText } from '../text/calendar.ts';
import { euros, figure } from '../text/figure.ts';
import { assumptionText } from './assumption-words.ts';
import type { Derivation } from './derivation.ts';
import { COLUMNS } from './paper-columns.ts';
import type { Block } from './render.ts';
import { sectionsIn, some } from './section.ts';
import type { Assumption } from './sensitivity.ts';
import type { Words } from './words.ts';

interface Marked {
  counts: 0 | 1;
  class_eur: string | null;
}

export function comparablesOf(derivation: Derivation, words: Words): Block[] {
  const { comparables, class_alphas: alphas, class_members: members } = derivation;
  const made = sectionsIn(words);
  const inWords = ({ class_eur: eur, counts }: Marked) => ({
    class_eur: eur ?? words.noClass,
    counts: counts === 1 ? words.holds : '',
  });
  return some(comparables, [
    ...made(
      words.comparables,
      words.comparablesRule,
      comparables.map((row) => ({
        ...row,
        ...inWords(row),
        country: countryOf(row.country, words),
      })),
      COLUMNS.comparables,
    ),
    ...sentenceOf(derivation, words),
    ...made(
      words.classAlphas,
      words.classAlphasRule,
      alphas.map((row) => ({ ...row, ...inWords(row), country: countryOf(row.country, words) })),
      COLUMNS.classAlphas,
    ),
    ...made(
      words.classMembers,
      words.classMembersRule(String(members.length), String(membersOf(derivation))),
      members,
      COLUMNS.classMembers,
    ),
  ]);
}

/** n of the stratum that the alphas and the members are of. */
function membersOf({ comparables, class_alphas: alphas }: Derivation): number {
  const [shown] = alphas;
  const row = comparables.find(
    ({ panel, unit, country }) =>
      panel === shown?.panel && unit === shown.unit && country === shown.country,
  );
  return row?.members ?? 0;
}

/** What an assumption says, with n and q where it is about comparable operations. */
export function saidOf({ assumption, comparables }: Assumption, words: Words): string {
  const { language } = words;
  const says = assumptionText(assumption)[language];
  if (comparables === undefined) return says;
  const { panel, unit, country, members, eur_per_unit: ratio } = comparables;
  return words.supposed({
    says,
    members: String(members),
    ratio: euros(ratio, language),
    panel,
    unit: words.unitOf[unit],
    country: countryOf(country, words),
  });
}

const countryOf = (country: string, words: Words) =>
  country === '' ? words.allCountries : country;

/** Of the stratum that counts. */
function sentenceOf({ comparables, class_alphas: alphas }: Derivation, words: Words): Block[] {
  const { language } = words;
  const row = comparables.find(({ counts }) => counts === 1);
  const alpha = alphas.find(({ counts }) => counts === 1);
  if (row?.eur_per_unit == null || row.class_eur === null || alpha === undefined) return [];
  const text = words.classSentence({
    members: String(row.members),
    panel: row.panel,
    unit: words.unitOf[row.unit],
    ratio: euros(row.eur_per_unit, language),
    alpha: figure(alpha.alpha, language),
    audience: figure(row.audience, language),
    least: euros(row.class_eur, language),
  });
  return [{ kind: 'strong', text }];
}

export function totalsOf({ totals }: Derivation, words: Words): Block[] {
  const { language } = words;
  const month = (written: string) => monthText(written, language);
  const sentences = totals.map((row) =>
    words.totalSentence({
      least: euros(row.total_eur, language),
      from: month(row.from_month),
      to: month(row.to_month),
      average: euros(row.average_eur, language),
    }),
  );
  return some(totals, [
    ...sectionsIn(words)(words.totals, words.totalsRule, totals, COLUMNS.totals),
    { kind: 'list', items: sentences },
  ]);
}
