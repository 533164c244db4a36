// Which arguments of the engine's functions are names in a text: the test asks the engine, for
// every function that is served.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Functions, readFunctionList } from '../../pipeline/serve/analysts/statement/functions.ts';
import {
  NAMED,
  checkNamedArguments,
  checkType,
} from '../../pipeline/serve/analysts/statement/named-arguments.ts';
import { Refusal } from '../../pipeline/serve/analysts/statement/refusal.ts';
import type { Word } from '../../pipeline/serve/analysts/statement/word.ts';
import type { Engine } from '../../pipeline/warehouse/engine.ts';
import { openEngine } from '../../pipeline/warehouse/engine.ts';
import { onConnection } from '../../pipeline/warehouse/execute.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine(`${folder.path}/empty`, 'plancher');
});

afterAll(async () => {
  await engine.release();
  folder.remove();
});

const PROBE = 'PlancherNoSuchName';
/** Of an aggregate function, a type, a format, a table or a database that does not exist. */
const NO_SUCH = /PlancherNoSuchName/;
const CODES = /^Code: (?:46|50|60|63|73|81)\b/;
const FILLERS = [
  '1',
  "'a'",
  '[1, 2]',
  '\'{"a": 1}\'',
  'NULL::Dynamic',
  '1::Variant(UInt8, String)',
  '[(0, 1)]',
];

/** Calls with the probe in one place and something harmless in the others. */
function* callsOf(name: string): Generator<{ position: number; sql: string }> {
  for (const count of [1, 2, 3])
    for (let position = 0; position < count; position += 1)
      for (const filler of count === 1 ? ['1'] : FILLERS) {
        const others = Array.from({ length: count }, (_, index) =>
          index === position ? `'${PROBE}'` : filler,
        );
        yield {
          position: position === count - 1 && position > 0 ? -1 : position,
          sql: `SELECT \`${name}\`(${others.join(', ')})`,
        };
      }
}

test('every function that takes a name in a text is listed with the place of it', async () => {
  const { scalars } = readFunctionList();
  const found = new Set<string>();
  await onConnection(engine, 'plancher', async ({ set, ask }) => {
    await set(
      new Map([
        ['max_execution_time', '5'],
        ['max_memory_usage', '200000000'],
      ]),
    );
    for (const name of scalars)
      for (const { sql } of callsOf(name)) {
        const message = await ask(sql, 'Null').then(
          () => '',
          (thrown: unknown) => (thrown instanceof Error ? thrown.message : ''),
        );
        const said = message
          .replace(/: In scope SELECT.*$/s, '')
          .replace(/while executing.*$/s, '');
        if (CODES.test(said) && NO_SUCH.test(said)) found.add(name.toLowerCase());
      }
  });
  expect([...found].filter((name) => !Object.hasOwn(NAMED, name)).sort()).toEqual([]);
  // The probe works: it finds most of those that are listed.
  expect(Object.keys(NAMED).filter((name) => found.has(name)).length).toBeGreaterThanOrEqual(10);
}, 300_000);

const word = (type: string, text: string): Word => ({ type, text });
const call = (name: string, argument: Word[]): Word[] => [
  word('BareWord', name),
  word('OpeningRoundBracket', '('),
  ...argument,
  word('ClosingRoundBracket', ')'),
];

test.each([
  ['a name with a text in it', [word('StringLiteral', "'groupFormat(\\'Protobuf\\')'")]],
  ['a name that is not served', [word('StringLiteral', "'sumState'")]],
  [
    'an expression',
    [
      word('BareWord', 'concat'),
      word('OpeningRoundBracket', '('),
      word('StringLiteral', "'sum'"),
      word('ClosingRoundBracket', ')'),
    ],
  ],
  [
    'a parameter',
    [
      word('OpeningCurlyBrace', '{'),
      word('BareWord', 't'),
      word('Colon', ':'),
      word('BareWord', 'String'),
      word('ClosingCurlyBrace', '}'),
    ],
  ],
])('the name of an aggregate function is not %s', (_, argument) => {
  const functions = new Functions(readFunctionList());
  expect(() => {
    checkNamedArguments(call('arrayReduce', argument), functions);
  }).toThrow(Refusal);
});

test('names with numbers in brackets are taken, and types without quotes', () => {
  checkNamedArguments(
    call('arrayReduce', [word('StringLiteral', "'quantiles(0.5, 0.9)'")]),
    new Functions(readFunctionList()),
  );
  for (const type of [
    'Array(Nullable(UInt8))',
    "Enum8('a' = 1)",
    "DateTime64(3, 'UTC')",
    'Tuple(a UInt8, b String)',
  ])
    checkType(type);
  for (const type of [
    'AggregateFunction(count)',
    '`Aggregate\\x46unction`(count)',
    'simpleaggregatefunction(sum, UInt8)',
  ])
    expect(() => {
      checkType(type);
    }).toThrow(Refusal);
});
