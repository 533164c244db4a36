// What modelled money of one operation is computed from.
import type { ObservationRecord, PanelRecord } from '../evidence.ts';
import type { Networks } from '../network.ts';
import type { PropertyOwners } from '../property.ts';

export interface ModelEvidence {
  /** All contents of all revisions; also of sites that are not the operation's. */
  readonly panels: readonly PanelRecord[];
  readonly observations: readonly ObservationRecord[];
  /** M-PROPERTY. */
  readonly ownersOf: PropertyOwners;
  /** M-NETWORK: one text for all names of a network. */
  readonly nameOf: Networks['nameOf'];
  /** Whether a paid flow of the operation and month is of the network with this text. */
  readonly isDocumented: (network: string, month: string) => boolean;
}
