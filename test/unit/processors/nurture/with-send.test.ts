import { expect, it } from 'vitest';
import { newNurture, SENDS } from '../../../../processors/nurture/nurture-state.ts';
import { withSend } from '../../../../processors/nurture/with-send.ts';
import { DAY, NOON, send } from '../gate/questions.ts';

const after = (...sends: ReturnType<typeof send>[]) => sends.reduce(withSend, newNurture(NOON));
const replies = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) => send(from + i, { purpose: 'reply', type: 'answer' }));

it('keeps marketing that counts rather than answers that do not any more', () => {
  const marketing = send(NOON);
  const state = after(marketing, ...replies(SENDS - 1, NOON + DAY), send(NOON + 9 * DAY));
  expect(state.sends).toHaveLength(SENDS);
  expect(state.sends[0]).toBe(marketing);
  expect(state.forgotten).toEqual({ any: 0, marketing: 0 });
});

it('lets go first of what never arrived', () => {
  const failed = send(NOON + 5, { status: 'failed' });
  const state = after(...replies(5, NOON), failed, ...replies(SENDS - 6, NOON + 6), send(NOON + DAY));
  expect(state.sends).toHaveLength(SENDS);
  expect(state.sends).not.toContain(failed);
});

it('remembers that it let go of what still counts', () => {
  const state = after(send(NOON), ...replies(SENDS, NOON + 1));
  expect(state.sends).toHaveLength(SENDS);
  expect(state.forgotten).toEqual({ any: NOON, marketing: NOON });
});
