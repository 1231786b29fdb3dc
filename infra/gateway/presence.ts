/**
 * Which agents have a socket open for their alerts, told to the store again and again, so that notices by text message
 * and e-mail go to the others only. A gateway that dies says nothing any more, and its agents count as away soon.
 */
import type { Topic } from '../../schemas/frames.ts';
import { pause, type Run } from '../run.ts';

/** How often it is told again. */
export const PRESENCE_MS = 2000;
/** Untold for so long, an agent is away. */
export const AWAY_MS = 3 * PRESENCE_MS;

/** An agent of a tenant. */
export interface Seat {
  tenant: string;
  agent: string;
}

export interface PresenceBoard {
  /** The agent has a socket at this gateway now, and for `ttlMs` unless told otherwise. */
  present(seats: Seat[], ttlMs: number): Promise<void>;
  /** The last socket of the agent at this gateway is closed. */
  absent(seat: Seat): Promise<void>;
}

/** A subscription, as far as it tells who is there. A topic of all agents is nobody's own. */
export interface Watching {
  tenant: string;
  topic: Topic;
}

export interface Presence {
  enter(watching: Watching): void;
  /** Also for one that never entered, or left before. */
  leave(watching: Watching): void;
  /** Tells it until aborted. */
  run: Run;
}

export function createPresence(board: PresenceBoard): Presence {
  const seats = new Map<string, { seat: Seat; watching: Set<Watching> }>();
  // While the store is away nothing can be told, and then nobody asks either.
  const tell = (work: Promise<void>) => void work.catch(() => {});
  return {
    enter(watching) {
      const seat = seatOf(watching);
      if (!seat) return;
      const known = seats.get(keyOf(seat));
      if (known) return void known.watching.add(watching);
      seats.set(keyOf(seat), { seat, watching: new Set([watching]) });
      tell(board.present([seat], AWAY_MS));
    },
    leave(watching) {
      const seat = seatOf(watching);
      const known = seat && seats.get(keyOf(seat));
      if (!known?.watching.delete(watching) || known.watching.size) return;
      seats.delete(keyOf(seat!));
      tell(board.absent(seat!));
    },
    async run(signal) {
      while (!signal.aborted) {
        await pause(PRESENCE_MS, signal);
        if (seats.size)
          tell(
            board.present(
              [...seats.values()].map(({ seat }) => seat),
              AWAY_MS,
            ),
          );
      }
    },
  };
}

const keyOf = ({ tenant, agent }: Seat): string => `${tenant}/${agent}`;

const seatOf = ({ tenant, topic }: Watching): Seat | null =>
  topic.kind === 'alerts' && topic.agent !== undefined ? { tenant, agent: topic.agent } : null;
