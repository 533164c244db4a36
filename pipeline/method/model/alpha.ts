// M-ALPHA: the limits of all usable measurements of an operation's month hold together with
// probability 1 - alpha: each gets an equal part of alpha, cut to whole millionths (Bonferroni,
// which needs no independence). It does not matter which of them count in the end.

/** @param alphaPpm in millionths, as the result */
export function alphaOfEach(alphaPpm: number, limits: number): number {
  return Math.floor(alphaPpm / Math.max(limits, 1));
}
