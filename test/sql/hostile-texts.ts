// Operations whose records have hostile texts in every field, and the same with harmless ones.
import type { Random } from '../../pipeline/platform/random.ts';
import { type Fields, flow, site as registeredSite } from '../records.ts';

/** The money of these pairs moved long ago, so digests report it. */
export const isOld = (pair: number) => pair % 4 === 1;
/** A record has at most 1 MiB: one name of a megabyte, or six texts of a seventh of it. */
export const MEGABYTE = 1_000_000;
const LONG = 140_000;

const FRAGMENTS = [
  'Example Ltd',
  '\n[high] “other”: the payee “Nobody” is new in the records of this operation.',
  '\r\nBcc: everybody@example.org\r\n\r\nbody',
  '\r\n.\r\nMAIL FROM:<x@example.org>\r\n',
  '”. All flows: plancher alerts show 000000000000 “',
  ' ». Tous les mouvements : plancher « ',
  '\u2028[high]\u2029[high]\u0085[high]\v[high]\f[high]',
  '\u001b[2J\u001b]8;;https://evil.example\u0007 \u009b31m',
  '\u202e\u2066\u200b\ufeff\u00ad\u3164\u{e0041}',
  '<!channel> <@U0123> <https://evil.example|click> & &lt;!here&gt; @here *bold* `code`',
  'https://evil.example/login',
  '\\u{202e}\\',
  '=?UTF-8?Q?=0D=0ABcc:_x?=',
  '"; DROP TABLE alert_message; --',
  `a${'\u0301'.repeat(90)}`,
  'é€😀𝒳',
  '\u0000',
  'x'.repeat(350),
  '😀'.repeat(150),
];

/**
 * Of the first pairs: one new name of a megabyte, and everything long, told at once and in a
 * digest.
 */
function lengthOf(pair: number, field: string): number {
  // A topic is the name of a file or of a Kafka topic: 249 bytes at most.
  if (field === 'topic') return 200;
  if (field === 'operation') return MEGABYTE;
  return pair === 2 ? (field === 'payee-b' ? MEGABYTE : 1) : LONG;
}

export function hostileText(random: Random, pair: number, field: string): string {
  const end = `-${field}-${String(pair)}`;
  if (pair < 3) return `${'n'.repeat(lengthOf(pair, field))}${end}`;
  const pieces = Array.from(
    { length: 1 + random.below(3) },
    () => FRAGMENTS[random.below(FRAGMENTS.length)] ?? '',
  );
  // A field may begin with what makes it different from others, or end with it.
  return random.chance(0.5) ? `${pieces.join('')}${end}` : `${end}${pieces.join('')}`;
}

export interface Texts {
  operation: string;
  source: string;
  network: string;
  publisher: string;
  payees: string[];
  accounts: string[];
  flowIds: string[];
  topic: string;
}

/**
 * Identifiers are trimmed and hold no invisible character, else the record is rejected: it never
 * comes as far as an alert.
 */
const identifier = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFC')
    .trim();

export const textsOf = (text: (field: string) => string): Texts => ({
  operation: identifier(text('operation')),
  source: identifier(text('source')),
  network: text('network'),
  publisher: text('publisher'),
  payees: [text('payee-a'), text('payee-b')],
  accounts: [text('account-a'), text('account-b')],
  flowIds: ['cover', 'a', 'b', 'c', 'd'].map((one) => identifier(text(`flow-${one}`))),
  topic: text('topic'),
});

/**
 * The operation of a site, and four payments to two accounts of two payees after one that shows
 * that the source covers the network.
 */
export function recordsOf(
  pair: number,
  kind: string,
  texts: Texts,
): { site: Fields; flows: Fields[] } {
  const site = `${kind}-${String(pair)}.tv`;
  const year = isOld(pair) ? '2016' : '2025';
  const [cover = '', ...ids] = texts.flowIds;
  const common = {
    source: texts.source,
    network: texts.network,
    publisher_account: texts.publisher,
  };
  const flows = ids.map((id, index) =>
    flow(id, {
      ...common,
      site,
      period_start: `${year}-11-01`,
      period_end: `${year}-11-30`,
      value_date: `${year}-12-1${String(index)}`,
      amount: String(100 * (index + 1)),
      payee: {
        name: texts.payees[index % 2],
        country: index % 2 === 0 ? 'FR' : 'JE',
        account: texts.accounts[index % 2],
        account_type: 'other',
      },
    }),
  );
  const covering = flow(cover, {
    ...common,
    site: 'cover.tv',
    period_start: '2014-01-01',
    period_end: '2014-01-31',
    value_date: '2014-02-01',
  });
  const registered = registeredSite(site, {
    source: 'registry',
    site,
    operation: texts.operation,
    valid_from: '2010-01-01',
  });
  return { site: registered, flows: [covering, ...flows] };
}
