// M-ALPHA: alpha is split once: four fifths to the class of comparable operations (M-CLASS), the
// rest to the limits of visitors. These hold together for all usable measurements of an operation's
// month: each gets an equal part, cut to whole millionths (Bonferroni, which needs no
// independence). It does not matter which of them count in the end, nor whether there is a class.

/** In millionths. */
export interface AlphaParts {
  readonly ofClass: number;
  readonly ofCard: number;
}

/** @param alphaPpm in millionths */
export function partsOfAlpha(alphaPpm: number): AlphaParts {
  const ofClass = Math.floor((alphaPpm * 4) / 5);
  return { ofClass, ofCard: alphaPpm - ofClass };
}

/** @param alphaPpm in millionths, as the result */
export function alphaOfEach(alphaPpm: number, limits: number): number {
  return Math.floor(alphaPpm / Math.max(limits, 1));
}
