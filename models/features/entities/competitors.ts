/** Portals, iBuyers and brokerages known by name; companies with telling names are found in places.ts. */
import { HINT } from '../lexicon.ts';
import { allMatches, type Scan } from './scan.ts';

/** As written in lower case → one name each. */
const KNOWN: Record<string, string> = {
  zillow: 'zillow',
  zestimate: 'zillow',
  redfin: 'redfin',
  trulia: 'trulia',
  'realtor.com': 'realtor.com',
  'homes.com': 'homes.com',
  'apartments.com': 'apartments.com',
  opendoor: 'opendoor',
  offerpad: 'offerpad',
  homelight: 'homelight',
  craigslist: 'craigslist',
  'fb marketplace': 'facebook marketplace',
  'facebook marketplace': 'facebook marketplace',
  remax: 're/max',
  're/max': 're/max',
  'keller williams': 'keller williams',
  'keller agent': 'keller williams',
  'coldwell banker': 'coldwell banker',
  'century 21': 'century 21',
  'exp realty': 'exp realty',
  "sotheby's": "sotheby's",
  sothebys: "sotheby's",
  'berkshire hathaway': 'berkshire hathaway',
  'howard hanna': 'howard hanna',
  'douglas elliman': 'douglas elliman',
  loopnet: 'loopnet',
  crexi: 'crexi',
};

const names = Object.keys(KNOWN).map((name) => name.replaceAll('.', '\\.'));
const NAMED = new RegExp(`(?<![\\w.@])(?:${names.join('|')})(?!\\w)`, 'g');

export function findCompetitors(scan: Scan): void {
  if (!scan.has(HINT.competitor)) return;
  for (const m of allMatches(NAMED, scan.lower))
    scan.claim('competitor', m.index, m.index + m[0].length, KNOWN[m[0]]!);
}
