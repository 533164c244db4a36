// Operations whose records have hostile texts in every field, and the same with harmless ones.
import type { Random } from '../../pipeline/platform/random.ts';
import { TEXT_LENGTH } from '../../schemas/field.ts';
import { type Fields, flow, site as registeredSite } from '../records.ts';

/** The money of these pairs moved long ago, so digests report it. */
export const isOld = (pair: number) => pair % 4 === 1;
/** Characters of a long text, before what makes it different from others. Each is four bytes. */
const LONG = TEXT_LENGTH - 40;
/** A topic is the name of a file or of a Kafka topic: 249 bytes at most. */
const LONG_TOPIC = 50;
export const LONG_BYTES = 4 * LONG;

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
  'x'.repeat(300),
  '😀'.repeat(150),
];

export function hostileText(random: Random, pair: number, field: string): string {
  const end = `-${field}-${String(pair)}`;
  // Of the first pairs everything is long; they are told at once and in a digest.
  if (pair < 3) return `${'😀'.repeat(field === 'topic' ? LONG_TOPIC : LONG)}${end}`;
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

/** As a record holds a text. */
const inForm = (text: string) => text.trim().normalize('NFC');
/** Identifiers hold no invisible character, else the record is rejected. */
const identifier = (text: string) =>
  inForm(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, ''));

export const textsOf = (text: (field: string) => string): Texts => ({
  operation: identifier(text('operation')),
  source: identifier(text('source')),
  network: inForm(text('network')),
  publisher: text('publisher'),
  payees: [inForm(text('payee-a')), inForm(text('payee-b'))],
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
