/** Slots filled: what begins a sentence has a capital. */
import { expect, it } from 'vitest';
import { continued, fill } from '../../../../models/content/fill.ts';

const slots = { agent: 'our agent', listing: 'the home on Oak Street' };

it('begins sentences with a capital, also at the very beginning', () => {
  expect(fill('{agent} has time.', slots)).toBe('Our agent has time.');
  expect(fill('Good news. {listing} is open.', slots)).toBe('Good news. The home on Oak Street is open.');
  expect(fill('¿{agent} puede?', slots)).toBe('¿Our agent puede?');
});

it('leaves what stands within a sentence', () => {
  expect(fill('Ask {agent} about {listing}.', slots)).toBe('Ask our agent about the home on Oak Street.');
  expect(continued('{agent} has time.', slots)).toBe('our agent has time.');
});

it('says which slot is missing', () => {
  expect(() => fill('{agent} has {price}.', slots)).toThrow('needs {price}');
});
