/** The market behind the fake RESO server: records that change, and the log of what changed. */

export interface FakeRecord {
  ListingKey: string;
  StandardStatus: string;
  ListPrice: number;
  BedroomsTotal: number;
  BathroomsTotalInteger: number;
  City: string;
  PostalCode: string;
  ListAgentKey: string;
  ListOfficeKey: string;
  ModificationTimestamp: string;
}

interface FakeEvent {
  EntityEventSequence: number;
  ResourceName: string;
  ResourceRecordKey: string;
}

export interface FakeMarket {
  /** How things are: what a reader must come to know. */
  records: Map<string, FakeRecord>;
  /** Listings that ever were. */
  listings: ReadonlySet<string>;
  /** Highest number of the log that is to be seen. */
  last(): number;
  /** How many numbers are never shown. */
  hidden(): number;
  /** One change; resolves with its number, which may not be to be seen yet. */
  step(): number;
  notice(number: number): FakeEvent;
  /** A page of EntityEvent or Property; undefined for a query it does not know. */
  query(url: URL, wild: boolean): object | undefined;
  settle(): void;
}

const CITIES = ['Boise', 'Tulsa', 'Duluth'];
const OFFICES = ['ours', 'rival-a', 'rival-b'];
const STATUSES = ['Active', 'Active Under Contract', 'Pending', 'Closed', 'Expired', 'Withdrawn', 'Active'];

export function createFakeMarket(random: () => number): FakeMarket {
  const records = new Map<string, FakeRecord>();
  const listings = new Set<string>();
  const log: FakeEvent[] = [];
  /** Numbers that are taken and whose change is not to be seen yet: looks until it is, and the change. */
  const uncommitted = new Map<number, { looks: number; commit(): void }>();
  /** How many more pages leave this one out. */
  const omitted = new Map<number, number>();
  const short = new Set<string>();
  let number = 0;
  let hidden = 0;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

  function write(at: number, event: FakeEvent): void {
    log.push(event);
    log.sort((a, b) => a.EntityEventSequence - b.EntityEventSequence);
    if (random() < 0.15) omitted.set(at, 1 + Math.floor(random() * 2));
  }

  function change(key: string): void {
    const at = { ModificationTimestamp: new Date().toISOString() };
    const record = records.get(key);
    if (!record) {
      const office = pick(OFFICES);
      records.set(key, {
        ...{
          ListingKey: key,
          StandardStatus: 'Active',
          ListPrice: 200_000 + Math.floor(random() * 500) * 1000,
        },
        ...{
          BedroomsTotal: 1 + Math.floor(random() * 5),
          BathroomsTotalInteger: 1 + Math.floor(random() * 3),
        },
        ...{
          City: pick(CITIES),
          PostalCode: '83702',
          ListAgentKey: `${office}-agent`,
          ListOfficeKey: office,
        },
        ...at,
      });
      return;
    }
    const dice = random();
    if (dice < 0.06) records.delete(key);
    else if (dice < 0.5)
      records.set(key, {
        ...record,
        ...at,
        ListPrice: Math.round(record.ListPrice * (0.9 + random() * 0.15)),
      });
    else if (dice < 0.85) records.set(key, { ...record, ...at, StandardStatus: pick(STATUSES) });
    else records.set(key, { ...record, ...at }); // a photo, a remark: nothing that matters here
  }

  function step(): number {
    const at = ++number;
    const dice = random();
    if (dice < 0.06) {
      hidden++;
      return at;
    }
    if (dice < 0.15) {
      write(at, { EntityEventSequence: at, ResourceName: 'Media', ResourceRecordKey: `m${at}` });
      return at;
    }
    const fresh = listings.size < 4 || random() < 0.2;
    const key = fresh ? `L'${listings.size}` : pick([...listings]);
    listings.add(key);
    const commit = () => {
      change(key);
      write(at, { EntityEventSequence: at, ResourceName: 'Property', ResourceRecordKey: key });
    };
    if (random() < 0.2) uncommitted.set(at, { looks: 1 + Math.floor(random() * 3), commit });
    else commit();
    return at;
  }

  function events(url: URL, wild: boolean): object | undefined {
    const filter = url.searchParams.get('$filter') ?? '';
    const range = /^EntityEventSequence gt (\d+)(?: and EntityEventSequence lt (\d+))?$/.exec(filter);
    if (!range || url.searchParams.get('$orderby') !== 'EntityEventSequence asc') return undefined;
    const after = Number(url.searchParams.get('$skiptoken') ?? range[1]);
    const before = Number(range[2] ?? Number.POSITIVE_INFINITY);
    for (const [at, late] of [...uncommitted]) {
      if (at <= after || at >= before || --late.looks > 0) continue;
      uncommitted.delete(at);
      late.commit();
    }
    const all = log.filter(({ EntityEventSequence: at }) => at > after && at < before);
    const size = wild ? 1 + Math.floor(random() * 12) : 50;
    const page = all.slice(0, Math.min(size, Number(url.searchParams.get('$top'))));
    const shown = wild ? untidy(page) : page;
    return { value: shown, ...(page.length < all.length && next(url, page.at(-1)!.EntityEventSequence)) };
  }

  /** Some left out, some twice, in any order. */
  function untidy(page: FakeEvent[]): FakeEvent[] {
    const shown = page.filter(({ EntityEventSequence: at }) => {
      const left = omitted.get(at) ?? 0;
      if (left) omitted.set(at, left - 1);
      return !left;
    });
    const twice = shown.filter(() => random() < 0.2);
    return [...shown, ...twice]
      .map((event) => ({ event, order: random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ event }) => event);
  }

  function properties(url: URL, wild: boolean): object | undefined {
    const list = /^ListingKey in \((.*)\)$/.exec(url.searchParams.get('$filter') ?? '')?.[1];
    if (list === undefined) return undefined;
    const keys = [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, key]) => key!.replaceAll("''", "'"));
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const size = wild ? 1 + Math.floor(random() * 5) : 50;
    const page = keys.slice(from, from + size);
    const value = page.flatMap((key) => {
      const record = records.get(key);
      // Once, an answer comes short of a record; the next has it.
      if (!record || (wild && !short.has(key) && random() < 0.1 && short.add(key))) return [];
      return [record];
    });
    return { value, ...(from + size < keys.length && next(url, from + size)) };
  }

  return {
    ...{ records, listings, step, hidden: () => hidden, last: () => log.at(-1)?.EntityEventSequence ?? 0 },
    notice: (at) => ({ EntityEventSequence: at, ResourceName: 'Property', ResourceRecordKey: 'x' }),
    query: (url, wild) => (url.pathname.endsWith('/EntityEvent') ? events(url, wild) : properties(url, wild)),
    settle() {
      for (const { commit } of uncommitted.values()) commit();
      uncommitted.clear();
      omitted.clear();
      // So that the last number is one that is shown: a number beyond the log is no gap.
      write(++number, { EntityEventSequence: number, ResourceName: 'Media', ResourceRecordKey: 'last' });
    },
  };
}

/** Relative, as some servers write it. */
function next(url: URL, skiptoken: number): object {
  const link = new URL(url);
  link.searchParams.set('$skiptoken', String(skiptoken));
  return { '@odata.nextLink': `${link.pathname}${link.search}` };
}
