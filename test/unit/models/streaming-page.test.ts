import { expect, it } from 'vitest';
import { buildStreamingPage } from '../../../models/evaluation/streaming-page.ts';
import { madeUpStreaming } from './made-up-streaming.ts';

it('shows what was measured, and is the same text for the same figures', () => {
  const page = buildStreamingPage(madeUpStreaming());
  expect(page).toBe(buildStreamingPage(madeUpStreaming()));
  for (const text of [
    'at 2650 events/s',
    'the ratio is 0.616',
    '2000/s, floor',
    '1.03 times as much',
    '200,000',
  ])
    expect(page).toContain(text);
  // In the order of sockets, whatever order the files had.
  expect(page.indexOf('100, 50')).toBeLessThan(page.indexOf('5000, 50'));
});

it('leaves out what was not measured', () => {
  const page = buildStreamingPage({ fanout: [], update: [] });
  expect(page).not.toContain('<figure');
  expect(page).not.toContain('NaN');
});

it('says where a run was saturated', () => {
  const figures = madeUpStreaming();
  const fanout = figures.fanout.map((one) => ({ ...one, saturated: true }));
  expect(buildStreamingPage({ ...figures, fanout })).toContain('1.20, saturated');
});
