// Whether money went to a listed or offshore place: the country of the payee's account is on an
// official list, or an offshore centre, on the day of the money. That is the value date, else the
// statement date, else the last day of the period. No floor depends on it.
import { dayOf } from './calendar.ts';
import type { Flow } from './flow.ts';
import { groupBy } from './order.ts';
import type { OffshorePlace } from './reference.ts';

export function offshoreFlows(places: readonly OffshorePlace[]): (flow: Flow) => boolean {
  const spans = groupBy(
    places.map(({ country, from, until }) => ({
      country,
      first: dayOf(from),
      dayAfter: until === null ? Infinity : dayOf(until),
    })),
    ({ country }) => country,
  );
  return ({ payeeCountry, valueDay, statementDay, days }) => {
    const day = valueDay ?? statementDay ?? days?.last;
    if (day === undefined) return false;
    return (spans.get(payeeCountry) ?? []).some(
      ({ first, dayAfter }) => first <= day && day < dayAfter,
    );
  };
}
