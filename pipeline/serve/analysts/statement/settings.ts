// The settings that an analyst may give, in the URL or after SETTINGS: how values are written, how
// joins treat missing rows, and limits below the analyst's own. `*_overflow_mode` is excluded: a
// silently truncated answer is a wrong number.
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Prefixes of settings that say how an answer is written. */
const OF_OUTPUT =
  /^(output_format_|format_(csv|tsv|display)|date_time_(output_format|overflow_behavior)$)/;
/** Settings that name files, or what is read from them. */
const OF_SCHEMAS = /schema|template|resultset|rows_between/;
const FREE = new Set([
  ...[
    'join_use_nulls',
    'group_by_use_nulls',
    'aggregate_functions_null_for_empty',
    'union_default_mode',
    'cast_keep_nullable',
  ],
  ...[
    'session_timezone',
    'use_variant_as_common_type',
    'extremes',
    'log_comment',
    'prefer_column_name_to_alias',
    'date_time_input_format',
    'cast_string_to_dynamic_use_inference',
  ],
]);
/** Settings that clients send by themselves. They change nothing here. */
const WITHOUT_EFFECT = new Set([
  ...[
    'readonly',
    'wait_end_of_query',
    'cancel_http_readonly_queries_on_client_close',
    'send_progress_in_http_headers',
  ],
  ...['http_headers_progress_interval_ms', 'network_compression_method', 'log_queries', 'role'],
  ...[
    'async_insert',
    'wait_for_async_insert',
    'http_receive_timeout',
    'http_send_timeout',
    'receive_timeout',
    'send_timeout',
  ],
  // dbt-clickhouse sends it for its writes.
  ...['mutations_sync', 'lightweight_deletes_sync', 'alter_sync', 'insert_distributed_sync'],
  // Form of the answer, see warehouse/native-greeting.ts.
  'client_protocol_version',
  // Rows that the engine processes at a time: small values would make a statement slow.
  'max_block_size',
]);

/**
 * The largest value of a setting that says how an answer is written; the first match counts. A
 * larger one can block the engine forever.
 */
const LARGEST: readonly (readonly [RegExp, number])[] = [
  [/_ms$/, 1_000],
  [/level|window_log|precision/, 31],
  [/bytes|interval|page_size/, 1_073_741_824],
  [/./, 1_048_576],
];

const LIMIT_OF: Readonly<Record<string, keyof Limits>> = {
  max_execution_time: 'seconds',
  max_memory_usage: 'memoryBytes',
  max_rows_to_read: 'readRows',
  max_bytes_to_read: 'readBytes',
  max_result_rows: 'resultRows',
  max_result_bytes: 'resultBytes',
  max_threads: 'threads',
};

/** Limits by the engine's names. */
export function engineLimits(limits: Limits): Map<string, string> {
  return new Map(Object.entries(LIMIT_OF).map(([name, limit]) => [name, String(limits[limit])]));
}

export interface AllowedSettings {
  /** Settings to apply. */
  settings: ReadonlyMap<string, string>;
  /** Requested limits above the analyst's own, with the limit that applies instead. */
  clamped: ReadonlyMap<string, string>;
}

/** @throws Refusal for a setting that is not on the list */
export function allowedSettings(
  given: ReadonlyMap<string, string>,
  limits: Limits,
): AllowedSettings {
  const settings = new Map<string, string>();
  const clamped = new Map<string, string>();
  for (const [name, value] of given) {
    if (isWithoutEffect(name)) continue;
    const limit = LIMIT_OF[name];
    const isFree = FREE.has(name) || (OF_OUTPUT.test(name) && !OF_SCHEMAS.test(name));
    if (limit === undefined && !isFree)
      throw new Refusal('setting', `Cannot modify '${name}' setting in readonly mode`);
    if (limit === undefined) refuseLarge(name, value);
    const held = limit === undefined ? value : withinLimit(name, value, limits[limit]);
    settings.set(name, held);
    if (held !== value) clamped.set(name, held);
  }
  return { settings, clamped };
}

function isWithoutEffect(name: string): boolean {
  return WITHOUT_EFFECT.has(name) || name.startsWith('allow_experimental_');
}

/** The engine checks words (`true`, `auto`, `snappy`) itself. */
function refuseLarge(name: string, value: string): void {
  if (!OF_OUTPUT.test(name) || !/^\s*[-+.\d]/.test(value)) return;
  const largest = largestOf(name);
  if (!/^\d{1,20}(\.\d{1,9})?$/.test(value) || Number(value) > largest)
    throw new Refusal(
      'setting_value',
      `Setting ${name} is a number from 0 to ${String(largest)}; you gave ${value.slice(0, 40)}`,
    );
}

export function largestOf(name: string): number {
  return LARGEST.find(([pattern]) => pattern.test(name))?.[1] ?? 0;
}

/**
 * Drivers add some seconds to the time that a program gives (clickhouse-go: 5) and request more
 * rows than anybody may get. Then the analyst's own limit applies, as it does for 0 (no limit).
 */
function withinLimit(name: string, value: string, most: number): string {
  if (!/^\d{1,20}(\.\d{1,9})?$/.test(value))
    throw new Refusal(
      'setting_value',
      `Setting ${name} is a number; you gave ${value.slice(0, 40)}`,
    );
  return Number(value) === 0 || Number(value) > most ? String(most) : value;
}
