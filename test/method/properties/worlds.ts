// How many worlds each property is tried on. They are the same ones in each run, unless
// PLANCHER_TEST_WORLDS asks for another number: then they are new ones.
const asked = process.env['PLANCHER_TEST_WORLDS'];

export const WORLDS =
  asked === undefined ? { numRuns: 1_000, seed: 24 } : { numRuns: Number(asked) };

/** On a machine that is busy with other files. */
export const PATIENCE_MS = 300_000;
