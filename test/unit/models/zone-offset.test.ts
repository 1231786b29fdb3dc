import { expect, test } from 'vitest';
import { zoneOffset } from '../../../models/features/zone-offset.ts';

test('summer time begins and ends to the minute', () => {
  const zone = 'America/New_York';
  expect(zoneOffset(zone, Date.UTC(2026, 2, 8, 6, 59, 59))).toBe(-300);
  expect(zoneOffset(zone, Date.UTC(2026, 2, 8, 7))).toBe(-240);
  expect(zoneOffset(zone, Date.UTC(2026, 10, 1, 5, 59, 59))).toBe(-240);
  expect(zoneOffset(zone, Date.UTC(2026, 10, 1, 6))).toBe(-300);
});

test('zones without summer time, and with quarter hours', () => {
  for (const month of [0, 6]) {
    expect(zoneOffset('America/Phoenix', Date.UTC(2026, month, 15))).toBe(-420);
    expect(zoneOffset('Asia/Kathmandu', Date.UTC(2026, month, 15))).toBe(345);
  }
});

test('agrees with Intl on every day of a year in both hemispheres', () => {
  for (const zone of ['Europe/London', 'Australia/Lord_Howe', 'America/Chicago']) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
    });
    for (let at = Date.UTC(2025, 0, 1, 12); at < Date.UTC(2026, 0, 1); at += 86_400_000) {
      const local = new Date(at + zoneOffset(zone, at)! * 60_000);
      const parts = Object.fromEntries(
        format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
      );
      expect([local.getUTCHours(), local.getUTCMinutes()]).toEqual([parts.hour, parts.minute]);
    }
  }
});

test('an unknown zone or no time is undefined', () => {
  expect(zoneOffset('Nowhere/Atall', 0)).toBeUndefined();
  expect(zoneOffset('Europe/London', Number.NaN)).toBeUndefined();
});
