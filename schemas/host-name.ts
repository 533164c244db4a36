// Host names, from what was written to the form that is compared: punycode, lower case, without
// port. And the registrable domain of a host by the Public Suffix List, with the list's private
// part.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { toASCII, toUnicode } from 'tr46';

const HOST_NAME_LIMIT = 253;
/** A host with a user, a password and a port. To take one apart may need quadratic time. */
const AUTHORITY_LIMIT = 1_000;

/** A host, and what was written behind it. */
export interface WrittenPlace {
  /** In punycode and lower case; an IP address in its one spelling. */
  host: string;
  /** The parts of the path, without empty ones. */
  path: readonly string[];
  /** Without the question mark. */
  query: string;
}

/** Investigators write `hxxp://films[.]tv`, so that nobody follows the address by accident. */
export function refanged(written: string): string {
  if (!/[[({]|^h[x*]{2}p/i.test(written)) return written;
  return written
    .replace(/^h(?:xx|\*\*)p(s?)(?=\[?:)/i, 'http$1')
    .replace(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replace(/\[(:\/\/|:|\/)\]/g, '$1');
}

const SCHEME = /^(?:[a-z][a-z\d+.-]*:)?\/\//i;
const AUTHORITY = /^(?:(\[[^\]]*\]|[^:]*)(?::\d{0,5})?|([\da-f:.]*:[\da-f:.]*))$/i;

/** @returns null when the text has no valid host name or IP address */
export function writtenPlace(written: string): WrittenPlace | null {
  const scheme = SCHEME.exec(written)?.[0] ?? '';
  const rest = written.slice(scheme.length);
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const behind = end === -1 ? '' : (rest.slice(end).split('#', 1)[0] ?? '');
  if (authority.length > AUTHORITY_LIMIT) return null;
  // Without a scheme it is a mail address.
  const at = scheme === '' ? -1 : authority.lastIndexOf('@');
  const [, name, bareAddress] = AUTHORITY.exec(authority.slice(at + 1)) ?? [];
  const host = hostName(bareAddress ?? name ?? '');
  if (host === null) return null;
  const question = behind.indexOf('?');
  const path = question === -1 ? behind : behind.slice(0, question);
  return {
    host,
    path: path === '' ? [] : path.split('/').filter((part) => part !== ''),
    query: question === -1 ? '' : behind.slice(question + 1),
  };
}

/**
 * By the URL standard, a name whose last label is a number is an IPv4 address. Only the usual
 * notation, four decimal numbers, is accepted.
 */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)$/i;
/** Labels of at most 63 characters, with a hyphen at neither end. */
const VALID_HOST =
  /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)*[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?$/;

/** A host name in punycode and lower case, or an IP address in its one spelling; null: neither. */
export function hostName(written: string): string | null {
  // Checked before punycode too: the cost of punycode grows with the square of the length.
  if (written === '' || written.length > HOST_NAME_LIMIT + 1) return null;
  const address = written.startsWith('[') ? written.slice(1, -1) : written;
  // One address, one spelling: IPv6 in the short form of the URL standard.
  if (isIP(address) === 6) return domainToASCII(`[${address}]`).slice(1, -1) || null;
  const lower = written.replace(/\.$/, '').toLowerCase();
  // UTS 46 changes nothing in such a name.
  const isPlain = VALID_HOST.test(lower) && !lower.includes('xn--');
  const ascii = isPlain ? lower : asciiName(written);
  if (ascii === null || ascii.length > HOST_NAME_LIMIT) return null;
  if (!isPlain && !VALID_HOST.test(ascii)) return null;
  if (ENDS_IN_NUMBER.test(ascii)) return isIP(ascii) === 4 ? ascii : null;
  return ascii;
}

const UTS46 = {
  checkBidi: true,
  checkHyphens: false,
  checkJoiners: true,
  useSTD3ASCIIRules: false,
  verifyDNSLength: false,
};

/**
 * Punycode and lower case by UTS 46. Not by Node's own function: it accepts other names in each
 * version, and a site must not change with Node.
 */
function asciiName(written: string): string | null {
  // The full stops of other scripts become ASCII ones, so the last one is dropped afterwards.
  return toASCII(written, UTS46)?.replace(/\.$/, '') ?? null;
}

/** The letters behind the punycode of a label or host; as it is when it is not valid. */
export function unicodeName(ascii: string): string {
  if (!ascii.includes('xn--')) return ascii;
  const { domain, error } = toUnicode(ascii, UTS46);
  return error ? ascii : domain;
}

const WITH_PRIVATE = { allowPrivateDomains: true, extractHostname: false };
const WITHOUT_PRIVATE = { allowPrivateDomains: false, extractHostname: false };
/**
 * Blogs under a country's name, such as a.blogspot.fr, have an owner each. The list had these
 * suffixes until Google gave them up, and evidence is older than the list. Without them the money
 * of all blogs would count as money of one site.
 */
const COUNTRY_BLOG = /(?:^|\.)([^.]+\.blogspot\.((?:com?\.)?[a-z]{2}))$/;
const BLOG_COUNTRIES = new Set(
  (
    'ae al am ba be bg bj ca cf ch cl co.at co.id co.il co.ke co.nz co.uk co.za com.ar com.au ' +
    'com.br com.by com.co com.cy com.ee com.eg com.es com.mt com.ng com.tr com.uy cv cz de dk ' +
    'fi fr gr hk hr hu ie in is it jp kr li lt lu md mk mr mx my nl no pe pt qa re ro rs ru se ' +
    'sg si sk sn td tw ug vn'
  ).split(' '),
);

/**
 * The registrable domain of a host name in punycode. A private suffix such as blogspot.com is a
 * site of its owner: for it the ICANN part of the list decides.
 * @returns null for a bare public suffix and for a name without a dot
 */
export function registrableDomain(host: string): string | null {
  const [, blog, suffix = ''] = COUNTRY_BLOG.exec(host) ?? [];
  if (blog !== undefined && BLOG_COUNTRIES.has(suffix)) return blog;
  return parse(host, WITH_PRIVATE).domain ?? parse(host, WITHOUT_PRIVATE).domain;
}

const LABELS_LIMIT = 5_000;
const labels = new Map<string, boolean>();

/** True for a top-level domain of the Public Suffix List. */
export function isTopLevelDomain(label: string): boolean {
  const known = labels.get(label);
  if (known !== undefined) return known;
  const isListed = parse(`a.a.${label}`, WITHOUT_PRIVATE).isIcann === true;
  if (labels.size < LABELS_LIMIT) labels.set(label, isListed);
  return isListed;
}

/** Kept for examples, for tests and for networks of one house. No registry sells them. */
const RESERVED_LAST_LABELS = new Set(
  'example internal invalid local localhost onion test'.split(' '),
);

/** True for the end of a host name such as films.example. */
export function isReservedLastLabel(label: string): boolean {
  return RESERVED_LAST_LABELS.has(label);
}
