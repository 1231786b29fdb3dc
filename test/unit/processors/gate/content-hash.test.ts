import { expect, it } from 'vitest';
import { contentHash } from '../../../../processors/gate/content-hash.ts';

it('is one for one content, and another for any other', () => {
  const content = { channel: 'email', subject: 'a', body: 'b' } as const;
  expect(contentHash(content)).toMatch(/^[0-9a-f]{64}$/);
  expect(contentHash({ ...content })).toBe(contentHash(content));
  const others = [{ channel: 'sms' as const }, { subject: 'ab', body: '' }, { body: 'b ' }, { subject: '' }];
  const hashes = others.map((other) => contentHash({ ...content, ...other }));
  expect(new Set([contentHash(content), ...hashes]).size).toBe(others.length + 1);
});
