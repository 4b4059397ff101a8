/** Civil dates and clock times in the county (those of Great Britain) as the published files write them: in UTC. */

export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** ISO weekday, 1 Monday to 7 Sunday. `month` is 1 to 12. */
export const weekday = (year: number, month: number, day: number): number => ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;

const lastSunday = (year: number, month: number): number => daysIn(year, month) - (weekday(year, month, daysIn(year, month)) % 7);

/** Whether summer time is in force at a local time: from 02:00 on the last Sunday of March until 01:00 on the last Sunday of October. */
export function summerTime(year: number, month: number, day: number, hour: number): boolean {
  if (month < 3 || month > 10) return false;
  if (month > 3 && month < 10) return true;
  const change = lastSunday(year, month);
  if (month === 3) return day > change || (day === change && hour >= 2);
  return day < change || (day === change && hour < 1);
}

/** A local time as `2024-06-01T21:05:00+00:00`. */
export function utcText(year: number, month: number, day: number, hour: number, minute: number): string {
  const instant = new Date(Date.UTC(year, month - 1, day, hour - (summerTime(year, month, day, hour) ? 1 : 0), minute));
  return `${instant.toISOString().slice(0, 19)}+00:00`;
}
