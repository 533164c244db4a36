// The JSON Schemas that senders download match docs/records.md and the code.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { generateSchemas } from '../../schemas/json-schema.ts';
import { KINDS, type Kind } from '../../schemas/record.ts';
import { RECORD_FIELDS, fieldOf } from './record-fields.ts';

const FOLDER = new URL('../../schemas/json/', import.meta.url);

const objectNode = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({ description: z.string().min(1) })),
  required: z.array(z.string()).default([]),
  additionalProperties: z.literal(false),
});
const schemaFile = objectNode.extend({
  $schema: z.string(),
  $id: z.string(),
  title: z.string(),
  description: z.string(),
});

function generated(kind: Kind): z.infer<typeof schemaFile> {
  return schemaFile.parse(JSON.parse(generateSchemas().get(`${kind}.schema.json`) ?? ''));
}

/** The sub-schema of a nullable field that is not null. */
function present(node: unknown): unknown {
  const { anyOf } = z.looseObject({ anyOf: z.array(z.unknown()) }).parse(node);
  expect(anyOf).toHaveLength(2);
  expect(anyOf[1]).toEqual({ type: 'null' });
  return anyOf[0];
}

/** What a field that is left out is; undefined for an obligatory field. */
function defaultOf(node: unknown): unknown {
  return z.looseObject({ default: z.unknown().optional() }).parse(node).default;
}

function takesNull(node: unknown): boolean {
  const { anyOf = [], type } = z
    .looseObject({ anyOf: z.array(z.unknown()).optional(), type: z.unknown().optional() })
    .parse(node);
  const types: unknown[] = [type].flat();
  return types.includes('null') || anyOf.some(takesNull);
}

/** Every value under a keyword of this name, at any depth. */
function keyword(node: unknown, name: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  const entries: [string, unknown][] = Object.entries(node);
  return entries.flatMap(([key, value]) => [
    ...(key === name && !Array.isArray(node) ? [value] : []),
    ...keyword(value, name),
  ]);
}

describe('files on disk', () => {
  test('they equal a fresh generation, byte for byte: else run `npm run schemas`', () => {
    const fresh = generateSchemas();
    expect(readdirSync(FOLDER).sort()).toEqual([...fresh.keys()].sort());
    for (const [name, text] of fresh)
      expect(readFileSync(new URL(name, FOLDER), 'utf8'), name).toBe(text);
  });

  test('generation is stable, and every file ends with one line end', () => {
    expect([...generateSchemas()]).toEqual([...generateSchemas()]);
    for (const text of generateSchemas().values()) expect(text).toMatch(/[^\n]\n$/);
  });

  test('there is one for each kind', () => {
    expect([...generateSchemas().keys()]).toEqual(
      Object.keys(RECORD_FIELDS).map((kind) => `${kind}.schema.json`),
    );
  });
});

describe.each([...KINDS])('%s', (kind) => {
  const fields = RECORD_FIELDS[kind].map(fieldOf);

  test('names its draft, itself and its topic', () => {
    const schema = generated(kind);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toBe(`urn:plancher:record:${kind}`);
    expect(schema.title).toMatch(new RegExp(`^${kind} record, topic [a-z]+\\.[a-z]+$`));
    expect(schema.description.length).toBeGreaterThan(40);
  });

  test('a nullable field may be left out, every other field may not', () => {
    const schema = generated(kind);
    const names = (isNullable: boolean) =>
      fields.filter((field) => field.isNullable === isNullable).map(({ name }) => name);
    expect([...schema.required].sort()).toEqual(names(false).sort());
    for (const { name, whenNull } of fields.filter(({ isNullable }) => isNullable)) {
      const node = schema.properties[name];
      expect(takesNull(node), name).toBe(true);
      expect(defaultOf(node), name).toEqual(JSON.parse(whenNull));
    }
    for (const name of names(false)) expect(takesNull(schema.properties[name]), name).toBe(false);
  });

  test('the same inside of an object and of a list of objects', () => {
    for (const { name, inner } of fields) {
      if (inner === null) continue;
      const node = present(generated(kind).properties[name]);
      const { items = node } = z.looseObject({ items: z.unknown().optional() }).parse(node);
      const { properties, required } = objectNode.parse(items);
      expect(Object.keys(properties)).toEqual(inner.map((field) => fieldOf(field).name));
      const obligatory = inner.map(fieldOf).filter(({ isNullable }) => !isNullable);
      expect([...required].sort()).toEqual(obligatory.map((field) => field.name).sort());
    }
  });

  test('fields are in the order of canonical JSON', () => {
    expect(Object.keys(generated(kind).properties)).toEqual(fields.map(({ name }) => name));
  });

  test('no object, at any depth, takes an unknown field', () => {
    const schema = generated(kind);
    const objects = keyword({ root: schema }, 'type').filter((type) => type === 'object');
    const closed = keyword({ root: schema }, 'additionalProperties');
    expect(closed).toEqual(objects.map(() => false));
  });

  test('every pattern is a regular expression that matches from end to end', () => {
    for (const pattern of keyword(generated(kind), 'pattern')) {
      const source = z.string().parse(pattern);
      expect(() => new RegExp(source, 'u')).not.toThrow();
      if (source !== '.') expect(source).toMatch(/^\^.*\$$/);
    }
  });
});

describe('fields as docs/records.md says', () => {
  const pattern = (node: unknown): RegExp =>
    new RegExp(z.looseObject({ pattern: z.string() }).parse(node).pattern, 'u');

  test('an amount has at most 14 digits before the point and 8 after it, and is never negative', () => {
    const amount = pattern(generated('flow').properties['amount']);
    for (const good of ['0', '812.5000', '99999999999999.99999999', '000000000000429.56'])
      expect(good).toMatch(amount);
    for (const bad of ['', '-1', '812.500000001', '100000000000000', '1e5', '812,5', '.5', 'NaN'])
      expect(bad).not.toMatch(amount);
  });

  test('a share lies within 0 and 1 and has at most 6 decimals', () => {
    const shares = z
      .looseObject({ items: objectNode })
      .parse(present(generated('flow').properties['site_shares']));
    const share = pattern(shares.items.properties['share']);
    for (const good of ['0', '1', '0.25', '0.123456', '1.000000']) expect(good).toMatch(share);
    for (const bad of ['1.000001', '2', '-0.1', '0.1234567', '25%', ''])
      expect(bad).not.toMatch(share);
  });

  test('of a payee everything may be unknown', () => {
    const payee = objectNode.parse(present(generated('flow').properties['payee']));
    expect(payee.required).toEqual([]);
    expect(pattern(present(payee.properties['bank_country'])).source).toBe('^[A-Z]{2}$');
    expect(present(payee.properties['account_type'])).toMatchObject({
      enum: ['iban', 'bic', 'wallet', 'crypto', 'psp', 'other'],
    });
  });

  test('dates, months, times, currencies, countries and digests have the shape of their standard', () => {
    const { properties } = generated('flow');
    expect('2016-02-29').toMatch(pattern(present(properties['period_start'])));
    expect('29/02/2016').not.toMatch(pattern(present(properties['value_date'])));
    expect(pattern(properties['currency']).source).toBe('^[A-Z0-9]{3,10}$');
    expect(pattern(present(properties['document_sha256'])).source).toBe('^[0-9a-f]{64}$');
    expect('2015-11').toMatch(pattern(generated('panel').properties['month']));
    expect('2015-11-12T10:00:00Z').toMatch(
      pattern(generated('observation').properties['observed_at']),
    );
    expect('2015-11-12T10:00:00+01:00').not.toMatch(
      pattern(generated('observation').properties['observed_at']),
    );
  });

  test('texts have 1,000 characters, and lists as many entries as docs/records.md says', () => {
    const { properties } = generated('flow');
    expect(present(properties['network'])).toMatchObject({ minLength: 1, maxLength: 1_000 });
    expect(properties['flow_id']).toMatchObject({ minLength: 1, maxLength: 1_000 });
    const most = (list: unknown) =>
      z.looseObject({ maxItems: z.number() }).parse(present(list)).maxItems;
    const { slots, ads_txt: lines } = generated('observation').properties;
    expect(
      ['site_shares', 'upstream', 'withheld', 'settles'].map((name) => most(properties[name])),
    ).toEqual([1_000, 1_000, 1_000, 10_000]);
    expect([most(slots), most(lines)]).toEqual([1_000, 10_000]);
  });

  test('counts are whole, not negative and exact in a JSON number; revisions count from 1', () => {
    const { properties } = generated('panel');
    expect(present(properties['unique_visitors'])).toEqual({
      type: 'integer',
      minimum: 0,
      maximum: 9_007_199_254_740_991,
    });
    expect(present(properties['revision'])).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 4_294_967_295,
    });
  });

  test('closed lists are those of docs/records.md', () => {
    const values = (node: unknown) => z.looseObject({ enum: z.array(z.string()) }).parse(node).enum;
    const flow = generated('flow').properties;
    expect(values(present(generated('panel').properties['device'])).join()).toBe(
      'all,desktop,mobile,tablet',
    );
    expect(values(present(flow['line'])).join()).toBe(
      'advertising,file_host,subscription,donation,other',
    );
    expect(values(flow['status']).join()).toBe('paid,accrued,reversed');
    expect(values(present(flow['basis'])).join()).toBe('net,gross');
    expect(values(present(generated('account').properties['account_type'])).join()).toBe(
      'publisher,iban,bic,wallet,crypto,psp,other',
    );
    expect(values(generated('event').properties['type']).join()).toBe(
      'seizure,takedown,listing,arrest,letter',
    );
  });
});
