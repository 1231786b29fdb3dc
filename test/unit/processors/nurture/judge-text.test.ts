import { describe, expect, it } from 'vitest';
import { createLeadsFlow } from '../../../../pipelines/leads.ts';
import { leadStates } from '../../../../processors/lead-states.ts';
import { openDesk } from '../../../../processors/nurture/follow-up-turn.ts';
import { judgeText } from '../../../../processors/nurture/judge-text.ts';
import { fakeJudges } from '../fake-judges.ts';
import { stateOf } from '../turns.ts';
import { createDesk, PROFILE } from './desk.ts';

/** Counts what it is asked. */
function countingJudge(version = 'f1') {
  const asked: string[] = [];
  const judge = (text: string) => {
    asked.push(text);
    return fakeJudges.fairHousing.judge(text);
  };
  return { asked, judge: { name: 'counting', version, judge } };
}

describe('a verdict', () => {
  const of = (name: string) => ({
    state: stateOf({ contact: { name } }),
    desk: openDesk(undefined, undefined),
  });
  const text = { subject: '', body: 'Hi Ana, it is still for sale.' };

  it('stands while judge and words are the same', () => {
    const { asked, judge } = countingJudge();
    const first = judgeText(of('Ana'), text, judge);
    expect(judgeText(of('Ana'), text, judge, first)).toBe(first);
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toContain('Ana');
  });

  it.each([
    ['another judge', of('Ana'), text, 'f2'],
    ['other words', of('Ana'), { ...text, body: 'Hi Ana, no kids.' }, 'f1'],
    ['a lead of another name, whose old one is now a word', of('Bea'), text, 'f1'],
  ])('is asked for again of %s', (_, turn, now, version) => {
    const { judge } = countingJudge();
    const first = judgeText(of('Ana'), text, judge);
    const later = countingJudge(version);
    const again = judgeText(turn, now, later.judge, first);
    expect(later.asked).toHaveLength(1);
    expect(again).toMatchObject({
      by: version,
      verdict: { label: now.body.includes('kids') ? 'block' : 'allow' },
    });
  });
});

describe('of an answer', () => {
  /** An answer is planned, and the judge has heard it. */
  async function planned() {
    const { asked, judge } = countingJudge();
    const desk = createDesk(undefined, createLeadsFlow({ ...fakeJudges, fairHousing: judge }, { shards: 1 }));
    await desk.settings();
    await desk.say('profile', PROFILE);
    await desk.leadSays('property_inquiry');
    expect(desk.state().nurture.plan!.fairHousing).toMatchObject({ by: 'f1' });
    return { desk, asked, before: asked.length };
  }

  it('is not asked for again at the sending', async () => {
    const { desk, asked, before } = await planned();
    await desk.pass(120_000);
    expect(desk.records('receipt')).toMatchObject([{ fairHousing: { p: 0.01, class: 'none' } }]);
    expect(asked).toHaveLength(before);
  });

  it('is asked for at the sending of what was planned before verdicts were kept', async () => {
    const { desk, asked, before } = await planned();
    const { fairHousing: _, ...plan } = desk.state().nurture.plan!;
    const old = { ...desk.state(), nurture: { ...desk.state().nurture, plan } };
    desk.states.set('main/ana', leadStates.unpack(leadStates.pack(old)));
    await desk.pass(120_000);
    expect(desk.records('receipt')).toMatchObject([{ fairHousing: { p: 0.01, class: 'none' } }]);
    expect(asked).toHaveLength(before + 1);
  });
});
