import { expect, it } from 'vitest';
import { TEXTS } from '../../../../processors/nurture/nurture-state.ts';
import { wasRead, withText } from '../../../../processors/nurture/read-texts.ts';

it('knows every text again, and forgets the oldest beyond its room', () => {
  const all = Array.from({ length: TEXTS + 20 }, (_, i) => `text ${i}`);
  const texts = all.reduce(withText, '');
  expect(all.slice(20).every((text) => wasRead(texts, text))).toBe(true);
  expect(all.slice(0, 20).some((text) => wasRead(texts, text))).toBe(false);
  expect(wasRead(texts, 'another')).toBe(false);
});
