import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../models/simulator/contacts.ts';
import { PLACES } from '../../../models/simulator/places.ts';
import { auditSends, type LeadTruth, type SentMessage } from '../../../models/simulator/send-audit.ts';
import { DEFAULT_SETTINGS } from '../../../schemas/nurture-settings.ts';

const place = (state: string) => PLACES.find((one) => one.state === state)!;
const contact: Contact = {
  ...{ place: place('NY'), phonePlace: place('NY'), phone: '+12122000001', email: 'a@example.com' },
  ...{ tellsZone: true, doNotContact: false, agreed: ['sms', 'email'], declined: [] },
};
const truth: LeadTruth = {
  ...{ contact, holdout: false, optedOutAt: Number.POSITIVE_INFINITY, withPerson: [], wrote: [] },
  transactionAt: Number.POSITIVE_INFINITY,
};
/** A Tuesday, 10:00 in New York. */
const AT = Date.parse('2024-03-05T15:00:00Z');
const HOUR = 3_600_000;
const sent = (more: Partial<SentMessage> = {}): SentMessage => ({
  ...{ id: 'n1', lead: 'ana', channel: 'sms', purpose: 'marketing', subject: '', body: 'Hello' },
  ...{ orderedAt: AT, calledAt: more.orderedAt ?? AT, counted: true },
  ...more,
});
const rulesOf = (sends: SentMessage[], known: Partial<LeadTruth> = {}, others: [string, LeadTruth][] = []) =>
  auditSends(sends, new Map([['ana', { ...truth, ...known }], ...others]), DEFAULT_SETTINGS).map(
    ({ rule }) => rule,
  );
const at = (text: string) => ({ orderedAt: Date.parse(text) });

describe('the audit of sends', () => {
  it('has nothing against a message in the morning to who agreed to it', () => {
    expect(rulesOf([sent()])).toEqual([]);
  });

  it.each([
    ['before eight', '2024-03-05T12:59:59Z', 'NY'],
    ['at nine in the evening', '2024-03-06T02:00:00Z', 'NY'],
    ['at eight in the evening in Florida', '2024-03-06T01:00:00Z', 'FL'],
    ['on a Sunday morning in Texas', '2024-03-03T17:59:00Z', 'TX'],
    ['on any Sunday in Louisiana', '2024-03-03T18:30:00Z', 'LA'],
    ['on New Year’s Day in Rhode Island', '2024-01-01T15:00:00Z', 'RI'],
    ['at half past seven on the morning after clocks went forward', '2024-03-10T11:30:00Z', 'NY'],
  ])('knows the hour: %s', (_, time, state) => {
    const there = { ...contact, place: place(state), phonePlace: place(state) };
    expect(rulesOf([sent(at(time))], { contact: there })).toEqual(['out of hours']);
  });

  it('lets the same hours pass where they are lawful', () => {
    for (const time of ['2024-03-05T13:00:00Z', '2024-03-06T01:59:59Z', '2024-03-10T12:00:00Z'])
      expect(rulesOf([sent(at(time))])).toEqual([]);
    // A number from Florida is no evidence that its owner lives there.
    expect(
      rulesOf([sent(at('2024-03-06T01:00:00Z'))], { contact: { ...contact, phonePlace: place('FL') } }),
    ).toEqual([]);
  });

  it('stops with the opt-out, the lead’s own and that of whoever shares the address', () => {
    expect(rulesOf([sent()], { optedOutAt: AT - 1 })).toEqual(['after opt-out']);
    expect(rulesOf([sent()], { optedOutAt: AT + 1 })).toEqual([]);
    const other: LeadTruth = {
      ...truth,
      contact: { ...contact, phone: '(212) 200-0001', email: undefined },
      optedOutAt: AT - 1,
    };
    expect(rulesOf([sent()], {}, [['bob', other]])).toEqual(['after opt-out']);
    expect(rulesOf([sent({ channel: 'email' })], {}, [['bob', other]])).toEqual([]);
  });

  it('counts what went out', () => {
    const three = [0, 24, 48].map((hours, i) =>
      sent({ id: `n${i}`, body: `Hello ${i}`, orderedAt: AT + hours * HOUR }),
    );
    expect(rulesOf(three)).toEqual(['over caps']);
    expect(rulesOf(three.map((one) => ({ ...one, counted: false })))).toEqual([]);
    const soon = [sent(), sent({ id: 'n2', body: 'Again', orderedAt: AT + HOUR })];
    expect(rulesOf(soon)).toEqual(['over caps']);
    const day = Array.from({ length: 7 }, (_, i) =>
      sent({ id: `n${i}`, body: `Hello ${i}`, purpose: 'reply', orderedAt: AT + i * 1000 }),
    );
    expect(rulesOf(day)).toEqual(['over caps']);
  });

  it('asks for a ground', () => {
    const silent = { contact: { ...contact, agreed: [] } };
    expect(rulesOf([sent()], silent)).toEqual(['without consent']);
    const asked = { ...silent, wrote: [{ at: AT - HOUR, channel: 'sms' as const }] };
    expect(rulesOf([sent({ purpose: 'reply' })], asked)).toEqual([]);
    expect(rulesOf([sent()], asked)).toEqual(['without consent']);
    expect(rulesOf([sent({ purpose: 'reply', channel: 'email' })], asked)).toEqual(['without consent']);
    expect(rulesOf([sent({ purpose: 'service' })], { ...silent, transactionAt: AT - HOUR })).toEqual([]);
    expect(rulesOf([sent()], { contact: { ...contact, declined: ['sms'] } })).toEqual(['without consent']);
  });

  it('knows the holdout, a person’s lead, the do-not-contact list, repeated words and repeated orders', () => {
    expect(rulesOf([sent()], { holdout: true })).toEqual(['to the holdout']);
    expect(rulesOf([sent({ purpose: 'reply' })], { holdout: true })).toEqual([]);
    expect(rulesOf([sent()], { withPerson: [{ from: AT - 1, to: AT + 1 }] })).toEqual(['with a person']);
    expect(rulesOf([sent()], { contact: { ...contact, doNotContact: true } })).toEqual(['do not contact']);
    const later = { orderedAt: AT + 24 * HOUR };
    expect(rulesOf([sent(), sent({ id: 'n2', ...later })])).toEqual(['the same text twice']);
    expect(rulesOf([sent(), sent({ body: 'Other', ...later })])).toEqual(['sent twice']);
  });
});
