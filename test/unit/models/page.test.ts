import { describe, expect, test } from 'vitest';
import { buildPage } from '../../../models/evaluation/page/build-page.ts';
import { ticks } from '../../../models/evaluation/page/chart.ts';
import { element, escapeText, score } from '../../../models/evaluation/page/markup.ts';
import { madeUpFigures } from './made-up-figures.ts';

describe('the report’s page', () => {
  const figures = madeUpFigures();
  const page = buildPage(figures);

  test('is the same for the same figures', () => {
    expect(buildPage(structuredClone(figures))).toBe(page);
  });
  test('is whole: nothing is fetched, no script runs', () => {
    expect(page).not.toMatch(/<script|src=|href=|url\(|@import/);
  });
  test('escapes what it is given', () => {
    expect(page).toContain('Made up &amp; &lt;unsafe&gt;');
    expect(page).not.toContain('<unsafe>');
  });
  test('closes every element it opens', () => {
    const open: string[] = [];
    for (const [, slash, name] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === 'meta') continue;
      if (slash === '') open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
  test('has a picture for each question, and no number that is none', () => {
    for (const title of [
      ...['Calibration: all', 'Calibration: before an offer', 'Dates within two days: all'],
      ...['80 % intervals by stage', '90 % intervals by stage'],
      ...['80 % intervals by cohort', '90 % intervals by cohort'],
      ...['Integrated Brier score', 'Concordance', 'What each part is worth'],
      ...['Which segment is taken for which', 'Right after so many messages', 'F1 by intent'],
      ...['Recall of segments of timing', 'Telling: language', 'Telling: postcode', 'Concordance (Harrell)'],
    ])
      expect(page).toContain(title);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
  test('labels every axis, and says of every picture what it shows', () => {
    const pictures = page.split(/<figure[ >]/).slice(1);
    expect(pictures.length).toBeGreaterThan(15);
    for (const picture of pictures) {
      const [, title, note] = /<b>(.+?)<\/b><span>(.+?)<\/span>/.exec(picture)!;
      expect(note!.length, title).toBeGreaterThan(20);
      const labels = [...picture.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text!);
      expect(
        labels.some((text) => /[a-z]{2}/i.test(text)),
        title,
      ).toBe(true);
    }
    for (const axis of [
      ...['forecast: converts within a year', 'converted (Aalen–Johansen)', 'share of leads recognised'],
      ...[
        'share of forecasts committed to a date',
        'share of decided dates that hit',
        'messages of the lead',
      ],
      ...['share of conversions within the interval', 'rise of the integrated Brier score without it'],
      ...['taken for, in the same order', 'area under the ROC curve; .5 is chance', 'integrated Brier score'],
    ])
      expect(page).toContain(`>${axis}</text>`);
  });
  test('has the oracle beside each figure of a simulated world', () => {
    const [section] = page.split('<h2>Ablation');
    const withOracle = section!
      .split('<figure>')
      .slice(1)
      .filter((picture) => picture.includes('oracle'));
    expect(withOracle.length).toBe(section!.split(/<figure[ >]/).length - 1);
  });
  test('shows only what was measured', () => {
    const { title, version, notes, publicTable } = figures;
    const part = buildPage({ title, version, notes, publicTable: publicTable! });
    expect(part).toContain('Checked against the world');
    expect(part).not.toMatch(/Segments|Intents|Ablation|Forecasts|Fair housing|timing/);
  });
});

test('markup', () => {
  expect(element('a', { x: 1.26, y: '"q"' }, escapeText('1 < 2'))).toBe(
    '<a x="1.3" y="&quot;q&quot;">1 &lt; 2</a>',
  );
  expect([score(0.8125), score(-0.0004, 4), score(0), score(Number.NaN)]).toEqual([
    '.813',
    '-.0004',
    '0',
    '–',
  ]);
});

test('ticks are round and within the range', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-0.001, 0.008, 4)).toEqual([0, 0.005]);
  expect(ticks(3, 3, 4)).toEqual([3]);
});
