// plancher explain: the derivation of one floor, down to records and offsets. The arithmetic can be followed with a pocket
// calculator: each part is amount x rate x shares x days / days of the period, truncated at 10 decimals.
import { usageFailure } from '../platform/failure.ts';
import { type Session, bringUpToDate } from '../path.ts';
import { alphaPpm } from '../estimate/run.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { type Row, type Write, anyRow, shown, table } from './print.ts';

export interface Derivation {
  floor: Row;
  lines: Row[];
  parts: Row[];
  audience: Row[];
  rates: Row[];
  excluded: Row[];
}

/** @throws Failure (exit 2) when there is no floor for that operation and month */
export async function derivationOf(session: Session, operation: string, month: string): Promise<Derivation> {
  // The parts are read from the records as they are now, so the floor must be of now too.
  await bringUpToDate(session);
  const { warehouse, config } = session;
  const [floor] = await warehouse.query(sqlFile('estimate/floors_in_force.sql'), { operation, month }, anyRow);
  if (floor === undefined) {
    throw usageFailure(
      'no_floor',
      `There is no floor for operation "${operation}" and month "${month}" (YYYY-MM). List what there is with: plancher floor`,
    );
  }
  const read = (file: string, parameters: Record<string, string | number>) => warehouse.query(sqlFile(file), parameters, anyRow);
  return {
    floor,
    lines: await read('estimate/lines_in_force.sql', { operation, month }),
    parts: await read('estimate/explain_parts.sql', { operation, month: Number(month.replace('-', '')) }),
    audience: await read('estimate/explain_audience.sql', { operation, month, alpha_ppm: alphaPpm(config.alpha) }),
    rates: await read('estimate/explain_rates.sql', {}),
    excluded: await read('estimate/excluded_of.sql', { operation }),
  };
}

export async function explain(session: Session, operation: string, month: string, json: boolean, write: Write): Promise<void> {
  const derivation = await derivationOf(session, operation, month);
  write(json ? `${JSON.stringify([derivation], null, 1)}\n` : derivationText(derivation));
}

const PART_COLUMNS = [
  'network',
  'line',
  'source',
  'flow_id',
  'standing',
  'amount',
  'currency',
  'rate',
  'publisher_share',
  'site_share',
  'days',
  'period_days',
  'part_eur',
  'record',
];
const AUDIENCE_COLUMNS = [
  'source',
  'site',
  'country',
  'device',
  'unique_visitors',
  'page_views',
  'panel_size',
  'universe',
  'design_effect',
  'alpha_ppm',
  'visitors_lower',
  'page_views_lower',
  'problem',
  'record',
];

function derivationText({ floor, lines, parts, audience, rates, excluded }: Derivation): string {
  const traced = (row: Row) => ({ ...row, record: `${shown(row['topic'])}:${shown(row['partition'])}:${shown(row['offset'])}` });
  const counting = parts.filter((part) => part['counts'] === 1).map(traced);
  const others = parts.filter((part) => part['counts'] !== 1).map(traced);
  const status =
    floor['floor_eur'] === null
      ? `could not be computed: ${shown(floor['reason'])}`
      : `at least ${shown(floor['floor_eur'])} EUR (for reading: ${shown(floor['floor_headline_eur'])} EUR)`;
  return [
    `${shown(floor['operation'])}, ${shown(floor['month'])}: ${status}`,
    `rung ${shown(floor['rung'])}, confidence ${shown(floor['confidence'])}, method ${shown(floor['method_version'])}, rate card ${shown(floor['rate_card_version'])}, run ${shown(floor['run_id'])}`,
    '',
    'By line: the larger of documented and modelled money; the floor is their sum',
    table(lines, ['line', 'documented_eur', 'modelled_eur', 'floor_eur']),
    'Documented money: amount x rate x publisher_share x site_share x days / period_days, truncated at 10 decimals; what is taken back has a minus',
    counting.length === 0 ? 'none\n' : table(counting, PART_COLUMNS),
    others.length === 0
      ? ''
      : `Parts that do not count (another source counts, or another reason)\n${table(others, [...PART_COLUMNS, 'reason'])}`,
    audience.length === 0 ? '' : `Audience: lower limits of the visitors\n${table(audience.map(traced), AUDIENCE_COLUMNS)}`,
    audience.length === 0
      ? ''
      : `Rates: of each factor the end that makes the floor lowest\n${table(rates, ['factor', 'country', 'low', 'high', 'currency', 'grade', 'source'])}`,
    excluded.length === 0
      ? ''
      : `Left out of every floor, of this operation or of nobody\n${table(excluded, ['reason', 'source', 'flow_id', 'operation', 'amount', 'currency', 'amount_eur'])}`,
  ]
    .filter((text, index) => text !== '' || index === 2)
    .join('\n');
}
