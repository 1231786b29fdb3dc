/**
 * A channel that sends nothing: orders are claimed as the dispatcher claims them, taken some seconds later, and reported
 * in the ways providers report, failures and silence among them.
 */
import { type Random, STREAM, streamOf } from '../../models/simulator/draws.ts';
import type { SentMessage } from '../../models/simulator/send-audit.ts';
import { addressOf } from '../../processors/addresses.ts';
import type { SendOrder } from '../../schemas/nurture.ts';
import { leadKey, SENDS_LIST, sendMember, shardOf, suppressedList } from '../../schemas/shards.ts';
import type { DeliveryStatus } from '../../schemas/system-event.ts';
import type { Brokerage } from './brokerage.ts';
import type { Happenings } from './happenings.ts';
import type { Person } from './person.ts';

/** Shares of calls, and seconds: to the call, to its answer, to word of the delivery. */
const RATES = { fails: 0.012, uncertain: 0.006, uncertainReached: 0.5, delayed: 0.01 };
const SECONDS = { call: 6, delayed: 240, report: 20 };

export interface ChannelOptions {
  seed: number;
  brokerage: Brokerage;
  happenings: Happenings;
  /** The kill switch is on. */
  stopped: boolean;
  tell(person: Person, action: string, status: DeliveryStatus, at: number): void;
  reached(person: Person, order: SendOrder, at: number): void;
}

export interface SimulatedChannel {
  take(person: Person, order: SendOrder): void;
  /** Every call that was made. */
  sent: SentMessage[];
  /** Orders that were called back, or refused for their address, before the call. */
  withheld: number;
}

export function createChannel(options: ChannelOptions): SimulatedChannel {
  const { seed, brokerage, happenings, stopped, tell, reached } = options;
  /** One stream a lead: only of one lead is the order of what is sent promised. */
  const streams: Random[] = [];
  const drawsOf = ({ index }: Person): Random => {
    streams[index] ??= streamOf(seed, STREAM.sending, index);
    return streams[index];
  };
  const channel: SimulatedChannel = {
    sent: [],
    withheld: 0,
    take(person, order) {
      const random = drawsOf(person);
      const wait = random() < RATES.delayed ? SECONDS.delayed : SECONDS.call * 2 * random();
      const at = Date.parse(order.at) + 1000 * wait;
      happenings.plan(at, () => call(person, order, Math.round(at)));
    },
  };

  /** The list of orders that still stand, the addresses of those who opted out, the kill switch, and the hour. */
  function refusal(person: Person, order: SendOrder, at: number): 'silent' | DeliveryStatus | undefined {
    const { tenant, lead, id } = order;
    const { leads } = brokerage;
    const standing = leads.shard(shardOf(leadKey(tenant, lead), leads.shards)).roster.get(SENDS_LIST);
    if (!standing?.has(sendMember(tenant, lead, id))) return 'silent';
    const { phone, email } = person.contact;
    const address = addressOf(order.channel, lead, { ...(phone && { phone }), ...(email && { email }) });
    if (!address) return 'refused';
    for (let shard = 0; shard < leads.shards; shard++) {
      const suppressed = leads.shard(shard).roster.get(suppressedList(tenant));
      if (address.hash && suppressed?.has(address.hash)) return 'refused';
    }
    if (stopped) return 'refused';
    return order.notAfter !== undefined && at >= Date.parse(order.notAfter) ? 'deferred' : undefined;
  }

  function call(person: Person, order: SendOrder, at: number): void {
    const no = refusal(person, order, at);
    if (no) {
      channel.withheld++;
      if (no !== 'silent') tell(person, order.id, no, at);
      return;
    }
    const random = drawsOf(person);
    const draw = random();
    const failed = draw < RATES.fails;
    const { id, lead, channel: by, purpose, subject, body } = order;
    channel.sent.push({
      ...{ id, lead, channel: by, purpose, subject, body, calledAt: at, counted: !failed },
      orderedAt: Date.parse(order.at),
    });
    const report = at + 1000 * SECONDS.report * (0.2 + 1.6 * random());
    const uncertain = !failed && draw < RATES.fails + RATES.uncertain;
    tell(person, id, failed ? 'failed' : uncertain ? 'uncertain' : 'delivered', report);
    if (failed || (uncertain && random() >= RATES.uncertainReached)) return;
    happenings.plan(report, () => reached(person, order, report));
  }
  return channel;
}
