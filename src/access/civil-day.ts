/** The date on the calendar of England and Wales at an instant. */
const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** `2025-01-14`. */
export const civilDay = (at: Date): string => parts.format(at);
