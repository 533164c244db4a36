const DAY_MS = 86_400_000;

/** laterDay('2016-02-28', 2) is '2016-03-01'. */
export function laterDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
