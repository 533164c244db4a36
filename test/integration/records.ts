// Seeded input for the integration tests: plain and odd flows, repeats, disputes, second revisions,
// and lines that are broken in many ways.
import { seeded } from '../oracle/random.ts';

export type Random = (below: number) => number;

/** The same seed gives the same numbers. */
export const randomOf = (seed: number): Random => seeded(seed).below;

/** The same items in another order. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random(2 ** 31) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const SITES = 300;
const siteName = (index: number) => `site-${String(index % SITES)}.tv`;
const two = (value: number) => String(value).padStart(2, '0');
const pick = (values: readonly string[], random: Random) => values[random(values.length)] ?? '';

/** One valid flow. What is not given is a plain monthly payment of 100 EUR in November 2015. */
export function flow(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    flow_id: 'f-1',
    revision: 1,
    source: 'statement',
    network: 'popads.example',
    line: 'advertising',
    publisher_account: 'pub-1',
    site: 'planet-series.tv',
    period_start: '2015-11-01',
    period_end: '2015-11-30',
    value_date: '2015-12-30',
    amount: '100.0000',
    currency: 'EUR',
    status: 'paid',
    basis: 'net',
    payee: { name: 'Example Media Ltd', country: 'CY', account: 'acc-1', account_type: 'psp' },
    ...fields,
  };
}

function randomFlow(index: number, random: Random): Record<string, unknown> {
  const site = random(SITES);
  const month = 1 + random(12);
  const base = flow({
    flow_id: `f-${String(index)}`,
    source: `statement-${String(site % 3)}`,
    network: `network-${String(random(9))}.example`,
    line: pick(['advertising', 'advertising', 'file_host', 'subscription'], random),
    publisher_account: `pub-${String(site)}`,
    site: siteName(site),
    period_start: `2015-${two(month)}-01`,
    period_end: `2015-${two(month)}-28`,
    value_date: `2016-${two(month)}-15`,
    amount: `${String(random(4_000))}.${String(random(10_000)).padStart(4, '0')}`,
    currency: pick(['EUR', 'USD', 'GBP'], random),
    payee: {
      name: pick(['Example Ltd', 'Société Exemple', 'Пример'], random),
      country: pick(['CY', 'FR', 'PA'], random),
      account: `acc-${String(site)}`,
      account_type: 'psp',
    },
  });
  return { ...base, ...oddity(index, site, random) };
}

/** What makes one flow in ten differ from a plain payment. */
function oddity(index: number, site: number, random: Random): Record<string, unknown> {
  switch (random(50)) {
    case 0:
      return {
        site: null,
        site_shares: [
          { site: siteName(site), share: '0.4' },
          { site: siteName(site + 1), share: '0.35' },
        ],
      };
    case 1:
      return { site: null };
    case 2:
      return { flow_id: `f-${String(Math.max(0, index - 1 - random(500)))}`, revision: 2 };
    case 3:
      return {
        status: 'reversed',
        reverses: `f-${String(Math.max(0, index - 1 - random(500)))}`,
        amount: '1.5',
      };
    case 4:
      return { flow_id: `f-${String(Math.max(0, index - 1 - random(500)))}` };
    default:
      return {};
  }
}

/** Bytes that are no valid flow, each for another reason. */
function brokenLine(index: number, random: Random): Buffer {
  const record = randomFlow(index, random);
  const text = JSON.stringify(record);
  const forms: (string | Buffer)[] = [
    text.slice(0, 20 + random(text.length - 21)),
    JSON.stringify({ ...record, amount: '-1' }),
    JSON.stringify({ ...record, period_end: '2015-02-30' }),
    JSON.stringify({ ...record, colour: 'red' }),
    JSON.stringify({ ...record, currency: 'ZZZ' }),
    text.replace('{', '{"amount":NaN,'),
    `${text.slice(0, -1)},"revision":1}`,
    `[${String(index)}]`,
    '',
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  ];
  return Buffer.from(forms[random(forms.length)] ?? '');
}

/** Lines without line feed: 0.5 % broken, 2 % repeats of an earlier line, the others flows. */
export function flowLines(count: number, seed: number): Buffer[] {
  const random = randomOf(seed);
  const lines: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const shape = random(1_000);
    const earlier = lines[random(Math.max(1, index))];
    if (shape < 5) lines.push(brokenLine(index, random));
    else if (shape < 25 && earlier !== undefined) lines.push(earlier);
    else lines.push(Buffer.from(JSON.stringify(randomFlow(index, random))));
  }
  return lines;
}

export function siteLines(): Buffer[] {
  return Array.from({ length: SITES / 2 }, (_, index) =>
    Buffer.from(
      JSON.stringify({
        record_id: `reg-${String(index)}`,
        revision: 1,
        source: 'case-file',
        site: siteName(index),
        operation: `operation-${String(index % 40)}`,
        operator_country: 'FR',
        valid_from: '2013-01-01',
        valid_to: null,
      }),
    ),
  );
}

export function panelLines(): Buffer[] {
  return Array.from({ length: SITES }, (_, index) =>
    Buffer.from(
      JSON.stringify({
        record_id: `panel-${String(index)}`,
        revision: 1,
        source: 'panel',
        site: siteName(index),
        month: `2015-${two(1 + (index % 12))}`,
        country: 'FR',
        device: 'all',
        unique_visitors: 10_000 + 37 * index,
        page_views: 50_000 + 91 * index,
        panel_size: 22_000,
        universe: 44_800_000,
        published_at: '2016-01-15T00:00:00Z',
      }),
    ),
  );
}

const LINE_FEED = Buffer.from('\n');

/** Each line with a line feed behind it. */
export function ndjson(lines: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(line), LINE_FEED]));
}
