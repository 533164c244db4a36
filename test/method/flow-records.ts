// Records from a few fields, as intake would take them in, small tables of rates, and the floors of
// an operation as texts. Without other fields a flow is 100 EUR, net, of popads.net and films.tv.
import type { z } from 'zod';
import type { Evidence, FlowRecord, RefusedTakeBack } from '../../pipeline/method/evidence.ts';
import { NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { type Flow, flowOf } from '../../pipeline/method/flow.ts';
import { type FloorOptions, type Floors, floorsOf } from '../../pipeline/method/floors-of.ts';
import { networksOf } from '../../pipeline/method/network.ts';
import type { RateTables, Reference } from '../../pipeline/method/reference.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { flowForm } from '../../schemas/flow-form.ts';
import { type InputOf, RECORD_KINDS } from '../../schemas/record.ts';

type FlowFields = Partial<z.input<typeof RECORD_KINDS.flow.schema>>;
type SiteFields = Partial<z.input<typeof RECORD_KINDS.site.schema>>;
type AccountFields = Partial<z.input<typeof RECORD_KINDS.account.schema>>;
type NetworkFields = Partial<z.input<typeof RECORD_KINDS.network.schema>>;

/** @param flowId also says which record it is in a test */
export function flow(flowId: string, fields: FlowFields = {}): FlowRecord {
  const record = RECORD_KINDS.flow.schema.parse({
    flow_id: flowId,
    source: 'statement',
    network: 'popads.net',
    line: 'advertising',
    site: 'films.tv',
    amount: '100',
    currency: 'EUR',
    status: 'paid',
    basis: 'net',
    ...fields,
  });
  return flowForm(record).flow;
}

/** A take-back of the flow with this id, of the same source. */
export function reversal(flowId: string, reverses: string | null, fields: FlowFields = {}) {
  const named = reverses === null ? null : { source: null, flow_id: reverses };
  return flow(flowId, { status: 'reversed', reverses: named, ...fields });
}

/** The service period of a month, YYYY-MM. */
export function inMonth(month: string) {
  const last = new Date(Date.parse(`${month}-01`));
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  return { period_start: `${month}-01`, period_end: last.toISOString().slice(0, 10) };
}

export const between = (first: string, last: string) => ({ period_start: first, period_end: last });

let rows = 0;
const nextRow = () => ({ record_id: `row-${String((rows += 1))}`, source: 'case-file' });

export function site(name: string, operation: string | null, fields: SiteFields = {}) {
  return RECORD_KINDS.site.schema.parse({ ...nextRow(), site: name, operation, ...fields });
}

export function account(name: string, operation: string, fields: AccountFields = {}) {
  return RECORD_KINDS.account.schema.parse({ ...nextRow(), account: name, operation, ...fields });
}

export function network(name: string, fields: NetworkFields = {}): InputOf<'network'>['record'] {
  return RECORD_KINDS.network.schema.parse({ ...nextRow(), network: name, ...fields });
}

export function refused(fields: Partial<RefusedTakeBack> = {}): RefusedTakeBack {
  return {
    source: 'statement',
    network: 'popads.net',
    site: null,
    publisher_account: null,
    period_start: null,
    period_end: null,
    ...fields,
  };
}

/** Of flows, with films.tv as the site of the operation `films`. */
export function evidenceOf(flows: readonly FlowRecord[], more: Partial<Evidence> = {}): Evidence {
  return { ...NO_EVIDENCE, sites: [site('films.tv', 'films')], ...more, flows };
}

export function rateTables(tables: Partial<RateTables> = {}): RateTables {
  return {
    daily: [],
    monthly: [],
    fixed: [],
    pegs: [],
    margins: new Map(),
    marginOfAll: '0.0300',
    ...tables,
  };
}

/** Dollars in EUR, by day. */
export function dollars(rates: Record<string, string>): RateTables {
  return rateTables({
    daily: Object.entries(rates).map(([day, rate]) => ({
      day,
      currency: 'USD',
      quoted_in: 'EUR',
      per_unit: rate,
    })),
  });
}

export function referenceOf(reference: Partial<Reference> = {}): Reference {
  return {
    rates: rateTables(),
    shares: [],
    disjoint: [],
    networkNames: [],
    offshore: [],
    ...reference,
  };
}

interface Question extends FloorOptions {
  readonly operation?: string;
  readonly reference?: Partial<Reference>;
}

export function floors(evidence: Evidence, question: Question = {}): Floors {
  const { operation = 'films', reference = {}, ...options } = question;
  return floorsOf(operation, evidence, referenceOf(reference), options);
}

/** The floor of each month, or why it has none. */
export function floorText(evidence: Evidence, question: Question = {}): Record<string, string> {
  return Object.fromEntries(
    floors(evidence, question).months.map(({ month, status, floor, reasons }) => [
      month,
      status === 'ok' ? fixedPoint(floor, 4) : reasons.join(', '),
    ]),
  );
}

/** The flow_id of each flow that counts, in order. */
export function countingFlows(evidence: Evidence, question: Question = {}): string[] {
  const { chosen } = floors(evidence, question).documented;
  return chosen.groups
    .flatMap(({ counting }) => [...counting])
    .map((holding) => holding.flow.flowId)
    .sort();
}

/** A flow as the rules read it. */
export const read = (record: FlowRecord): Flow => flowOf(record, networksOf([], []));
