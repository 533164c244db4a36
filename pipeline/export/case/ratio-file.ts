// comparable-ratios.ndjson: the ratios of comparable operations that a class is made of (M-CLASS),
// one a line. Members are of other files of the office: they are numbers, in the order of their
// lowest ratios, and their months are not in it. JSON, because a sheet would change the name of a
// panel that looks like a formula.
import { z } from 'zod';
import { country, identifier } from '../../../schemas/field.ts';
import { membersByRatio, membersWith } from '../../method/class/class-limit.ts';
import { type ClassRatio, ratioOf } from '../../method/class/comparable.ts';
import { UNITS, stratumName } from '../../method/class/stratum.ts';
import { units } from '../../method/amount.ts';
import { inOrder } from '../../method/order.ts';
import { fixedPoint } from '../../text/fixed-point.ts';
import { CaseFault } from './case-fault.ts';
import { MOST_LINES } from './limits.ts';

const FILE = 'comparable-ratios.ndjson';
const [MONEY_PLACES, RATIO_PLACES] = [4, 10];

/** A ratio with what it was made of. */
export interface CaseRatio extends ClassRatio {
  /** Documented advertising money and audience of the month. Null: a published case. */
  readonly made: { readonly documented: bigint; readonly audience: bigint } | null;
}

const rowSchema = z.strictObject({
  // As in the records of panels, so that no character in it is invisible.
  panel: identifier,
  unit: z.enum(UNITS),
  country: country.nullable(),
  member: z.number().int().min(1),
  documented_eur: z
    .string()
    .regex(/^\d{1,14}\.\d{4}$/)
    .nullable(),
  audience: z
    .string()
    .regex(/^[1-9]\d{0,19}$/)
    .nullable(),
  eur_per_unit: z.string().regex(/^\d{1,20}\.\d{10}$/),
});
type Row = z.infer<typeof rowSchema>;

/** The same ratios give the same bytes. */
export function ratioBytes(ratios: readonly CaseRatio[]): Buffer {
  const numbers = new Map(
    membersByRatio(membersWith(ratios)).map(([member], index) => [member, index + 1]),
  );
  const rows = ratios.map(
    ({ panel, unit, country, member, ratio, made }): Row => ({
      panel,
      unit,
      country,
      member: numbers.get(member) ?? 0,
      documented_eur: made === null ? null : fixedPoint(made.documented, MONEY_PLACES),
      audience: made?.audience.toString() ?? null,
      eur_per_unit: fixedPoint(ratio, RATIO_PLACES),
    }),
  );
  const ordered = rows.sort(
    inOrder<Row>(
      stratumName,
      ({ member }) => member,
      (row) => JSON.stringify(row),
    ),
  );
  return Buffer.from(ordered.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** @throws CaseFault */
export function ratiosIn(bytes: Buffer): CaseRatio[] {
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new CaseFault(FILE, lines.length + 1, 'its last line has no end');
  if (lines.length > MOST_LINES)
    throw new CaseFault(FILE, null, `it has more than ${String(MOST_LINES)} lines`);
  return lines.map((line, index) => ratioIn(line, index + 1));
}

function ratioIn(text: string, line: number): CaseRatio {
  const row = rowSchema.safeParse(parsed(text));
  if (!row.success) {
    const issue = row.error.issues[0];
    throw new CaseFault(FILE, line, `it is no ratio: ${String(issue?.path[0] ?? 'not JSON')}`);
  }
  const { member, documented_eur: documented, audience, eur_per_unit: eur, ...stratum } = row.data;
  const ratio = units(eur, RATIO_PLACES);
  // Half of it would be a ratio that nobody can check.
  if ((documented === null) !== (audience === null))
    throw new CaseFault(FILE, line, 'it has only one of documented_eur and audience');
  const made =
    documented === null || audience === null
      ? null
      : { documented: units(documented, MONEY_PLACES), audience: BigInt(audience) };
  if (made !== null && ratioOf(made.documented, made.audience) !== ratio)
    throw new CaseFault(FILE, line, 'eur_per_unit is not documented_eur / audience');
  return { ...stratum, member: String(member), ratio, made };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
