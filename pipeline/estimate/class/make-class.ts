// Makes a class (M-CLASS) from what a computation of every operation with an audience left in its
// work lists: who is related, the ratios of members, and what these give each month.
import { z } from 'zod';
import { fetchRelated } from '../../evidence/fetch-relations.ts';
import {
  type Relation,
  membersOf,
  operationKey,
  propertyKey,
  relationsOf,
} from '../../method/class/members.ts';
import { UNITS } from '../../method/class/stratum.ts';
import type { NetworkRecord } from '../../method/evidence.ts';
import { partsOfAlpha } from '../../method/model/alpha.ts';
import { networksOf } from '../../method/network.ts';
import { propertyOwners } from '../../method/property.ts';
import type { Reference } from '../../method/reference.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

/** What {@link makeClass} executes. */
export const CLASS_SQL: readonly string[] = [
  'estimate/65_measured_operations.sql',
  'estimate/66_list_ratios.sql',
  'estimate/67_find_class.sql',
];

export interface ClassMaking {
  /** Name of the work lists. */
  readonly scope: string;
  readonly asOf: string;
  readonly alphaPpm: number;
  readonly networks: readonly NetworkRecord[];
  readonly reference: Pick<Reference, 'networkNames'>;
}

const operationRow = z.object({ operation: z.string() });
const caseRow = z.object({
  case_id: z.string(),
  all_names: z.array(z.string()),
  panel: z.string(),
  unit: z.enum(UNITS),
  country: z.string(),
  eur_per_unit: z.string(),
});
type CaseRow = z.infer<typeof caseRow>;

/** Who is who in a class. */
export interface MadeClass {
  /** The member that each operation, account and property belongs to, by its name. */
  readonly members: ReadonlyMap<string, string>;
  /** Operations with an audience, and the member that each belongs to. */
  readonly own: readonly { readonly operation: string; readonly member: string }[];
}

export async function makeClass(
  warehouse: Warehouse,
  { scope, asOf, alphaPpm, networks, reference }: ClassMaking,
): Promise<MadeClass> {
  const measured = await warehouse.query(
    sqlFile('estimate/65_measured_operations.sql'),
    { scope },
    operationRow,
  );
  if (measured.length === 0) return { members: new Map(), own: [] };
  const [related, cases] = await Promise.all([
    fetchRelated(warehouse, asOf),
    warehouse.query(sqlFile('evidence/57_class_cases.sql'), {}, caseRow),
  ]);
  const relations = relationsOf(
    related,
    networksOf(networks, reference.networkNames),
    propertyOwners(related.sites),
  );
  const members = membersOf([
    ...relations,
    ...cases.map(relationOfCase),
    ...measured.map(({ operation }) => [operationKey(operation)]),
  ]);
  const own = measured.map(({ operation }) => ({
    operation,
    member: members.get(operationKey(operation)) ?? '',
  }));
  await Promise.all([
    warehouse.insertObjects(
      'own_member_of',
      own.map((row) => ({ scope, ...row })),
    ),
    warehouse.insertObjects(
      'class_ratio_of',
      cases.map((one) => ratioOfCase(one, scope, members)),
    ),
  ]);
  await warehouse.command(sqlFile('estimate/66_list_ratios.sql'), { scope });
  const { ofClass } = partsOfAlpha(alphaPpm);
  await warehouse.command(sqlFile('estimate/67_find_class.sql'), { scope, alpha_ppm: ofClass });
  return { members, own };
}

const caseKey = (id: string) => `case ${id}`;

/** A published case of an operation, or of one of its sites, is no other operation. */
function relationOfCase({ case_id: id, all_names: names }: CaseRow): Relation {
  return [caseKey(id), ...names.flatMap((name) => [operationKey(name), propertyKey(name)])];
}

function ratioOfCase(
  { case_id: id, panel, unit, country, eur_per_unit }: CaseRow,
  scope: string,
  members: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return {
    scope,
    panel,
    unit,
    country,
    member: members.get(caseKey(id)),
    operation: '',
    month: '',
    documented_eur: '0',
    audience: 0,
    eur_per_unit,
  };
}
