import { expect, it } from 'vitest';
import type { SendOrder } from '../../../../schemas/nurture.ts';
import { AUTOMATIC, createDesk, PROFILE } from './desk.ts';

const DAY = 86_400_000;
const DAYS = 150;

it('a lead that books again and again reads no confirmation twice, long after its phrases are forgotten', async () => {
  const desk = createDesk(AUTOMATIC);
  await desk.settings();
  await desk.say('profile', PROFILE);
  for (let day = 0; day < DAYS; day++) {
    await desk.say('activity', { activity: day % 3 === 0 ? 'showing_booked' : 'showing_attended' });
    await desk.pass(DAY);
    for (const { id, at } of desk.records('send').slice(-1) as SendOrder[])
      if (Date.parse(at) > desk.now() - DAY) await desk.say('delivery', { action: id, status: 'delivered' });
  }
  const texts = desk.records('send').map(({ subject, body }) => `${subject}\n${body}`);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.length - new Set(texts).size).toBe(0);
});
