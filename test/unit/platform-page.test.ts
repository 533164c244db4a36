// M-PROPERTY: a page of a platform and a copy in an AMP cache, and the lists of platforms and of
// shared hosts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'tldts';
import { parsePlatforms } from '../../schemas/platform-page.ts';
import { propertyOf } from '../../schemas/property.ts';
import { parseSharedHosts } from '../../schemas/shared-host.ts';

const nameOf = (written: string) => {
  const property = propertyOf(written);
  return 'fault' in property ? property.fault : property.name;
};

describe('a page of a platform', () => {
  test.each([
    ['https://t.me/films_vf', 't.me/films_vf'],
    ['t.me/Films_VF/', 't.me/films_vf'],
    ['https://t.me/s/films_vf', 't.me/films_vf'],
    ['t.me/films_vf/123', 't.me/films_vf'],
    ['https://t.me/s/films_vf/123?before=9#top', 't.me/films_vf'],
    ['telegram.me/films_vf', 't.me/films_vf'],
    ['films_vf.t.me', 't.me/films_vf'],
    ['hxxps://t[.]me/films_vf', 't.me/films_vf'],
    ['t.me/joinchat/AAAAAEabcdEFG', 't.me/+AAAAAEabcdEFG'],
    ['t.me/+AAAAAEabcdEFG', 't.me/+AAAAAEabcdEFG'],
    ['t.me/c/1234567890/55', 't.me/c/1234567890'],
    ['youtube.com/@Films_VF', 'youtube.com/@films_vf'],
    ['https://m.youtube.com/@films_vf/videos', 'youtube.com/@films_vf'],
    ['youtube.com/%40films_vf', 'youtube.com/@films_vf'],
    ['youtube.com/@S%C3%A9ries', 'youtube.com/@séries'],
    ['youtube.com/@Se\u0301ries', 'youtube.com/@séries'],
    [
      'www.youtube.com/channel/UCaBcDeFgHiJkLmNoPqRsTuV',
      'youtube.com/channel/UCaBcDeFgHiJkLmNoPqRsTuV',
    ],
    ['youtube.com/c/FilmsVF', 'youtube.com/c/filmsvf'],
    ['youtube.com/user/FilmsVF/featured', 'youtube.com/user/filmsvf'],
    ['youtube.com/FilmsVF', 'youtube.com/filmsvf'],
    ['https://fr-fr.facebook.com/FilmsVF/posts/12', 'facebook.com/filmsvf'],
    ['facebook.com/profile.php?id=100012345', 'facebook.com/100012345'],
    ['facebook.com/pages/Films-VF/100012345', 'facebook.com/100012345'],
    ['facebook.com/groups/films.vf', 'facebook.com/groups/films.vf'],
    ['instagram.com/Films.VF/', 'instagram.com/films.vf'],
    ['https://twitter.com/FilmsVF/status/1', 'x.com/filmsvf'],
    ['x.com/filmsvf', 'x.com/filmsvf'],
    ['tiktok.com/@films.vf/video/1', 'tiktok.com/@films.vf'],
    ['vk.com/public123', 'vk.com/club123'],
    ['m.vk.com/Films', 'vk.com/films'],
    ['ok.ru/group/51234567890', 'ok.ru/group/51234567890'],
    ['dailymotion.com/user/FilmsVF', 'dailymotion.com/filmsvf'],
    ['odysee.com/@Films:1/titre:2', 'odysee.com/@films:1'],
    ['discord.gg/AbCdEf', 'discord.gg/AbCdEf'],
    ['https://discord.com/invite/AbCdEf', 'discord.gg/AbCdEf'],
    ['twitch.tv/Films', 'twitch.tv/films'],
    ['old.reddit.com/r/Films/comments/1', 'reddit.com/r/films'],
    ['reddit.com/u/Films', 'reddit.com/user/films'],
    ['patreon.com/c/Films', 'patreon.com/films'],
    ['patreon.com/user?u=12', 'patreon.com/user?u=12'],
    ['ko-fi.com/Films', 'ko-fi.com/films'],
    ['linktr.ee/Films', 'linktr.ee/films'],
    ['medium.com/@Films/titre-1', 'medium.com/@films'],
    ['films.medium.com', 'films.medium.com'],
    ['sites.google.com/view/Films/home', 'sites.google.com/view/films'],
    ['sites.google.com/site/films', 'sites.google.com/site/films'],
  ])('%s is %s', (written, name) => {
    expect(propertyOf(written)).toEqual({ name, ancestors: [] });
    expect(nameOf(name)).toBe(name);
  });

  test.each([
    ['https://www.youtube.com/', 'youtube.com'],
    ['m.youtube.com', 'youtube.com'],
    ['telegram.me', 't.me'],
    ['twitter.com', 'x.com'],
    ['sites.google.com', 'sites.google.com'],
  ])('without a path %s is the host %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each([
    't.me/share?url=films.tv',
    't.me/joinchat',
    't.me/+33612345678',
    't.me/a',
    'youtube.com/watch?v=dQw4w9WgXcQ',
    'youtube.com/channel',
    'youtube.com/channel/UCshort',
    'youtube.com/shorts/dQw4w9WgXcQ',
    'facebook.com/profile.php',
    'facebook.com/story.php?id=1',
    'instagram.com/p/AbCdEf',
    'vk.com/wall-123_4',
    'vk.com/video-123_4',
    'dailymotion.com/video/x1',
    'reddit.com/r/',
    'discord.com/login',
    't.me/films\u200b_vf',
    't.me/films vf',
  ])('%s names no page', (written) => {
    expect(nameOf(written)).toBe('path_without_platform');
  });
});

describe('a host of an AMP cache is the site that it caches', () => {
  test.each([
    ['films--cible-com.cdn.ampproject.org', 'films-cible.com'],
    ['www-films--cible-com.cdn.ampproject.org', 'films-cible.com'],
    ['m-films-co-uk.cdn.ampproject.org', 'm.films.co.uk'],
    ['0-en--us-films-tv-0.cdn.ampproject.org', 'en-us.films.tv'],
    ['xn--sries-fr-b1a.cdn.ampproject.org', 'xn--sries-bsa.fr'],
    ['cdn.ampproject.org/c/s/films-cible.com/page', 'films-cible.com'],
    ['https://cdn.ampproject.org/v/films-cible.com/', 'films-cible.com'],
    ['films--cible-com.cdn.ampproject.org/c/s/films-cible.com/a/b.html', 'films-cible.com'],
    [`${'a2'.repeat(26)}.cdn.ampproject.org/c/s/films-cible.com/`, 'films-cible.com'],
    ['films--cible-com.bing-amp.com', 'films-cible.com'],
    ['https://www.google.fr/amp/s/www.films-cible.com/page', 'films-cible.com'],
    ['google.co.uk/amp/films-cible.com', 'films-cible.com'],
    ['films--vf-tumblr-com.cdn.ampproject.org', 'films-vf.tumblr.com'],
    ['ampproject.org', 'ampproject.org'],
  ])('%s is %s', (written, name) => {
    expect(nameOf(written)).toBe(name);
  });

  test.each([
    'cdn.ampproject.org',
    `${'a2'.repeat(26)}.cdn.ampproject.org`,
    'films---cible-com.cdn.ampproject.org',
    'a.films-com.cdn.ampproject.org',
    'films.cdn.ampproject.org',
    'films--cible-com.cdn.ampproject.org/c/s/other.com/',
    'cdn.ampproject.org/i/s/films-cible.com/image.png',
    'cdn.ampproject.org/c/s/page',
    'google.fr/amp/s/page',
  ])('%s shows nothing that can be told', (written) => {
    expect(nameOf(written)).toBe('invalid_site');
  });
});

describe('the lists', () => {
  const shared = readFileSync('reference/shared-hosts.json', 'utf8');
  const ORIGIN = '"from":"2026-11-30","reason":"r","source":"s"';
  const list = (...rows: string[]) => `{"version":"2026-11-30","rows":[${rows.join(',')}]}`;
  const platform = (pages: string, host = 't.me') =>
    list(
      `{"host":"${host}","aliases":[],"subdomain":null,"pages":[${pages}],"not_pages":[],${ORIGIN}}`,
    );

  test('no shared host is in the private part of the Public Suffix List', () => {
    const known = [...parseSharedHosts(shared)].filter(
      (host) => parse(`x.${host}`, { allowPrivateDomains: true }).domain !== host,
    );
    expect(known).toEqual([]);
  });

  test.each([
    ['{', /^reference\/shared-hosts\.json: .*JSON/],
    [list('{"host":"a.pw"}'), /rows\.0\.from/],
    [list(`{"host":"A.pw",${ORIGIN}}`), /rows\.0\.host: write a host name/],
    [list(`{"host":"a.pw","to":null,${ORIGIN}}`), /rows\.0.*to/],
    [
      list(`{"host":"a.pw",${ORIGIN}}`, `{"host":"a.pw",${ORIGIN}}`),
      /rows\.1: a\.pw is on the list/,
    ],
    ['{"version":"2026-11-30","rows":[],"rows":[]}', /rows occurs twice/],
    ['{"version":"today","rows":[]}', /version: write a day/],
  ])('shared hosts: %s is refused', (text, message) => {
    expect(() => parseSharedHosts(text)).toThrow(message);
  });

  test.each([
    [platform('{"path":"{page}","is":null,"page":"(","case_sensitive":false}'), /regular expr/],
    [platform('{"path":"{page}","is":null,"page":".*","case_sensitive":false}'), /fits nothing/],
    [platform('{"path":"s/","is":null,"page":"a","case_sensitive":false}'), /write a path/],
    [platform('{"path":"{page}","is":"t.me","page":"a","case_sensitive":false}'), /end it in/],
    [platform('', 'localhost'), /write a host name/],
  ])('platforms: %s is refused', (text, message) => {
    expect(() => parsePlatforms(text)).toThrow(message);
  });
});
