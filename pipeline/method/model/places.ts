// M-PLACES: within one panel nobody is counted twice. Of devices, and of properties of one domain,
// the largest counts: one may hold the other. Measured pages of countries are added. Of that sum
// and a measurement of all countries together the larger counts, never both. Domains are added.
// Implied pages are never added, because a visitor may be in several places. A panel gives the
// larger of the sum over measured pages and the largest single place.
import { sum } from '../amount.ts';
import { groupBy } from '../order.ts';
import { largest } from './extremes.ts';

/** What one panel measured of one property in one country, in one month. */
export interface Place {
  readonly property: string;
  readonly domain: string;
  /** Null: all countries together. */
  readonly country: string | null;
  readonly measuredPages: bigint;
  /** The larger of measured and implied pages. */
  readonly mostPages: bigint;
  /** Whether there are pages when no assumption is left out. */
  readonly canHavePages: boolean;
}

/** One place for each property and country: the largest figures of devices and records. */
export function placesOf<One extends Place>(measured: readonly One[]): One[] {
  const name = ({ property, country }: One) => JSON.stringify([property, country]);
  return [...groupBy(measured, name).values()].map((all) => ({
    ...all[0],
    measuredPages: largest(all.map((one) => one.measuredPages)),
    mostPages: largest(all.map((one) => one.mostPages)),
    canHavePages: all.some((one) => one.canHavePages),
  }));
}

/** @param moneyOf what a number of pages of a place brings */
export function moneyOfPlaces<One extends Place>(
  places: readonly One[],
  moneyOf: (pages: bigint, place: One) => bigint,
): bigint {
  const measured = (some: readonly One[]) =>
    largest(some.map((place) => moneyOf(place.measuredPages, place)));
  const domains = [...groupBy(places, ({ domain }) => domain).values()].map((ofDomain) => {
    const countries = [...groupBy(ofDomain, ({ country }) => country ?? '').entries()];
    const single = countries.filter(([country]) => country !== '');
    const together = countries.filter(([country]) => country === '');
    const added = (some: typeof countries) => sum(some.map(([, ofCountry]) => measured(ofCountry)));
    return largest([added(single), added(together)]);
  });
  return largest([sum(domains), ...places.map((place) => moneyOf(place.mostPages, place))]);
}
