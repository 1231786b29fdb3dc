/** The report's page in a real browser: it fits a desk and a phone, and no text leaves its picture or lies on another. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildNurturingPage } from '../../models/evaluation/nurturing-page.ts';
import { buildPage } from '../../models/evaluation/page/build-page.ts';
import { buildStreamingPage } from '../../models/evaluation/streaming-page.ts';
import { madeUpFigures } from '../unit/models/made-up-figures.ts';
import { madeUpNurturingPage } from '../unit/models/made-up-nurturing-page.ts';
import { madeUpStreaming } from '../unit/models/made-up-streaming.ts';
import { launchBrowser, openPage } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Texts of pictures that stick out of their card, and pairs of texts of one picture that overlap. */
const ILLEGIBLE = `[...document.querySelectorAll('figure')].flatMap((figure) => {
  const card = figure.getBoundingClientRect();
  const boxes = [...figure.querySelectorAll('svg text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const out = boxes.filter(([, b]) => b.left < card.left || b.right > card.right || b.bottom > card.bottom);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * a.height;
  const pairs = boxes.flatMap(([s, a], i) => boxes.slice(i + 1).filter(([, b]) => over(a, b)).map(([t]) => s + ' on ' + t));
  return [...out.map(([text]) => text + ' sticks out'), ...pairs].map((what) => figure.querySelector('b').textContent + ': ' + what);
})`;

const pages = {
  models: buildPage(madeUpFigures()),
  nurturing: buildNurturingPage(madeUpNurturingPage()),
  streaming: buildStreamingPage(madeUpStreaming()),
};

test.each([
  ['models', 1440],
  ['models', 390],
  ['nurturing', 1440],
  ['nurturing', 390],
  ['streaming', 1440],
  ['streaming', 390],
] as const)('%s at %i px', async (name, width) => {
  const url = `data:text/html;charset=utf-8,${encodeURIComponent(pages[name])}`;
  const { page, complaints, close } = await openPage(browser, url, { viewport: { width, height: 844 } });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  expect(await page.evaluate(ILLEGIBLE)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});
