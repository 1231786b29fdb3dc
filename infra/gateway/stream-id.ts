/** Ids of Redis streams, `milliseconds-number`: both parts are unsigned 64-bit, so they stay text. */

export const isStreamId = (text: string): boolean => /^\d{1,20}-\d{1,20}$/.test(text);

/** Negative, zero or positive, as sort wants it. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const [ams = '', an = ''] = a.split('-');
  const [bms = '', bn = ''] = b.split('-');
  return compareDigits(ams, bms) || compareDigits(an, bn);
}

function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The greatest id smaller than `id`; nothing can lie between the two. */
export function idBefore(id: string): string {
  const [ms = '0', n = '0'] = id.split('-');
  if (n !== '0') return `${ms}-${BigInt(n) - 1n}`;
  return ms === '0' ? '0-0' : `${BigInt(ms) - 1n}-18446744073709551615`;
}
