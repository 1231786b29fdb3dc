import { expect, it } from 'vitest';
import { inHoldout } from '../../../../models/policy/holdout.ts';
import { openFollowUp } from '../../../../processors/nurture/open-follow-up.ts';
import type { NextTurn } from '../../../../processors/turn.ts';
import { DEFAULT_SETTINGS } from '../../../../schemas/nurture-settings.ts';
import { stateOf, turnOf } from '../turns.ts';

it('draws the holdout anew when its settings change, for each lead its own', () => {
  const leads = Array.from({ length: 40 }, (_, i) => stateOf({ lead: `l${i}` }));
  const held = (share: number, salt: string) => {
    const settings = { ...DEFAULT_SETTINGS, holdout: { share, salt } };
    const open = (state: (typeof leads)[number]) =>
      openFollowUp({ ...turnOf(state), wide: { settings } } as unknown as NextTurn).nurture.holdout;
    expect(leads.map(open)).toEqual(leads.map(open));
    return leads.map(open);
  };
  for (const [share, salt] of [[0.5, 'x'] as const, [0.5, 'y'] as const, [0, 'y'] as const])
    expect(held(share, salt)).toEqual(leads.map(({ lead }) => inHoldout('main', lead, share, salt)));
  expect(held(0.5, 'x')).not.toEqual(held(0.5, 'y'));
});
