// JSON Schema of each record kind for those who send records, made from the zod schemas so that the
// two cannot drift. A sender's aid, not the judge: rules that it cannot express stand in the
// description, and schemas/decode.ts decides.
import { z } from 'zod';
import { KINDS, type Kind, RECORD_SCHEMAS, TOPICS } from './record.ts';

/** What a record of the kind is, and the rules beyond JSON Schema. */
const DESCRIPTIONS: Record<Kind, string> = {
  panel: 'What an audience panel measured for one site, month, country and device.',
  flow:
    'One movement of money from a network towards a publisher, as somebody reported it. Beyond this schema: period_end is not before period_start and the period ' +
    'is no longer than 3660 days; site and site_shares are not both set; the shares add up to at most 1; reverses is set exactly when status is "reversed".',
  site: 'A site belongs to an operation from a day to a day. Beyond this schema: valid_to is not before valid_from.',
  observation:
    'What a crawl saw on a site: networks, publisher accounts, advertising slots per page and ads.txt lines.',
  event:
    'An act of enforcement. Beyond this schema: at least one of site, operation and account is set.',
};

const COMMON_RULES =
  'In every record: identifiers (source, record_id, flow_id, operation and what refers to them) are taken in Unicode form NFC without blanks around them ' +
  'and hold no invisible character; no key stands twice in one object, texts are well-formed Unicode, days and months exist within 1900 to 2200, countries are ISO 3166-1 alpha-2, ' +
  'currencies ISO 4217 (historic codes too), a site has a registrable domain or is an IP address, and the whole is at most 1 MiB of UTF-8.';

/**
 * Order of the keywords in a file. zod's own order may change between releases, and the files must
 * not.
 */
const KEYWORD_ORDER = [
  ...[
    '$schema',
    '$id',
    'title',
    'description',
    'type',
    'anyOf',
    'enum',
    'pattern',
    'minLength',
    'minimum',
    'maximum',
    'default',
  ],
  ...['properties', 'required', 'additionalProperties', 'items'],
];

/**
 * File name -> text of the JSON Schema, draft 2020-12, of what a sender may write (nullable fields
 * may be left out).
 */
export function generateSchemas(): Map<string, string> {
  return new Map(KINDS.map((kind) => [`${kind}.schema.json`, schemaText(kind)]));
}

function schemaText(kind: Kind): string {
  const schema = z.toJSONSchema(RECORD_SCHEMAS[kind], { io: 'input', target: 'draft-2020-12' });
  const named = {
    ...schema,
    $id: `urn:plancher:record:${kind}`,
    title: `${kind} record, topic ${TOPICS[kind]}`,
    description: `${DESCRIPTIONS[kind]} ${COMMON_RULES}`,
  };
  return `${JSON.stringify(inKeywordOrder(named), null, 2)}\n`;
}

function inKeywordOrder(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inKeywordOrder);
  if (typeof node !== 'object' || node === null) return node;
  const keywords: [string, unknown][] = Object.entries(node);
  keywords.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(
    keywords.map(([keyword, value]) => [
      keyword,
      keyword === 'properties' ? fields(value) : inKeywordOrder(value),
    ]),
  );
}

/** Fields keep the order of docs/records.md, which is the order of canonical JSON. */
function fields(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, inKeywordOrder(schema)]),
  );
}

function rank(keyword: string): number {
  const at = KEYWORD_ORDER.indexOf(keyword);
  return at === -1 ? KEYWORD_ORDER.length : at;
}
