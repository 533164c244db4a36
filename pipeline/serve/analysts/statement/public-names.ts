// What an analyst may read. The public views and the dated reference tables; not the records
// themselves: there a revision, a repeat and a dispute are rows like any other, and a sum over them
// would be a wrong number.

/** In the database of the warehouse. */
export const PUBLIC_TABLES: readonly string[] = [
  ...['revenue_floor', 'revenue_floor_history', 'revenue_floor_line'],
  ...['flow_current', 'excluded_flow', 'offshore_flag'],
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
    'euro_conversion',
    'jurisdiction',
    'offshore_centre',
    'rate_card',
    'disjoint_source',
  ],
  ...['audience_policy', 'reference_case', 'estimate_run'],
];

/**
 * What clients read when they connect and people to find their way. The rows are cut to what is
 * public by {@link SYSTEM_FILTERS}.
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

/** Functions in the place of a table: they make rows out of nothing. */
export const TABLE_FUNCTIONS: readonly string[] = [
  'numbers',
  'zeros',
  'generate_series',
  'generateSeries',
  'values',
  'null',
  'primes',
];

/** The engine takes VALUES in any case, and the others as they are written. */
export function isTableFunction(name: string): boolean {
  return TABLE_FUNCTIONS.includes(name) || name.toLowerCase() === 'values';
}

/**
 * Conditions that the engine adds wherever a table is read, also behind SHOW and
 * information_schema: setting additional_table_filters.
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
