/** Everything on this machine, with live traffic: the conversations of the corpus, as if they happened now. */
import type { Config } from '../infra/config.ts';
import type { Log } from '../infra/log.ts';
import { pause, type Run } from '../infra/run.ts';
import { runTogether } from '../infra/run-together.ts';
import { readConversations } from '../models/corpus/read-corpus.ts';
import { corpusTraffic, createRandom } from './corpus-traffic.ts';
import { introduced, openDemoDesk } from './demo-nurture.ts';
import { createHttpIntake, LEAD_EVENTS, MARKET_EVENTS } from './intake.ts';
import { createMarketNews } from './market-news.ts';
import { createStart, gatewayUrl } from './start.ts';
import { watchInsights } from './watch-insights.ts';
import { gatewayReady, operatorToken, welcome } from './welcome.ts';

export interface DemoOptions {
  config: Config;
  log: Log;
  /** File descriptor for the logs of the roles. */
  output: number;
  say(line: string): void;
}

const SEED = 20_26;
const CONCURRENT = 60;
/** Fast at first, so that the list fills while one looks; then at a pace an eye can follow. */
const FILLING = { seconds: 60, perSecond: 15 };
const PER_SECOND = 5;
const NEWS_EVERY = 12;
const TELL_EVERY_MS = 30_000;

export function createDemo({ config, log, output, say }: DemoOptions): Run {
  return createStart({ config, log, output, beside: (placed) => (signal) => showLife(placed, say, signal) });
}

async function showLife(config: Config, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const token = await operatorToken(config);
  await gatewayReady(config, token, signal);
  if (signal.aborted) return;
  for (const line of await welcome(config, token)) say(line);
  const url = gatewayUrl(config);
  await openDemoDesk(url, token, signal);
  const count = { events: 0, insights: 0 };
  const onInsight = () => {
    if (count.insights++ === 0)
      say(`First insight ${(performance.now() / 1000).toFixed(1)} s after the start`);
  };
  await runTogether(
    (until) => watchInsights(url, token, onInsight, until),
    (until) => playTraffic(url, token, count, until),
    (until) => tell(count, say, until),
  )(signal);
}

async function playTraffic(
  url: string,
  token: string,
  count: { events: number },
  signal: AbortSignal,
): Promise<void> {
  const leads = createHttpIntake(url, token, LEAD_EVENTS);
  const market = createHttpIntake(url, token, MARKET_EVENTS);
  const traffic = corpusTraffic({
    ...{ transcripts: readConversations(), seed: SEED, concurrent: CONCURRENT },
    ...{ run: new Date().toISOString(), now: Date.now },
  });
  const news = createMarketNews(createRandom(SEED));
  const started = performance.now();
  for (let due = started; !signal.aborted; count.events++) {
    const event = introduced(traffic.next().value);
    await leads.send([{ body: event }], signal);
    news.heard(event);
    if (count.events % NEWS_EVERY === NEWS_EVERY - 1) {
      await market.send([{ body: news.next(Date.now()) }], signal);
    }
    const filling = performance.now() - started < FILLING.seconds * 1000;
    due = Math.max(due + 1000 / (filling ? FILLING.perSecond : PER_SECOND), performance.now() - 1000);
    await pause(due - performance.now(), signal);
  }
}

async function tell(
  count: { events: number; insights: number },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(TELL_EVERY_MS, signal);
    if (!signal.aborted)
      say(`${count.events} events played, ${count.insights} insights shown. Ctrl-C ends it.`);
  }
}
