// A stage of the path (pipeline/path.ts): what it is called, what it does, what it executes.

export interface Stage<Context> {
  name: string;
  /** One sentence for a reader. */
  does: string;
  /** The files of sql/ that it executes, in order. */
  sql: readonly string[];
  /** Does it. What later stages need is left in the context. */
  act: (context: Context) => Promise<void>;
}

/** Runs stages one after another. The first failure ends the run. */
export async function runStages<Context>(
  stages: readonly Stage<Context>[],
  context: Context,
): Promise<void> {
  for (const stage of stages) await stage.act(context);
}
