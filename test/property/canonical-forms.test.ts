// M-PROPERTY, M-ACCOUNT, M-NETWORK: a canonical form is the same for every spelling of one thing,
// is its own form, and is never that of another thing.
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { canonicalAccount } from '../../schemas/account-form.ts';
import { networkKey } from '../../schemas/network-key.ts';
import { propertyOf } from '../../schemas/property.ts';

const PAIRS = 100_000;
const SPELLINGS = 20_000;
const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const HEX = `${DIGITS}abcdef`;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = '023456789acdefghjklmnpqrstuvwxyz';

/** Something that a record may name, and the part of its text that tells it from others. */
interface Named {
  text: string;
  /** First and one past the last character of that part. */
  from: number;
  to: number;
  /** Characters that may stand there. */
  letters: string;
  isCaseFree: boolean;
  /** Another spelling of a text of this kind. */
  spelt: (random: Random, text: string) => string;
}
type Make = (random: Random) => Named;

const textOf = (random: Random, letters: string, length: number) =>
  Array.from({ length }, () => letters.charAt(random.below(letters.length))).join('');
const oneOf = (random: Random, first: string, ...others: string[]) =>
  random.pick([first, ...others]);
const anyCase = (random: Random, text: string) =>
  Array.from(text, (letter) =>
    random.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('');
const oneCase = (random: Random, text: string) =>
  random.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
const grouped = (text: string, separator: string) => text.replace(/.{4}(?=.)/g, `$&${separator}`);
const blanksAround = (random: Random, text: string) =>
  `${oneOf(random, '', ' ', '\t', '\u00a0')}${text}${oneOf(random, '', ' ', '\n', '\u200b')}`;

function named(
  text: string,
  letters: string,
  isCaseFree: boolean,
  spelt: Named['spelt'],
  part = text,
): Named {
  const from = text.indexOf(part);
  return { text, from, to: from + part.length, letters, isCaseFree, spelt };
}

/** The same but for one character of the part that counts. */
function changed(random: Random, { text, from, to, letters, isCaseFree }: Named): string {
  const at = from + random.below(to - from);
  const old = text.charAt(at);
  const isSame = (letter: string) =>
    isCaseFree ? letter.toLowerCase() === old.toLowerCase() : letter === old;
  const others = Array.from(letters).filter((letter) => !isSame(letter));
  return text.slice(0, at) + (others[random.below(others.length)] ?? '') + text.slice(at + 1);
}

const shown = (texts: string[]) => texts.map((text) => JSON.stringify(text)).join(' ');

/** The three promises of a form. */
function holds(formOf: (text: string) => string, kinds: readonly [Make, ...Make[]], seed: number) {
  test('every spelling has one form, which is its own form', () => {
    const random = randomOf(seed);
    const faults: string[] = [];
    for (let run = 0; run < SPELLINGS; run += 1) {
      const one = random.pick(kinds)(random);
      const spelling = one.spelt(random, one.text);
      const form = formOf(one.text);
      if (formOf(spelling) !== form || formOf(form) !== form)
        faults.push(shown([one.text, spelling, form, formOf(spelling), formOf(form)]));
    }
    expect(faults.slice(0, 5)).toEqual([]);
  });

  test('a thing that differs in one character has another form', () => {
    const random = randomOf(seed + 1);
    const faults: string[] = [];
    for (let run = 0; run < PAIRS; run += 1) {
      const one = random.pick(kinds)(random);
      const other = changed(random, one);
      const isSpelt = run % 4 === 0;
      const [form, otherForm] = [one.text, other].map((text) =>
        formOf(isSpelt ? one.spelt(random, text) : text),
      );
      if (form === otherForm) faults.push(shown([one.text, other, form ?? '']));
    }
    expect(faults.slice(0, 5)).toEqual([]);
  });

  test('the form of any text is its own form', () => {
    const random = randomOf(seed + 2);
    const faults: string[] = [];
    for (let run = 0; run < SPELLINGS; run += 1) {
      const text = random.chance(0.5)
        ? textOf(random, MARKS, 1 + random.below(24))
        : Array.from({ length: 1 + random.below(5) }, () => random.pick(PIECES)).join('');
      const form = formOf(text);
      if (formOf(form) !== form) faults.push(shown([text, form, formOf(form)]));
    }
    expect(faults.slice(0, 5)).toEqual([]);
  });
}

const MARKS = `aZ9.-/:@ *•X_%#?[](){}\u200b\u0301\u00a0éßİſﬁｆ²中\u202e\ufeff\u2011\u1e9b\u0345`;
const PIECES: [string, ...string[]] = [
  'www.',
  ...['http://', 'hxxp://', 'app:', 'bitcoin:', 'iban ', '[.]', '.', '/', ' ', '@', '?u=', '+'],
  ...['t.me', 'films', 'com', 'tv', 'FR76', 'XXXX', '****', '0x', 'bc1', 'user', 's', '12', 'É'],
  ...['cdn.ampproject.org', 'films--cible-com', 'xn--', 'blogspot.fr', 'youtube.com', '\u200d'],
];

describe('accounts', () => {
  const COUNTRIES: [string, ...string[]] = ['FR', 'DE', 'GB', 'LU', 'MT', 'VG'];
  const LENGTHS = new Map([
    ['FR', 27],
    ['LU', 20],
    ['MT', 31],
    ['VG', 24],
  ]);
  const ALPHANUMERIC = `${DIGITS}${UPPER}`;

  const inGroups = (random: Random, text: string) =>
    anyCase(random, grouped(text, oneOf(random, '', ' ', '-', '.', '\u00a0')));
  const iban: Make = (random) => {
    const country = random.pick(COUNTRIES);
    const rest = textOf(random, ALPHANUMERIC, (LENGTHS.get(country) ?? 22) - 4);
    const digits = Array.from(`${rest}${country}00`, (letter) => String(parseInt(letter, 36)));
    const check = String(98n - (BigInt(digits.join('')) % 97n)).padStart(2, '0');
    const spelt: Named['spelt'] = (again, text) =>
      blanksAround(again, `${oneOf(again, '', 'IBAN ', 'iban: ')}${inGroups(again, text)}`);
    return named(`${country}${check}${rest}`, ALPHANUMERIC, true, spelt);
  };
  const maskedIban: Make = (random) => {
    const end = textOf(random, DIGITS, 4);
    const text = `VG96${oneOf(random, 'X', '*', '•').repeat(16)}${end}`;
    return named(text, DIGITS, true, inGroups, end);
  };
  const bic: Make = (random) => {
    const bank = textOf(random, UPPER, 4);
    const branch = random.chance(0.5) ? '' : `1${textOf(random, ALPHANUMERIC, 2)}`;
    const text = `${bank}${random.pick(COUNTRIES)}${textOf(random, ALPHANUMERIC, 2)}${branch}`;
    const spelt: Named['spelt'] = (again, written) => {
      const full = written.length === 8 && again.chance(0.5) ? `${written}XXX` : written;
      const apart = full.replace(/^(.{4})(..)(..)(...)?$/, (_all, ...groups: string[]) =>
        groups
          .slice(0, 4)
          .filter((group) => /^\w/.test(group))
          .join(' '),
      );
      return blanksAround(again, oneCase(again, again.chance(0.5) ? apart : full));
    };
    return named(text, UPPER, true, spelt, bank);
  };
  const uri =
    (scheme: string, spelt: Named['spelt']): Named['spelt'] =>
    (random, text) => {
      const address = spelt(random, text);
      const isUri = random.chance(0.5);
      return blanksAround(
        random,
        isUri ? `${anyCase(random, scheme)}:${address}${oneOf(random, '', '?amount=1')}` : address,
      );
    };
  const hex: Make = (random) => {
    const digits = textOf(random, HEX, 40);
    return named(`0x${digits}`, HEX, true, uri('ethereum', anyCase), digits);
  };
  const bech32: Make = (random) => {
    const data = textOf(random, BECH32, 38);
    const [network, scheme] = random.chance(0.5) ? ['bc', 'bitcoin'] : ['ltc', 'litecoin'];
    return named(`${network}1${data}`, BECH32, true, uri(scheme, oneCase), data);
  };
  const base58: Make = (random) => {
    const rest = textOf(random, BASE58, 33);
    const asIs: Named['spelt'] = (_random, text) => text;
    return named(`${oneOf(random, '1', 'T', 'L')}${rest}`, BASE58, false, uri('tron', asIs), rest);
  };
  const mail: Make = (random) => {
    const letters = `${LOWER}${DIGITS}_-`;
    const name = textOf(random, letters, 1 + random.below(12));
    const spelt: Named['spelt'] = (again, text) =>
      blanksAround(again, `${oneOf(again, '', 'mailto:')}${anyCase(again, text)}`);
    return named(`${name}@films.tv`, letters, true, spelt, name);
  };
  const publisher: Make = (random) => {
    const token = textOf(random, `${LOWER}${UPPER}${DIGITS}-_`, 4 + random.below(16));
    return named(token, `${LOWER}${UPPER}${DIGITS}`, false, blanksAround);
  };
  const name: Make = (random) => {
    const word = textOf(random, `${LOWER}éèàôç`, 2 + random.below(8));
    return named(`S. ${word} Ltd`, `${LOWER}${UPPER}éÉô`, false, speltName, word);
  };

  holds(
    canonicalAccount,
    [iban, maskedIban, bic, hex, bech32, base58, mail, publisher, name],
    23_001,
  );
});

/** Other blanks, other compositions of letters, and marks that nobody sees. */
function speltName(random: Random, text: string): string {
  const form = random.chance(0.5) ? text.normalize('NFD') : text;
  const apart = form.replaceAll(' ', oneOf(random, ' ', '  ', '\t', '\u00a0'));
  return blanksAround(random, `${oneOf(random, '', '\u202e', '\u200b')}${apart}`);
}

describe('network keys', () => {
  const spelt: Named['spelt'] = (random, text) => {
    const host = `${oneOf(random, '', 'www.', 'a.', 'www.a.')}${text}`;
    const scheme = oneOf(random, '', '', 'http://', 'https://', '//');
    const behind = oneOf(random, '', '/', '/page?id=1', ':443', '.');
    const suffix = oneOf(random, '.net', '.co.uk', '.example');
    const written = `${scheme}${host.replace(/\.net$/, suffix)}${behind}`;
    return blanksAround(random, anyCase(random, speltLetters(random, written)));
  };
  const speltLetters = (random: Random, text: string) =>
    random.chance(0.3) ? text.normalize('NFD') : text;
  const domain: Make = (random) => {
    const letters = `${LOWER}${DIGITS}${random.chance(0.3) ? 'éèàô' : ''}`;
    const label = textOf(random, letters, 4 + random.below(10));
    return named(`${label}.net`, letters, true, spelt, label);
  };
  const name: Make = (random) => {
    const word = textOf(random, `${LOWER}éèà`, 3 + random.below(8));
    const speltCase: Named['spelt'] = (again, text) => speltName(again, anyCase(again, text));
    return named(`S. ${word} Ltd`, `${LOWER}éèà`, true, speltCase, word);
  };

  holds(networkKey, [domain, name], 23_101);
});

describe('properties', () => {
  const nameOf = (text: string) => {
    const property = propertyOf(text);
    return 'fault' in property ? text : property.name;
  };
  const SUFFIXES: [string, ...string[]] = [
    'tv',
    'co.uk',
    'example',
    'com.br',
    'blogspot.fr',
    'usa.cc',
  ];
  const WORD = `${LOWER}${DIGITS}`;

  const address = (random: Random, host: string) =>
    `${oneOf(random, '', 'http://', 'HTTPS://', 'hxxp://', '//')}${host}` +
    oneOf(random, '', '/', ':8080', ':80/', '/?page=2', '#top', '/#top');
  const ampCopy = (host: string) =>
    `${host.replace(/[-.]/g, (mark) => (mark === '-' ? '--' : '-'))}.cdn.ampproject.org`;
  const speltHost: Named['spelt'] = (random, text) => {
    const host = `${oneOf(random, '', 'www.')}${text}`;
    if (random.chance(0.1)) return address(random, ampCopy(host));
    const dots = host.replace('.', oneOf(random, '.', '.', '[.]', '(.)', '\uff0e'));
    const full = random.chance(0.2) ? `${dots}.` : dots;
    return blanksOutside(random, address(random, anyCase(random, full)));
  };
  const blanksOutside = (random: Random, text: string) => oneOf(random, '', ' ', '\n') + text;

  const host: Make = (random) => {
    const label = textOf(random, WORD, 4 + random.below(10));
    return named(`${label}.${random.pick(SUFFIXES)}`, WORD, true, speltHost, label);
  };
  const hostBelow: Make = (random) => {
    const label = textOf(random, WORD, 4 + random.below(6));
    const text = `${label}.films-${textOf(random, WORD, 3)}.${random.pick(SUFFIXES)}`;
    return named(text, WORD, true, speltHost, label);
  };
  const outsideAscii: Make = (random) => {
    const label = textOf(random, `${LOWER}éèàô`, 4 + random.below(6));
    const spelt: Named['spelt'] = (again, text) =>
      address(again, anyCase(again, again.chance(0.5) ? text.normalize('NFD') : text));
    return named(`${label}.fr`, `${LOWER}éèàô`, true, spelt, label);
  };
  const channel: Make = (random) => {
    const name = textOf(random, `${WORD}_`, 5 + random.below(10));
    const spelt: Named['spelt'] = (again, text) => {
      const platform = oneOf(
        again,
        't.me',
        'https://www.t.me',
        '//telegram.me',
        'hxxp://T[.]me:80',
      );
      const page = anyCase(again, text.slice('t.me/'.length));
      const behind = oneOf(again, '', '/', '/12', '?q=1', '#top');
      return `${platform}/${oneOf(again, '', 's/', 'S/')}${page}${behind}`;
    };
    return named(`t.me/a${name}`, `${WORD}_`, true, spelt, name);
  };
  const invitation: Make = (random) => {
    const code = textOf(random, BASE58, 8 + random.below(8));
    const spelt: Named['spelt'] = (again, text) => {
      const start = oneOf(again, 'discord.gg/', 'https://Discord.com/invite/', 'www.discord.gg/');
      return start + text.slice('discord.gg/'.length) + oneOf(again, '', '/', '?event=1');
    };
    return named(`discord.gg/${code}`, BASE58, false, spelt, code);
  };
  const app: Make = (random) => {
    const name = textOf(random, WORD, 4 + random.below(8));
    const spelt: Named['spelt'] = (again, text) => blanksOutside(again, anyCase(again, text));
    return named(`app:com.films.${name}`, WORD, true, spelt, name);
  };
  const ip4: Make = (random) => {
    const end = String(1 + random.below(9));
    const text = `192.0.${String(random.below(256))}.${end}`;
    const letters = DIGITS.slice(1);
    const spelt: Named['spelt'] = (again, written) =>
      address(again, written.replaceAll('.', oneOf(again, '.', '[.]')));
    return { ...named(text, letters, true, spelt), from: text.length - 1 };
  };
  const ip6: Make = (random) => {
    const end = textOf(random, HEX.slice(1), 4);
    const spelt: Named['spelt'] = (again, text) => {
      const written = anyCase(again, text.replace(':db8::', oneOf(again, ':db8::', ':0db8:0:0::')));
      return again.chance(0.5) ? written : address(again, `[${written}]`);
    };
    return named(`2001:db8::${end}`, HEX.slice(1), true, spelt, end);
  };
  const kinds: [Make, ...Make[]] = [
    host,
    ...[hostBelow, outsideAscii, channel, invitation, app, ip4, ip6],
  ];

  holds(nameOf, kinds, 23_201);

  test('each name above a property is a property, with the rest of the names above it', () => {
    const random = randomOf(23_301);
    for (let run = 0; run < 2_000; run += 1) {
      const property = propertyOf(random.pick(kinds)(random).text);
      if ('fault' in property) throw new Error(property.fault);
      for (const [at, name] of property.ancestors.entries())
        expect(propertyOf(name)).toEqual({ name, ancestors: property.ancestors.slice(at + 1) });
    }
  });
});
