// What modelled money of one operation is computed from.
import type { ObservationRecord, PanelRecord } from '../evidence.ts';

export interface ModelEvidence {
  /** All contents of all revisions; also of sites that are not the operation's. */
  readonly panels: readonly PanelRecord[];
  readonly observations: readonly ObservationRecord[];
  /** M-PROPERTY: the operation that a property belongs to on a day. Null: nobody's. */
  ownerOf(property: string, day: string): string | null;
  /** One text for all spellings of the name of one network. */
  networkOf(name: string): string;
  /** Whether a paid flow of the operation and month is of this network. */
  isDocumented(network: string, month: string): boolean;
}
