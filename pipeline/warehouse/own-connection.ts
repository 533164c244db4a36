// A connection of the embedded engine for one statement: settings, parameters and current database
// hold for it alone, and it waits for no other. chDB's own binding of parameters does not serve: it
// runs all statements that have some one after the other, whatever their connection.
import type { ChdbConnection } from 'chdb/connection';
import { invariant } from '../platform/failure.ts';
import type { Engine } from './engine.ts';

export interface Setting {
  database: string;
  settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}`, escaped as in TabSeparated. */
  parameters: ReadonlyMap<string, string>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A name that is none; whoever asked says so in the words of its interface. */
export class NotAName extends Error {
  constructor(name: string) {
    super(`${JSON.stringify(name)} is no name`);
    this.name = 'NotAName';
  }
}

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\0', '\\0'],
  ['\b', '\\b'],
  ['\f', '\\f'],
]);

/** A value of a parameter as {@link Setting} takes it. */
export function parameterText(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((one) => (typeof one === 'string' ? `'${parameterText(one)}'` : parameterText(one))).join(',')}]`;
  invariant(
    ['string', 'number', 'boolean'].includes(typeof value),
    'a parameter is a text, a number, a truth value or a list of them',
  );
  return String(value).replace(/[\\'\t\n\r\0\b\f]/g, (mark) => ESCAPES.get(mark) ?? mark);
}

export async function onOwnConnection<Value>(
  engine: Engine,
  setting: Setting,
  act: (connection: ChdbConnection) => Promise<Value>,
): Promise<Value> {
  const connection = engine.connect();
  try {
    await connection.chdb.queryAsync(`USE ${identifier(setting.database)}`);
    await setOn(
      connection,
      new Map([...setting.settings, ...parameterSettings(setting.parameters)]),
    );
    return await act(connection);
  } finally {
    await connection.close();
  }
}

/** Parameters as the settings by which the engine knows them. */
export function parameterSettings(parameters: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...parameters].map(([name, value]) => [`param_${name}`, value]));
}

/** In one statement, because each costs as much as opening the connection. */
export async function setOn(
  connection: ChdbConnection,
  settings: ReadonlyMap<string, string>,
): Promise<void> {
  const changes = [...settings].map(([name, value]) => `${identifier(name)} = ${literal(value)}`);
  if (changes.length > 0) await connection.chdb.queryAsync(`SET ${changes.join(', ')}`);
}

function identifier(name: string): string {
  if (!NAME.test(name)) throw new NotAName(name);
  return name;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
