// What an explanation says of any flow.
import type { FlowRecord } from '../method/evidence.ts';
import type { Flow } from '../method/flow.ts';
import { amountText } from './decimals.ts';
import { type RecordShown, recordShown } from './record-shown.ts';

export interface FlowShown extends RecordShown {
  /** M-NETWORK; empty: unknown. */
  network_key: string;
  /** As the record has it; empty: it names none. */
  network: string;
  line: string;
  source: string;
  flow_id: string;
  /** M-SETTLE: the payment of the same source that paid this piece of a line; null: none. */
  payment: string | null;
  /** The site, the sites that share it, or else the account that names the operation. */
  place: string;
  amount: string;
  currency: string;
}

export function flowShown(flow: Flow): FlowShown {
  const { record, payment } = flow;
  return {
    network_key: flow.key,
    network: record.network ?? '',
    line: flow.line,
    source: flow.source,
    flow_id: flow.flowId,
    payment: payment === null ? null : payment.slice(payment.indexOf('\0') + 1),
    place: placeOf(record),
    amount: amountText(flow.amount),
    currency: flow.currency,
    ...recordShown(record),
  };
}

function placeOf({ site, site_shares: shares, publisher_account: account, payee }: FlowRecord) {
  if (site !== null) return site;
  if (shares !== null) return shares.map((share) => share.site).join(', ');
  return account ?? payee?.account ?? '';
}
