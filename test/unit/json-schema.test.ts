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
  required: z.array(z.string()),
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
  const { anyOf, default: fallback } = z
    .looseObject({ anyOf: z.array(z.unknown()), default: z.null() })
    .parse(node);
  expect(fallback).toBeNull();
  expect(anyOf).toHaveLength(2);
  expect(anyOf[1]).toEqual({ type: 'null' });
  return anyOf[0];
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
    const optional = Object.keys(schema.properties).filter(
      (name) => !schema.required.includes(name),
    );
    expect(optional.sort()).toEqual(names(true).sort());
    for (const name of optional) present(schema.properties[name]);
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

  test('an amount has at most 14 digits before the point and 4 after it, and is never negative', () => {
    const amount = pattern(generated('flow').properties['amount']);
    for (const good of ['0', '812.5000', '99999999999999.9999']) expect(good).toMatch(amount);
    for (const bad of ['', '-1', '812.50000', '100000000000000', '1e5', '812,5', '.5', 'NaN'])
      expect(bad).not.toMatch(amount);
  });

  test('a share lies within 0 and 1 and has at most 6 decimals', () => {
    const shares = z
      .looseObject({ items: objectNode })
      .parse(present(generated('flow').properties['site_shares']));
    const share = pattern(shares.items.properties['share']);
    expect(shares.items.required).toEqual(['site', 'share']);
    for (const good of ['0', '1', '0.25', '0.123456', '1.000000']) expect(good).toMatch(share);
    for (const bad of ['1.000001', '2', '-0.1', '0.1234567', '25%', ''])
      expect(bad).not.toMatch(share);
  });

  test('the payee is required, and its bank is not', () => {
    const payee = objectNode.parse(generated('flow').properties['payee']);
    expect(payee.required).toEqual(['name', 'country', 'account', 'account_type']);
    expect(pattern(present(payee.properties['bank_country'])).source).toBe('^[A-Z]{2}$');
    expect(payee.properties['account_type']).toMatchObject({
      enum: ['iban', 'bic', 'wallet', 'crypto', 'psp', 'other'],
    });
  });

  test('dates, months, times, currencies, countries and digests have the shape of their standard', () => {
    const { properties } = generated('flow');
    expect('2016-02-29').toMatch(pattern(properties['period_start']));
    expect('29/02/2016').not.toMatch(pattern(present(properties['value_date'])));
    expect(pattern(properties['currency']).source).toBe('^[A-Z]{3}$');
    expect(pattern(present(properties['document_sha256'])).source).toBe('^[0-9a-f]{64}$');
    expect('2015-11').toMatch(pattern(generated('panel').properties['month']));
    expect('2015-11-12T10:00:00Z').toMatch(
      pattern(generated('observation').properties['observed_at']),
    );
    expect('2015-11-12T10:00:00+01:00').not.toMatch(
      pattern(generated('observation').properties['observed_at']),
    );
  });

  test('counts are whole, not negative and exact in a JSON number; revisions count from 1', () => {
    const { properties } = generated('panel');
    expect(present(properties['unique_visitors'])).toEqual({
      type: 'integer',
      minimum: 0,
      maximum: 9_007_199_254_740_991,
    });
    expect(properties['revision']).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 4_294_967_295,
    });
  });

  test('closed lists are those of docs/records.md', () => {
    expect(generated('panel').properties['device']).toMatchObject({
      enum: ['all', 'desktop', 'mobile', 'tablet'],
    });
    expect(generated('flow').properties['line']).toMatchObject({
      enum: ['advertising', 'file_host', 'subscription', 'donation', 'other'],
    });
    expect(generated('flow').properties['status']).toMatchObject({
      enum: ['paid', 'accrued', 'reversed'],
    });
    expect(generated('event').properties['type']).toMatchObject({
      enum: ['seizure', 'takedown', 'listing', 'arrest', 'letter'],
    });
  });
});
