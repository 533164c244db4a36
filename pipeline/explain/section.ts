// A section of a paper: a heading, the rule by which its figures come about, and a table with
// figures and days in the form of a language.
import { dayText, momentText } from '../text/calendar.ts';
import { figure } from '../text/figure.ts';
import { type Row, shown } from '../text/row.ts';
import { columnLabel } from './columns.ts';
import type { Block } from './render.ts';
import type { Words } from './words.ts';

/** Makes a section of a paper: a heading, its rule, and a table or the word for nothing. */
export function sectionsIn(words: Words) {
  return (
    heading: string,
    rule: string | null,
    rows: readonly object[],
    columns: readonly string[],
  ): Block[] => [
    { kind: 'heading', text: heading },
    ...(rule === null ? [] : [{ kind: 'text' as const, text: rule }]),
    rows.length === 0
      ? { kind: 'text', text: words.none }
      : {
          kind: 'table',
          columns: columns.map((name) => ({ name, label: columnLabel(name, words.language) })),
          rows: rows.map((row) => inFigures({ ...row }, words)),
        },
  ];
}

/** Left out where there is nothing to show. */
export function some(rows: readonly object[], blocks: Block[]): Block[] {
  return rows.length === 0 ? [] : blocks;
}

/** Columns of figures. */
const FIGURE_ENDINGS =
  '_eur|amount|_lower|universe|panel_size|unique_visitors|per_page|per_unit|rate_end|eur_upper|' +
  'design_effect|not_blocked|fill_rate|valid_traffic|_share|_ppm|_pages';
const FIGURE_NAMES =
  'audience|alpha|confidence|speaks_at|pages|page_views|visits|low|median|high|level|value|limit';
const FIGURES = new RegExp(`(?:${FIGURE_ENDINGS}|^(?:${FIGURE_NAMES}))$`);
/** Days that are not codes: in words in French, as the rest of a French paper. */
const DAYS = /^(day|valid_from|valid_to)$/;
const MOMENTS = /^observed_at$/;
const ANSWERS = /^is_/;

function inFigures(row: Row, words: Words): Row {
  const { language } = words;
  const inWords = (name: string, value: unknown) => {
    if (value === null) return value;
    if (Array.isArray(value)) return value.map(shown).join(', ');
    if (ANSWERS.test(name)) return value === 1 ? words.yes : '';
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

/** A row with the coordinates of its record in one cell, and its place in a document in another. */
export function withTrace<One extends object>(given: One) {
  const row = new Map<string, unknown>(Object.entries(given));
  const place = [row.get('input') ?? row.get('topic'), row.get('partition'), row.get('offset')];
  const [document, within] = [shown(row.get('document_sha256')), shown(row.get('document_place'))];
  const where = place.every((one) => one === undefined) ? [] : [place.map(shown).join(':')];
  return {
    ...given,
    record: [...where, shown(row.get('sha256'))].join(' '),
    document: [document.slice(0, SHORT_DIGEST), within].filter((text) => text !== '').join(' '),
  };
}

const SHORT_DIGEST = 12;
