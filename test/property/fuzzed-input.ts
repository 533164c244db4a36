// Inputs for the decoder: valid records whose text was changed, and bytes, texts and JSON of any
// kind.
import fc from 'fast-check';
import type { Kind } from '../../schemas/record.ts';
import { RECORDS, type Sample, kindOf, sample } from './valid-record.ts';

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1.5',
  '1e999',
  '-1e999',
  '9007199254740993',
  '4294967296',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
];
const TEXTS = [
  ...[
    '""',
    '" "',
    '"x"',
    '"\\ud83d"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"\\uFEFF"',
    '"NaN"',
    '"-1"',
    '"1e5"',
    '"0.1234567"',
    '"99999.99999"',
    '"0.123456789"',
    '"-0"',
    '"usdt"',
    '" PAID "',
  ],
  ...[
    '"2015-02-30"',
    '"20151101"',
    '"2015-11-01T10:00:00+0130"',
    '"2015-11-01"',
    '"2015-13"',
    '"9999-12-31T00:00:00Z"',
    '"123456789012345"',
    '"co.uk"',
    '"ZZ"',
    '"ZZZ"',
    '"reversed"',
  ],
];
const DEEP = ['['.repeat(300) + ']'.repeat(300), '{"a":'.repeat(300) + '1' + '}'.repeat(300)];
const NESTED = [
  '[]',
  '{}',
  '[null]',
  '[{}]',
  '["x","x"]',
  '[{"flow_id":"x"},{"source":null,"flow_id":"x"}]',
  '[{"network":"x","account":"x","relation":" direct "},{"network":"x"},"#",[[]]]',
  '{"flow_id":"x"}',
  '{"__proto__":{"site":"a.tv"}}',
  '{"constructor":1}',
  '{"a":1,"a":2}',
  ...DEEP,
];
const VALUES = ['null', 'null', 'true', ...NUMBERS, ...TEXTS, ...TEXTS, ...NESTED];
const KEYS = [
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"Revision"',
  '"site"',
  '"\\u0073ite"',
  '"revision"',
  '"\\ud800"',
  '"0"',
];
const BROKEN = [
  'NaN',
  '-Infinity',
  '/**/',
  "'x'",
  'undefined',
  '',
  '01',
  '"',
  '}',
  ']',
  ',',
  ':',
  '"\n"',
  '"\\x"',
];

const TOKEN = /(?<text>"(?:[^"\\]|\\.)*")(?<colon>:?)|-?\d+(?:\.\d+)?|null|\{/gu;
type Part = 'key' | 'value' | 'brace';

type Change = (raw: Buffer) => Buffer;

// Without bias: fast-check prefers small numbers, and most changes would fall on the first token.
const place = fc.noBias(fc.nat());

interface Token {
  text: string;
  start: number;
}

function tokens(raw: Buffer, part: Part): Token[] {
  return [...raw.toString('utf8').matchAll(TOKEN)].flatMap(({ 0: whole, index, groups }) => {
    const found: Part = groups?.['colon'] === ':' ? 'key' : whole === '{' ? 'brace' : 'value';
    return found === part ? [{ text: groups?.['text'] ?? whole, start: index }] : [];
  });
}

/** The token at the place, counted around; an empty one when there is none. */
function tokenAt(raw: Buffer, part: Part, where: number): Token {
  const all = tokens(raw, part);
  return all[where % Math.max(1, all.length)] ?? { text: '', start: 0 };
}

function replaced(raw: Buffer, part: Part, where: number, by: string): Buffer {
  const { text, start } = tokenAt(raw, part, where);
  const whole = raw.toString('utf8');
  return Buffer.from(whole.slice(0, start) + by + whole.slice(start + text.length));
}

/** Repeats a key of the record, at the start of some object. */
function repeated(raw: Buffer, where: number, value: string): Buffer {
  return replaced(raw, 'brace', where, `{${tokenAt(raw, 'key', where).text}:${value},`);
}

function flipped(raw: Buffer, where: number, bits: number): Buffer {
  const copy = Buffer.from(raw);
  if (copy.length > 0)
    copy.writeUInt8(copy.readUInt8(where % copy.length) ^ bits, where % copy.length);
  return copy;
}

function dropped(raw: Buffer, where: number): Buffer {
  const at = where % (raw.length + 1);
  return Buffer.concat([raw.subarray(0, at), raw.subarray(at + 1)]);
}

/** Puts one of the texts over a key or a value. */
const overwrite = (part: Part, texts: readonly string[]): fc.Arbitrary<Change> =>
  fc.tuple(place, fc.constantFrom(...texts)).map(
    ([where, by]) =>
      (raw) =>
        replaced(raw, part, where, by),
  );
const copyValue = fc.tuple(place, place).map(
  ([from, to]): Change =>
    (raw) =>
      replaced(raw, 'value', to, tokenAt(raw, 'value', from).text),
);
const repeatKey = fc.tuple(place, fc.constantFrom(...VALUES)).map(
  ([where, by]): Change =>
    (raw) =>
      repeated(raw, where, by),
);

/** Changes after which the text is mostly still JSON: the schemas have to find them. */
const meaningful = fc.oneof(
  { arbitrary: overwrite('value', VALUES), weight: 5 },
  { arbitrary: copyValue, weight: 2 },
  { arbitrary: overwrite('key', KEYS), weight: 1 },
  { arbitrary: repeatKey, weight: 1 },
);
/** Changes that leave no JSON, or no UTF-8, more often than not. */
const breaking = fc.oneof(
  overwrite('value', BROKEN),
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(
    ([where, bits]): Change =>
      (raw) =>
        flipped(raw, where, bits),
  ),
  place.map(
    (where): Change =>
      (raw) =>
        raw.subarray(0, where % (raw.length + 1)),
  ),
  place.map(
    (where): Change =>
      (raw) =>
        dropped(raw, where),
  ),
);

/** Flows of which intake changes something, and says so. */
const adjusted = RECORDS.flow.map((record): Sample => {
  const { flow_id: own, status } = record;
  const entries = [{ flow_id: 'x' }, { flow_id: own }, { source: null, flow_id: 'x' }];
  const settles = status === 'paid' ? entries : [];
  const asset = { amount: '0.123456789012345678', currency: 'ETH' };
  return {
    kind: 'flow',
    record: { ...record, ...asset, upstream: entries, settles, value_date: '2015-02-30' },
  };
});

function mutated(
  change: fc.Arbitrary<Change>,
  samples = sample,
): fc.Arbitrary<{ kind: Kind; raw: Buffer }> {
  return fc
    .tuple(samples, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([{ kind, record }, changes]) => {
      return {
        kind,
        raw: changes.reduce<Buffer>(
          (raw, apply) => apply(raw),
          Buffer.from(JSON.stringify(record)),
        ),
      };
    });
}

const arbitraryBytes = fc.record({
  kind: kindOf,
  raw: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});
const arbitraryJson = fc.record({
  kind: kindOf,
  raw: fc.json({ maxDepth: 4 }).map((json) => Buffer.from(json)),
});
const arbitraryText = fc.record({
  kind: kindOf,
  raw: fc.string({ unit: 'binary', maxLength: 60 }).map((any) => Buffer.from(any)),
});
const untouched = sample.map(({ kind, record }) => ({
  kind,
  raw: Buffer.from(JSON.stringify(record)),
}));
export const input = fc.oneof(
  { arbitrary: mutated(meaningful), weight: 10 },
  { arbitrary: mutated(meaningful, adjusted), weight: 3 },
  { arbitrary: mutated(breaking), weight: 3 },
  { arbitrary: arbitraryBytes, weight: 2 },
  { arbitrary: arbitraryJson, weight: 2 },
  { arbitrary: arbitraryText, weight: 1 },
  { arbitrary: untouched, weight: 1 },
);
