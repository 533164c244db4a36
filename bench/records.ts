// Records for the benches: flows as networks report them, seeded, about 350 bytes each.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { type Random, randomOf } from '../pipeline/platform/random.ts';
import { type Fields, flow } from '../test/records.ts';

const CURRENCIES = ['EUR', 'USD', 'USD', 'GBP', 'CHF', 'EUR'];
const LINES = [
  'advertising',
  'advertising',
  'advertising',
  'file_host',
  'subscription',
  'donation',
];
const COUNTRIES = ['CY', 'FR', 'PA', 'LU', 'NL', 'VG'];
/** With 2 million flows, about 30 for each site and month. */
const SITES = 2_800;
const NETWORKS = 24;
const two = (value: number) => String(value).padStart(2, '0');

/**
 * One flow: 90 % plain monthly payments, 5 % spread over two months, 2 % with proven shares, 2 %
 * reversals, 1 % a second revision.
 * @param given number of its site; without it, one of {@link SITES}
 */
export function flowRecord(index: number, random: Pick<Random, 'below'>, given?: number): Fields {
  const shape = random.below(100);
  const month = 1 + random.below(12);
  const year = 2014 + random.below(2);
  const site = given ?? random.below(SITES);
  // A site works with four networks; nine payments in ten are known from the network, the others
  // from the bank.
  const network = (site * 7 + random.below(4)) % NETWORKS;
  const next = given === undefined ? (site + 1) % SITES : site + 1;
  const place =
    shape < 2
      ? {
          site: null,
          site_shares: [
            { site: `site-${String(site)}.tv`, share: '0.4' },
            { site: `site-${String(next)}.tv`, share: '0.35' },
          ],
        }
      : { site: `site-${String(site)}.tv` };
  const record = flow(`st-${String(index)}`, {
    source: random.below(10) === 0 ? 'bank' : `statement-${String(network % 3)}`,
    network: `network-${String(network)}.example`,
    line: LINES[network % LINES.length],
    publisher_account: `pub-${String(site)}`,
    period_start: `${String(year)}-${two(month)}-01`,
    period_end: `${String(year)}-${two(month)}-28`,
    value_date: `${String(year + 1)}-${two(month)}-15`,
    amount: `${String(random.below(5_000))}.${String(random.below(10_000)).padStart(4, '0')}`,
    currency: CURRENCIES[random.below(CURRENCIES.length)],
    ...place,
    payee: {
      name: 'Example Ltd',
      country: COUNTRIES[random.below(COUNTRIES.length)],
      account: `acc-${String(site)}`,
      account_type: 'psp',
    },
  });
  if (shape >= 2 && shape < 7)
    record['period_end'] = `${String(year + (month === 12 ? 1 : 0))}-${two((month % 12) + 1)}-20`;
  if (shape >= 7 && shape < 9 && index > 1_000)
    Object.assign(record, {
      status: 'reversed',
      reverses: { flow_id: `st-${String(index - 3 * (1 + random.below(300)))}` },
      amount: '1.5',
    });
  if (shape === 9 && index > 1_000)
    Object.assign(record, { flow_id: `st-${String(index - 1 - random.below(900))}`, revision: 2 });
  return record;
}

/**
 * Writes `count` flows as NDJSON. A share of them is cut off in the middle, and so rejected.
 */
export async function writeFlows(
  path: string,
  count: number,
  seed: number,
  percentRejected = 0,
): Promise<void> {
  const random = randomOf(seed);
  await writeLines(path, 0, count, (index) => {
    const line = JSON.stringify(flowRecord(index, random));
    return index % 100 < percentRejected ? line.slice(0, -20) : line;
  });
}

/** Writes lines to a file, in bounded memory. */
export async function writeLines(
  path: string,
  from: number,
  to: number,
  lineAt: (index: number) => string,
): Promise<void> {
  const out = bufferedLines(path);
  for (let index = from; index < to; index += 1) await out.line(lineAt(index));
  await out.end();
}

/** Writes records to a file as NDJSON, in bounded memory. */
export function lineWriter(path: string): {
  write: (record: Fields) => Promise<void>;
  end: () => Promise<void>;
} {
  const out = bufferedLines(path);
  return { write: (record) => out.line(JSON.stringify(record)), end: out.end };
}

function bufferedLines(path: string) {
  const out = createWriteStream(path);
  let buffered = '';
  return {
    line: async (line: string) => {
      buffered += `${line}\n`;
      if (buffered.length <= 1_048_576) return;
      if (!out.write(buffered)) await once(out, 'drain');
      buffered = '';
    },
    end: async () => {
      out.end(buffered);
      await once(out, 'finish');
    },
  };
}
