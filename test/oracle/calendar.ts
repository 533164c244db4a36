// Days as ISO text, one by one. ISO days and months compare as text, so < and <= are the order of
// time.

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** dayAfter('2016-02-28') is '2016-02-29'. */
export function dayAfter(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) throw new RangeError(`not a day: ${day}`);
  let [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3]) + 1];
  if (date > daysOfMonth(year, month)) [month, date] = [month + 1, 1];
  if (month > 12) [year, month] = [year + 1, 1];
  return [
    String(year).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(date).padStart(2, '0'),
  ].join('-');
}

/** Every day from first to last, both included. */
export function eachDay(first: string, last: string): string[] {
  if (last < first) throw new RangeError(`period ends before it starts: ${first} to ${last}`);
  const days = [first];
  for (let day = first; day !== last; ) {
    day = dayAfter(day);
    days.push(day);
  }
  return days;
}

/** monthOf('2016-02-29') is '2016-02'. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}
