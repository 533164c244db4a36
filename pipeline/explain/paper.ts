// From a derivation to the paper that a reader follows with a pocket calculator, in the words of a
// language.
import { type Row, shown } from '../text/row.ts';
import type { Derivation } from './derivation.ts';
import { momentText, monthText } from '../text/calendar.ts';
import { euros, figure } from '../text/figure.ts';
import type { Language } from '../text/language.ts';
import { CODES } from './codes.ts';
import { takesBack } from './flows-shown.ts';
import type { Block } from './render.ts';
import { modelOf, rangeOf } from './paper-model.ts';
import { COLUMNS } from './paper-columns.ts';
import { sumOfParts } from './sum-of-parts.ts';
import { ASSUMED } from './rules.ts';
import { sectionsIn, some, traced } from './section.ts';
import { type Words, wordsIn } from './words.ts';

export function paperOf(derivation: Derivation, language: Language): Block[] {
  const words = wordsIn(language);
  const { floor, lines, parts, exchange_rates: exchanged, audience, excluded } = derivation;
  const made = sectionsIn(words);
  const counting = parts
    .filter((part) => part['counts'] === 1)
    .map((part) => withArithmetic(part, words));
  const others = parts
    .filter((part) => part['counts'] !== 1)
    .map((part) => withArithmetic(part, words));
  const blocks: Block[] = [
    ...headOf(floor, words),
    ...missingRates(derivation, words),
    ...made(words.byLine, words.lineRule, lines, COLUMNS.lines),
    ...made(
      words.documented,
      words.partRule,
      counting,
      counting.some(takesBack) ? [...COLUMNS.parts, 'standing'] : COLUMNS.parts,
    ),
    { kind: 'list', items: sumsOf(lines, parts, words) },
    ...made(words.notCounted, null, others, [...COLUMNS.parts, 'standing', 'reason']),
    ...ratesOf(exchanged, words),
    ...made(words.audience, words.audienceRule, audience.map(traced), COLUMNS.audience),
    ...modelOf(derivation, words),
    ...rangeOf(derivation, words),
    ...made(words.excluded, null, excluded, COLUMNS.excluded),
    ...outlookOf(derivation, words),
    ...made(words.registry, null, derivation.registry.map(traced), COLUMNS.registry),
    ...inputsOf(derivation, words),
    { kind: 'heading', text: words.assumptions },
    { kind: 'list', items: ASSUMED.map((text) => text[language]) },
  ];
  return [...blocks, ...codesIn(blocks, words)];
}

function ratesOf(exchanged: readonly Row[], words: Words): Block[] {
  const rows = exchanged.map((row) => ({
    ...row,
    holds: row['holds'] === 1 ? words.holds : '',
    // 0 means that there is no rate.
    eur_per_unit: Number(row['eur_per_unit']) === 0 ? '' : row['eur_per_unit'],
  }));
  return some(
    rows,
    sectionsIn(words)(words.exchangeRates, words.exchangeRule, rows, COLUMNS.exchangeRates),
  );
}

/** Where nothing could be computed, the days for which flows had no exchange rate. */
function missingRates({ floor, exchange_rates: exchanged }: Derivation, words: Words): Block[] {
  if (typeof floor['floor_eur'] === 'string') return [];
  const flowOf = (row: Row) => JSON.stringify([row['source'], row['flow_id']]);
  const hasRate = (row: Row) => row['rate_table'] !== 'no_exchange_rate';
  const converted = new Set(exchanged.filter(hasRate).map(flowOf));
  const items = exchanged
    .filter((row) => !converted.has(flowOf(row)))
    .map((row) => words.noRate(shown(row['currency']), shown(row['day'])));
  return items.length === 0 ? [] : [{ kind: 'list', items: [...new Set(items)] }];
}

function headOf(floor: Row, words: Words): Block[] {
  const isKnown = typeof floor['floor_eur'] === 'string';
  const [exact, headline] = [
    euros(shown(floor['floor_eur']), words.language),
    euros(shown(floor['floor_headline_eur']), words.language),
  ];
  return [
    {
      kind: 'title',
      text: words.title(
        shown(floor['operation']),
        monthText(shown(floor['month']), words.language),
      ),
    },
    {
      kind: 'strong',
      text: isKnown
        ? words.least(exact, headline)
        : words.insufficient(meaningOf(shown(floor['reason']), words.language)),
    },
    ...(isKnown
      ? [
          {
            kind: 'text' as const,
            text: words.rests(
              shown(floor['rung']),
              figure(shown(floor['confidence']), words.language),
            ),
          },
        ]
      : []),
  ];
}

function sumsOf(lines: readonly Row[], parts: readonly Row[], words: Words): string[] {
  return lines.map((line) => {
    const sum = sumOfParts(parts, line['line']);
    return words.sumOf(
      shown(line['line']),
      euros(sum, words.language),
      euros(shown(line['documented_eur']), words.language),
    );
  });
}

const CODED = [
  'line',
  'asked_day',
  'rate_table',
  'grade',
  'standing',
  'reason',
  'problem',
  'status',
  'without',
];

/** The meaning of each code that a table shows, in the order of the list of codes. */
function codesIn(blocks: readonly Block[], { language, codesShown, means }: Words): Block[] {
  const cells = blocks.flatMap((block) =>
    block.kind === 'table'
      ? block.columns
          .filter(({ name }) => CODED.includes(name))
          .flatMap(({ name }) => block.rows.map((row) => row[name]))
      : [],
  );
  const seen = new Set(cells.flatMap((cell) => (typeof cell === 'string' ? cell.split(',') : [])));
  const items = [...CODES].flatMap(([code, meaning]) =>
    seen.has(code) ? [means(code, meaning[language])] : [],
  );
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: codesShown },
        { kind: 'list', items },
      ];
}

/** The meanings of codes that are joined by commas. */
function meaningOf(reasons: string, language: Language): string {
  return reasons
    .split(',')
    .map((code) => {
      const meaning = CODES.get(code)?.[language];
      return meaning === undefined ? code : `${meaning} (${code})`;
    })
    .join(', ');
}

/** Factors of 1 are left out. */
function withArithmetic(part: Row, { language }: Words): Row {
  const times = language === 'fr' ? ' × ' : ' x ';
  const number = (value: unknown) => figure(shown(value), language);
  const share = (name: string) => (Number(part[name]) === 1 ? [] : [number(part[name] ?? '0')]);
  // There is no rate: 0 is never shown for what could not be computed.
  const isUnconverted = part['standing'] === 'unconverted';
  const factors = [
    `${takesBack(part) ? '- ' : ''}${number(part['amount'])} ${shown(part['currency'])}`,
    isUnconverted ? '?' : number(part['rate']),
    ...share('publisher_share'),
    ...share('site_share'),
    `${shown(part['days'])}/${shown(part['period_days'])}`,
  ];
  return {
    ...traced(part),
    arithmetic: factors.join(times),
    ...(isUnconverted ? { part_eur: '' } : {}),
  };
}

function outlookOf(
  { sensitivity, break_even: even, next_evidence: next, threshold_eur: threshold }: Derivation,
  words: Words,
): Block[] {
  const made = sectionsIn(words);
  const limits = even.map((row) => ({ ...row, limit: row.limit ?? words.never }));
  const gains = next.map((row) => ({
    ...row,
    gain_upper_eur: row.gain_upper_eur ?? words.unknown,
  }));
  return [
    ...made(
      words.sensitivity,
      null,
      sensitivity.map((row) => ({ ...row })),
      ['without', 'floor_eur', 'status', 'reason'],
    ),
    ...(threshold === null
      ? []
      : made(words.breakEven(euros(threshold, words.language)), words.breakEvenRule, limits, [
          'what',
          'value',
          'limit',
        ])),
    ...made(words.next, words.nextRule, gains, ['reason', 'ask', 'source', 'id', 'gain_upper_eur']),
  ];
}

function inputsOf({ floor, last_run: last }: Derivation, words: Words): Block[] {
  const versions = Object.entries(last?.reference_versions ?? {}).map(
    ([name, version]) => `${name}: ${version}`,
  );
  return [
    { kind: 'heading', text: words.inputs },
    {
      kind: 'text',
      text: words.versions(
        shown(floor['method_version']),
        shown(floor['run_id']),
        momentText(shown(floor['known_at']), words.language),
      ),
    },
    ...(last === null || last.run_id === floor['run_id']
      ? []
      : [
          {
            kind: 'text' as const,
            text: words.confirmed(
              last.method_version,
              last.run_id,
              momentText(last.finished_at, words.language),
            ),
          },
        ]),
    { kind: 'list', items: versions },
    ...sectionsIn(words)(words.watermark, null, last?.watermark ?? [], COLUMNS.watermark),
  ];
}
