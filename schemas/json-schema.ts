// The JSON Schema of each record kind, for people who send records. It is generated from the zod
// schema, so the two cannot differ. It only helps the sender: the description states the rules that
// JSON Schema cannot express, and schemas/decode.ts decides.
import { z } from 'zod';
import { KINDS, type Kind, RECORD_KINDS } from './record.ts';

const COMMON_RULES =
  'In every record: a field that may be null may also be left out; null means that the value is ' +
  'not known, unless the field says what it means. Texts have at most 1,000 characters and are ' +
  'taken in Unicode form NFC without blanks around them. Identifiers (source, record_id, flow_id, ' +
  'operation and what refers to them) hold no invisible character. No key occurs twice in one ' +
  'object, texts are well-formed Unicode, days and months exist within 1900 to 2200, countries ' +
  'are ISO 3166-1 alpha-2, currencies ISO 4217 (historic codes too) or an asset such as USDT. A ' +
  'site is a host name, a URL without path, an IP address, a page of a known platform, or an app ' +
  'as app:NAME. The whole is at most 1 MiB of UTF-8. Other spellings of the same value are taken ' +
  'too: docs/records.md lists them.';

/** Order of the keywords in a file: zod's own order may change with a release of zod. */
const KEYWORD_ORDER = [
  '$schema',
  '$id',
  'title',
  'description',
  'type',
  'anyOf',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'default',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'maxItems',
];

/**
 * The JSON Schemas (draft 2020-12) by file name. They describe what a sender may write, so nullable
 * fields are optional.
 */
export function generateSchemas(): Map<string, string> {
  return new Map(KINDS.map((kind) => [`${kind}.schema.json`, schemaText(kind)]));
}

function schemaText(kind: Kind): string {
  const { topic, about, schema } = RECORD_KINDS[kind];
  const named = {
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }),
    $id: `urn:plancher:record:${kind}`,
    title: `${kind} record, topic ${topic}`,
    description: `${about} ${COMMON_RULES}`,
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

/** Fields keep the order of canonical JSON, which is that of docs/records.md. */
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
