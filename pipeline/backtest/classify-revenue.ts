// What an established figure says about revenue. Free text: what is not recognised with certainty is refused, and the reason names why.
// Evidence is read from revenue_kind and from the class with which `note` opens ("[class: ...]").
import { fold } from './fold.ts';
import type { Case } from './case-file.ts';

/**
 * exact: the figure is the revenue.  at_least: revenue is the figure or more (a minimum, a profit, a part).
 * at_most: revenue is the figure or less (gross: before what the networks keep, or not).
 */
export type Nature = 'exact' | 'at_least' | 'at_most';
export type Truth = { nature: Nature; includesAdvertising: boolean } | { refusal: string } | { missing: string };

/** Money of another kind; the first match gives the reason. */
const OTHER_MONEY: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\b(?:damages?|dommages?|prejudices?|dedommag\w*|indemni\w*|compensation|reparations?|restitution)\b/, 'damages are not revenue'],
  [/\b(?:fines?|fined|amendes?|penalt\w+|sanctions?|astreintes?)\b/, 'a fine or penalty is not revenue'],
  [/\b(?:loss|losses|lost|pertes?|manque a gagner|shortfall|harm|piracy cost)\b/, 'the loss of others is not revenue'],
  [
    /\b(?:rights?[ -]?(?:holders?|owners?)|ayants?[ -]droits?|copyright (?:owners?|holders?)|sacem|sppf|scpp|alpa|mpaa?|riaa|ifpi|bpi|studios?|plaintiffs?|industry)\b/,
    'a figure of rights holders is not established revenue',
  ],
  [
    /\b(?:multipli\w*|multiplied|product of|modell?ed|model|modelis\w*|modelling|extrapol\w*|project(?:ed|ions?)|simul\w*|theor\w*|potenti\w*|hypothe\w*|assum\w*|calcul\w*|comput\w*|implied|cpm|rpm|arpu|times|fois)\b|\b(?:per|par) (?:user|subscriber|customer|visitor|visit|view|download|abonne|client|utilisateur|visiteur|visite|vue)s?\b|[×*=]|\bx\b/,
    'a multiplication is not established revenue',
  ],
];

/** Words that leave it uncertain whether the figure is established revenue. */
const UNCERTAIN: typeof OTHER_MONEY = [
  [
    /\b(?:estim\w*|evalu\w*|guess\w*|approximat\w*|rough\w*|suppos\w*|believed|reportedly|rumou?r\w*|claim\w*|alleg\w*|press|presume\w*|likely|probabl\w*|expected|forecast\w*|boast\w*)\b/,
    'an estimate or a claim is not established revenue',
  ],
  [/\b(?:sought|motion|requested|demanded|reclame\w*|requis\w*|requisition\w*|indicted)\b/, 'what is asked for is not established'],
  [
    /\b(?:up to|maxim\w*|at most|no more than|less than|jusqu\w*|au plus|ceiling|high end|peaks?|best month|record|upper|caps?|capped|best case|plafonds?|majorant|superieure)\b/,
    'an upper end or a peak is not established revenue',
  ],
  [/\b(?:averages?|means?|moyenn?e?s?)\b/, 'an average over months that are not named is not the revenue of a month'],
  [
    /\b(?:double|twice|halves|half|thirds?|quarters? of|shares? of|moitie|tiers|percent|pourcent\w*|fractions?)\b|%/,
    'what multiple or part the figure is of is not certain',
  ],
  [/\b(?:millions?|milliers?|thousands?|billions?|milliards?|[km] ?(?:eur|usd|gbp|€|\$))\b/, 'the scale of the figure is not certain'],
  [
    /\b(?:no|zero|never|none|aucune?s?|jamais|pas|unconfirmed|overturned|annule\w*|quashed|acquit\w*|relaxe\w*|appeals?|appel)\b/,
    'it is not certain that the figure was established',
  ],
  [/\b(?:compan(?:y|ies)|societes?|hosting|providers?)\b/, 'whose revenue the figure is is not certain'],
  [/\b(?:range|between|entre|low end|fourchette)\b/, 'a range is not established revenue'],
  [
    /\b(?:proceeds?|launder\w*|blanchi\w*|seiz\w*|saisi\w*|confisc\w*|assets?|avoirs?|net worth|patrimoine|gains?|wealth|enrich\w*|cash|especes|balances?|soldes?|sale price|value of|valuation|stolen|crypto\w*|bitcoins?)\b/,
    'assets, gains and proceeds are not revenue',
  ],
  [
    /\b(?:costs?|expens\w*|couts?|depenses?|spend\w*|budget|tax(?! havens?)|taxes|vat|tva|salar\w*|wages?)\b/,
    'costs and taxes are not revenue',
  ],
  [/\b(?:excluding|excludes?|excl|except|without|hors|sans|other than|not|non)\b/, 'what the figure leaves out is not certain'],
  [/\b(?:unknown|inconnu\w*|unclear|disput\w*|contest\w*|unverified|uncertain|audience only)\b|\?/, 'the figure is not certain'],
  [
    /\b(?:markets?|sector|secteur|bouquet|all sites|group|groupe|(?:\d+|two|three|four|five|several|deux|trois|quatre|cinq|plusieurs) (?:\w+ )?(?:web)?sites?)\b/,
    'the figure is of more than one site',
  ],
];

const PROFIT = /\b(?:profits?|benefices?|earnings|net income|net result|resultat net|margins?|marges?)\b/;
const MINIMUM = /\b(?:minimums?|minima|minimal|at least|au moins|lower bound|no less than|more than|plus de|over|exceed\w*|superieur\w*)\b/;
const PART =
  /\b(?:only|seulement|uniquement|part|parts|partie|partial\w*|partiel\w*|portion|single|paypal|stripe|(?:one|an?|un|une) (?:\w+ )?(?:accounts?|networks?|platforms?|bank|compte|regie))\b/;
const GROSS = /\b(?:gross|brute?s?)\b/;

const ADVERTISING = /\b(?:advertis\w*|ads?|adverts?|publicit\w*|banners?|bannieres?|pop-?(?:unders?|ups?)|adsense|regies?)\b/;
const OTHER_LINE =
  /\b(?:subscri\w*|abonne\w*|premium|vip|iptv|memberships?|donations?|dons?|tips|gifts?|file ?-?hosts?|hebergeurs?|pay[ -]per[ -](?:download|sale)|ppd|pps|affiliat\w*|referrals?|rewards?|merchandis\w*|vpn|sales?|ventes?)\b/;
const REVENUE =
  /\b(?:revenues?|revenus?|turnover|chiffre d'affaires|receipts?|recettes?|income|takings|established|etabli\w*|earnings|profits?|benefices?)\b/;

/** How a figure can have been established. Without one of these words nothing says so. */
const ESTABLISHED =
  /\b(?:established|etabli\w*|courts?|tribunal|cour|judg\w*|jug\w*|forfeit\w*|convict\w*|trial|proces|invoices?|factures?|banks?|bancaires?|accounts?|comptes?|ledgers?|statements?|releves?|own words|operator|confess\w*|aveux?|prosecution|prosecutors?|parquet|investigat\w*|enquete\w*|audit\w*|bookkeeping|comptabilite)\b/;

const NO_TRUTH_NOTE = /\b(?:do not use as ground truth|pure multiplication|not an observed flow|not (?:established )?revenue)\b/;

/** Periods and currencies that a text may name, and what the fields of the case must then say. */
const PERIODS: readonly (readonly [pattern: RegExp, period: string])[] = [
  [
    /\b(?:daily|per day|a day|each day|days?|par jour|jours?|journali\w*|weekly|weeks?|hebdo\w*|semaines?|quarterly|quarters?|trimestr\w*)\b/,
    'none',
  ],
  [/\b(?:annual\w*|yearly|per year|a year|each year|par an|annuel\w*)\b/, 'year'],
  [/\b(?:monthly|per month|a month|each month|par mois|mensuel\w*)\b/, 'month'],
  [/\b(?:cumul\w*|since|depuis)\b/, 'total'],
];
const CURRENCIES: readonly (readonly [pattern: RegExp, currency: string])[] = [
  [/\b(?:usd|us dollars?|dollars?)\b|\$/, 'USD'],
  [/\b(?:eur|euros?)\b|€/, 'EUR'],
  [/\b(?:gbp|pounds?|livres?)\b|£/, 'GBP'],
  [/\b(?:chf|swiss francs?|francs? suisses?)\b/, 'CHF'],
  [/\b(?:roubles?|rubles?|rub)\b/, 'RUB'],
];

/** @returns what a text says of period or currency that the fields of the case do not; null: nothing */
function contradictionOf(kind: string, { revenue_period: period, revenue_currency: currency }: Case): string | null {
  const other = PERIODS.find(([pattern, named]) => pattern.test(kind) && named !== period?.trim().toLowerCase());
  if (other !== undefined) return `its words name another period than ${JSON.stringify(period)}`;
  const foreign = CURRENCIES.find(([pattern, named]) => pattern.test(kind) && named !== currency?.trim());
  return foreign === undefined ? null : `its words name another currency than ${JSON.stringify(currency)}`;
}

export function classifyRevenue(one: Case): Truth {
  const { revenue_kind, revenue_value, note, usable_as_truth, refusal_reason } = one;
  const kind = fold(revenue_kind).replaceAll(/\b(?:not|no) less than\b/g, 'at least');
  const grade = fold(one.evidence_class ?? '').replaceAll('-', ' ');
  const remark = fold(note ?? '');
  const evidence = /^\[class: ?([^\]]*)\]/.exec(remark)?.[1] ?? '';
  const found = (list: typeof OTHER_MONEY) => {
    for (const [pattern, reason] of list) {
      const text = [kind, evidence, grade].find((one) => pattern.test(one));
      if (text !== undefined) return { refusal: `revenue "${revenue_kind}": ${reason}${text === kind ? '' : ` (class: ${text})`}` };
    }
    return null;
  };
  const otherMoney = found(OTHER_MONEY);
  if (otherMoney !== null) return otherMoney;
  if (revenue_value === null) return { missing: 'no revenue was established' };
  const uncertain = found(UNCERTAIN);
  if (uncertain !== null) return uncertain;
  if (NO_TRUTH_NOTE.test(remark)) return { refusal: 'the note of the case says that its figure is not truth' };
  if (usable_as_truth === false || refusal_reason !== null)
    return { refusal: refusal_reason ?? 'the case library says that the figure is not truth' };
  const contradiction = contradictionOf(kind, one);
  if (contradiction !== null) return { refusal: `revenue "${revenue_kind}": ${contradiction}` };
  if (!ESTABLISHED.test(evidence === '' ? kind : evidence) && !ESTABLISHED.test(kind) && !MINIMUM.test(evidence))
    return { refusal: `revenue "${revenue_kind}": nothing says how the figure was established` };
  const [isAdvertising, isOther, isRevenue] = [ADVERTISING.test(kind), OTHER_LINE.test(kind), REVENUE.test(kind)];
  if (!isAdvertising && !isOther && !isRevenue)
    return { refusal: `revenue "${revenue_kind}": what kind of revenue it is cannot be told with certainty` };
  const isLow = PROFIT.test(kind) || MINIMUM.test(kind) || PART.test(kind) || MINIMUM.test(evidence);
  const isGross = GROSS.test(kind) && !PROFIT.test(kind);
  if (isLow && isGross) return { refusal: `revenue "${revenue_kind}": a part or a minimum of gross money bounds revenue on no side` };
  return { nature: isLow ? 'at_least' : isGross ? 'at_most' : 'exact', includesAdvertising: isAdvertising || !isOther };
}
