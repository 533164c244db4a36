// Opens a connection of the embedded engine for one statement. Settings, parameters and current
// database apply to it alone, and it waits for no other statement. chDB's own binding of parameters
// was rejected: it serialises all statements with parameters, whatever their connection.
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

/** Not a valid identifier. Each interface words its own message. */
export class InvalidIdentifier extends Error {
  constructor(name: string) {
    super(`${JSON.stringify(name)} is not a valid identifier`);
    this.name = 'InvalidIdentifier';
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

/** The value of a parameter in the form of {@link Setting}. */
export function parameterText(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map((item) =>
      typeof item === 'string' ? `'${parameterText(item)}'` : parameterText(item),
    );
    return `[${items.join(',')}]`;
  }
  invariant(
    ['string', 'number', 'boolean'].includes(typeof value),
    'a parameter is a string, a number, a boolean or a list of them',
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

/** Parameters in the form of settings of the engine. */
export function parameterSettings(parameters: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...parameters].map(([name, value]) => [`param_${name}`, value]));
}

/** Sets all in one statement, because each statement costs as much as opening the connection. */
export async function setOn(
  connection: ChdbConnection,
  settings: ReadonlyMap<string, string>,
): Promise<void> {
  const changes = [...settings].map(([name, value]) => `${identifier(name)} = ${literal(value)}`);
  if (changes.length > 0) await connection.chdb.queryAsync(`SET ${changes.join(', ')}`);
}

function identifier(name: string): string {
  if (!NAME.test(name)) throw new InvalidIdentifier(name);
  return name;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
