// A flow as the rules read it: one content of one record, in canonical form.
//
// M-PERIOD. Money belongs to the days of its service period. A flow without one has the day of its
// value date, else of its statement, and is payment-dated. So is one whose period is one day, and
// that day is its value date or its statement date.
import { accountKey, payeePlace } from '../../schemas/account-form.ts';
import { type Days, dayOf } from './calendar.ts';
import { WHOLE_SHARE, amountOf, shareOf } from './amount.ts';
import type { FlowRecord } from './evidence.ts';
import type { Networks } from './network.ts';
import { type Place, placeOf } from './property.ts';
import { oneNumber } from '../../schemas/decimal-text.ts';
import { byBytes } from './order.ts';

/** A property that earned a share of a flow, in millionths. */
export interface SharedPlace extends Place {
  readonly share: bigint;
}

export interface Flow {
  readonly record: FlowRecord;
  /** Of its source and flow_id: see `nameOf`. */
  readonly name: string;
  readonly source: string;
  readonly flowId: string;
  readonly status: 'paid' | 'accrued' | 'reversed';
  /** M-NETWORK: the key that its money is grouped by. */
  readonly key: string;
  /** One text for all names of its network, also where the key is unknown. */
  readonly network: string;
  readonly line: FlowRecord['line'];
  /** Accounts in canonical form; empty: not known. */
  readonly account: string;
  readonly payer: string;
  readonly payee: string;
  /** Where the account of the payee is, ISO 3166-1; empty: not known. */
  readonly payeeCountry: string;
  readonly places: readonly SharedPlace[];
  /** One text for its places, to compare flows by. */
  readonly placeName: string;
  /** Null: a take-back without any day of its own. */
  readonly days: Days | null;
  readonly isPaymentDated: boolean;
  readonly valueDay: number | null;
  readonly statementDay: number | null;
  /** In 1e-8 of the currency. */
  readonly amount: bigint;
  readonly currency: string;
  readonly basis: 'net' | 'gross';
  /** The flow that it takes back; null: none is named. */
  readonly reverses: Reference | null;
  /** Names of the flows one step before, without its own. */
  readonly upstream: readonly string[];
  /** Names of the flows of the same source that this payment pays. */
  readonly settles: readonly string[];
  /** M-SETTLE: the payment that paid this piece of a line; null: a flow of its own. */
  readonly payment: string | null;
}

/** Only a take-back may be without any day. */
export interface DatedFlow extends Flow {
  readonly days: Days;
}

export const isDated = (flow: Flow): flow is DatedFlow => flow.days !== null;

export interface Reference {
  readonly name: string;
  readonly flowId: string;
}

/** One text for a flow of a source. No identifier holds a control character. */
export function nameOf(source: string, flowId: string): string {
  return `${source}\0${flowId}`;
}

export function flowOf(record: FlowRecord, networks: Networks): Flow {
  const { source, flow_id: flowId } = record;
  const name = nameOf(source, flowId);
  const nameIn = (entry: { source: string | null; flow_id: string }) =>
    nameOf(entry.source ?? source, entry.flow_id);
  const days = datesOf(record);
  return {
    record,
    name,
    source,
    flowId,
    status: record.status,
    key: networks.keyOf(record.network),
    network: networks.nameOf(record.network),
    line: record.line,
    account: accountKey(record.publisher_account),
    payer: accountKey(record.payer_account),
    payee: accountKey(record.payee?.account ?? null),
    payeeCountry: record.payee === null ? '' : payeePlace(record.payee).country,
    ...placesOf(record),
    ...days,
    amount: amountOf(record.amount),
    currency: record.currency,
    basis: record.basis ?? (record.value_date === null ? 'gross' : 'net'),
    reverses:
      record.reverses === null || nameIn(record.reverses) === name
        ? null
        : { name: nameIn(record.reverses), flowId: record.reverses.flow_id },
    upstream: [...new Set(record.upstream.map(nameIn))].filter((one) => one !== name),
    settles: [...new Set(record.settles.map((id) => nameOf(source, id)))].filter(
      (one) => one !== name,
    ),
    payment: null,
  };
}

type Dates = Pick<Flow, 'days' | 'isPaymentDated' | 'valueDay' | 'statementDay'>;

function datesOf(record: FlowRecord): Dates {
  const { period_start: start, period_end: end } = record;
  const valueDay = record.value_date === null ? null : dayOf(record.value_date);
  const statementDay = record.statement_date === null ? null : dayOf(record.statement_date);
  const period = start === null || end === null ? null : { first: dayOf(start), last: dayOf(end) };
  return { ...periodOf(period, valueDay, statementDay), valueDay, statementDay };
}

/** M-PERIOD. */
function periodOf(
  period: Days | null,
  valueDay: number | null,
  statementDay: number | null,
): Pick<Flow, 'days' | 'isPaymentDated'> {
  if (period !== null)
    return { days: period, isPaymentDated: isPaymentDay(period, valueDay, statementDay) };
  const paidOn = valueDay ?? statementDay;
  return { days: paidOn === null ? null : oneDay(paidOn), isPaymentDated: true };
}

export const oneDay = (day: number): Days => ({ first: day, last: day });

/** Whether a period is one day, and that is the value date or the statement date. */
export function isPaymentDay(
  { first, last }: Days,
  valueDay: number | null,
  statementDay: number | null,
): boolean {
  return first === last && (first === valueDay || first === statementDay);
}

function placesOf({ site, site_shares: shares }: FlowRecord): Pick<Flow, 'places' | 'placeName'> {
  const places =
    site === null ? sharedPlaces(shares ?? []) : [{ ...placeOf(site), share: WHOLE_SHARE }];
  const placeName = places
    .map(({ property, share }) => `${property} ${String(share)}`)
    .sort(byBytes)
    .join('\n');
  return { places, placeName };
}

/** An entry twice counts once. */
function sharedPlaces(shares: NonNullable<FlowRecord['site_shares']>): SharedPlace[] {
  const places = shares.map(({ site, share }) => ({
    ...placeOf(site),
    share: shareOf(oneNumber(share)),
  }));
  const byEntry = new Map(
    places.map((place) => [`${place.property} ${String(place.share)}`, place]),
  );
  return [...byEntry.values()];
}
