/** Any question to the gate, and a second opinion on quiet hours that shares none of the gate's code. */
import fc from 'fast-check';
import type { GateQuestion } from '../../processors/gate/gate-question.ts';
import table from '../../processors/gate/quiet-hours.json' with { type: 'json' };
import type { LeadConsent } from '../../processors/keep-consent.ts';
import { newNurture, type Send } from '../../processors/nurture/nurture-state.ts';
import { CONSENT_OF } from '../../schemas/consent.ts';
import { AUTONOMY, CONTENT_TYPES, PURPOSES } from '../../schemas/nurture.ts';
import { DEFAULT_SETTINGS } from '../../schemas/nurture-settings.ts';
import { Channel } from '../../schemas/words.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const START = Date.UTC(2024, 0, 1);
const END = Date.UTC(2029, 0, 1);

/** Second Sunday of March and first of November, at 2 am in the American zones and around it. */
const CHANGES = [
  '2024-03-10',
  '2024-11-03',
  '2025-03-09',
  '2025-11-02',
  '2026-03-08',
  '2026-11-01',
  '2027-03-14',
]
  .concat('2027-11-07', '2028-03-12', '2028-11-05')
  .map((day) => Date.parse(day));
const SPECIAL = [
  ...CHANGES,
  ...['2024-02-29', '2028-02-29', '2024-12-31', '2026-12-31', '2027-12-31'].map(Date.parse),
];

/** Often around changes of clocks, leap days and ends of years. */
export const anyTime = fc.oneof(
  fc.integer({ min: START, max: END }),
  fc
    .tuple(fc.constantFrom(...SPECIAL), fc.integer({ min: -DAY, max: 2 * DAY }))
    .map(([day, shift]) => day + shift),
);

/** A phone, and where its owner may be: by hand, not from the gate's table. */
export const PHONES: { phone?: string; zones: string[]; states: string[]; abroad?: boolean }[] = [
  { phone: '+1 602 555 0100', zones: ['America/Phoenix'], states: ['AZ'] },
  { phone: '(214) 555-0100', zones: ['America/Chicago'], states: ['TX'] },
  { phone: '9155550100', zones: ['America/Denver'], states: ['TX'] },
  { phone: '+18505550100', zones: ['America/Chicago', 'America/New_York'], states: ['FL'] },
  { phone: '1-401-555-0100', zones: ['America/New_York'], states: ['RI'] },
  { phone: '+1 808 555 0100', zones: ['Pacific/Honolulu'], states: ['HI'] },
  { phone: '+1 787 555 0100', zones: ['America/Puerto_Rico'], states: ['PR'] },
  { phone: '+1 801 555 0100', zones: ['America/Denver'], states: ['UT'] },
  { phone: '+1 207 555 0100', zones: ['America/New_York'], states: ['ME'] },
  { phone: '+44 20 7946 0958', zones: ['Europe/London'], states: [], abroad: true },
  { phone: '+1 416 555 0100', zones: ['America/Toronto'], states: [], abroad: true },
  { zones: [], states: [] },
];
/** Of a profile: its zone is one where the lead may be, with at least those of its states that have narrow hours. */
export const ZONES: { timezone?: string; states: string[]; abroad?: boolean }[] = [
  { timezone: 'America/Phoenix', states: ['AZ'] },
  { timezone: 'America/Chicago', states: ['TX', 'FL', 'KY', 'LA', 'AL', 'MS', 'OK', 'MN'] },
  { timezone: 'America/Los_Angeles', states: ['CA', 'WA', 'NV', 'OR', 'ID'] },
  { timezone: 'US/Hawaii', states: ['HI'] },
  { timezone: 'America/Detroit', states: ['MI'] },
  { timezone: 'Europe/Madrid', states: [], abroad: true },
  { timezone: 'Asia/Kolkata', states: [], abroad: true },
  { states: [] },
];
const ANYWHERE = [
  'America/Puerto_Rico',
  'America/New_York',
  'America/Denver',
  'America/Anchorage',
  'Pacific/Honolulu',
];

export interface Somewhere {
  contact: GateQuestion['contact'];
  zones: string[];
  states: string[];
  abroad: boolean;
}

export const anyPlace: fc.Arbitrary<Somewhere> = fc
  .tuple(fc.constantFrom(...PHONES), fc.constantFrom(...ZONES))
  .map(([told, profile]) => {
    const { phone } = told;
    const { timezone } = profile;
    const contact = { email: 'a@b.example', ...(phone && { phone }), ...(timezone && { timezone }) };
    const agree = told.states.filter((state) => profile.states.includes(state));
    const zones = [...told.zones, ...(timezone ? [timezone] : [])];
    return {
      contact,
      zones: zones.length > 0 ? zones : ANYWHERE,
      states:
        agree.length > 0
          ? agree
          : zones.length > 0
            ? [...told.states, ...profile.states]
            : ['TX', 'RI', 'KY'],
      abroad: (told.abroad || profile.abroad) ?? false,
    };
  });

const clocks = new Map<string, Intl.DateTimeFormat>();
const options = { weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Weekday and HH:MM by Intl alone. */
function clockOf(timeZone: string, at: number): { weekday: string; time: string } {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...options });
  clocks.set(timeZone, clock);
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: part.weekday!, time: `${part.hour}:${part.minute}` };
}

/** Whether any rule of the table forbids the moment in any zone; holidays aside. */
export function isQuiet({ zones, states, abroad }: Somewhere, channel: string, at: number): boolean {
  const places = ['federal', 'brokerage', ...(abroad ? ['abroad'] : []), ...states];
  const rules = table.rules.filter(
    (rule) => rule.channels.includes(channel) && places.includes(rule.jurisdiction),
  );
  return zones.some((zone) => {
    const { weekday, time } = clockOf(zone, at);
    return rules.some(({ weekdays, saturday, sunday }) => {
      const hours = weekday === 'Sunday' ? sunday : weekday === 'Saturday' ? saturday : weekdays;
      return !hours || time < hours[0]! || time >= hours[1]!;
    });
  });
}

const anyWord = (at: number) =>
  fc.record({
    given: fc.boolean(),
    at: fc.integer({ min: at - 400 * DAY, max: at }),
    source: fc.constantFrom('form', ''),
  });
const anyConsent = (at: number): fc.Arbitrary<LeadConsent> =>
  fc.dictionary(fc.constantFrom(...CONSENT_OF), anyWord(at), { maxKeys: 3 });

const anySend = (at: number): fc.Arbitrary<Send> =>
  fc.record({
    at: fc.integer({ min: at - 35 * DAY, max: at }),
    purpose: fc.constantFrom(...PURPOSES),
    status: fc.constantFrom('ordered', 'delivered', 'failed', 'uncertain'),
    id: fc.constant(''),
    type: fc.constant('market_update'),
    channel: fc.constant('sms'),
    strategy: fc.constant(''),
    text: fc.constant(''),
  });

const since = (at: number) => fc.oneof(fc.constant(0), fc.integer({ min: at - 40 * DAY, max: at }));
const rarely = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constant(other));

function anyNurture(at: number): fc.Arbitrary<GateQuestion['nurture']> {
  return fc
    .record({
      base: fc.constant(newNurture(at)),
      sends: fc.array(anySend(at), { maxLength: 8 }).map((sends) => sends.sort((a, b) => a.at - b.at)),
      heard: fc.dictionary(fc.constantFrom(...Channel.enum), fc.integer({ min: at - 9 * DAY, max: at })),
      agentAt: since(at),
      transactionAt: since(at),
      suppressedAt: rarely(0, 1),
      person: rarely('', 'lena'),
    })
    .map(({ base, ...change }) => ({ ...base, ...change }));
}

export const anyQuestion: fc.Arbitrary<GateQuestion & { place: Somewhere }> = anyTime.chain((at) =>
  fc
    .record({
      at: fc.constant(at),
      place: anyPlace,
      consent: fc.oneof(anyConsent(at), fc.constant({ all: { given: true, at: 0, source: 'form' } })),
      status: rarely('open' as const, 'lost' as const),
      nurture: anyNurture(at),
      settings: fc.constant({ ...DEFAULT_SETTINGS, templates: { market_update: 'mu' } }),
      holdout: fc.boolean(),
      autonomy: fc.constantFrom(...AUTONOMY),
      phase: fc.constantFrom('deciding' as const, 'sending' as const),
      action: fc.record({
        channel: fc.constantFrom(...Channel.enum),
        purpose: fc.constantFrom(...PURPOSES),
        type: fc.constantFrom(...CONTENT_TYPES),
        approvedBy: fc.constantFrom('', 'lena'),
        id: fc.constant('a'),
        text: fc.constant('hi'),
        contentHash: fc.constant('h'),
        approvedHash: fc.constant('h'),
      }),
      fairHousing: fc.constant({ p: 0, class: 'none', label: 'allow' as const, why: '' }),
    })
    .map((question) => ({ ...question, contact: question.place.contact })),
);
