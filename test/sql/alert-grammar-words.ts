// The forms of the sentences of an alert in English and French, by hand from docs/alerts.md.

export const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
    ' ',
  ),
};
export const COUNTRIES: Record<string, readonly [string, string]> = {
  CY: ['Cyprus', 'Chypre'],
  FR: ['France', 'France'],
  GG: ['Guernsey', 'Guernesey'],
  HK: ['Hong Kong', 'Hong Kong'],
  JE: ['Jersey', 'Jersey'],
  KY: ['Cayman Islands', 'Îles Caïmans'],
  LU: ['Luxembourg', 'Luxembourg'],
  PA: ['Panama', 'Panama'],
};

type What = 'counted' | 'reported' | 'other';
const MONEY: Record<'en' | 'fr', Record<string, What | undefined>> = {
  en: {
    'the money paid': 'counted',
    'the money reported': 'reported',
    'that other money': 'other',
  },
  fr: { 'l’argent payé': 'counted', 'l’argent signalé': 'reported', 'cet autre argent': 'other' },
};

/**
 * What differs between the languages. `{q}` stands for a quoted text, `{e}` an amount, `{d}` a day,
 * `{c}` a country, `{n}` a number.
 */
export const GRAMMAR = {
  en: {
    levels: {
      'the network': 'network',
      'the publisher account': 'publisher_account',
      'the payee': 'payee',
      'the account': 'account',
      'the country of the account': 'account_country',
    },
    events: {
      'the seizure': 'seizure',
      'the takedown': 'takedown',
      'the listing': 'listing',
      'the arrest': 'arrest',
      'the letter': 'letter',
    },
    head: '{q}: ({l}) (?:{q} at {q}|{q}|\\({c}\\)) ',
    isNew: 'is new in the records of this operation\\. ',
    isBack:
      'appears again in the records of this operation, after {n} calendar months? without a payment\\. ',
    first:
      'First payment(?: since)?: on {d} (?:{q}|an unknown network) paid {e} to (?:{q}|an unknown payee), account (?:{q}|not known) \\((?:{c}|country not known)\\)\\. ',
    event: 'This was (?:on the day|{n} days? after) (?:of )?({v}) of {d}\\. ',
    amount:
      'At least {e} since then, in {n} flows?: (.*?)\\. (?=Taken|All|Of|\\d+ more|New|Paid|Flows)',
    reported:
      'Reported, but not counted: {e} since then, in {n} flows?: (.*?)\\. (?=Reversals|All|Of|\\d+ more|New|Paid|Flows)',
    mayBeTaken:
      'Reversals of payments that are not on record took {e} from the operation in these months\\. ',
    toAccount: '{e} to (?:account {q}|an unknown account) \\((?:{c}|country not known)\\)',
    elsewhere: '{e} to other accounts',
    taken: 'Taken off: {e}, reversals of payments that are not on record\\. ',
    others:
      '{n} more flows?, of {e}(?: in all)?, may be the same money in (?:another report|other reports); (?:it is|they are) not added\\. ',
    went: "(All of|Of) (the money paid|the money reported|that other money)(?:, (?:(?<=the money paid, )at least )?{e})? went to (?:an offshore (centre) on|offshore (centre)s on|a place that was on|places that were on) (?:the analysts' list|an official list on the day of the payment) \\(([^()]*)\\)(?:; that list is not a legal list)?\\. ",
    money: MONEY.en,
    isAll: 'All of',
    inCountry: '(?:{c}(?:, {e})?|other countries, {e})',
    novelty: 'New with the same payment: ([^.]*)\\. ',
    returned: 'Paid again after a silence, with the same payment: ([^.]*)\\. ',
    flows: 'Flows: (.*?)(?:; and {n} more)?\\. (All|The first 100) flows: (.*)',
    flow: '{q} of {q}, {d}, {e}, record {q}:(\\d+:\\d+)',
    and: '; ',
  },
  fr: {
    levels: {
      'la régie': 'network',
      'le compte d’éditeur': 'publisher_account',
      'le bénéficiaire': 'payee',
      'le compte bancaire': 'account',
      'le pays du compte': 'account_country',
    },
    events: {
      'la saisie': 'seizure',
      'la fermeture': 'takedown',
      'l’inscription': 'listing',
      'l’interpellation': 'arrest',
      'la mise en demeure': 'letter',
    },
    head: '{q}~: ({l}) (?:{q} auprès de {q}|{q}|\\({c}\\)) ',
    // The adjective agrees with the noun before it.
    isNew:
      '(?:(?<=la régie «~[^»]*~» )est nouvelle|(?<! la régie «~[^»]*~» )est nouveau) dans les pièces de cette exploitation\\. ',
    isBack:
      'réapparaît dans les pièces de cette exploitation, après {n} mois civils? sans paiement\\. ',
    first:
      'Premier paiement(?: depuis)?~: le {d}, (?:{q}|une régie inconnue) a payé {e} à (?:{q}|un bénéficiaire inconnu), compte (?:{q}|inconnu) \\((?:{c}|pays inconnu)\\)\\. ',
    event: 'C’était (?:le jour même de|(?:{n} jours?) après) ({v}) du {d}\\. ',
    reported:
      'Signalé, mais non compté~: {e} depuis, en {n} mouvements?~: (.*?)\\. (?=Des annul|Tout|De l’argent|De nouveau|De cet|\\d+ autre|Nouveau|Mouv)',
    mayBeTaken:
      'Des annulations de paiements qui ne figurent pas dans les pièces ont retiré {e} à l’exploitation sur ces mois\\. ',
    amount:
      'Au moins {e} depuis, en {n} mouvements?~: (.*?)\\. (?=À déd|Tout|De l’argent|De nouveau|De cet|\\d+ autre|Nouveau|Mouv)',
    toAccount: '{e} sur (?:le compte {q}|un compte inconnu) \\((?:{c}|pays inconnu)\\)',
    elsewhere: '{e} sur d’autres comptes',
    taken: 'À déduire~: {e}, annulations de paiements qui ne figurent pas dans les pièces\\. ',
    others:
      '{n} autres? mouvements?, de {e}(?: en tout)?, (?:est|sont) peut-être le même argent dans (?:une autre pièce|d’autres pièces)~; (?:il n’est pas additionné|ils ne sont pas additionnés)\\. ',
    went: '(Tout|De) (l’argent payé|l’argent signalé|cet autre argent)(?: est allé|, une part (?:(?<=l’argent payé, une part )d’au moins|(?<!l’argent payé, une part )de) {e} est allée) vers (?:un (centre) offshore|des (centre)s offshore|un territoire inscrit|des territoires inscrits) (?:de la liste des analystes|sur une liste officielle le jour du paiement) \\(([^()]*)\\)(?:~; cette liste n’est pas une liste légale)?\\. ',
    money: MONEY.fr,
    isAll: 'Tout',
    inCountry: '(?:{c}(?:, {e})?|autres pays, {e})',
    novelty: 'Nouveaux? avec le même paiement~: ([^.]*)\\. ',
    returned: 'De nouveau payés? après un silence, avec le même paiement~: ([^.]*)\\. ',
    flows:
      'Mouvements~: (.*?)(?:~; et {n} autres?)?\\. (Tous les|Les 100 premiers) mouvements~: (.*)',
    flow: '{q} de {q}, {d}, {e}, pièce {q}:(\\d+:\\d+)',
    and: '\u202f; ',
  },
} as const;
export type Language = keyof typeof GRAMMAR;

export const MARKS = {
  en: {
    q: '“([^”]*)”',
    e: 'EUR ([\\d,]+\\.\\d\\d)',
    d: '(\\d+ [A-Z]\\w+ \\d{4})',
    c: "([\\p{L}\\s'-]+, [A-Z]{2})",
    n: '(\\d+)',
  },
  fr: {
    q: '«\u202f([^»]*)\u202f»',
    e: '([\\d\u202f]+,\\d\\d)\u202fEUR',
    d: '(\\d+(?:er)? \\p{L}+ \\d{4})',
    c: '([\\p{L}\\s’-]+, [A-Z]{2})',
    n: '(\\d+)',
  },
} as const;
