/** A brokerage whose leads are foreseen: the fake judges, with chances of real kinds of next events. */
import type { Judges } from '../../../../models/judges.ts';
import { KINDS } from '../../../../models/next-event/model.ts';
import { createLeadsFlow } from '../../../../pipelines/leads.ts';
import { fakeJudges } from '../fake-judges.ts';
import { AUTOMATIC, createDesk } from '../nurture/desk.ts';

/** Viewings, then the home, then the price are likeliest. */
const CHANCES: Record<string, number> = {
  'message.viewing': 0.3,
  'message.property': 0.2,
  'message.price': 0.1,
};
const nextEvent = {
  ...{ name: 'fake-next', version: 'f1', kinds: KINDS },
  predict: (batch: unknown[]) => batch.map(() => Float32Array.from(KINDS, (kind) => CHANCES[kind] ?? 0)),
};
const readText: Judges['readText'] = (text, ...rest) => ({
  ...fakeJudges.readText(text, ...rest),
  language: text.includes('hola') ? 'es' : 'en',
});
const flowOf = (judges: Partial<Judges>) =>
  createLeadsFlow({ ...fakeJudges, nextEvent, readText, ...judges }, { shards: 1 });

export const foreseeing = flowOf({});
export const createForeseeingDesk = (judges?: Partial<Judges>) =>
  createDesk(AUTOMATIC, judges ? flowOf(judges) : foreseeing);
