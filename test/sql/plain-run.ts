// Stands in for a run until runs write rulings: the plain form of the method over the records of
// `putRange`. Then computeFloors calls runEstimate, and this file goes.
import { z } from 'zod';
import { floorsOf } from '../../pipeline/method/floors-of.ts';
import { NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { readEvidence } from '../../pipeline/method/reading.ts';
import { monthOf, monthText } from '../../pipeline/method/calendar.ts';
import { sum } from '../../pipeline/method/amount.ts';
import type { Flow } from '../../pipeline/method/flow.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { decode } from '../../schemas/decode.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { arrived } from '../warehouse/temporary.ts';
import { writeRun } from './rulings.ts';
import type { Fields } from '../records.ts';

const reference = methodReference({ ...readReference() });
const number = (month: number) => Number(monthText(month).replace('-', ''));
let last = new Map<string, string>();
let sequence = 0;
let shown = new Set<string>();
const nameOf = (one: Fields) => `${String(one['operation'])}\0${String(one['month'])}`;

export async function plainRun(warehouse: Warehouse): Promise<void> {
  const [{ runs } = { runs: '0' }] = await warehouse.query(
    'SELECT count() AS runs FROM estimate_run',
    {},
    z.object({ runs: z.string() }),
  );
  if (runs === '0') {
    last = new Map();
    sequence = 0;
    shown = new Set();
  }
  const inputs = arrived.flatMap(({ kind, record }) => {
    const decoded = decode(kind, Buffer.from(JSON.stringify(record)));
    return decoded.outcome === 'valid' ? [decoded.input] : [];
  });
  const evidence = {
    ...NO_EVIDENCE,
    flows: inputs.flatMap((one) => (one.kind === 'flow' ? [one.record] : [])),
    sites: inputs.flatMap((one) => (one.kind === 'site' ? [one.record] : [])),
    accounts: inputs.flatMap((one) => (one.kind === 'account' ? [one.record] : [])),
    networks: inputs.flatMap((one) => (one.kind === 'network' ? [one.record] : [])),
  };
  const reading = readEvidence(evidence, reference);
  const contents = [...reading.entries.values()].flatMap((one) => [...one.contents]);
  const operations = new Set(
    [...contents, ...reading.money, ...reading.transfers].flatMap((flow) =>
      reading.who.staysOf(flow).flatMap(({ operation }) => operation ?? []),
    ),
  );
  const places = await warehouse.query(
    'SELECT place, first_from, first_to, later_spans FROM offshore_span',
    {},
    z.object({
      place: z.string(),
      first_from: z.number(),
      first_to: z.number(),
      later_spans: z.array(z.tuple([z.number(), z.number()])),
    }),
  );
  const countries = await warehouse.query(
    'SELECT source, flow_id, argMax(toString(account_country), revision) AS country, argMax(toInt32(coalesce(value_date, statement_date, period_end)), revision) AS day FROM flow_record GROUP BY source, flow_id',
    {},
    z.object({
      source: z.string(),
      flow_id: z.string(),
      country: z.string(),
      day: z.number().nullable(),
    }),
  );
  const countryOf = new Map(countries.map((one) => [`${one.source}\0${one.flow_id}`, one]));
  const isOffshore = (name: string) => {
    const at = countryOf.get(name);
    const place = places.find((one) => one.place === at?.country);
    if (place === undefined || at?.day === undefined || at.day === null) return 0;
    const day = at.day;
    return [[place.first_from, place.first_to], ...place.later_spans].some(
      ([from = 0, to = 0]) => from <= day && day < to,
    )
      ? 1
      : 0;
  };
  const now = new Map<string, Fields[]>([...last.keys()].map((one) => [one, []]));
  const floors: Fields[] = [];
  for (const operation of operations) {
    const found = floorsOf(operation, evidence, reference);
    const { documented, leftOut } = found;
    const why = new Map(leftOut.map((one) => [one.flow, one]));
    const groups = [...documented.chosen.groups, ...documented.other.groups];
    const row = (flow: Flow, paid: bigint, left: bigint, group: string, counts: boolean) => ({
      operation,
      source: flow.source,
      flow_id: flow.flowId,
      payment: flow.payment === null ? '' : (flow.payment.split('\0')[1] ?? ''),
      network_key: flow.key,
      source_group: group,
      is_payment_dated: flow.isPaymentDated ? 1 : 0,
      line: flow.line,
      currency: flow.currency,
      amount: fixedPoint(flow.amount, 8),
      paid_eur: fixedPoint(paid, 10),
      left_eur: fixedPoint(left, 10),
      first_month: flow.days === null ? 0 : number(monthOf(flow.days.first)),
      last_month: flow.days === null ? 0 : number(monthOf(flow.days.last)),
      rule: counts ? '' : (why.get(flow)?.rule ?? 'M-?'),
      reason: counts ? '' : (why.get(flow)?.reason ?? '?'),
      is_offshore: isOffshore(flow.payment ?? flow.name),
    });
    const counting = new Set(documented.chosen.groups.flatMap((one) => [...one.counting]));
    const held = new Set(documented.holdings.map(({ flow }) => flow));
    const rows = [
      ...documented.holdings.map((holding) =>
        row(
          holding.flow,
          sum(holding.parts.map(({ paid }) => paid)),
          sum(holding.parts.map(({ left }) => left)),
          groups.find((one) => one.holdings.includes(holding))?.source ?? '',
          counting.has(holding),
        ),
      ),
      ...leftOut
        .filter(({ flow }) => !held.has(flow))
        .map(({ flow }) => row(flow, 0n, 0n, flow.source, false)),
    ];
    now.set(operation, rows);
    for (const month of found.months)
      floors.push({
        operation,
        month: month.month,
        present: 1,
        floor_eur: null,
        unplaced_reversal_eur: fixedPoint(
          month.unplacedReversals < 999_999_999_999_999_999n
            ? month.unplacedReversals
            : 999_999_999_999_999_999n,
          4,
        ),
      });
  }
  const texts = new Map(
    [...now].map(([operation, rows]): [string, string] => [
      operation,
      JSON.stringify([rows, floors.filter((one) => one['operation'] === operation)]),
    ]),
  );
  const changed = [...texts].filter(([one, text]) => last.get(one) !== text).map(([one]) => one);
  for (const name of shown)
    if (!floors.some((one) => nameOf(one) === name)) {
      const [operation, month] = name.split('\0');
      floors.push({ operation, month, present: 0, floor_eur: null, unplaced_reversal_eur: '0' });
    }
  for (const one of floors) shown.add(nameOf(one));
  last = texts;
  if (changed.length === 0) return;
  sequence += 1;
  const of = { sequence, run_id: `run-${String(sequence)}` };
  await warehouse.insertObjects(
    'floor_revision',
    floors
      .filter((one) => changed.includes(String(one['operation'])))
      .map((one) => ({ ...one, ...of })),
  );
  await writeRun(warehouse, {
    sequence,
    epoch: 1,
    operations: changed,
    flows: changed.flatMap((one) => now.get(one) ?? []),
  });
}
