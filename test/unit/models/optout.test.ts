import { describe, expect, test } from 'vitest';
import { channelsEnded } from '../../../models/optout/channels.ts';
import { explainAway } from '../../../models/optout/explain-away.ts';
import { findSigns, SIGNS } from '../../../models/optout/grammar.ts';
import { foldGroups, paraphraseGroups } from '../../../models/optout/groups.ts';
import { judgeOptOut, loadOptOutJudge, loadOptOutModel } from '../../../models/optout/model.ts';
import { normalise } from '../../../models/optout/normalise.ts';
import { type CorpusText, trainOptOut } from '../../../models/optout/train.ts';

describe('normalising undoes what people do to a word', () => {
  test.each([
    ['STOOOOP', 'stop'],
    ['s.t.o.p', 'stop'],
    ['S T O P', 'stop'],
    ['pls sotp', 'pls stop'],
    ['ST0P', 'stop'],
    ['🛑', 'stop'],
    ['unsuscribe', 'unsubscribe'],
    ['Quítenme de su lista', 'quitenme de su lista'],
    ['STOP\n\nSent from my iPhone', 'stop .'],
  ])('%j', (text, plain) => expect(normalise(text)).toBe(plain));

  test('prices, house numbers and times stay what they are', () => {
    expect(normalise('88 Birch at $450k, 3pm, 2bd')).toBe('88 birch at 450k 3pm 2bd');
  });

  test('a keyword that is only quoted is no keyword', () => {
    expect(normalise('Fwd: "Reply STOP to unsubscribe. 3bd on Heron Way" is this real?')).not.toMatch(
      /\bstop\b/,
    );
  });
});

describe('what only looks like a request is taken out', () => {
  test.each([
    'can you stop by the house at 5',
    'is there a bus stop near it',
    'cancel the 3pm tour please',
    "don't stop sending these",
    'my lender stopped answering',
    'would they remove the popcorn ceilings',
    'I quit my job in June',
  ])('%s', (text) => {
    const { left, kinds } = explainAway(normalise(text));
    expect(kinds.length).toBeGreaterThan(0);
    expect(findSigns(left).filter((sign) => sign < SIGNS.indexOf('negated'))).toEqual([]);
  });
});

test('lines that share most of their words, or their note, are one group, and a group is in one fold', () => {
  const lines = [
    { text: 'please take me off your list' },
    { text: 'take me off that list' },
    { text: 'wrong number', note: 'n' },
    { text: 'who is Tanya', note: 'n' },
    { text: 'can you stop by at 5' },
  ];
  const groups = paraphraseGroups(lines);
  expect(groups[0]).toBe(groups[1]);
  expect(groups[2]).toBe(groups[3]);
  expect(new Set(groups).size).toBe(3);
  const folds = foldGroups(lines, groups);
  expect(folds[0]).toBe(folds[1]);
});

test('the threshold and weights come from lines outside the fold left out, the same every time', () => {
  const optOuts = ['stop texting', 'remove me', 'wrong number', 'opt out', 'leave me alone', 'no more texts'];
  const others = [
    'see you at 5',
    'what is the price',
    'love the porch',
    'ok thanks',
    'send comps',
    'friday works',
  ];
  const dev = [
    ...optOuts.map((text) => ({ text, label: 'opt_out' as const, scope: 'all' as const })),
    ...others.map((text) => ({ text, label: 'not_opt_out' as const, scope: 'none' as const })),
  ];
  const corpus: CorpusText[] = [{ text: 'is it still available', optOut: false }];
  const once = trainOptOut(dev, [], corpus);
  const again = trainOptOut(dev, [], corpus);
  expect(once.fit([0]).linear.rows.bytes).toEqual(again.fit([0]).linear.rows.bytes);
  expect(once.fit([0]).threshold).toBe(again.fit([0]).threshold);
  expect(new Set(once.measured.map(({ fold }) => fold)).size).toBeGreaterThan(1);
});

describe('a channel given up', () => {
  test.each([
    ['Stop emailing me. Texts are fine.', ['email']],
    ['text me instead, stop calling', ['call']],
    ["Don't WhatsApp me, call", ['whatsapp']],
    ['pls no voicemails and no calls ever, msg only', ['voicemail', 'call']],
    ['ya no me manden correos', ['email']],
    ['email only from now on', ['sms', 'webchat', 'whatsapp', 'voicemail', 'call']],
    ['Take my cell off, use my home number', ['webchat']],
    ['Stop mailing me postcards!!!', []],
  ] as const)('%j ends %j', (text, channels) => {
    expect(channelsEnded(text, 'webchat')).toEqual(channels);
  });
});

test('the judge of the live stream says scope, channels and how sure it is, or nothing', () => {
  const judge = loadOptOutJudge();
  expect(judge.hear('no more emails, texts are fine', 'sms')).toMatchObject({
    scope: 'channel',
    channels: ['email'],
  });
  expect(judge.hear('STOP', 'sms')).toMatchObject({ scope: 'all', channels: [], p: expect.closeTo(1, 1) });
  expect(judge.hear('could we stop at the bank before the walkthrough', 'sms')).toBeUndefined();
});

describe('the trained model', () => {
  const model = loadOptOutModel();
  test.each([
    ['STOP', 'opt_out', 'all'],
    ['Please take our family off of every list you keep', 'opt_out', 'all'],
    ['no more emails, texts are fine', 'opt_out', 'channel'],
    ['por favor ya no me escriban', 'opt_out', 'all'],
    ['could we stop at the bank before the walkthrough', 'not_opt_out', 'none'],
    ['the sellers cancelled our showing', 'not_opt_out', 'none'],
    ['', 'not_opt_out', 'none'],
  ])('%j is %s, scope %s', (text, label, scope) => {
    expect(judgeOptOut(model, text)).toMatchObject({ label, scope });
  });

  test('hostile text costs milliseconds', () => {
    const words =
      'stop dont call me the not to no more off list opt out want get remove my number from please'.split(
        ' ',
      );
    const texts = [
      'stop '.repeat(400),
      'dont you '.repeat(200),
      'a.'.repeat(1000),
      `"${'x '.repeat(900)}`,
      '$1'.repeat(900),
      Array.from({ length: 500 }, (_, i) => words[(i * 7) % words.length]).join(' '),
      Array.from({ length: 500 }, (_, i) => words[(i * i) % words.length]).join(' '),
      'en su no me '.repeat(160),
    ];
    for (const text of texts) {
      const start = performance.now();
      judgeOptOut(model, text);
      expect(performance.now() - start).toBeLessThan(250);
    }
  });
});
