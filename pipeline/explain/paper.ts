// From a derivation to the paper that a reader follows with a pocket calculator, in the words of a
// language. A sentence comes first, then the figures.
import { momentText, monthText } from '../text/calendar.ts';
import { euros, figure } from '../text/figure.ts';
import type { Language } from '../text/language.ts';
import { shown } from '../text/row.ts';
import { CODES } from './codes.ts';
import type { Derivation } from './derivation.ts';
import { COLUMNS } from './paper-columns.ts';
import { comparablesOf, saidOf, totalsOf } from './paper-class.ts';
import { modelOf, observedOf, rangeOf } from './paper-model.ts';
import type { PartShown } from './parts-shown.ts';
import type { RateShown } from './rates-shown.ts';
import type { Block } from './render.ts';
import { sectionsIn, some, withTrace } from './section.ts';
import type { TakeBackShown } from './take-backs-shown.ts';
import { type Words, wordsIn } from './words.ts';

export function paperOf(derivation: Derivation, language: Language): Block[] {
  const words = wordsIn(language);
  const made = sectionsIn(words);
  const { lines, audience, registry } = derivation;
  const blocks: Block[] = [
    ...headOf(derivation, words),
    ...missingRates(derivation, words),
    ...made(words.byLine, words.lineRule, lines, COLUMNS.lines),
    ...documentedOf(derivation, words),
    ...made(words.audience, words.audienceRule, audience.map(withTrace), COLUMNS.audience),
    ...modelOf(derivation, words),
    ...comparablesOf(derivation, words),
    ...totalsOf(derivation, words),
    ...assumptionsOf(derivation, words),
    ...outlookOf(derivation, words),
    ...observedOf(derivation, words),
    ...rangeOf(derivation, words),
    ...made(words.registry, null, registry.map(withTrace), COLUMNS.registry),
    ...inputsOf(derivation, words),
  ];
  return [...blocks, ...codesIn(blocks, words)];
}

function documentedOf(derivation: Derivation, words: Words): Block[] {
  const { parts, groups, sides, left_out: leftOut, take_backs: takeBacks } = derivation;
  const made = sectionsIn(words);
  const named = <One extends { network_key: string }>(row: One) => ({
    ...row,
    network_key: row.network_key === '' ? words.unknown : row.network_key,
  });
  const side = sides.chosen === 'known' ? words.knownSide : words.unknownSide;
  return [
    ...made(
      words.documented,
      words.partRule,
      parts.map((part) => named(withTrace(withArithmetic(part, words)))),
      COLUMNS.parts,
    ),
    ...some(groups, made(words.groups, words.groupRule, groups.map(named), COLUMNS.groups)),
    ...(groups.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: side(
              euros(sides.known_eur, words.language),
              euros(sides.unknown_eur, words.language),
            ),
          },
        ]),
    ...made(
      words.leftOut,
      words.leftOutRule,
      leftOut.map((row) => withTrace(named(row))),
      COLUMNS.leftOut,
    ),
    ...some(
      takeBacks,
      made(
        words.takeBacks,
        words.takeBackRule,
        takeBacks.map((row) => withTrace(named(withNames(row)))),
        COLUMNS.takeBacks,
      ),
    ),
    ...ratesOf(derivation.exchange_rates, words),
  ];
}

function ratesOf(rates: readonly RateShown[], words: Words): Block[] {
  const rows = rates.map((row) => ({ ...row, holds: row.holds === 1 ? words.holds : '' }));
  return some(
    rows,
    sectionsIn(words)(words.exchangeRates, words.exchangeRule, rows, COLUMNS.exchangeRates),
  );
}

/** Where nothing could be computed, the days for which flows had no exchange rate. */
function missingRates({ floor, exchange_rates: rates }: Derivation, words: Words): Block[] {
  if (floor.floor_eur !== null) return [];
  const flowOf = (row: RateShown) => JSON.stringify([row.source, row.flow_id]);
  const converted = new Set(rates.filter((row) => row.eur_per_unit !== null).map(flowOf));
  const items = rates
    .filter((row) => !converted.has(flowOf(row)))
    .map((row) => words.noRate(shown(row.currency), shown(row.day)));
  return items.length === 0 ? [] : [{ kind: 'list', items: [...new Set(items)] }];
}

function headOf({ floor }: Derivation, words: Words): Block[] {
  const { language } = words;
  const isModelled = Number(floor.modelled_eur) > 0;
  const confidence = isModelled
    ? figure(shown(floor['confidence']), language)
    : words.underAssumptions;
  const title = words.title(shown(floor['operation']), monthText(shown(floor['month']), language));
  if (floor.floor_eur === null)
    return [
      { kind: 'title', text: title },
      { kind: 'strong', text: words.insufficient(meaningOf(shown(floor['reason']), language)) },
    ];
  const [exact, headline] = [
    euros(floor.floor_eur, language),
    euros(shown(floor['floor_headline_eur']), language),
  ];
  const reason = shown(floor['reason']);
  return [
    { kind: 'title', text: title },
    { kind: 'strong', text: words.least(exact, headline) },
    { kind: 'text', text: words.rests(shown(floor['rung']), confidence) },
    ...(reason === '' ? [] : [{ kind: 'strong' as const, text: meaningOf(reason, language) }]),
  ];
}

const CODED = [
  'line',
  'asked_day',
  'rate_table',
  'grade',
  'kind',
  'placed',
  'ranked_by',
  'reason',
  'problem',
  'status',
  'measured_by',
  'unit',
  'basis',
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
function withArithmetic<One extends PartShown>(part: One, { language }: Words) {
  const times = language === 'fr' ? ' × ' : ' x ';
  const number = (value: string) => figure(value, language);
  const shares = [part.publisher_share, part.property_share].filter((share) => Number(share) !== 1);
  const factors = [
    `${number(part.amount)} ${part.currency}`,
    number(part.rate),
    ...shares.map(number),
    `${String(part.days)}/${String(part.period_days)}`,
  ];
  return { ...part, arithmetic: factors.join(times) };
}

/** Source and id of what it takes back, and of what it was taken from, in one cell each. */
function withNames<One extends TakeBackShown>(row: One) {
  return {
    ...row,
    target: `${row.target_source} ${row.target_flow_id}`.trim(),
    taken_from: `${row.from_source} ${row.from_flow_id}`.trim(),
  };
}

function assumptionsOf({ assumptions }: Derivation, words: Words): Block[] {
  const rows = assumptions.map((row) => ({
    ...row,
    says: saidOf(row, words),
  }));
  const { heading, rule } = { heading: words.assumptions, rule: words.assumptionRule };
  return sectionsIn(words)(heading, rule, rows, COLUMNS.assumptions);
}

function outlookOf(
  { sensitivity, break_even: even, next_evidence: next, threshold_eur: threshold }: Derivation,
  words: Words,
): Block[] {
  const made = sectionsIn(words);
  const said = new Map(Object.entries(words.evenOf));
  const limits = even.map((row) => ({
    ...row,
    what: said.get(row.what) ?? row.what,
    limit: row.limit ?? words.never,
  }));
  const gains = next.map((row) => ({
    ...row,
    gain_upper_eur: row.gain_upper_eur ?? words.unknown,
  }));
  return [
    ...made(words.sensitivity, null, sensitivity, COLUMNS.sensitivity),
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
        floor.run_id,
        momentText(shown(floor['known_at']), words.language),
      ),
    },
    ...(last === null || last.run_id === floor.run_id
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
