// Apps are properties with the prefix `app:`. Without it their names look like host names, so a
// name that is more likely an app is refused (M-PROPERTY).
import { isTopLevelDomain, isReservedLastLabel } from './host-name.ts';

const PACKAGE_NAME = /^[a-z\d_-]+(?:\.[a-z\d_-]+)+$/;
/** The number of an app in the App Store. */
const STORE_ID = /^(?:id)?([1-9]\d{7,11})$/;

/** @param name what is written behind `app:`. @returns null when it names no app */
export function appName(name: string): string | null {
  const lower = name.trim().toLowerCase();
  if (PACKAGE_NAME.test(lower)) return `app:${lower}`;
  const [, id] = STORE_ID.exec(lower) ?? [];
  return id === undefined ? null : `app:id${id}`;
}

/** Ends of host names that other roots than ICANN's have, or that houses made up. */
const OTHER_LAST_LABELS = new Set(
  'alt bit corp crypto eth home i2p intranet lan localdomain private zil'.split(' '),
);

/** Names of apps begin where names of hosts end: com.films.gratuit. */
export function looksLikeApp(host: string): boolean {
  const labels = host.split('.');
  const [first = '', last = ''] = [labels[0], labels.at(-1)];
  if (labels.length < 3) return false;
  if (first === 'com') return true;
  const endsAsHost =
    isTopLevelDomain(last) || isReservedLastLabel(last) || OTHER_LAST_LABELS.has(last);
  return !endsAsHost && isTopLevelDomain(first);
}
