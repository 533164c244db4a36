// Seeded input in bulk: plain and odd flows, repeats, disputes, second revisions, and lines that
// are broken in many ways; with the registry and the panels of their sites.
import { type Random, randomOf } from '../pipeline/platform/random.ts';
import { type Fields, flow, lineOf, panel, site } from './records.ts';

const SITES = 300;
const siteName = (index: number) => `site-${String(index % SITES)}.tv`;
const two = (value: number) => String(value).padStart(2, '0');
const pick = (values: readonly string[], random: Random) =>
  values[random.below(values.length)] ?? '';

function randomFlow(index: number, random: Random): Fields {
  const owner = random.below(SITES);
  const month = 1 + random.below(12);
  const base = flow(`f-${String(index)}`, {
    source: `statement-${String(owner % 3)}`,
    network: `network-${String(random.below(9))}.example`,
    line: pick(['advertising', 'advertising', 'file_host', 'subscription'], random),
    publisher_account: `pub-${String(owner)}`,
    site: siteName(owner),
    period_start: `2015-${two(month)}-01`,
    period_end: `2015-${two(month)}-28`,
    value_date: `2016-${two(month)}-15`,
    amount: `${String(random.below(4_000))}.${String(random.below(10_000)).padStart(4, '0')}`,
    currency: pick(['EUR', 'USD', 'GBP'], random),
    payee: {
      name: pick(['Example Ltd', 'Société Exemple', 'Пример'], random),
      country: pick(['CY', 'FR', 'PA'], random),
      account: `acc-${String(owner)}`,
      account_type: 'psp',
    },
  });
  return { ...base, ...oddity(index, owner, random) };
}

/** What makes one flow in ten differ from a plain payment. */
function oddity(index: number, owner: number, random: Random): Fields {
  switch (random.below(50)) {
    case 0:
      return {
        site: null,
        site_shares: [
          { site: siteName(owner), share: '0.4' },
          { site: siteName(owner + 1), share: '0.35' },
        ],
      };
    case 1:
      return { site: null };
    case 2:
      return { flow_id: `f-${String(Math.max(0, index - 1 - random.below(500)))}`, revision: 2 };
    case 3:
      return {
        status: 'reversed',
        reverses: { flow_id: `f-${String(Math.max(0, index - 1 - random.below(500)))}` },
        amount: '1.5',
      };
    case 4:
      return { flow_id: `f-${String(Math.max(0, index - 1 - random.below(500)))}` };
    default:
      return {};
  }
}

/** Bytes that are no valid flow, each for another reason. */
function brokenLine(index: number, random: Random): Buffer {
  const record = randomFlow(index, random);
  const text = JSON.stringify(record);
  const forms: (string | Buffer)[] = [
    text.slice(0, 20 + random.below(text.length - 21)),
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
  return Buffer.from(forms[random.below(forms.length)] ?? '');
}

/** Lines without line feed: 0.5 % broken, 2 % repeats of an earlier line, the others flows. */
export function flowLines(count: number, seed: number): Buffer[] {
  const random = randomOf(seed);
  const lines: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const shape = random.below(1_000);
    const earlier = lines[random.below(Math.max(1, index))];
    if (shape < 5) lines.push(brokenLine(index, random));
    else if (shape < 25 && earlier !== undefined) lines.push(earlier);
    else lines.push(lineOf(randomFlow(index, random)));
  }
  return lines;
}

/** The same with blanks behind each record, so that fewer of them fill a range. */
export function longFlowLines(count: number, seed: number, blankBytes = 1_200): Buffer[] {
  const blanks = Buffer.alloc(blankBytes, ' ');
  return flowLines(count, seed).map((line) =>
    line.length === 0 ? line : Buffer.concat([line, blanks]),
  );
}

export function siteLines(): Buffer[] {
  return Array.from({ length: SITES / 2 }, (_, index) =>
    lineOf(
      site(`reg-${String(index)}`, {
        site: siteName(index),
        operation: `operation-${String(index % 40)}`,
      }),
    ),
  );
}

export function panelLines(): Buffer[] {
  return Array.from({ length: SITES }, (_, index) =>
    lineOf(
      panel(`panel-${String(index)}`, {
        site: siteName(index),
        month: `2015-${two(1 + (index % 12))}`,
        unique_visitors: 10_000 + 37 * index,
        page_views: 50_000 + 91 * index,
        published_at: '2016-01-15T00:00:00Z',
      }),
    ),
  );
}
