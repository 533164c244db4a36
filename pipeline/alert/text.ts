// What an alert says, in English and French: what is new, since when, at least how much, and the flows that prove it. Amounts are floors and
// the text says so; nothing is said that the records do not show.
import type { FoundAlert, Proof } from './found.ts';
import { EVENT_WORDS, type Language, LEVEL_WORDS, amountText, countryText, dayText, daysBetween, monthText } from './language.ts';

/** Flows named in the text; view alert_flow has more. */
export const PROOFS_TOLD = 3;

export function explanationOf(alert: FoundAlert, proofs: readonly Proof[], language: Language): string {
  if (alert.level === 'floor') return floorText(alert, language);
  return [
    `${alert.operation}: ${newText(alert, language)}`,
    eventText(alert, language),
    placeText(alert, language),
    amountSentence(alert, language),
    noveltyText(alert, language),
    proofText(alert, proofs, language),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function keyText(
  { level, network, publisher_account: publisher, payee, account, account_country: country }: FoundAlert,
  language: Language,
) {
  const keys: Record<FoundAlert['level'], string> = {
    network,
    publisher_account: `${publisher} (${network})`,
    payee,
    account,
    account_country: countryText(country, language),
    floor: '',
  };
  return keys[level];
}

function newText(alert: FoundAlert, language: Language): string {
  const what = `${LEVEL_WORDS[language][alert.level]} ${keyText(alert, language)}`;
  const day = dayText(alert.first_value_date, language);
  const country = countryText(alert.account_country, language);
  const paid = language === 'en' ? ` to ${alert.payee}, account in ${country}` : ` à ${alert.payee}, pays du compte : ${country}`;
  if (alert.kind === 'RETURN')
    return language === 'en'
      ? `after ${String(alert.silent_months)} months of silence ${what} is seen again: ${alert.network} paid on ${day}${paid}.`
      : `après ${String(alert.silent_months)} mois de silence, ${what} réapparaît : ${alert.network} a payé le ${day}${paid}.`;
  return language === 'en'
    ? `${what} is new in the records: ${alert.network} paid on ${day}${paid}.`
    : `${what} est nouveau dans les pièces : ${alert.network} a payé le ${day}${paid}.`;
}

function eventText({ event_type: type, event_date: date, first_value_date: first }: FoundAlert, language: Language): string {
  if (type === '') return '';
  const word = EVENT_WORDS[language][type] ?? type;
  const days = String(daysBetween(date, first));
  return language === 'en'
    ? `This is ${days} days after ${word} of ${dayText(date, language)}.`
    : `C'est ${days} jours après ${word} du ${dayText(date, language)}.`;
}

function placeText({ place }: FoundAlert, language: Language): string {
  if (place === 0) return '';
  if (language === 'en')
    return place === 2
      ? 'The money went to a place that was on an official list on that day.'
      : "The money went to an offshore centre of the analysts' list, which is no legal list.";
  return place === 2
    ? "L'argent est allé vers un territoire inscrit ce jour-là sur une liste officielle."
    : "L'argent est allé vers un centre offshore de la liste des analystes, qui n'est pas une liste légale.";
}

function amountSentence({ amount_eur: amount, flow_count: flows }: FoundAlert, language: Language): string {
  const amountEur = amountText(amount, language);
  return language === 'en'
    ? `At least ${amountEur} since then, in ${flows} ${flows === '1' ? 'flow' : 'flows'}.`
    : `Au moins ${amountEur} depuis, en ${flows} flux.`;
}

function noveltyText({ novelty }: FoundAlert, language: Language): string {
  if (novelty.length === 0) return '';
  const words = novelty.map((level) => LEVEL_WORDS[language][level]).join(', ');
  return language === 'en' ? `New with the same payment: ${words}.` : `Nouveaux avec le même paiement : ${words}.`;
}

function proofText({ flow_count: flows }: FoundAlert, proofs: readonly Proof[], language: Language): string {
  if (proofs.length === 0) return '';
  const told = proofs
    .slice(0, PROOFS_TOLD)
    .map(
      (proof) =>
        `${proof.source} ${proof.flow_id}, ${dayText(proof.day, language)}, ${amountText(proof.amount_eur, language)}, ${proof.input}:${String(proof.partition)}:${proof.offset}`,
    )
    .join('; ');
  const more = Number(flows) - Math.min(proofs.length, PROOFS_TOLD);
  const rest = more > 0 ? (language === 'en' ? `; and ${String(more)} more` : `; et ${String(more)} autres`) : '';
  return `${language === 'en' ? 'Proof: ' : 'Preuve : '}${told}${rest}.`;
}

function floorText(alert: FoundAlert, language: Language): string {
  const { operation, month, amount_eur: amount, threshold_eur: threshold, previous_eur: previous } = alert;
  const [when, floor] = [monthText(month, language), amountText(amount, language)];
  if (threshold !== null)
    return language === 'en'
      ? `${operation}: in ${when} the floor reaches ${amountText(threshold, language)} that it had not reached the month before. The operation earned at least ${floor} in that month.`
      : `${operation} : en ${when}, le plancher atteint ${amountText(threshold, language)}, ce qui n'était pas le cas le mois précédent. L'exploitation a gagné au moins ${floor} ce mois-là.`;
  const before = amountText(previous ?? '0', language);
  return language === 'en'
    ? `${operation}: the floor of ${when} was corrected from ${before} to ${floor}. The operation earned at least ${floor} in that month.`
    : `${operation} : le plancher de ${when} a été corrigé de ${before} à ${floor}. L'exploitation a gagné au moins ${floor} ce mois-là.`;
}
