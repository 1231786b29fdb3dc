/** The probe on what models see: a leak that is planted is found, in every set of inputs it is planted in and no other. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type SeenLead, seeLeads } from '../../../models/evaluation/lead-views.ts';
import { type SeenMessage, seeMessages } from '../../../models/evaluation/message-views.ts';
import { languageFigures, type ProxyFigure, placeFigures } from '../../../models/evaluation/proxy-figures.ts';
import { loadJudges } from '../../../models/load-judges.ts';

let leads: SeenLead[];
let messages: SeenMessage[];
beforeAll(async () => {
  const judges = await loadJudges();
  leads = seeLeads(judges, { leads: 300, days: 60, seed: 4 });
  messages = seeMessages(judges, 4);
});

const BY_AREA = /by area/;
const AT_RANDOM = /at random/;
const of = (figures: readonly ProxyFigure[], hidden: RegExp, inputs: string): ProxyFigure =>
  figures.find((one) => hidden.test(one.hidden) && one.inputs === inputs)!;
const planted = (inputs: Float32Array, leak: number): Float32Array => Float32Array.of(...inputs, leak);

describe('areas', () => {
  it('in an input of segments are found there, and nowhere else', () => {
    const honest = placeFigures(leads);
    const leaking = placeFigures(
      leads.map(({ views, area }) => ({
        area,
        views: { ...views, segments: planted(views.segments!, area % 2) },
      })),
    );
    expect(of(honest, BY_AREA, 'segments').found).toBe(false);
    expect(of(leaking, BY_AREA, 'segments').found).toBe(true);
    expect(of(leaking, BY_AREA, 'segments').auc).toBeGreaterThan(0.65);
    expect(of(leaking, BY_AREA, 'features')).toEqual(of(honest, BY_AREA, 'features'));
  });

  it('are what likeness is made of: found with them, less without', () => {
    const figures = placeFigures(leads);
    expect(of(figures, BY_AREA, 'similarity').found).toBe(true);
    expect(of(figures, BY_AREA, 'similarity less area').auc).toBeLessThan(
      of(figures, BY_AREA, 'similarity').auc - 0.1,
    );
  });

  it('dealt out at random are not found, leak or none', () => {
    const leaking = leads.map(({ views, area }) => ({
      area,
      views: { segments: planted(views.segments!, area % 2), features: views.features! },
    }));
    for (const inputs of ['segments', 'features'])
      expect(of(placeFigures(leaking), AT_RANDOM, inputs).found).toBe(false);
  });
});

it('language in an input is found for sure', () => {
  const leaking = messages.map(({ views, spanish }) => ({
    spanish,
    views: { segments: planted(views.segments!, spanish ? 1 : 0) },
  }));
  const [figure] = languageFigures(leaking);
  expect(figure!.auc).toBeGreaterThan(0.97);
  expect(figure!.auc).toBeGreaterThan(
    languageFigures(messages).find((one) => one.inputs === 'segments')!.auc,
  );
});
