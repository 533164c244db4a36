// A stratum is what audiences are compared in: one panel, one unit, one country. The audience of an
// operation's month in it is as measured, on both sides of M-CLASS, so the error of the panel is
// part of the ratios and spends no alpha.

/** Units are never converted into each other. */
export const UNITS = ['visitors', 'visits', 'page_views'] as const;
export type Unit = (typeof UNITS)[number];

export interface Stratum {
  /** The source of the measurements. */
  readonly panel: string;
  readonly unit: Unit;
  /** Null: all countries together. */
  readonly country: string | null;
}

/** An audience as measured. */
export interface Audience extends Stratum {
  /** Above 0. */
  readonly count: bigint;
}

export function stratumName({ panel, unit, country }: Stratum): string {
  return JSON.stringify([panel, unit, country ?? '']);
}
