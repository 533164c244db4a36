// Writes a case folder, from the warehouse to a published directory: fetches what the floors of the
// operation are computed from, computes them, compares them with those in force, signs.
import { wholeClass } from '../../estimate/class/class-source.ts';
import { alphaPpm, NOW } from '../../estimate/run.ts';
import type { FetchedRatio } from '../../evidence/fetch-comparables.ts';
import { fetchEvidence } from '../../evidence/fetch-evidence.ts';
import { fetchReference } from '../../evidence/fetch-reference.ts';
import { units } from '../../method/amount.ts';
import { isoTime } from '../../platform/clock.ts';
import { Failure, usageFailure } from '../../platform/failure.ts';
import { nameShown } from '../../platform/harmless.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { SigningTools } from '../signed-directory.ts';
import { type WarehouseState, warehouseState } from '../state.ts';
import { type MadeCase, filesOfCase } from './case-files.ts';
import { figuresInForce, refuseOtherFloors } from './floors-in-force.ts';
import { ledgerCopies } from './ledger-copies.ts';
import type { Copy } from './ledger-file.ts';
import { publishCase } from './publish-case.ts';
import type { CaseRatio } from './ratio-file.ts';
import { RECORD_FILES } from './record-files.ts';

export interface CaseTools extends SigningTools {
  warehouse: Warehouse;
  alpha: number;
  /** Where folders of exports are. */
  directory: string;
  /** 32 hexadecimal digits, different each time. */
  token: () => string;
}

export interface WrittenCase {
  operation: string;
  made_at: string;
  months: number;
  flows: number;
  records: number;
  manifest_sha256: string;
  directory: string;
}

/** How often a case is read when records come in meanwhile. */
const SETTLING_TRIES = 3;
const MONEY_PLACES = 4;

/**
 * @throws Failure when floors in force are not what the records give, or are not of all records;
 * (exit 2) when the operation has none
 */
export async function writeCase(tools: CaseTools, operation: string): Promise<WrittenCase> {
  const { warehouse, clock } = tools;
  const { made, state, runId, topics } = await settledCase(tools, operation);
  const inForce = await figuresInForce(warehouse, operation);
  if (inForce === null) throw unknownOperation(operation);
  refuseOtherFloors(operation, inForce, made.floors);
  const dates = { made_at: isoTime(clock()), as_of: state.asOf };
  const { method_version, reference_versions, made_by, floors } = state;
  const input = (floors?.input ?? []).filter(({ topic }) => topics.has(topic));
  const { directory, manifest, manifestSha256 } = await publishCase(
    { ...tools, token: tools.token() },
    {
      operation,
      method_version,
      reference_versions,
      made_by,
      alpha_ppm: alphaPpm(tools.alpha),
      run: { run_id: runId, input },
    },
    made,
    dates,
  );
  const records = manifest.files.filter(({ name }) => RECORD_FILES.some((file) => file === name));
  return {
    operation,
    made_at: dates.made_at,
    months: made.floors.months.length,
    flows: made.lines['flow.ndjson'].length,
    records: records.reduce((all, { rows }) => all + rows, 0),
    manifest_sha256: manifestSha256,
    directory,
  };
}

interface SettledCase {
  made: MadeCase;
  state: WarehouseState;
  runId: string;
  /** Inputs that its records are from. */
  topics: ReadonlySet<string>;
}

/** A case of one state of the warehouse, of which all records entered the floors in force. */
async function settledCase(tools: CaseTools, operation: string): Promise<SettledCase> {
  for (let attempt = 1; attempt <= SETTLING_TRIES; attempt += 1) {
    const before = await warehouseState(tools.warehouse, tools.alpha);
    const runId = refuseBehind(before);
    const read = await readCase(tools, operation);
    const after = await warehouseState(tools.warehouse, tools.alpha);
    if (JSON.stringify(before) === JSON.stringify(after)) return { ...read, state: before, runId };
  }
  throw new Failure(
    'records_came_in',
    'Records came in while the case was read, so nothing was written. Try again later.',
    { retriable: true },
  );
}

async function readCase(
  { warehouse, alpha }: CaseTools,
  operation: string,
): Promise<Pick<SettledCase, 'made' | 'topics'>> {
  const [evidence, references] = await Promise.all([
    fetchEvidence(warehouse, [operation], NOW),
    fetchReference(warehouse),
  ]);
  const topics = new Set<string>();
  const noted = (copies: readonly Copy[]) => {
    for (const { topic } of copies) topics.add(topic);
    return copies;
  };
  const { ratios } = await wholeClass(warehouse, operation, evidence);
  const given = {
    operation,
    evidence,
    references,
    ratios: ratios.map(caseRatio),
    alphaPpm: alphaPpm(alpha),
  };
  const made = await filesOfCase(given, async (lines) => {
    const copiesOf = await ledgerCopies(warehouse, lines, NOW);
    return (file, line) => noted(copiesOf(file, line));
  });
  return { made, topics };
}

function caseRatio({
  panel,
  unit,
  country,
  member,
  ratio,
  operation,
  documented_eur: documented,
  audience,
}: FetchedRatio): CaseRatio {
  const made =
    operation === ''
      ? null
      : { documented: units(documented, MONEY_PLACES), audience: BigInt(audience) };
  return { panel, unit, country, member, ratio, made };
}

/** @returns the run in force */
function refuseBehind({ floors }: WarehouseState): string {
  if (floors?.covers_all_input === true) return floors.run_id;
  const why =
    floors === null
      ? 'No floors were computed yet'
      : 'The floors in force are not of all records and lists';
  throw new Failure(
    'floors_behind',
    `${why}, so nothing was written. Bring them up to date with: plancher estimate.`,
  );
}

function unknownOperation(operation: string): Failure {
  return usageFailure(
    'unknown_operation',
    `No floor of ${nameShown(operation)} is in force. plancher floor lists the operations.`,
  );
}
