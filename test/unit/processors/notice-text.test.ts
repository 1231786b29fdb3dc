/** What a brokerage's own people are told of critical alerts. */
import { describe, expect, it } from 'vitest';
import { decodeAlert, mustBeTold } from '../../../processors/decode-alert.ts';
import { digestText, noticeText } from '../../../processors/notice-text.ts';
import { alertStep, mentionRecord } from '../../made-up-competition.ts';

describe('a notice', () => {
  it('says who, what, whether anybody saw it, and where to go', () => {
    const alert = alertStep({ text: 'Signed with Harbor Homes' });
    expect(noticeText(alert, 'Ann Lee', '')).toEqual({
      subject: 'Critical: Ann Lee',
      body: 'Signed with Harbor Homes. Open the console',
    });
    expect(noticeText({ ...alert, raised: 1 }, 'Ann Lee', 'https://a.example/Console/')).toEqual({
      subject: 'Still critical: Ann Lee',
      body: 'Signed with Harbor Homes. Nobody has acted on it yet. Open the console: https://a.example/Console/',
    });
    expect(noticeText({ text: 'Gone?', raised: 0 }, 'x', '').body).toBe('Gone? Open the console');
  });

  it('stays short, cut at a word', () => {
    const { body } = noticeText({ text: 'word '.repeat(100), raised: 0 }, 'Ann', '');
    expect(body).toMatch(/word… Open the console$/);
    expect(body.length).toBeLessThan(230);
    expect(noticeText({ text: 'x'.repeat(500), raised: 0 }, 'Ann', '').body).toMatch(/^x{200}… /);
  });

  it('counts what it does not tell one by one', () => {
    expect(digestText(3, '').body).toBe('3 more: open the console');
    expect(digestText(3, 'https://a.example/C/').body).toBe('3 more: open the console: https://a.example/C/');
  });
});

describe('an entry of the alerts stream', () => {
  const decode = (value: unknown) => decodeAlert(Buffer.from(JSON.stringify(value)));

  it('is an alert, something else, or nothing that can be read', () => {
    expect(decode(alertStep())).toMatchObject({ kind: 'pass', value: { id: 'a-1' } });
    expect(decode(mentionRecord())).toMatchObject({ kind: 'drop' });
    expect(decode(null)).toMatchObject({ kind: 'drop' });
    expect(decode({ ...alertStep(), level: 'dire' })).toMatchObject({ kind: 'reject', step: 'notify' });
    expect(decodeAlert(Buffer.from('{"kind"'))).toMatchObject({ kind: 'reject' });
    expect(decodeAlert(new Uint8Array())).toMatchObject({ kind: 'reject' });
  });

  it('has to be heard of where it is critical, and new, anew or unseen', () => {
    const told = (more: Parameters<typeof alertStep>[0]) => mustBeTold(alertStep(more));
    expect([told({}), told({ step: 'escalated' }), told({ step: 'grown', from: 'high' })]).toEqual([
      ...[true, true, true],
    ]);
    expect([
      told({ level: 'high' }),
      told({ step: 'grown', from: 'critical' }),
      told({ step: 'closed' }),
    ]).toEqual([...[false, false, false]]);
  });
});
