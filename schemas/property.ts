// The property that a text names: a host, a page of a platform or an app, in one spelling, and the
// names above it that a registry row could cover it by (M-PROPERTY).
import { isIP } from 'node:net';
import { isAddressRange } from './address-range.ts';
import { ampSource } from './amp-cache.ts';
import { appName, looksLikeApp } from './app-name.ts';
import { refanged, registrableDomain, type WrittenPlace, writtenPlace } from './host-name.ts';
import { platformPage } from './platform-page.ts';
import { customerHost } from './shared-host.ts';

export interface Property {
  /** The one spelling. */
  name: string;
  /**
   * Names above it that a registry row could cover it by, nearest first. The last is the name that
   * counts when no row covers it; without any that is `name`.
   */
  ancestors: readonly string[];
}

export interface PropertyFault {
  fault: 'invalid_site' | 'address_range' | 'path_without_platform' | 'app_without_prefix';
}

const INVALID: PropertyFault = { fault: 'invalid_site' };
const NONE: readonly string[] = [];
const MEMORY_LIMIT = 50_000;
const LONGEST_REMEMBERED = 255;
const memory = new Map<string, Property | PropertyFault>();

/** The property that `written` names, or why it names none. */
export function propertyOf(written: string): Property | PropertyFault {
  const known = memory.get(written);
  if (known !== undefined) return known;
  const property = derived(written.trim());
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  if (written.length <= LONGEST_REMEMBERED) memory.set(written, property);
  return property;
}

function derived(written: string): Property | PropertyFault {
  // URL parsers drop tabs and line ends, which would join two names into a third one.
  if (/\p{Cc}/u.test(written)) return INVALID;
  if (/^app:/i.test(written)) {
    const name = appName(written.slice('app:'.length));
    return name === null ? INVALID : { name, ancestors: NONE };
  }
  const text = refanged(written);
  if (isAddressRange(text)) return { fault: 'address_range' };
  const place = writtenPlace(text);
  return place === null ? INVALID : propertyAt(place);
}

function propertyAt(written: WrittenPlace): Property | PropertyFault {
  const place = { ...written, host: withoutWww(written.host) };
  const source = ampSource(place);
  if (source === null) return INVALID;
  if (source !== undefined) return propertyAt({ host: source, path: [], query: '' });
  const page = platformPage(place);
  if (page === null) return { fault: 'path_without_platform' };
  if (page !== undefined) return { name: page, ancestors: NONE };
  const property = hostProperty(place.host);
  if ('name' in property && place.path.length > 0) return { fault: 'path_without_platform' };
  return property;
}

/** `www.films.tv` is films.tv, but `www.tv` is a domain of its own. */
function withoutWww(host: string): string {
  const rest = host.slice('www.'.length);
  return host.startsWith('www.') && registrableDomain(rest) !== null ? withoutWww(rest) : host;
}

function hostProperty(host: string): Property | PropertyFault {
  if (isIP(host) !== 0) return { name: host, ancestors: NONE };
  const registrable = registrableDomain(host);
  if (registrable === null) return INVALID;
  if (looksLikeApp(host)) return { fault: 'app_without_prefix' };
  const customer = customerHost(host) ?? '';
  const top = customer.length > registrable.length ? customer : registrable;
  return { name: host, ancestors: top === host ? NONE : namesBetween(host, top) };
}

function namesBetween(host: string, top: string): string[] {
  const names = [];
  let name = host;
  while (name.length > top.length) {
    name = name.slice(name.indexOf('.') + 1);
    names.push(name);
  }
  return names;
}

/** The registrable domain of a property, or its name where it has none above; null: no property. */
export function domainOf(written: string): string | null {
  const property = propertyOf(written);
  return 'fault' in property ? null : (property.ancestors.at(-1) ?? property.name);
}
