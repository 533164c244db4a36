// How many worlds each property is tried on.
export const WORLDS = { numRuns: Number(process.env['PLANCHER_TEST_WORLDS'] ?? '1000') };
