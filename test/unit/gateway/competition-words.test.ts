/** Competition in the console's words: never surer than it is, and never without saying whence and how long. */
import { describe, expect, it } from 'vitest';
import { inAnHour, tomorrow } from '../../../infra/gateway/console/alerts/snooze.ts';
import * as words from '../../../infra/gateway/console/competition-words.ts';
import { counted, signedPercent } from '../../../infra/gateway/console/format.ts';
import { measured, noonOf } from '../../../infra/gateway/console/markets/measures.ts';
import {
  COMPETITOR_KINDS,
  MONITORS,
  type Signal,
  STANCES,
  THREAT_LEVELS,
} from '../../../schemas/competition.ts';
import { compared, watched } from '../../browser/made-up-competition.ts';
import { NO_COMPETITION } from '../../made-up-competition.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const inHours = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();

describe('a threat', () => {
  it('is said with its chance and its price, and not surer than a model can be', () => {
    expect(words.threatSaid({ p: 0.412, valueAtRisk: 7300 })).toBe(
      '41% lost to a competitor within 14 days · $7.3K of commission at risk',
    );
    expect(words.threatSaid({ p: 0.9999, valueAtRisk: 0 })).toBe('> 99% lost to a competitor within 14 days');
  });

  it('has a word for all that the schemas know', () => {
    expect(words.LEVELS).toEqual(THREAT_LEVELS);
    const said = [
      ...THREAT_LEVELS.map(words.threatWords),
      ...COMPETITOR_KINDS.map(words.kindWords),
      ...STANCES.map(words.stanceWords),
      ...MONITORS.map(words.monitorWords),
    ];
    expect(said.filter((word) => !word)).toEqual([]);
    expect(new Set(said).size).toBe(said.length);
  });

  it('ranks none, and what is not known, lowest', () => {
    expect(words.levelRank(undefined)).toBe(words.levelRank('none'));
    expect(words.levelRank('critical')).toBeGreaterThan(words.levelRank('high'));
  });

  it('is known where anything is', () => {
    expect(words.isKnown(undefined)).toBe(false);
    expect(words.isKnown(NO_COMPETITION)).toBe(false);
    expect(words.isKnown(watched())).toBe(true);
    expect(words.isKnown({ ...NO_COMPETITION, rivals: compared().rivals })).toBe(true);
  });
});

describe('a source', () => {
  it.each([
    ['listing 9 Ferry Ln', 'main/listing/9 Ferry Ln'],
    ['market of Old Mill / North', 'main/area/Old Mill / North'],
    ['agent amy', 'main/agent/amy'],
    ['threat model 2', 'threat 2'],
    ['market index of Riverside', 'market index of Riverside'],
    ['the alert', 'alert:7'],
    ['event sms/17', 'sms/17'],
    ['event 2', '2'],
  ])('%s', (text, source) => {
    expect(words.sourceWords(source, { threat: '2' })).toBe(text);
  });

  it('brings the words that it rests on', () => {
    const { rivals, reasons } = compared();
    expect(words.quoteOf(reasons[0]!, rivals)).toContain('2% commission');
    expect(words.quoteOf(reasons[1]!, rivals)).toBeUndefined();
  });
});

describe('how long something stands', () => {
  it('ends at its moment, not after it', () => {
    expect(words.standsUntil(inHours(5), NOW)).toMatch(/^stands until /);
    expect(words.standsUntil(inHours(0), NOW)).toContain('no longer stands');
    expect(words.standsUntil(inHours(-3), NOW)).toBe('no longer stands: its facts expired 3 h ago');
  });

  it('leaves no expired signal among those that stand', () => {
    const signal = (id: string, monitor: Signal['monitor'], hours: number): Signal => ({
      ...{ id, monitor, kind: 'mention', text: id, source: 'e', at: inHours(-1), expiresAt: inHours(hours) },
    });
    const all = [
      signal('a', 'shift', 2),
      signal('b', 'pricing', 0),
      signal('c', 'contact', 1),
      signal('d', 'shift', 9),
    ];
    const shown = words.byMonitor(all, NOW).map(([monitor, of]) => [monitor, of.map(({ id }) => id)]);
    expect(shown).toEqual([
      ['contact', ['c']],
      ['shift', ['a', 'd']],
    ]);
  });
});

it('leaves out a name that stands beside it already, and no other', () => {
  expect(words.alertSaid('Ana: signed elsewhere', 'Ana')).toBe('signed elsewhere');
  expect(words.alertSaid('The lead: signed elsewhere', 'Ana')).toBe('The lead: signed elsewhere');
});

it('names who is not named, and says what competitors did', () => {
  expect(words.rivalName({ name: 'Zillow', kind: 'portal' })).toBe('Zillow');
  expect(words.rivalName({ name: '', kind: 'agent' })).toBe('Another agent, unnamed');
  const move = { agent: 'amy', change: 'listing_taken', listing: 'L-2' };
  expect(words.moveWords(move)).toBe('amy took a listing: L-2');
  expect(words.moveWords({ ...move, change: 'door_knocking', listing: '' })).toBe('amy door knocking');
});

it('says how long ago, and a date without an ago', () => {
  expect(words.agoWords(inHours(-2), NOW)).toBe('2\u00a0h ago');
  expect(words.agoWords(inHours(0), NOW)).toBe('now');
  expect(words.agoWords(inHours(-24 * 30), NOW)).not.toContain('ago');
});

it('snoozes for an hour, and to the next morning by the calendar', () => {
  expect(inAnHour(NOW)).toBe(NOW + 3_600_000);
  const late = new Date(2026, 10, 30, 23, 59).getTime();
  expect(new Date(tomorrow(late)).toString()).toContain('Dec 01 2026 09:00:00');
});

it('counts, signs and leaves unknown what is', () => {
  expect([counted(0, 'lead'), counted(1, 'lead'), counted(2, 'lead')]).toEqual([
    '0 leads',
    '1 lead',
    '2 leads',
  ]);
  expect([signedPercent(0.032), signedPercent(-0.038), signedPercent(0)]).toEqual(['+3.2%', '−3.8%', '0%']);
  expect(measured(null, String)).toBe('not known');
  expect(measured(0, String)).toBe('0');
});

it('keeps a week on its Monday, wherever the browser is', () => {
  const noon = new Date(noonOf('2026-11-23') * 1000);
  expect([noon.getDate(), noon.getDay()]).toEqual([23, 1]);
});
