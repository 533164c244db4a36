// The run that rows are of: they count when it is noted.
export interface NotedRun {
  /** Sequence of the last run that computed every operation. */
  readonly epoch: number;
  readonly sequence: number;
  readonly runId: string;
}
