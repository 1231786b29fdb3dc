/** A brokerage whose leads are foreseen: the fake judges, with chances of what the next deed calls for. */
import type { Judges } from '../../../../models/judges.ts';
import { MENU } from '../../../../models/prebake/menu.ts';
import { createLeadsFlow } from '../../../../pipelines/leads.ts';
import { fakeJudges } from '../fake-judges.ts';
import { AUTOMATIC, createDesk } from '../nurture/desk.ts';

/** Viewings, then the home, then the price are likeliest. */
const CHANCES: Record<string, number> = {
  showing_slots: 0.3,
  reply_property: 0.2,
  price_answer: 0.1,
};
const prebake = {
  ...{ name: 'fake-prebake', version: 'f1' },
  predict: () => Float32Array.from(MENU, ({ id }) => CHANCES[id] ?? 0),
};
const readText: Judges['readText'] = (text, ...rest) => ({
  ...fakeJudges.readText(text, ...rest),
  language: text.includes('hola') ? 'es' : 'en',
});
const flowOf = (judges: Partial<Judges>) =>
  createLeadsFlow({ ...fakeJudges, prebake, readText, ...judges }, { shards: 1 });

export const foreseeing = flowOf({});
export const createForeseeingDesk = (judges?: Partial<Judges>) =>
  createDesk(AUTOMATIC, judges ? flowOf(judges) : foreseeing);
