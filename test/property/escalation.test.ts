/** Escalation takes any text: never a throw, always a probability, the same every time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadEscalationJudge } from '../../models/escalation/model.ts';
import { readEscalationLines } from '../../models/escalation/read-lines.ts';
import { readText } from '../../models/features/read-text.ts';
import { SAID_REASONS } from '../../schemas/escalation.ts';
import { INTENTS } from '../../schemas/intents.ts';

const judge = loadEscalationJudge();
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom(...readEscalationLines().planted.map(({ text }) => text)), { maxLength: 4 })
    .map((some) => some.join(' ')),
);
const intents = fc
  .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: INTENTS.length, maxLength: INTENTS.length })
  .map((p) => Float32Array.from(p));

test('whatever the text and the intents', () => {
  fc.assert(
    fc.property(texts, intents, (text, p) => {
      const reading = readText(text, 0, undefined);
      const heard = judge.hear(reading, text, p);
      expect(judge.hear(reading, text, p)).toEqual(heard);
      if (!heard) return;
      expect(SAID_REASONS).toContain(heard.reason);
      expect(heard.p).toBeGreaterThan(0);
      expect(heard.p).toBeLessThanOrEqual(1);
    }),
  );
});
