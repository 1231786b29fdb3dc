import { expect, it } from 'vitest';
import { happened } from '../../../infra/gateway/console/domain-words.ts';
import { SYSTEM_EVENTS } from '../../../schemas/system-event.ts';

it('has words for every event of our own, none of them the name of its type', () => {
  for (const type of Object.keys(SYSTEM_EVENTS)) {
    const name = type.replaceAll('_', ' ');
    const words = happened({ type } as Parameters<typeof happened>[0]);
    expect(words.toLowerCase()).not.toBe(name);
  }
  expect(happened({ type: 'prebake' } as Parameters<typeof happened>[0])).toBe('Next actions prepared');
});
