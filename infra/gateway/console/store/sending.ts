/** Whether anything is sent at all: asked for again and again, since every page shows it. */
import type { SettingsInForce } from '../../../../schemas/nurture-inbox.ts';
import { pause } from '../../../run.ts';
import type { NurtureApi } from '../nurture-api.ts';

export interface Sending {
  /** As last heard; undefined before. */
  now(): SettingsInForce | undefined;
  /** Stops all sending, or allows it again. Rejects with the gateway's words. */
  stop(stopped: boolean): Promise<void>;
  /** Takes in what somebody was answered. */
  hear(inForce: SettingsInForce): void;
  run(signal: AbortSignal): Promise<void>;
}

const EVERY_MS = 3000;

export function createSending(api: NurtureApi, changed: () => void): Sending {
  let known: SettingsInForce | undefined;
  let heard = 0;
  const hear = (inForce: SettingsInForce) => {
    const moved = JSON.stringify(inForce) !== JSON.stringify(known);
    known = inForce;
    heard++;
    if (moved) changed();
  };
  return {
    now: () => known,
    hear,
    async stop(stopped) {
      hear(await api.stop(stopped));
    },
    async run(signal) {
      while (!signal.aborted) {
        const before = heard;
        // What was asked before a change was answered may be older than it. An answer that fails leaves what is there:
        // the connection's badge says that something is wrong.
        const answered = (inForce: SettingsInForce) => heard === before && hear(inForce);
        await api.settings().then(answered, () => {});
        await pause(EVERY_MS, signal);
      }
    },
  };
}
