/** `make chaos`: every crash test in full, one line each, and in the last line what was lost or done twice. */
import { parseArgs } from 'node:util';
import type { Verdict } from './check.ts';
import { checksChaos } from './checks.ts';
import { clickhouseAway } from './clickhouse-away.ts';
import { crashRedis, loseLastCommits } from './crash-redis.ts';
import { killProcessors } from './kill-processors.ts';
import { nurtureChaos } from './nurture.ts';
import { stallProcessor } from './stall.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, away: { type: 'string', default: '60' } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const load = { rate: 500, leads: 500, say };

/** What may not happen in any of them, added up. */
const total = { lost: 0, duplicated: 0, misordered: 0 };
const faults: string[] = [];
const DIFFER = 'deltas do not add up to states';

/** Notes a verdict. `allowed`: acknowledged events that this scenario may lose; `wrong`: what else is not as it must be. */
function note(
  name: string,
  verdict: Verdict & { events: number },
  allowed: number,
  more: string,
  wrong = '',
): void {
  const { duplicated, misordered, strangers, events } = verdict;
  const lost = verdict.lost - allowed;
  total.lost += lost;
  total.duplicated += duplicated + strangers;
  total.misordered += misordered;
  const loss = lost ? `${lost} acknowledged events have no insight` : '';
  faults.push(...[wrong, loss, ...verdict.examples].filter(Boolean).map((fault) => `${name}: ${fault}`));
  print(`${name}: events=${events} lost=${lost} duplicated=${duplicated} misordered=${misordered} ${more}`);
}

const kills = await killProcessors({ ...load, kills: Number(values.kills) });
const { takeover, others } = kills;
note(
  'processors killed',
  kills.outcome,
  0,
  `takeover_p50_ms=${takeover.p50} others_p99_ms=${others.during.p99} (otherwise ${others.before.p99})`,
  takeover.p99 < 3000 ? '' : 'takeover takes 3 s or more',
);

const cluster = await killProcessors({ ...load, kills: 3, cluster: true });
note('processors killed, Redis Cluster', cluster.outcome, 0, `takeover_p99_ms=${cluster.takeover.p99}`);

const stall = await stallProcessor({ ...load, stalls: 4 });
note(
  'processor stopped past its lease',
  stall.outcome,
  0,
  `refused=${stall.fenced}`,
  stall.fenced ? '' : 'no late commit was refused',
);

for (const durability of ['everysec', 'always'] as const) {
  const crash = await crashRedis({ ...load, durability, crashes: 5, loseLastSecond: false });
  const differ = crash.differ.length;
  note(`Redis killed, ${durability}`, crash.outcome, 0, `states_differ=${differ}`, differ ? DIFFER : '');
}

const cut = await crashRedis({ ...load, durability: 'everysec', crashes: 3, loseLastSecond: true });
const { vanished } = cut.outcome;
note(
  'Redis killed, last second cut',
  cut.outcome,
  vanished.length,
  `gone_with_the_second=${vanished.length} reached_back_ms=${cut.reachedBackMs} states_differ=${cut.differ.length}`,
  cut.differ.length ? DIFFER : cut.reachedBackMs < 1500 ? '' : 'more than the last second is lost',
);

const quiet = await loseLastCommits();
note(
  'last commits cut, no new traffic',
  quiet.outcome,
  0,
  `states_differ=${quiet.differ.length}`,
  quiet.differ.length ? DIFFER : '',
);

const away = await clickhouseAway({ ...load, awayMs: Number(values.away) * 1000, spoolEntries: 1000 });
const { streams, rows } = away;
const equal = rows.events === streams.events && rows.insights === streams.insights;
note(
  'ClickHouse away',
  away.outcome,
  0,
  `counts_equal=${equal} caught_up_ms=${away.caughtUpMs}`,
  equal ? '' : 'counts differ',
);

const nurturing = await nurtureChaos({ kills: 12, rate: 100, leads: 200, crashRedis: true, say });
total.lost += nurturing.lost.length;
total.duplicated += nurturing.twice.length;
const wrongs = [
  ...nurturing.lost.map((name) => `order ${name} was never told of`),
  ...nurturing.twice.map((name) => `${name} was decided twice`),
  ...(nurturing.differ ? [`${nurturing.differ} records differ when the log is replayed`] : []),
];
faults.push(...wrongs.map((fault) => `nurturing: ${fault}`));
print(
  `nurturing, processors and dispatchers killed: messages=${nurturing.messages} decisions=${nurturing.decisions} orders=${nurturing.orders} told=${JSON.stringify(nurturing.told)} twice=${nurturing.twice.length} lost=${nurturing.lost.length} replay_differs=${nurturing.differ}`,
);

const KILLS = ['processor', 'timer worker', 'Redis', 'processor', 'Redis', 'timer worker'] as const;
for (const seed of [1, 2, 3]) {
  const checks = await checksChaos({ leads: 3000, overMs: 60_000, kills: KILLS, seed, say });
  total.lost += checks.lost.length;
  total.duplicated += checks.twice.length;
  faults.push(
    ...checks.lost.map((name) => `checks: ${name} came due and was never worked`),
    ...checks.twice.map((name) => `checks: ${name} was worked twice`),
    ...(checks.unarmed ? [`checks: ${checks.unarmed} leads wait for none`] : []),
  );
  print(
    `competitive checks, everything killed, seed ${seed}: due=${checks.due} worked_amid=${checks.amid} twice=${checks.twice.length} lost=${checks.lost.length} unarmed=${checks.unarmed}`,
  );
}

for (const fault of faults) print(`FAULT ${fault}`);
const { lost, duplicated, misordered } = total;
print(
  `lost=${lost} duplicated=${duplicated} misordered=${misordered} takeover_p99_ms=${Math.round(takeover.p99)}`,
);
process.exitCode = faults.length ? 1 : 0;
