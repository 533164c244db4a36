// The key that the money of a network is grouped by: PopAds.net, http://www.popads.net/ and
// popads.co.uk are `popads` (M-NETWORK).
import {
  isTopLevelDomain,
  isReservedLastLabel,
  refanged,
  registrableDomain,
  unicodeName,
  writtenPlace,
} from './host-name.ts';
import { plainText } from './plain-text.ts';

const MEMORY_LIMIT = 20_000;
const LONGEST_REMEMBERED = 255;
const memory = new Map<string, { key: string; isDomain: boolean }>();

/** Never empty for a name that is not. */
export function networkKey(written: string): string {
  return known(written).key;
}

/** True for a name such as popads.net, which has a key of its own; false for `Tomksoft S.A.`. */
export function isDomainName(written: string): boolean {
  return known(written).isDomain;
}

function known(written: string): { key: string; isDomain: boolean } {
  const remembered = memory.get(written);
  if (remembered !== undefined) return remembered;
  const found = derived(written);
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  if (written.length <= LONGEST_REMEMBERED) memory.set(written, found);
  return found;
}

/** Whatever is written in front of a name, as often as it is. */
const IN_FRONT = /^(?:https?:\/\/|www\.|\s)+/;

function derived(written: string): { key: string; isDomain: boolean } {
  const text = lowerText(written);
  const bare = withoutEnd(text.replace(IN_FRONT, ''));
  const domain = domainOf(bare);
  if (domain !== null) {
    const label = domain.slice(0, domain.indexOf('.'));
    return { key: lowerText(unicodeName(label)) || label, isDomain: true };
  }
  return { key: bare || text || written.trim() || written, isDomain: false };
}

/** Without slashes and blanks at the end. A regular expression would need quadratic time. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && '/ '.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

const lowerText = (text: string) => plainText(plainText(text).toLowerCase());

function domainOf(text: string): string | null {
  const host = text.includes(' ') ? '' : (writtenPlace(refanged(text))?.host ?? '');
  const last = host.slice(host.lastIndexOf('.') + 1);
  // `Tomksoft S.A` is no domain, although nothing keeps `A` from becoming a top-level domain.
  return isTopLevelDomain(last) || isReservedLastLabel(last) ? registrableDomain(host) : null;
}
