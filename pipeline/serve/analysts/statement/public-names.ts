// The tables and views that an analyst may read: public views and dated reference tables. Not the
// record tables: there revisions, repeats and disputes are ordinary rows, and a sum over them would
// be wrong.

/** Public names in the database of the warehouse. */
export const PUBLIC_TABLES: readonly string[] = [
  ...['revenue_floor', 'revenue_floor_history', 'revenue_floor_line'],
  ...['revenue_total', 'class_member'],
  ...['flow_current', 'excluded_flow', 'source_rank', 'offshore_flag'],
  ...['property_owner', 'account_owner', 'network_name'],
  ...['alert_current', 'alert_history', 'alert_flow', 'alert_baseline', 'export_run'],
  ...[
    'record_outcome',
    'rejected_record',
    'replayed_record',
    'disputed_record',
    'custody',
    'input_name',
  ],
  ...[
    'reference_version',
    'fx_rate',
    'daily_rate',
    'peg',
    'euro_conversion',
    'jurisdiction',
    'offshore_centre',
    'network_name_listed',
    'rate_card',
    'disjoint_source',
  ],
  ...['audience_policy', 'reference_case', 'estimate_run'],
];

/**
 * System tables that clients read when they connect, and people to look around.
 * {@link SYSTEM_FILTERS} limits their rows to what is public.
 */
export const SYSTEM_TABLES: Readonly<Record<string, readonly string[]>> = {
  system: [
    'databases',
    'tables',
    'columns',
    'settings',
    'functions',
    'data_type_families',
    'formats',
    'one',
    'numbers',
    'time_zones',
  ],
  information_schema: ['schemata', 'tables', 'columns', 'views'],
};

/** Table functions that generate rows. */
export const TABLE_FUNCTIONS: readonly string[] = [
  'numbers',
  'zeros',
  'generate_series',
  'generateSeries',
  'values',
  'null',
  'primes',
];

/** The engine accepts VALUES in any case, and the others only as written. */
export function isTableFunction(name: string): boolean {
  return TABLE_FUNCTIONS.includes(name) || name.toLowerCase() === 'values';
}

/**
 * Conditions that the engine adds wherever a table is read, including behind SHOW and
 * information_schema (setting additional_table_filters).
 */
export function systemFilters(database: string): string {
  const names = PUBLIC_TABLES.map((name) => `\\'${name}\\'`).join(', ');
  const isPublic = (column: string) => `database = \\'${database}\\' AND ${column} IN (${names})`;
  const filters = {
    'system.tables': isPublic('name'),
    'system.columns': isPublic('table'),
    'system.databases': `name = \\'${database}\\'`,
  };
  return `{${Object.entries(filters)
    .map(([table, condition]) => `'${table}': '${condition}'`)
    .join(', ')}}`;
}
