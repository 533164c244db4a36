// From a derivation to the paper that a reader follows with a pocket calculator, in the words of a
// language.
import { type Row, shown } from '../text/print.ts';
import type { Derivation } from './derivation.ts';
import { dayText, momentText, monthText } from '../text/calendar.ts';
import { euros, figure } from '../text/figure.ts';
import { takesBack } from './flows-shown.ts';
import type { Block } from './render.ts';
import { sumOfParts } from './sum-of-parts.ts';
import type { Words } from './words.ts';

const FIGURES =
  /(_eur|amount|_lower|universe|panel_size|unique_visitors|per_page|per_unit|rate_end|design_effect|not_blocked|fill_rate|valid_traffic|publisher_share|^pages|^page_views$|^visits$|_ppm|^low|^high|^value|^limit|_eur_per_unit)$/;

export function paperOf(derivation: Derivation, words: Words): Block[] {
  const { floor, lines, parts, exchange_rates: exchanged, audience, excluded } = derivation;
  const made = maker(words);
  const counting = parts
    .filter((part) => part['counts'] === 1)
    .map((part) => withArithmetic(part, words));
  const others = parts
    .filter((part) => part['counts'] !== 1)
    .map((part) => withArithmetic(part, words));
  const partColumns = [
    'network',
    'line',
    'source',
    'flow_id',
    'revision',
    'site',
    'arithmetic',
    'part_eur',
    'record',
  ];
  const blocks: Block[] = [
    ...headOf(floor, words),
    ...made(words.byLine, words.lineRule, lines, [
      'line',
      'documented_eur',
      'modelled_eur',
      'floor_eur',
    ]),
    ...made(
      words.documented,
      words.partRule,
      counting,
      counting.some(takesBack) ? [...partColumns, 'standing'] : partColumns,
    ),
    { kind: 'list', items: sumsOf(lines, parts, words) },
    ...made(words.notCounted, null, others, [...partColumns, 'standing', 'reason']),
    ...ratesOf(exchanged, words),
    ...made(words.audience, words.audienceRule, audience.map(traced), [
      'source',
      'site',
      'country',
      'unique_visitors',
      'visits',
      'page_views',
      'panel_size',
      'universe',
      'design_effect',
      'alpha_ppm',
      'contamination_ppm',
      'visitors_lower',
      'visits_lower',
      'page_views_lower',
      'problem',
      'record',
    ]),
    ...modelOf(derivation, words),
    ...rangeOf(derivation, words),
    ...made(words.excluded, null, excluded, [
      'reason',
      'source',
      'flow_id',
      'operation',
      'amount',
      'currency',
      'amount_eur',
    ]),
    ...outlookOf(derivation, words),
    ...made(words.registry, null, derivation.registry.map(traced), [
      'source',
      'record_id',
      'revision',
      'site',
      'valid_from',
      'valid_to',
      'record',
    ]),
    ...inputsOf(derivation, words),
    { kind: 'heading', text: words.assumptions },
    { kind: 'list', items: [...words.assumed, ...Object.values(words.rungs)] },
  ];
  return [...blocks, ...codesIn(blocks, words)];
}

function ratesOf(exchanged: readonly Row[], words: Words): Block[] {
  const rows = exchanged.map((row) => ({
    ...row,
    holds: row['holds'] === 1 ? words.holds : '',
    // 0 stands for: there is none.
    eur_per_unit: Number(row['eur_per_unit']) === 0 ? '' : row['eur_per_unit'],
  }));
  const columns = [
    'source',
    'flow_id',
    'currency',
    'asked_day',
    'day',
    'rate_table',
    'period',
    'eur_per_unit',
    'holds',
  ];
  return some(rows, maker(words)(words.exchangeRates, words.exchangeRule, rows, columns));
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
function codesIn(blocks: readonly Block[], { codes, codesShown, means }: Words): Block[] {
  const cells = blocks.flatMap((block) =>
    block.kind === 'table'
      ? block.columns
          .filter(({ name }) => CODED.includes(name))
          .flatMap(({ name }) => block.rows.map((row) => row[name]))
      : [],
  );
  const seen = new Set(cells.flatMap((cell) => (typeof cell === 'string' ? cell.split(',') : [])));
  const items = [...codes].flatMap(([code, meaning]) =>
    seen.has(code) ? [means(code, meaning)] : [],
  );
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: codesShown },
        { kind: 'list', items },
      ];
}

const FACTORS = ['not_blocked', 'fill_rate', 'valid_traffic', 'publisher_share', 'cpm_eur'];

/**
 * From audiences to modelled money: L3, L2, the reference class, which of them counts, and the rows
 * of the rate card behind it.
 */
function modelOf(
  { model, model_shown: shownModel, audience, rates }: Derivation,
  words: Words,
): Block[] {
  const made = maker(words);
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
    ...made(words.model, words.modelRule, model, [
      'source',
      'site',
      'country',
      'pages_lower',
      'ads_per_page',
      ...FACTORS,
      'modelled_eur',
    ]),
    ...some(
      slots,
      made(words.slots, words.slotRule, slots, [
        'site',
        'country',
        'network',
        'per_page',
        ...FACTORS,
        'eur_per_page',
        'crawls',
        'pages_sampled',
      ]),
    ),
    ...some(
      crawls,
      made(words.crawls, null, crawls.map(traced), [
        'source',
        'record_id',
        'revision',
        'site',
        'observed_at',
        'pages_sampled',
        'record',
      ]),
    ),
    ...some(
      cases,
      made(words.referenceClass, words.classRule, cases, ['unit', 'cases', 'site', 'eur_per_unit']),
    ),
    ...some(
      choice,
      made(words.choice, words.choiceRule, choices, [
        'panel',
        'choice',
        'rung',
        'audience_eur',
        'slots_eur',
        'class_eur',
        'class_cases',
        'modelled_eur',
      ]),
    ),
    ...(factors.length > 0
      ? made(words.rates, null, own.map(rate), [
          'factor',
          'country',
          'network',
          'rate_end',
          'currency',
          'rate_id',
          'grade',
          'source',
        ])
      : some(
          audience,
          made(words.rates, null, rates, [
            'factor',
            'country',
            'low',
            'high',
            'currency',
            'grade',
            'source',
          ]),
        )),
    ...some(
      unquantified,
      made(words.unquantified, words.unquantifiedRule, unquantified, [
        'source',
        'record_id',
        'site',
        'country',
        'pages',
        'modelled_units',
        'declared_by',
        'reason',
      ]),
    ),
  ];
}

/** For context: after what a floor is made of, and never in its head. */
function rangeOf({ likely_range: range }: Derivation, words: Words): Block[] {
  if (range === null) return [];
  const { panel, is_contradicted: isContradicted, unknown_factors: unknown, ...ends } = range;
  const row = {
    panel,
    ...Object.fromEntries(Object.entries(ends).map(([name, end]) => [name, end ?? words.unknown])),
  };
  const names = unknown.map((name) => words.columns.get(name) ?? name).join(', ');
  return [
    ...maker(words)(
      words.likely,
      words.likelyRule,
      [row],
      ['panel', 'likely_low_eur', 'likely_high_eur', 'ceiling_eur'],
    ),
    ...(unknown.length === 0 ? [] : [{ kind: 'text' as const, text: words.unknownHighs(names) }]),
    ...(isContradicted ? [{ kind: 'strong' as const, text: words.contradicted }] : []),
  ];
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
        : words.insufficient(meaningOf(shown(floor['reason']), words)),
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

/** Of codes that are joined by commas. */
function meaningOf(reasons: string, { codes }: Words): string {
  return reasons
    .split(',')
    .map((code) => (codes.has(code) ? `${codes.get(code) ?? ''} (${code})` : code))
    .join(', ');
}

function maker(words: Words) {
  return (
    heading: string,
    rule: string | null,
    rows: readonly Row[],
    columns: readonly string[],
  ): Block[] => [
    { kind: 'heading', text: heading },
    ...(rule === null ? [] : [{ kind: 'text' as const, text: rule }]),
    rows.length === 0
      ? { kind: 'text', text: words.none }
      : {
          kind: 'table',
          columns: columns.map((name) => ({ name, label: words.columns.get(name) ?? name })),
          rows: rows.map((row) => inFigures(row, words)),
        },
  ];
}

/** Blocks that are left away where there is nothing to show. */
function some(rows: readonly Row[], blocks: Block[]): Block[] {
  return rows.length === 0 ? [] : blocks;
}

/** Days that are not codes: in words in French, as the rest of a French paper. */
const DAYS = /^(day|valid_from|valid_to)$/;
const MOMENTS = /^observed_at$/;

function inFigures(row: Row, { language }: Words): Row {
  const inWords = (name: string, value: unknown) => {
    if (value === null) return value;
    if (FIGURES.test(name)) return figure(shown(value), language);
    if (MOMENTS.test(name)) return momentText(shown(value), language);
    const isDay =
      language === 'fr' &&
      DAYS.test(name) &&
      typeof value === 'string' &&
      /^\d{4}-\d{2}-\d{2}$/.test(value);
    return isDay ? dayText(value, language) : value;
  };
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, inWords(name, value)]),
  );
}

function traced(row: Row): Row {
  return {
    ...row,
    record: `${shown(row['input'] ?? row['topic'])}:${shown(row['partition'])}:${shown(row['offset'])} ${shown(row['sha256'])}`,
  };
}

/** Factors of 1 are left away. */
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

function outlookOf(
  { sensitivity, break_even: even, next_evidence: next, threshold_eur: threshold }: Derivation,
  words: Words,
): Block[] {
  const made = maker(words);
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
    ...maker(words)(words.watermark, null, last?.watermark ?? [], [
      'input',
      'partition',
      'last_offset',
      'chain_sha256',
    ]),
  ];
}
