/** `bench page`: what the benches printed, kept in a folder as `<bench>….json`, as one page with plots. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStreamingPage } from '../../models/evaluation/streaming-page.ts';
import type { FanoutReport } from './fanout.ts';
import type { GrowthReport } from './growth.ts';
import type { ThroughputReport } from './throughput.ts';
import type { UpdateReport } from './update.ts';

export interface PageReport {
  page: string;
  /** Files it was made of. */
  from: string[];
}

/** Files are told apart by their beginnings: `throughput`, `growth`, `fanout`, `update`. Throws when there is none. */
export function writeStreamingPage(folder: string, page: string): PageReport {
  const files = readdirSync(folder).sort();
  const of = <T>(bench: string): T[] =>
    files
      .filter((file) => file.startsWith(bench) && file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T);
  const [throughput] = of<ThroughputReport>('throughput');
  const [growth] = of<GrowthReport>('growth');
  const fanout = of<FanoutReport>('fanout');
  const update = of<UpdateReport>('update').sort((a, b) => a.rate - b.rate);
  const from = files.filter((file) => /^(throughput|growth|fanout|update).*\.json$/.test(file));
  if (from.length === 0)
    throw new Error(
      `${folder} has no figures: keep some there, e.g. doorstep bench fanout --json > ${folder}/fanout.json`,
    );
  writeFileSync(
    page,
    buildStreamingPage({ ...(throughput && { throughput }), ...(growth && { growth }), fanout, update }),
  );
  return { page, from };
}
