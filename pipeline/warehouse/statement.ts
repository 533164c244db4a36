// What goes to the engine over ClickHouse's HTTP interface, and what comes back.
import type { Setting } from './own-connection.ts';

export interface Statement extends Setting {
  sql: string;
  /**
   * Rows for an INSERT, in the format that it names; null: none, or they are part of the
   * statement.
   */
  rows: Buffer | null;
  /** Used when the statement names none. */
  format: string;
}

export interface Answer {
  bytes: Uint8Array;
  rowsRead: number;
  bytesRead: number;
  rowsWritten: number;
  bytesWritten: number;
}

/** A connection of its own, which is closed after the work on it. */
export interface Connected {
  set: (settings: ReadonlyMap<string, string>) => Promise<void>;
  ask: (sql: string, format: string) => Promise<Answer>;
  insert: (sql: string, rows: Buffer) => Promise<Answer>;
}
