import { describe, expect, it } from 'vitest';
import { optedOut } from '../../../infra/gateway/console/consent-words.ts';

const since = new Date(Date.now() - 86_400_000).toISOString();
const [no, yes] = [false, true].map((given) => ({ given, since }));

describe('what a lead opted out of', () => {
  it.each([
    ['Opted out of texts', { sms: no }],
    ['Opted out of texts and calls', { sms: no, call: no, email: yes }],
    ['Opted out of emails, WhatsApp and a list', { email: no, whatsapp: no, topics: no }],
    ['Opted out of everything', { all: no }],
    ['Opted out of everything but emails', { all: no, email: yes }],
  ])('%s', (text, consents) => {
    expect(optedOut(consents as Parameters<typeof optedOut>[0])!.text).toBe(text);
  });

  it('is nothing where nothing was ended', () => {
    expect(optedOut({})).toBeUndefined();
    expect(optedOut({ all: { given: true, since } })).toBeUndefined();
  });

  it('rests on words, once each, and on how sure it is that they mean it', () => {
    const said = { given: false, since, text: 'no calls, no texts', p: 0.934 };
    const { evidence } = optedOut({ sms: said, call: said })!;
    expect(evidence).toMatch(/^Since .+: “no calls, no texts”, meant so: 93.?%$/);
  });
});
