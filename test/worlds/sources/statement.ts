// The statement of a network: what it paid, dated by the time of service. Some statements show what
// is owed first and settle it later, some are in gross amounts, some add up quarters.
import type { PaidLine, Payer, Payment, Stream } from '../course.ts';
import { dayText } from '../day.ts';
import {
  asCollected,
  asPaid,
  centsText,
  coverageOf,
  type Desk,
  divided,
  type FlowFields,
  naming,
  type Naming,
  nextId,
  placesOf,
  put,
  type Scale,
  termOf,
} from '../desk.ts';

interface Page {
  readonly desk: Desk;
  readonly source: string;
  readonly name: Naming;
  readonly places: ReturnType<typeof placesOf>;
  readonly scale: Scale;
  readonly fields: Omit<FlowFields, 'flow_id' | 'amount' | 'status'>;
}

export function tellStatement(desk: Desk, source: string, payer: Payer): void {
  const { random, course } = desk;
  const name = naming(
    desk,
    payer,
    random.chance(course.broken === 'one_name' ? 0.5 : 0.2) ? 'other' : 'domain',
  );
  const covers = coverageOf(desk);
  const siteIndex = random.below(4) === 0 ? 1 : 0;
  for (const stream of course.streams) {
    const isKnown = stream.agent === null || desk.sources.has('desk');
    if (stream.network !== payer || !isKnown) continue;
    const page = pageOf(desk, source, name, stream, siteIndex);
    const payments = course.payments.filter(
      (payment) => payment.stream === stream && covers(payment),
    );
    const isSimple = stream.agent !== null || stream.sale !== null;
    const areSettled = payments.some(({ lines }) => lines.length > 1);
    const style = isSimple
      ? random.below(2)
      : areSettled && random.chance(0.5)
        ? 3
        : random.below(4);
    if (style === 3) tellSettling(page, payments);
    else if (style === 2) for (const payment of payments) tellPromise(page, payment);
    else for (const payment of payments) tellLines(page, payment, style === 1);
  }
}

function pageOf(desk: Desk, source: string, name: Naming, stream: Stream, siteIndex: number): Page {
  const gross = stream.agent === null && desk.random.chance(0.15) ? grossScale(desk, stream) : null;
  const isCollected = stream.agent !== null;
  const [place, ...others] = placesOf(desk, stream, siteIndex);
  const [first] = stream.owners;
  // The network knows the site of one operation, even where the agent pays several.
  const places = isCollected
    ? [
        {
          site: first.sites[0],
          site_shares: null,
          owner: null,
          millionths: 1_000_000n,
          scale: (of: Scale) => of,
        },
      ]
    : place === undefined
      ? []
      : [place, ...others];
  return {
    desk,
    source,
    name,
    places,
    scale: gross ?? (isCollected ? asCollected : asPaid),
    fields: {
      source,
      network: name.network,
      line: stream.line,
      publisher_account: stream.publisherAccount,
      currency: stream.currency,
      basis: gross === null ? 'net' : 'gross',
      payee: { name: 'Client', account: stream.receivedAt.account },
    },
  };
}

/**
 * The network keeps 30 % or more; the contractual share that is on file is never above the true
 * one.
 */
function grossScale(desk: Desk, stream: Stream): Scale {
  const share = BigInt(desk.random.pick([50, 60, 70]));
  const isOnFile = desk.random.chance(0.7);
  desk.happenings.add(isOnFile ? 'gross_with_share' : 'gross_without_share');
  const { domain } = stream.network;
  const known = desk.shares.find((one) => one.network === domain && one.line === stream.line);
  if (isOnFile && known === undefined)
    desk.shares.push({
      network: domain,
      line: stream.line,
      from: '2010-01-01',
      to: null,
      low: desk.random.pick(['0.4', '0.5']),
    });
  return (_, cents, isUp) => divided(cents * 100n, share, isUp);
}

/** A row for each line of each payment, or one for the payment. */
function tellLines(page: Page, payment: Payment, isWhole: boolean): void {
  const { desk } = page;
  const { first, last } = termOf(payment);
  const rows: readonly { first: number; last: number; line: PaidLine | null; cents: bigint }[] =
    isWhole && payment.stream.sale === null
      ? [{ first, last, line: null, cents: payment.cents }]
      : payment.lines.map((line) => ({ ...line.accrual, line, cents: line.cents }));
  if (rows.length > 1) desk.happenings.add('payment_of_several_months');
  const paidOn = payment.network.paidOn;
  for (const { line, cents, ...term } of rows)
    for (const place of page.places) {
      const part = (cents * place.millionths) / 1_000_000n;
      put(desk, {
        key: page.name.key,
        level: payment.stream.agent === null ? 'received' : 'collected',
        scale: place.scale(page.scale),
        tells: [{ payment, cents: part, owner: place.owner, accrual: line?.accrual ?? null }],
        fields: {
          ...page.fields,
          ...placed(place),
          flow_id: nextId(desk, page.source),
          period_start: dayText(term.first),
          period_end: dayText(term.last),
          value_date: dayText(paidOn),
          statement_date: desk.random.chance(0.5) ? dayText(term.last) : null,
          amount: centsText(page.scale(payment, part, false)),
          status: 'paid',
        },
      });
    }
}

const placed = ({ site, site_shares }: Page['places'][number]) => ({ site, site_shares });

/** Accrued first; under a new revision it is paid. */
function tellPromise(page: Page, payment: Payment): void {
  const { desk } = page;
  const { first, last } = termOf(payment);
  for (const place of page.places) {
    const part = (payment.cents * place.millionths) / 1_000_000n;
    const paid: FlowFields = {
      ...page.fields,
      ...placed(place),
      flow_id: nextId(desk, page.source),
      period_start: dayText(first),
      period_end: dayText(last),
      value_date: dayText(payment.paidOn),
      statement_date: dayText(last),
      amount: centsText(page.scale(payment, part, false)),
      status: 'paid',
      revision: 2,
    };
    const tells = [{ payment, cents: part, owner: place.owner, accrual: null }];
    put(desk, {
      key: page.name.key,
      fields: { ...paid, revision: 1, status: 'accrued', value_date: null },
      isFixed: true,
    });
    put(desk, { key: page.name.key, fields: paid, tells, scale: place.scale(page.scale) });
    desk.happenings.add('accrued_then_paid');
  }
}

/** Owed month by month, with deductions; payments name the rows that they settle. */
function tellSettling(page: Page, payments: readonly Payment[]): void {
  const { desk, source } = page;
  const [place] = page.places;
  // Rows for two sites would need a payment that settles both; statements have one then.
  if (place === undefined || page.places.length > 1 || page.fields.basis === 'gross') {
    for (const payment of payments) tellLines(page, payment, true);
    return;
  }
  const fields = { ...page.fields, ...placed(place) };
  const owed = new Map<PaidLine['accrual'], string>();
  for (const payment of payments) {
    for (const { accrual } of payment.lines) {
      if (owed.has(accrual) || desk.random.chance(0.05)) continue;
      const flow_id = nextId(desk, source);
      owed.set(accrual, flow_id);
      put(desk, {
        key: page.name.key,
        isFixed: true,
        fields: {
          ...fields,
          flow_id,
          period_start: dayText(accrual.first),
          period_end: dayText(accrual.last),
          statement_date: dayText(accrual.last + 1),
          amount: centsText(accrual.cents),
          status: 'accrued',
        },
      });
    }
    const rows = payment.lines.flatMap(({ accrual }) => owed.get(accrual) ?? []);
    const deductions = payment.deductions.flatMap(({ accrual, cents }) =>
      tellDeduction(page, fields, owed.get(accrual), cents, payment.paidOn - 3),
    );
    put(desk, {
      key: page.name.key,
      scale: place.scale(asPaid),
      tells: [{ payment, cents: payment.cents, owner: null, accrual: null }],
      fields: {
        ...fields,
        flow_id: nextId(desk, source),
        value_date: dayText(payment.paidOn),
        amount: centsText(payment.cents),
        status: 'paid',
        settles: [...rows, ...deductions],
      },
      isFixed: rows.length < payment.lines.length,
    });
    desk.happenings.add(rows.length < payment.lines.length ? 'settles_unknown' : 'settles');
    if (
      payments.some(
        (one) =>
          one !== payment &&
          one.lines.some(({ accrual }) => payment.lines.some((line) => line.accrual === accrual)),
      )
    )
      desk.happenings.add('carry_over');
  }
}

function tellDeduction(
  page: Page,
  fields: Page['fields'],
  target: string | undefined,
  cents: bigint,
  day: number,
): string[] {
  const { desk, source } = page;
  // Without the row that it is taken off, the payment is told after deduction.
  if (target === undefined) return [];
  const flow_id = nextId(desk, source);
  desk.happenings.add('deduction');
  put(desk, {
    key: page.name.key,
    isFixed: true,
    fields: {
      ...fields,
      flow_id,
      statement_date: dayText(day),
      amount: centsText(cents),
      status: 'reversed',
      reverses: { flow_id: target },
    },
  });
  return [flow_id];
}
