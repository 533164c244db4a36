// A published case: what a source says about the audience and the revenue of a site, in fields that
// a person filled in. `quotes` keeps the words of the source; no program reads them.
// reference/README.md lists every field and value; test/unit/published-case.test.ts compares both.
import { z } from 'zod';
import { CURRENCY_CODES, COUNTRY_CODES } from '../../schemas/iso-codes.ts';
import { amount, count, date, identifier, month } from '../../schemas/field.ts';
import { domainOf } from '../../schemas/property.ts';

/** What one of the audience is. Units are never converted into each other. */
export const AUDIENCE_UNITS = {
  unique_visitors_month: 'persons who came at least once in the month, each counted once',
  visits_month: 'visits in the month',
  page_views_month: 'pages shown in the month',
  unique_visitors_day: 'persons who came on a day, each counted once a day',
  visitors_day: 'visitors of a day; whether each is counted once is not said',
  subscribers: 'persons or households that pay',
  members: 'registered accounts, active or not',
  users: 'users, without a word on what one is',
};

/** What the audience figure is of its months or days. */
export const AUDIENCE_STATISTICS = {
  value: 'the figure of one month or day, with no word of a peak, average or sum',
  average: 'a mean over the period',
  peak: 'the highest of the period',
  total: 'a sum over the period',
};

/** Who measured the audience. Only a panel of known size has a sampling limit. */
export const AUDIENCE_BASES = {
  mediametrie: 'the figure of the Médiamétrie panel itself, nothing derived from it',
  other_panel: 'another panel of persons',
  other_measurement: 'a counter, a tool, or a measurement by a party',
  authority: 'police, prosecutor or court papers, without how it was measured',
  claim: 'the site or its operator says so',
};

export const AUDIENCE_SCOPES = {
  one_site: 'of one site',
  several_sites: 'of several sites together',
};

/** Lines of revenue. The first five are those of flow records. */
export const REVENUE_LINES = {
  advertising: 'advertising alone',
  subscription: 'subscriptions alone',
  donation: 'donations alone',
  file_host: 'payments of file hosts alone',
  other: 'another line alone, without advertising',
  all_lines: 'income that the source does not split by line, or of several lines with advertising',
};

/** How the figure was established. */
export const REVENUE_BASES = {
  flows: 'payments seen one by one, on accounts or in ledgers',
  invoices: 'invoices or statements of who paid',
  forfeiture: 'a forfeiture that a court ordered',
  court_finding: 'a court found it in a judgment',
  admission: "the operator's own words, to the court or in seized messages",
  investigation: 'told by investigators, a prosecutor or at a hearing; no court found it',
  sought: 'asked for by a party and not granted',
  estimate: 'estimated, modelled, multiplied or the end of a range, by anybody',
  damages: 'damages, fines or losses of others: never revenue',
};

/** Which money was counted. */
export const REVENUE_MEASURES = {
  received: 'what the site took in: revenue, receipts, turnover',
  gross: 'before what networks and processors keep',
  profit: 'what was left after costs',
};

/** Which side the figure bounds. */
export const REVENUE_BOUNDS = {
  exact: 'the figure itself, with no word of a minimum, maximum or approximation',
  at_least: 'a minimum',
  at_most: 'a maximum',
  about: 'an approximation: it bounds no side',
};

/** How much of the revenue of the site the figure covers. */
export const REVENUE_SCOPES = {
  one_site: 'all revenue of one site, in the line',
  part: 'a part of it: some accounts, networks or payments',
  several_sites: 'revenue of other sites or services is in it',
};

/** How far `from` and `to` can be relied on. */
export const PERIOD_EDGES = {
  exact: 'the figure is of all days from `from` to `to`',
  within: 'the figure is of a time that lies between `from` and `to`, or ends or begins there',
};

/** What the revenue is per. */
export const PERIOD_PER = {
  month: 'a month of the period',
  year: 'a year of the period',
  whole: 'the whole period',
};

export const ENUMERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audience_unit: AUDIENCE_UNITS,
  audience_statistic: AUDIENCE_STATISTICS,
  audience_basis: AUDIENCE_BASES,
  audience_scope: AUDIENCE_SCOPES,
  revenue_line: REVENUE_LINES,
  revenue_basis: REVENUE_BASES,
  revenue_measure: REVENUE_MEASURES,
  revenue_bound: REVENUE_BOUNDS,
  revenue_scope: REVENUE_SCOPES,
  'period.edges': PERIOD_EDGES,
  'period.per': PERIOD_PER,
};

/** A key of the meanings; null where the source does not say. A missing key is null. */
const oneOf = <Meanings extends Record<string, string>>(meanings: Meanings) =>
  z
    .custom<keyof Meanings & string>(
      (value) => typeof value === 'string' && Object.hasOwn(meanings, value),
      {
        error: `write one of ${Object.keys(meanings).join(', ')}, or null`,
      },
    )
    .nullable()
    .default(null);

const textThat = (holds: (text: string) => boolean, error: string) =>
  z.string({ error }).refine(holds, { error });
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

/** In the form of identifiers: a site becomes the operation of records. */
const identity = z.string('write a text').transform((written, context) => {
  const known = identifier.safeParse(written);
  if (known.success) return known.data;
  context.addIssue('write a text that is not empty and has no invisible characters');
  return z.NEVER;
});
const name = textThat((text) => text.trim() !== '', 'write a text that is not empty');
const domain = textThat((text) => domainOf(text) !== null, 'write a domain, such as films.example');
const edge = textThat(
  (text) => month.safeParse(text).success || date.safeParse(text).success,
  'write a month (2015-11) or a day (2015-11-03) that the calendar has, or null',
);
const money = textThat(
  (text) => amount.safeParse(text).success,
  'write a decimal text with at most 4 decimals, such as "1500.50", or null',
);

export const periodSchema = z.object({
  from: orNull(edge),
  to: orNull(edge),
  edges: oneOf(PERIOD_EDGES),
  per: oneOf(PERIOD_PER),
});

export const quoteSchema = z.object({
  about: z.enum(['audience', 'revenue', 'period', 'case']),
  words: name,
  /** False: a paraphrase or translation, as this library has it. */
  verbatim: z.boolean(),
  speaker: orNull(name),
  document: orNull(name),
  place: orNull(name),
});

export const caseSchema = z.object({
  case_id: identity,
  site: identity,
  domains: z.array(domain).default([]),
  audience_value: orNull(
    z.custom<number>((value) => count.safeParse(value).success, {
      error: 'write a whole number of at least 0, or null',
    }),
  ),
  audience_unit: oneOf(AUDIENCE_UNITS),
  audience_statistic: oneOf(AUDIENCE_STATISTICS),
  audience_scope: oneOf(AUDIENCE_SCOPES),
  audience_basis: oneOf(AUDIENCE_BASES),
  /** The source that panel records name the panel by. */
  audience_panel: orNull(name),
  audience_country: orNull(
    textThat((text) => COUNTRY_CODES.has(text), 'write a country as ISO 3166-1 alpha-2, or null'),
  ),
  revenue_amount: orNull(money),
  revenue_currency: orNull(
    textThat((text) => CURRENCY_CODES.has(text), 'write a currency as ISO 4217, or null'),
  ),
  revenue_line: oneOf(REVENUE_LINES),
  revenue_basis: oneOf(REVENUE_BASES),
  revenue_measure: oneOf(REVENUE_MEASURES),
  revenue_bound: oneOf(REVENUE_BOUNDS),
  revenue_scope: oneOf(REVENUE_SCOPES),
  period: periodSchema.default({ from: null, to: null, edges: null, per: null }),
  quotes: z.array(quoteSchema).default([]),
  source: orNull(z.string()),
  note: orNull(z.string()),
});

export const caseFile = z.object({ version: z.string(), rows: z.array(caseSchema) });

export type PublishedCase = z.infer<typeof caseSchema>;
export type CasePeriod = z.infer<typeof periodSchema>;
export type CaseLibrary = z.infer<typeof caseFile>;
