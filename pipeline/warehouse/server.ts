// Opens a warehouse on a ClickHouse server, over HTTP.
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { usageFailure } from '../platform/failure.ts';
import { CONNECTION_SETTINGS, INSERT_SETTINGS } from './embedded.ts';
import type { Home, RowBatch } from './warehouse.ts';

const REQUEST_TIMEOUT_MS = 300_000;

interface Address {
  url: string;
  username: string;
  password: string;
  database: string;
  /** The address for messages, without user, password and path. */
  shown: string;
}

function addressOf(written: string): Address {
  const { url, username, password, database } = partsOf(written);
  // The message must not repeat the name: if the password holds an unencoded `/`, what looks like
  // the name is the end of the password.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_WAREHOUSE names no valid database after the host. ' +
        'Use a plain identifier such as plancher, ' +
        'and percent-encode special characters of the password.',
    );
  }
  return {
    url: `${url.protocol}//${url.host}`,
    username,
    password,
    database,
    shown: `${url.protocol}//${url.host}`,
  };
}

function partsOf(written: string): {
  url: URL;
  username: string;
  password: string;
  database: string;
} {
  try {
    const url = new URL(written);
    const username = decodeURIComponent(url.username) || 'default';
    return {
      url,
      username,
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.replace(/^\/+|\/+$/g, '')) || 'plancher',
    };
  } catch (thrown) {
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_WAREHOUSE is not a valid URL. ' +
        'Write http(s)://user:password@host:8123/plancher, ' +
        'with special characters of the password percent-encoded.',
      thrown,
    );
  }
}

export async function openServer(written: string): Promise<Home> {
  const address = addressOf(written);
  const connect = (database: string): ClickHouseClient =>
    createClient({
      url: address.url,
      username: address.username,
      password: address.password,
      database,
      application: 'plancher',
      request_timeout: REQUEST_TIMEOUT_MS,
      clickhouse_settings: { ...CONNECTION_SETTINGS },
      log: { level: 127 },
    });
  const bootstrap = connect('default');
  try {
    await bootstrap.command({ query: `CREATE DATABASE IF NOT EXISTS ${address.database}` });
  } finally {
    await bootstrap.close();
  }
  const [writer, reader, health] = [
    connect(address.database),
    connect(address.database),
    connect(address.database),
  ];
  return {
    name: address.shown,
    writer,
    reader,
    health,
    givingWay: null,
    engine: null,
    insertRows: async ({ table, columns, rows }: RowBatch) => {
      // The client's own insert() would parse the bytes into objects and serialise them again.
      const { stream } = await writer.exec({
        query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
        values: Readable.from([rows], { objectMode: false }),
        clickhouse_settings: { ...INSERT_SETTINGS },
      });
      stream.resume();
      await finished(stream);
    },
    release: async () => {
      await Promise.all([writer.close(), reader.close(), health.close()]);
    },
  };
}
