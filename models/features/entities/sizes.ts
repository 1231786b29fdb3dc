/** Bedrooms, bathrooms and square feet. */
import type { Scan } from './scan.ts';

const BEDS = /\+?[ -]?(?:bed(?:room)?s?|bdrms?|bd|br|rec[aá]maras|habitaciones|cuartos)\b/y;
const BATHS = /\+?[ -]?(?:(?:full|and a half)[ -])?(?:bath(?:room)?s?|ba|baños|banos)\b/y;
const SQFT = /(k?)\+? ?(?:sq\.? ?f(?:ee)?t\b\.?|sqft\b|square f(?:ee|oo)t\b|sq\.? feet\b|sf\b)/y;
/** "a 3/2 ranch" is three bedrooms and two baths; "3/2" alone is a date. */
const PAIR = /\/([1-5](?:\.5)?)(?= (?:house|home|ranch|condo|townhouse|townhome|brick|bungalow|split)\b)/y;

export function findSizes(scan: Scan): void {
  for (const n of scan.numbers) {
    const sqft = scan.at(SQFT, n.end);
    if (sqft) {
      scan.claim('sqft', n.start, n.end + sqft[0].length, n.value * (sqft[1] === 'k' ? 1000 : 1));
      continue;
    }
    if (n.value > 20) continue;
    const beds = scan.at(BEDS, n.end);
    if (beds) scan.claim('beds', n.start, n.end + beds[0].length, n.value);
    const baths = beds ? null : scan.at(BATHS, n.end);
    if (baths) {
      const half = baths[0].includes('and a half') ? 0.5 : 0;
      scan.claim('baths', n.start, n.end + baths[0].length, n.value + half);
    }
    const pair = scan.at(PAIR, n.end);
    if (pair) {
      scan.claim('beds', n.start, n.end, n.value);
      scan.claim('baths', n.end + 1, n.end + pair[0].length, Number(pair[1]));
    }
  }
}
