// Which unit an audience figure has. Only "unique visitors per month" in so many words goes into a floor: units are never converted into each other
// (METHOD 1), and a text that may mean two things means none.
import { fold } from './fold.ts';

export interface AudienceUnit {
  unit: string;
  /** Null: the figure can go into a floor. */
  refusal: string | null;
}

const VISITORS = 'unique_visitors_month';

const WORDINGS = [
  /^unique visitors? (?:per|by|each|a) (?:calendar )?month$/,
  /^monthly unique visitors?$/,
  /^unique monthly visitors?$/,
  /^unique visitors?,? monthly$/,
  /^visiteurs? uniques? (?:per|par) mois$/,
  /^visiteurs? uniques? mensuels?$/,
  /^visiteurs? mensuels? uniques?$/,
];

/** Words in brackets or behind a comma that name the country or the institute, and change no unit. */
const HARMLESS = /[ ,]*(?:\((?:mediametrie(?: ?\/\/ ?netratings)?|france|fr|panel)\)|(?:in|en) france)$/;

/** What other texts name, first match wins. */
const OTHERS: readonly (readonly [unit: string, pattern: RegExp, what: string])[] = [
  ['peak', /\b(?:peaks?|maxim\w*|max|record|pics?|pointes?|up to|jusqu\w*)\b/, 'a peak is not the value of a month'],
  ['average', /\b(?:averages?|mean|avg|moyennes?|moyens?)\b/, 'an average over months that are not named is not the value of a month'],
  ['cumulated', /\b(?:cumul\w*|total|since|depuis|ever|all-time)\b/, 'a total over several months is not the value of a month'],
  ['unclear', /\b(?:or|ou|disagree\w*|unclear|unknown|not|non|inconnue?s?)\b|\?/, 'the unit is not certain'],
  ['visitor_days', /\bvisit(?:or|eur)s?[ -](?:days?|jours?)\b/, 'visitor-days count a person once for each day'],
  ['page_views', /\b(?:page ?-?views?|pageviews?|pages? vues?|impressions?)\b/, 'page views are not visitors'],
  ['visits', /\b(?:visits?|visites?|sessions?|connections?|connexions?|hits?|clicks?|clics?)\b/, 'visits are not visitors'],
  ['subscribers', /\b(?:subscri\w*|abonne\w*|customers?|clients?|paying)\b/, 'subscribers or customers are not visitors'],
  ['members', /\b(?:members?|membres?|registered|inscrits?|accounts?|comptes?)\b/, 'registered members are not visitors'],
  ['downloads', /\b(?:downloads?|telechargements?|streams?|views?|vues?|videos?)\b/, 'downloads or views are not visitors'],
  ['rank', /\b(?:rank\w*|rang|classement|alexa)\b/, 'a rank is not a count'],
  [
    'devices',
    /\b(?:ips?|ip addresses|browsers?|devices?|cookies?|navigateurs?|peers?)\b/,
    'addresses, browsers and devices are not persons',
  ],
  [
    'visitors_day',
    /\bvisit(?:or|eur)s?\b.*\b(?:days?|daily|jours?|journali\w+|quotidien\w*)\b|\bdaily\b/,
    'visitors of a day are not visitors of a month',
  ],
  ['visitors_week', /\b(?:weeks?|weekly|semaines?|hebdo\w*)\b/, 'visitors of a week are not visitors of a month'],
  ['visitors_year', /\b(?:years?|yearly|annual\w*|ans?|annees?|annuels?)\b/, 'visitors of a year are not visitors of a month'],
  ['users', /\b(?:users?|utilisateurs?|internautes?|uniques)\b/, 'users may be accounts, addresses or persons'],
  ['visitors', /\bvisit(?:or|eur)s?\b/, 'the text does not say both "unique" and "per month"'],
];

export function classifyAudience(metric: string): AudienceUnit {
  const text = fold(metric);
  const bare = text
    .replaceAll(/ ?\/ ?(?=month|mois)/g, ' per ')
    .replaceAll(/\bunique-visitor/g, 'unique visitor')
    .replace(HARMLESS, '')
    .trim();
  if (WORDINGS.some((wording) => wording.test(bare))) return { unit: VISITORS, refusal: null };
  const found = OTHERS.find(([, pattern]) => pattern.test(text));
  if (found === undefined) return { unit: 'unknown', refusal: `audience "${metric}": the unit cannot be told with certainty` };
  return { unit: found[0], refusal: `audience "${metric}" is not unique visitors of a month: ${found[2]}` };
}
