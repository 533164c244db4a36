// Units: a site is a registrable domain of the Public Suffix List with its private part, in
// punycode and lower case.
import { describe, expect, test } from 'vitest';
import { hasSiteName, siteName } from '../../schemas/site-name.ts';

describe('what was written and the site it names', () => {
  test.each([
    ['http://www.Planet-Series.tv/x', 'planet-series.tv'],
    ['planet-series.tv', 'planet-series.tv'],
    ['PLANET-SERIES.TV', 'planet-series.tv'],
    ['  planet-series.tv ', 'planet-series.tv'],
    ['a.b.c.planet-series.tv', 'planet-series.tv'],
    ['planet-series.tv.', 'planet-series.tv'],
    ['//planet-series.tv/x', 'planet-series.tv'],
    ['planet-series.tv/x?site=other.tv#other.tv', 'planet-series.tv'],
    ['https://user:password@planet-series.tv:8443/x', 'planet-series.tv'],
    ['ftp://planet-series.tv', 'planet-series.tv'],
    ['some_host.planet-series.tv', 'planet-series.tv'],
    ['www.planet-series.co.uk', 'planet-series.co.uk'],
    ['popads.example', 'popads.example'],
  ])('%s is %s', (written, site) => {
    expect(siteName(written)).toBe(site);
  });
});

describe('the private part of the Public Suffix List', () => {
  test.each([
    ['a.blogspot.com', 'a.blogspot.com'],
    ['www.a.blogspot.com', 'a.blogspot.com'],
    ['b.blogspot.com', 'b.blogspot.com'],
    ['http://www.a.blogspot.com/2015/11', 'a.blogspot.com'],
    ['a.co.nl', 'a.co.nl'],
    ['a.github.io', 'a.github.io'],
    ['www.a.blogspot.fr', 'a.blogspot.fr'],
    ['a.blogspot.co.uk', 'a.blogspot.co.uk'],
    ['a.blogspot.com.br', 'a.blogspot.com.br'],
  ])('%s is the site %s of its own', (written, site) => {
    expect(siteName(written)).toBe(site);
  });

  test.each(['blogspot.com', 'blogspot.fr', 'github.io'])(
    'the private suffix %s itself is a site: that of its owner',
    (suffix) => {
      expect(siteName(suffix)).toBe(suffix);
    },
  );
});

describe('names outside ASCII', () => {
  test.each([
    ['séries-à-gogo.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['SÉRIES-À-GOGO.FR', 'xn--sries--gogo-d7a5i.fr'],
    ['se\u0301ries-a\u0300-gogo.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['xn--sries--gogo-d7a5i.fr', 'xn--sries--gogo-d7a5i.fr'],
    ['XN--SRIES--GOGO-D7A5I.FR', 'xn--sries--gogo-d7a5i.fr'],
    ['https://www.münchen.de/x', 'xn--mnchen-3ya.de'],
    ['食狮.公司.cn', 'xn--85x722f.xn--55qx5d.cn'],
    ['食狮.中国', 'xn--85x722f.xn--fiqs8s'],
    ['ｐｌａｎｅｔ－ｓｅｒｉｅｓ。ｔｖ', 'planet-series.tv'],
    ['1.2.3.１', '1.2.3.1'],
    ['STRAẞE.de', 'xn--strae-oqa.de'],
  ])('%s is %s', (written, site) => {
    expect(siteName(written)).toBe(site);
  });

  test.each(['xn--a.tv', 'xn--zz--.tv'])(
    '%s, which is no valid punycode, is no site',
    (written) => {
      expect(siteName(written)).toBeNull();
    },
  );
});

describe('an IP address is a site, one address in one spelling', () => {
  test.each([
    ['192.0.2.17', '192.0.2.17'],
    ['http://192.0.2.17:8080/x', '192.0.2.17'],
    ['2001:db8::17', '2001:db8::17'],
    ['http://[2001:DB8::17]:8080/x', '2001:db8::17'],
    ['2001:0db8:0000:0:0::17', '2001:db8::17'],
  ])('%s is %s', (written, site) => {
    expect(siteName(written)).toBe(site);
  });

  test.each([
    '192.0.2.256',
    '999.999.999.999',
    '192.0.2',
    '192.0.2.17.1',
    '010.0.0.1',
    '::1]',
    '1',
  ])('%s is not a site', (written) => {
    expect(siteName(written)).toBeNull();
  });
});

describe('not a site', () => {
  test.each([
    ['a bare public suffix', 'com'],
    ['a bare public suffix of two labels', 'co.uk'],
    ['a bare public suffix in a URL', 'http://co.uk/x'],
    ['a bare public suffix outside ASCII', '公司.cn'],
    ['a suffix that a wildcard of the list makes', 'anything.ck'],
    ['a host name without a dot', 'localhost'],
    ['nothing', ''],
    ['white space', ' \t'],
    ['a scheme only', 'http://'],
    ['a dot', '.'],
    ['an empty label', 'planet..tv'],
    ['a wildcard', '*.planet-series.tv'],
    ['two sites', 'planet-series.tv, planet-films.tv'],
    ['a space inside', 'planet series.tv'],
    ['a mark-up bracket', '<planet>.tv'],
    ['a label of 64 letters', `${'a'.repeat(64)}.tv`],
    ['a name above 253 letters', `${'a.'.repeat(126)}tv`],
    ['a path of a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
  ])('%s', (_what, written) => {
    expect(siteName(written)).toBeNull();
    expect(hasSiteName(written)).toBe(false);
  });

  test.each(['\n', '\r', '\t', '\0', '\u0085'])(
    '%j inside does not join two names into a third',
    (mark) => {
      expect(siteName(`planet-series.tv${mark}planet-films.tv`)).toBeNull();
      expect(siteName(`http://planet-series.tv${mark}planet-films.tv/`)).toBeNull();
    },
  );
});

describe('properties', () => {
  test('the name of a site is its own name: naming twice changes nothing', () => {
    for (const written of [
      'http://www.Planet-Series.tv/x',
      'séries-à-gogo.fr',
      'a.blogspot.com',
      'blogspot.com',
      '[2001:DB8::17]',
      '192.0.2.17',
    ]) {
      const once = siteName(written);
      expect(once).not.toBeNull();
      expect(siteName(once ?? '')).toBe(once);
    }
  });

  test('the answer does not depend on earlier calls, however many', () => {
    const before = siteName('www.planet-series.tv');
    for (let i = 0; i < 60_000; i += 1) siteName(`site-${String(i)}.tv`);
    expect(siteName('www.planet-series.tv')).toBe(before);
    expect(siteName('co.uk')).toBeNull();
    expect(siteName('co.uk')).toBeNull();
  });

  test('a long URL of a site is still that site', () => {
    expect(siteName(`https://www.planet-series.tv/${'x'.repeat(5_000)}`)).toBe('planet-series.tv');
  });
});
