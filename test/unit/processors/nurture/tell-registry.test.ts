/** What the registry of addresses hears of a lead's consent. */
import { describe, expect, it } from 'vitest';
import { addressHash } from '../../../../processors/addresses.ts';
import { suppressedList } from '../../../../schemas/shards.ts';
import { AUTOMATIC, createDesk, PROFILE } from './desk.ts';

const AGREED = PROFILE.consent.sms;
const LEFT_EMPTY = { given: false, source: 'web form' };
const MAILBOX = addressHash('email', PROFILE.email);

/** A lead that left the box for e-mails empty, and ticked another. */
async function desk() {
  const known = createDesk(AUTOMATIC);
  await known.settings();
  await known.say('profile', { ...PROFILE, consent: { sms: AGREED, email: LEFT_EMPTY } });
  return known;
}
const suppressions = ({ outputs }: Awaited<ReturnType<typeof desk>>) =>
  outputs.flatMap((output) =>
    output.to === 'roster' && output.list === suppressedList('main') && output.member === MAILBOX
      ? [output.score !== null]
      : [],
  );

describe('a box left empty', () => {
  it('ends nothing for others with that mailbox, however often the form is sent', async () => {
    const known = await desk();
    await known.say('profile', { ...PROFILE, consent: { sms: AGREED, email: LEFT_EMPTY } });
    expect(suppressions(known)).toEqual([]);
  });

  it('hides no opt-out that comes later', async () => {
    const known = await desk();
    await known.leadSays('end_all');
    expect(suppressions(known)).toEqual([true]);
  });

  it('hides no opt-out that somebody records', async () => {
    const known = await desk();
    await known.say('outcome', { result: 'opted_out' });
    expect(suppressions(known)).toEqual([true]);
  });
});
