// A site is a registrable domain by the Public Suffix List, with the private part of the list, so
// `a.blogspot.com` is a site (docs/method.md, "Units"). Host names are compared in punycode and
// lower case.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { getHostname, parse } from 'tldts';
import { toASCII } from 'tr46';

const HOST_NAME_LIMIT = 253;
const MEMORY_LIMIT = 50_000;
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
const memory = new Map<string, string | null>();

/**
 * The registrable domain of a host name or URL; for an IP address, the address itself.
 * @returns null for a bare public suffix, a host name without a dot, or no host name at all
 */
export function siteName(written: string): string | null {
  const known = memory.get(written);
  if (known !== undefined) return known;
  const name = registrableDomain(written);
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  if (written.length <= 255) memory.set(written, name);
  return name;
}

/** True when {@link siteName} finds a site in the text. */
export function hasSiteName(written: string): boolean {
  return siteName(written) !== null;
}

function registrableDomain(written: string): string | null {
  const trimmed = written.trim();
  // URL parsers drop tabs and line ends, which would join two names into a third one.
  if (/\p{Cc}/u.test(trimmed)) return null;
  const hostname = getHostname(trimmed, { validateHostname: false });
  // Checked before punycode too: the cost of punycode grows with the square of the length.
  if (hostname === null || hostname === '' || hostname.length > HOST_NAME_LIMIT) return null;
  // One address, one spelling: IPv6 in the short form of the URL standard.
  if (isIP(hostname) === 6) return domainToASCII(`[${hostname}]`).slice(1, -1) || null;
  const ascii = asciiName(hostname.replace(/\.$/, ''));
  if (ascii === null || ascii.length > HOST_NAME_LIMIT) return null;
  if (ENDS_IN_NUMBER.test(ascii)) return isIP(ascii) === 4 ? ascii : null;
  const [, blog, suffix = ''] = COUNTRY_BLOG.exec(ascii) ?? [];
  if (blog !== undefined && BLOG_COUNTRIES.has(suffix)) return blog;
  const domain = parse(ascii, { allowPrivateDomains: true }).domain;
  // A private suffix such as blogspot.com is a site of its owner: fall back to the ICANN part of
  // the list.
  return domain ?? parse(ascii, { allowPrivateDomains: false }).domain;
}

/** Characters that the URL standard forbids in a host name. */
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;
/**
 * By the URL standard, a name whose last label is a number is an IPv4 address. Only the usual
 * notation, four decimal numbers, is accepted.
 */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)$/i;

/**
 * Punycode and lower case by UTS 46. Not by Node's own function: it accepts other names in each
 * version, and a site must not change with Node.
 */
function asciiName(hostname: string): string | null {
  const ascii = toASCII(hostname, {
    checkBidi: true,
    checkHyphens: false,
    checkJoiners: true,
    useSTD3ASCIIRules: false,
    verifyDNSLength: false,
  });
  if (ascii === null || ascii === '' || FORBIDDEN.test(ascii)) return null;
  return ascii;
}
