/**
 * Where leads of a nurtured world live and have their telephone numbers from, and when the law of that state lets them
 * be written to. Written down apart from the gate's own tables, so that one can be held against the other.
 */

/** Open hours of texts and calls, by the lead's clock; null: not that day. */
export interface OpenHours {
  weekday: [from: number, to: number];
  saturday: [from: number, to: number] | null;
  sunday: [from: number, to: number] | null;
  /** Closed on New Year's Day, Independence Day, Thanksgiving and Christmas. */
  holidays: 'open' | 'closed';
}

export interface Place {
  state: string;
  zone: string;
  areaCodes: readonly string[];
  hours: OpenHours;
}

const every = (from: number, to: number): OpenHours => ({
  ...{ weekday: [from, to], saturday: [from, to], sunday: [from, to], holidays: 'open' },
});
/** 47 CFR 64.1200(c)(1): what holds where a state says nothing narrower. */
export const FEDERAL = every(8, 21);

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

export const PLACES: readonly Place[] = [
  { state: 'NY', zone: EASTERN, areaCodes: ['212', '718', '914'], hours: FEDERAL },
  { state: 'GA', zone: EASTERN, areaCodes: ['404', '912'], hours: FEDERAL },
  // Fla. Stat. 501.616(6)
  { state: 'FL', zone: EASTERN, areaCodes: ['305', '407', '813'], hours: every(8, 20) },
  // Conn. Gen. Stat. 42-288a
  { state: 'CT', zone: EASTERN, areaCodes: ['203', '860'], hours: every(9, 20) },
  // R.I. Gen. Laws 5-61-3.6
  {
    ...{ state: 'RI', zone: EASTERN, areaCodes: ['401'] },
    hours: { weekday: [9, 18], saturday: [10, 17], sunday: null, holidays: 'closed' },
  },
  { state: 'IL', zone: CENTRAL, areaCodes: ['312', '847'], hours: FEDERAL },
  // Tex. Bus. & Com. Code 301.051
  {
    ...{ state: 'TX', zone: CENTRAL, areaCodes: ['214', '512', '713'] },
    hours: { weekday: [9, 21], saturday: [9, 21], sunday: [12, 21], holidays: 'open' },
  },
  // La. R.S. 45:811
  {
    ...{ state: 'LA', zone: CENTRAL, areaCodes: ['504', '318'] },
    hours: { weekday: [8, 20], saturday: [8, 20], sunday: null, holidays: 'closed' },
  },
  // 15 O.S. 775C.4
  { state: 'OK', zone: CENTRAL, areaCodes: ['405', '918'], hours: every(8, 20) },
  { state: 'CO', zone: MOUNTAIN, areaCodes: ['303', '719'], hours: FEDERAL },
  { state: 'AZ', zone: 'America/Phoenix', areaCodes: ['602', '480'], hours: FEDERAL },
  { state: 'CA', zone: PACIFIC, areaCodes: ['213', '415', '619'], hours: FEDERAL },
  // RCW 80.36.390
  { state: 'WA', zone: PACIFIC, areaCodes: ['206', '509'], hours: every(8, 20) },
];
