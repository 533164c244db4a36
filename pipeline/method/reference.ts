// The reference data that documented money is computed with. Amounts and rates are decimal texts.

/** A published rate: how much of `quoted_in` one unit of `currency` costs on `day`. */
export interface DailyRate {
  readonly day: string;
  readonly currency: string;
  readonly quoted_in: 'EUR' | 'USD';
  readonly per_unit: string;
}

/** The mean of the rates of a month, in EUR for one unit. */
export interface MonthlyRate {
  readonly currency: string;
  /** YYYY-MM */
  readonly period: string;
  readonly eur_per_unit: string;
}

/** A currency that the euro replaced on the day `from`. */
export interface FixedRate {
  readonly currency: string;
  readonly from: string;
  readonly eur_per_unit: string;
}

/** An asset that an office values as `units` of `currency`. `to`: the last day; null: open. */
export interface Peg {
  readonly code: string;
  readonly currency: string;
  readonly units: string;
  readonly from: string;
  readonly to: string | null;
}

export interface RateTables {
  /** All tables in force together: a day may have several rates of one currency. */
  readonly daily: readonly DailyRate[];
  readonly monthly: readonly MonthlyRate[];
  readonly fixed: readonly FixedRate[];
  readonly pegs: readonly Peg[];
  /** M-RATE: the margin of a monthly rate, such as `0.0294`, by currency. */
  readonly margins: ReadonlyMap<string, string>;
  /** The margin of a currency that `margins` does not have. */
  readonly marginOfAll: string;
}

/** The lowest approved share of gross money that a publisher gets. `to`: the last day. */
export interface ContractualShare {
  readonly network: string;
  readonly line: string;
  readonly from: string;
  readonly to: string | null;
  readonly low: string;
}

/** Sources that report different payments. Network null: on every network. */
export interface DisjointSources {
  readonly network: string | null;
  readonly sources: readonly string[];
}

/**
 * A listed name of a network, or that the network pays for others (reference/network-names.json).
 */
export interface ListedNetworkName {
  readonly network: string;
  readonly name: string | null;
  readonly is_conduit: boolean | null;
}

/** Days on which a country is on an official list, or an offshore centre. */
export interface OffshorePlace {
  readonly country: string;
  /** First day, YYYY-MM-DD. */
  readonly from: string;
  /** First day on which it is not one any more; null: until further notice. */
  readonly until: string | null;
}

export interface Reference {
  readonly rates: RateTables;
  readonly shares: readonly ContractualShare[];
  readonly disjoint: readonly DisjointSources[];
  readonly networkNames: readonly ListedNetworkName[];
  readonly offshore: readonly OffshorePlace[];
}
