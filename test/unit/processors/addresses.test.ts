/** One address has one form and one hash, however it is written. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressHash, addressOf, normalEmail, normalPhone } from '../../../processors/addresses.ts';

describe('addresses', () => {
  it.each([
    ['(303) 555-0142', '+13035550142'],
    ['303.555.0142', '+13035550142'],
    ['+1 303 555 0142', '+13035550142'],
    ['+44 20 7946 0958', '+442079460958'],
    ['1-303-555-0142', '+13035550142'],
  ])('writes the phone number %s as %s', (text, normal) => expect(normalPhone(text)).toBe(normal));

  it.each(['', '12', 'call me', '303-555'])('takes %j for no phone number', (text) =>
    expect(normalPhone(text)).toBeUndefined(),
  );

  it.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'a b@example.com',
    'a@x.com,b@y.com',
    'a@x.com\r\nBcc: b@y.com',
  ])('takes %j for no e-mail address', (text) => expect(normalEmail(text)).toBeUndefined());

  it('hashes what it says it hashes', () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(addressHash('phone', '+13035550142')).toBe(sha('phone:+13035550142'));
    expect(addressOf('email', 'ann', { email: ' Ann@Example.COM ' })).toEqual({
      to: 'ann@example.com',
      hash: sha('email:ann@example.com'),
    });
  });

  it('is one address for text messages and WhatsApp, and none where it is not known', () => {
    const contact = { phone: '303 555 0142' };
    expect(addressOf('whatsapp', 'ann', contact)).toEqual(addressOf('sms', 'ann', contact));
    expect(addressOf('email', 'ann', contact)).toBeUndefined();
    expect(addressOf('webchat', 'ann', {})).toEqual({ to: 'ann' });
  });

  it('gives every spelling of a number the same hash', () => {
    const digits = fc.integer({ min: 200, max: 999 });
    fc.assert(
      fc.property(
        digits,
        digits,
        fc.integer({ min: 1000, max: 9999 }),
        fc.constantFrom(' ', '-', '.', ''),
        (a, b, c, s) => {
          const plain = normalPhone(`${a}${b}${c}`);
          expect(normalPhone(`+1${s}${a}${s}${b}${s}${c}`)).toBe(plain);
          if (plain) expect(normalPhone(plain)).toBe(plain);
        },
      ),
    );
  });
});
